"""People files: the headers that HR systems and directories write, and the dirt in them."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.errors import DataError
from silograph.loaders.files import Source
from silograph.loaders.org_chart import COLUMNS, PeopleFile, read_people
from silograph.loaders.org_chart.cells import _MISSING
from silograph.loaders.org_chart.columns import ALIASES
from silograph.loaders.org_chart.headers import Header
from silograph.loaders.org_chart.records import _REMARK, _TOTAL
from silograph.log.batches import ReadOptions
from silograph.log.people import Roster


def write(folder: Path, text: str | bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def write_xlsx(path: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    """A workbook of nothing but cells: text inline, numbers as numbers, dates as styled numbers."""

    def cell(value: object) -> str:
        if isinstance(value, pd.Timestamp):
            return f'<c s="1"><v>{(value - pd.Timestamp("1899-12-30")).days}</v></c>'
        if isinstance(value, int | float):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}">'
            f'<Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
            + "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}">'
            + "".join(
                f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/s{n}.xml"/>'
                for n in numbers
            )
            + f'<Relationship Id="st" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{main}"><cellXfs count="2">'
            '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        )
        for n, rows in enumerate(sheets, start=1):
            body = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
            archive.writestr(
                f"xl/worksheets/s{n}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
            )
    return path


def column(people: PeopleFile, name: str) -> list[object]:
    return [None if pd.isna(value) else value for value in people.table[name]]


def days(people: PeopleFile, name: str) -> list[str | None]:
    return [None if pd.isna(value) else value.date().isoformat() for value in people.table[name]]


# --- the contract -------------------------------------------------------------------------------------


def test_all_columns_of_the_contract(tmp_path: Path) -> None:
    text = (
        "person_id,function,name,email,title,level,manager_id,location,unit,actor_kind,valid_from,valid_to,aliases\n"
        "007,HR,Ann Lee,Ann.Lee@X.org,Head,1,,Paris,Retail,person,2023-01-01,2024-01-01,U07; a.lee@x.org\n"
    )
    people = read_people(write(tmp_path, text))
    assert tuple(people.table.columns) == COLUMNS
    assert days(people, "valid_from") + days(people, "valid_to") == ["2023-01-01", "2024-01-01"]
    assert people.table.drop(columns=["valid_from", "valid_to"]).astype(object).to_dict("records") == [
        {
            "person_id": "007", "function": "HR", "name": "Ann Lee", "email": "ann.lee@x.org", "title": "Head",
            "level": 1, "manager_id": None, "location": "Paris", "unit": "Retail", "actor_kind": "person",
            "aliases": "U07;a.lee@x.org",
        }
    ]  # fmt: skip
    assert (people.rejected, people.notes) == ((), ())
    roster = Roster.from_pandas(people.table)
    assert roster.lookup("u07") == roster.lookup("a.lee@X.org") == "007"


@pytest.mark.parametrize(
    ("header", "function", "unit"),
    [
        ("id,Department,Division", "b", "c"),
        ("id,Division,Department", "c", "b"),
        ("id,Division,Title", "b", None),  # needed for the function
        ("id,Function,Business Unit [optional]", "b", "c"),
        ("Personalnummer,Abteilung,Geschäftsbereich", "b", "c"),
        ("Matricule,Entité,Service", "c", "b"),
        ("id,Business Unit,Division", "c", "b"),
        ("id,function,unit", "b", "c"),
    ],
)
def test_unit_is_what_the_function_leaves(
    tmp_path: Path, header: str, function: str, unit: str | None
) -> None:
    people = read_people(write(tmp_path, f"{header}\na,b,c\n"))
    assert (column(people, "function"), column(people, "unit")) == ([function], [unit])


@given(st.sampled_from(ALIASES["function"]), st.sampled_from(ALIASES["unit"]), st.booleans())
def test_any_function_beside_any_unit(function: str, unit: str, swapped: bool) -> None:
    """A column that only says the unit never is the function, and none serves both."""
    names = [unit, function] if swapped else [function, unit]
    found = Header(["id", *names]).column
    first = min((one for one in names if one in ALIASES["function"]), key=ALIASES["function"].index)
    other = names[1 - names.index(first)]
    assert names[found["function"] - 1] == first
    expected = 1 + names.index(other) if other in ALIASES["unit"] and other != first else None
    assert found.get("unit") == expected


@pytest.mark.parametrize(
    "header",
    [
        "Employee ID,Department,Display Name,Work Email,Job Title,Manager ID",  # generic
        "PersonId,Organization,Name,Microsoft_PersonEmail,Title,ManagerId",  # Viva Insights
        "Worker_ID,Supervisory_Organization,Worker,Email Address,Business Title,Manager",  # Workday
        "Employee #,ID,Employee Number,Department,Full Name,Work Email,Job Title,Reports To",  # an id beside
        "Personalnummer;Abteilung;Vollständiger Name;E-Mail-Adresse;Stellenbezeichnung;Vorgesetzter",
        "Matricule;Département;Nom complet;Adresse e-mail;Intitulé du poste;Responsable hiérarchique",
        "Numéro d'employé;Direction;Nom complet;Courriel professionnel;Titre du poste;Supérieur immédiat",
        "N° employé;Unité organisationnelle;Nom complet;Adresse courriel;Emploi;N+1",
        "EMPID\tDEPARTMENT\tFullName\tEMAIL\tTITLE\tMANAGER",
    ],
)
def test_headers(tmp_path: Path, header: str) -> None:
    delimiter = next(mark for mark in ",;\t" if mark in header)
    names = header.split(delimiter)
    ids = len(names) - 5
    rows = [
        [*["1"] * ids, "HR", "Ann Lee", "ann@x.org", "Head", ""],
        [*["2"] * ids, "IT", "Bob Ray", "bob@x.org", "Clerk", "1"],
    ]
    text = "\n".join(delimiter.join(row) for row in [names, *rows])
    people = read_people(write(tmp_path, text.encode("utf-8-sig")))
    assert column(people, "person_id") == ["1", "2"]
    assert column(people, "function") == ["HR", "IT"]
    assert column(people, "name") == ["Ann Lee", "Bob Ray"]
    assert column(people, "email") == ["ann@x.org", "bob@x.org"]
    assert column(people, "title") == ["Head", "Clerk"]
    assert column(people, "manager_id") == [None, "1"]


@pytest.mark.parametrize(
    ("header", "function"),
    [
        ("cost center,division,organization,department,function", "E"),
        ("cost center,division,organization,department,job", "D"),
        ("cost center,division,organization,o,job", "C"),
        ("cost center,division,org,o,job", "B"),
        ("cost center,employment type,org,o,job", "A"),
        ("cc,employment type,org,o,job", "B"),
    ],
)
def test_which_column_is_the_function(tmp_path: Path, header: str, function: str) -> None:
    people = read_people(write(tmp_path, f"id,{header}\n1,A,B,C,D,E\n"))
    assert column(people, "function") == [function]


def test_entra(tmp_path: Path) -> None:
    text = (
        "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,officeLocation\n"
        "Ann@x.org,Ann Lee,Lee,a.lee@x.org,Ann,0a1b,Member,Head,HR,Paris\n"
        "bob@x.org,Bob Ray,Ray,,Bob,0a1c,Member,Clerk,,\n"
        "eve_partner.com#EXT#@x.onmicrosoft.com,Eve,,,,0a1d,Guest,,,\n"
    )
    people = read_people(write(tmp_path, text))
    assert column(people, "person_id") == ["0a1b", "0a1c", "0a1d"]
    assert column(people, "email") == ["a.lee@x.org", "bob@x.org", "eve_partner.com#ext#@x.onmicrosoft.com"]
    assert column(people, "aliases") == ["ann@x.org", None, None]
    assert column(people, "function") == ["HR", "(unknown)", "(unknown)"]
    assert column(people, "actor_kind") == ["person", "person", "external"]
    assert Roster.from_pandas(people.table).lookup("eve@partner.com") == "0a1d"


def test_google_workspace(tmp_path: Path) -> None:
    text = (
        "First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],"
        "Work Secondary Email,Employee ID,Employee Title,Manager Email,Department\n"
        "Ann,Lee,ann@x.org,/Staff/HR,ann@old.org,7,Head,,HR\n"
        "Bob,Ray,bob@x.org,/Staff/IT,,8,Clerk,ann@old.org,IT\n"
    )
    people = read_people(write(tmp_path, text))
    assert column(people, "name") == ["Ann Lee", "Bob Ray"]
    assert column(people, "aliases") == ["ann@old.org", None]
    assert column(people, "manager_id") == [None, "7"]
    paths = read_people(write(tmp_path, text.replace(",Department\n", ",Unused\n")))
    assert column(paths, "function") == ["Staff/HR", "Staff/IT"]


def test_successfactors_has_two_header_rows(tmp_path: Path) -> None:
    text = (
        "STATUS,USERID,FIRSTNAME,LASTNAME,EMAIL,MANAGER,DEPARTMENT,HIREDATE,EMPID,TITLE\n"
        "STATUS,User ID,First Name,Last Name,Email,Manager,Department,Hire Date,Employee Id,Title\n"
        "active,0012,Ann,Lee,ann@x.org,NO_MANAGER,Human Resources (50001),01/02/1900,E1,Head\n"
        "active,0013,Bob,Ray,bob@x.org,Ann Lee (0012),Human Resources (50001),12/31/2019,E2,Clerk\n"
    )
    people = read_people(write(tmp_path, text))
    assert column(people, "person_id") == ["0012", "0013"]
    assert column(people, "function") == ["Human Resources"] * 2
    assert column(people, "manager_id") == [None, "0012"]
    assert column(people, "aliases") == ["E1", "E2"]
    assert days(people, "valid_from") == [None, "2019-12-31"]
    assert people.notes == ("row 2 repeats the header and is left out",)


def test_addresses_of_a_directory(tmp_path: Path) -> None:
    text = (
        "employeeNumber,mail,department,proxyAddresses,manager,displayName\n"
        '1,Ann@x.org,HR,"SMTP:Ann@x.org;smtp:a.lee@old.org;x500:/o=X/cn=ann;sip:ann@x.org;X400:c=US",,"Lee, Ann"\n'
        '2,bob@x.org,IT,,"CN=Lee\\, Ann,OU=HR,DC=x",Bob\n'
        "3,cat@x.org,IT,,Ann LEE,Cat\n"
        "4,dan@x.org,IT,,a.lee@old.org,Dan\n"
        "5,eve@x.org,IT,,Nobody,Eve\n"
    )
    people = read_people(write(tmp_path, text))
    assert column(people, "aliases")[0] == "a.lee@old.org;/o=X/cn=ann"
    assert column(people, "manager_id") == [None, "1", "1", "1", None]
    assert people.notes == ("the managers of 1 rows are not in the file, or their names are not unique",)


# --- dirt ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["", "-", " ", "N/A", "#N/A", "NULL", "null", "None", "NA"])
def test_missing_values(tmp_path: Path, missing: str) -> None:
    text = f"id,function,title,manager,level\n1,{missing},{missing},{missing},{missing}\n"
    people = read_people(write(tmp_path, text))
    assert [column(people, name) for name in ("function", "title", "manager_id", "level")] == [
        ["(unknown)"], [None], [None], [None],
    ]  # fmt: skip
    assert people.notes == ()


def test_ids_stay_text(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, "id,function\n00123,HR\n12.0,HR\n=1+1,HR\n"))
    assert column(people, "person_id") == ["00123", "12.0", "=1+1"]


def test_numbers_of_a_workbook_stay_whole(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "staff.xlsx",
        [["Staff list 2024"], []],
        [
            ["Staff list 2024"], [], ["Employee ID", "Department", "Level", "Start date", "End date", "Manager"],
            [12.0, "HR", 1, pd.Timestamp("2023-02-01"), pd.Timestamp("2023-12-31"), ""],
            ["0013", "IT", "E4", "", "", 12],
        ],
    )  # fmt: skip
    people = read_people(path)
    assert column(people, "person_id") == ["12", "0013"]
    assert column(people, "manager_id") == [None, "12"]
    assert column(people, "level") == [1, None]
    assert days(people, "valid_from") == ["2023-02-01", None]
    assert days(people, "valid_to") == ["2024-01-01", None]  # the last day is still one of work
    assert people.notes == ("1 values of 'Level' are no whole numbers and are left out of level",)


def test_a_row_without_id_is_known_by_its_address(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, "id,email,function\n,Ann@X.org,HR\n,,HR\n7,-,IT\n"))
    assert column(people, "person_id") == ["ann@x.org", "7"]
    assert [(r.place, r.reason) for r in people.rejected] == [
        ("people.csv:line 3", "neither person_id nor e-mail")
    ]


def test_an_unknown_kind_of_actor(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, "id,function,actor_kind\n1,HR,Team\n2,HR,robot\n"))
    assert column(people, "actor_kind") == ["team"]
    assert people.rejected[0].reason == (
        "unknown actor_kind: 5 characters, 1 word (allowed: person, team, bot, list, external, unknown)"
    )


def test_codes_that_tell_departments_apart_are_kept(tmp_path: Path) -> None:
    text = "id,department\n1,Sales (100)\n2,Sales (200)\n3,Legal (300)\n4,R&D (Paris)\n"
    people = read_people(write(tmp_path, text))
    assert column(people, "function") == ["Sales (100)", "Sales (200)", "Legal", "R&D (Paris)"]


def test_dated_rows_become_periods(tmp_path: Path) -> None:
    text = (
        "PersonId,EffectiveDate,Organization,ManagerId\n"
        "1,2024-03-01,IT,\n1,2024-01-01,HR,\n1,2024-02-01,HR,\n2,2024-01-01,HR,1\n"
    )
    people = read_people(write(tmp_path, text))
    columns = [*(column(people, name) for name in ("person_id", "function"))]
    columns += [*(days(people, name) for name in ("valid_from", "valid_to"))]
    found = list(zip(*columns, strict=True))
    assert found == [
        ("1", "HR", "2024-01-01", "2024-03-01"), ("1", "IT", "2024-03-01", None), ("2", "HR", "2024-01-01", None),
    ]  # fmt: skip
    Roster.from_pandas(people.table)  # refuses periods that overlap


def test_a_snapshot_is_valid_at_all_times(tmp_path: Path) -> None:
    people = read_people(
        write(tmp_path, "PersonId,EffectiveDate,Organization\n1,2024-01-01,HR\n2,2024-01-01,IT\n")
    )
    assert days(people, "valid_from") == [None, None]
    assert people.notes == ("every row is of 2024-01-01: one snapshot, taken as valid at all times",)


def test_placeholder_dates_are_open(tmp_path: Path) -> None:
    text = (
        "id,function,valid_from,valid_to\n1,HR,1900-01-01,9999-12-31\n2,HR,1970-01-01,2024-01-01 00:00:00\n"
    )
    people = read_people(write(tmp_path, text))
    assert days(people, "valid_from") == [None, None]
    assert days(people, "valid_to") == [None, "2024-01-01"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["01/02/2024", "13/02/2024"], ["2024-02-01", "2024-02-13"]),
        (["01/02/2024", "8/19/2021 1:25:31 PM"], ["2024-01-02", "2021-08-19"]),
        (["01.02.2024", "03.04.24"], ["2024-02-01", "2024-04-03"]),
        (["01/02/2024", "05/05/2024"], [None, "2024-05-05"]),
        (["soon", "2024-02-30"], [None, None]),
    ],
)
def test_dates(tmp_path: Path, written: list[str], read: list[str | None]) -> None:
    people = read_people(write(tmp_path, f"id,function,valid_from\n1,HR,{written[0]}\n2,HR,{written[1]}\n"))
    assert days(people, "valid_from") == read
    told = "/" in written[0] and None not in read  # by another row, which is said
    assert [note.partition(":")[0] for note in people.notes] == ["'valid_from'"] * told + [
        "1 dates in 'valid_from' cannot be read, or nothing tells day from month; these periods are taken as open "
        "(write dates as 2024-02-01)".replace("1 dates", f"{read.count(None)} dates")
    ] * (None in read)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["02-Jan-2024", "11/May/24"], ["2024-01-02", "2024-05-11"]),
        (["Jan 5, 2024", "1 February 2024"], ["2024-01-05", "2024-02-01"]),
        (["1. März 2024", "15 Dez. 2023"], ["2024-03-01", "2023-12-15"]),
        (["1er févr. 2024", "15 août 2023 00:00:00"], ["2024-02-01", "2023-08-15"]),
        (["45293", "45293.5"], ["2024-01-02", "2024-01-02"]),
        (["45293", "2958465"], ["2024-01-02", None]),  # open: 9999-12-31
        (["20240102", "99991231"], ["2024-01-02", None]),
    ],
)
def test_dates_in_words_and_serials(tmp_path: Path, written: list[str], read: list[str | None]) -> None:
    rows = "".join(f"{n}\tHR\t{text}\n" for n, text in enumerate(written))
    people = read_people(write(tmp_path, f"id\tfunction\tvalid_from\n{rows}"))
    assert days(people, "valid_from") == read
    assert people.notes == ()


def test_numbers_that_are_no_days_are_none(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, "id,function,valid_from\n1,HR,45293\n2,HR,12\n"))
    assert days(people, "valid_from") == [None, None]
    assert people.notes[0].startswith("2 dates in 'valid_from' cannot be read")


@pytest.mark.parametrize(
    ("order", "read"),
    [("dmy", "2024-02-01"), ("mdy", "2024-01-02"), ("ymd", None)],
)
def test_the_order_may_be_stated(tmp_path: Path, order: str, read: str | None) -> None:
    path = write(tmp_path, "id,function,valid_from\n1,HR,01/02/2024\n")
    assert days(read_people(path, options=ReadOptions(dates=order)), "valid_from") == [read]


def test_repeats_and_contradictions(tmp_path: Path) -> None:
    text = "id,function,email\n1,HR,a@x.org\n1,HR,a@x.org\n1,HR,b@x.org\n1,IT,a@x.org\n"
    people = read_people(write(tmp_path, text))
    assert people.table[["person_id", "function", "email", "aliases"]].to_numpy().tolist() == [
        ["1", "HR", "a@x.org", "b@x.org"]
    ]
    assert [(r.place, r.reason) for r in people.rejected] == [
        ("people.csv:line 5", "row 2 says otherwise about the same person and time")
    ]
    assert people.notes == ("2 rows repeat another one",)


def test_french_periods_end_after_their_last_day(tmp_path: Path) -> None:
    text = (
        "Matricule;Nom;Prénom;Courriel;Service;Gestionnaire;Date d’effet;Date de fin\n"
        "7;Tremblay;Jean;jt@x.org;RH;s/o;01/01/2020;31/12/2020\n7;Tremblay;Jean;jt@x.org;TI;8;01/01/2021;\n"
        "8;Tremblay;Jean;jt2@x.org;TI;;;\n"
    )
    people = read_people(write(tmp_path, text.encode("cp1252")))
    assert column(people, "function") == ["RH", "TI", "TI"]
    assert column(people, "manager_id") == [None, "8", None]
    assert [str(end)[:10] for end in people.table["valid_to"]] == ["2021-01-01", "NaT", "NaT"]
    assert (people.rejected, people.notes) == ((), ())


def test_a_column_of_addresses_under_an_unknown_name_is_pointed_out(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, b"id,department,correo\n1,HR,a@x.org\n2,IT,\n"))
    assert people.notes == ("'correo' holds addresses and is not used; name it email if it is to be",)


def test_a_period_that_ends_before_it_starts(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, "id,function,valid_from,valid_to\n1,HR,2024-02-01,2024-01-01\n"))
    assert (len(people.table), people.rejected[0].reason) == (0, "the period ends before it starts")


def test_a_shared_address_is_nobodys(tmp_path: Path) -> None:
    people = read_people(
        write(tmp_path, "id,function,email\n1,HR,desk@x.org\n2,HR,Desk@x.org\n3,HR,c@x.org\n")
    )
    assert column(people, "email") == [None, None, "c@x.org"]
    assert people.notes == ("1 addresses belong to several people and are left out: 2 rows (2, 3)",)
    Roster.from_pandas(people.table)


# --- files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings(tmp_path: Path, encoding: str, newline: str) -> None:
    text = newline.join(["id;Abteilung;Name", "1;Öffentlichkeit;Zoë", ""])
    people = read_people(write(tmp_path, text.encode(encoding)))
    assert people.table[["function", "name"]].to_numpy().tolist() == [["Öffentlichkeit", "Zoë"]]


@pytest.mark.parametrize("content", [b"", b"\r\n \n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DataError, match=r"^people.csv: an empty file; export it again$"):
        read_people(write(tmp_path, content))


def test_nothing_below_the_header(tmp_path: Path) -> None:
    assert len(read_people(write(tmp_path, "id,function")).table) == 0


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("who,where\n1,2\n", "no column person_id (or email) and no column function; found 'who', 'where'"),
        ("ID,ReportsToID\n1,2\n", "no column function; found 'ID', 'ReportsToID'"),
        ("name,department\nAnn,HR\n", "no column person_id (or email); found 'name', 'department'"),
    ],
)
def test_a_wrong_header(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(
        DataError, match=re.escape(f"people.csv: {what}; name the columns person_id and function")
    ):
        read_people(write(tmp_path, text))


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="2 columns are named 'Department'; keep one of them as function"):
        read_people(write(tmp_path, "id,Department,department\n1,HR,IT\n"))


def test_ragged_rows(tmp_path: Path) -> None:
    text = 'id,function,title\n1,HR,"two\nlines"\n2,HR\n\n,,\n3,HR,x,,\n4,HR,x,y\n'
    people = read_people(write(tmp_path, text))
    assert column(people, "person_id") == [
        "1",
        "2",
        "3",
    ]  # missing last cells are empty, surplus empty ones nothing
    assert [(r.place, r.reason) for r in people.rejected] == [
        ("people.csv:line 8", "4 columns instead of 3"),
    ]


def test_nul_bytes_and_long_cells(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, f"id,function,title\n1\0,HR,{'x' * (1 << 20)}\n"))
    assert column(people, "person_id") == ["1"]


def test_a_damaged_workbook(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"staff.xlsx: not a workbook that can be read; save it again"):
        read_people(write(tmp_path, b"PK\x03\x04 no zip at all", "staff.xlsx"))


def test_which_of_two_files(tmp_path: Path) -> None:
    write(tmp_path, "id,function\n1,HR\n")
    assert len(read_people(Source(tmp_path)).table) == 1
    write(tmp_path, "id,function\n1,HR\n", "other.csv")
    with pytest.raises(DataError, match="2 files in it; name the people file itself"):
        read_people(tmp_path)


_cells = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf"], exclude_characters="@()/"
    ),
    min_size=2,
    max_size=8,
).filter(lambda text: text.lower() not in _MISSING)

_ids = _cells.filter(lambda text: not _TOTAL.match(text) and not _REMARK.match(text))
_functions = _cells.filter(
    lambda text: not set(text) & set(",;|[]")
)  # of several in one cell the first counts


@given(
    st.lists(st.tuples(_ids, _functions, _cells), unique_by=lambda row: row[0], max_size=15),
    st.sampled_from(",;\t"),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows([("Employee ID", "Department", "Job Title"), *rows])
    people = read_people(write(tmp_path_factory.mktemp("people"), buffer.getvalue()))
    assert people.table[["person_id", "function", "title"]].to_numpy().tolist() == [list(row) for row in rows]
    assert people.rejected == ()


@given(st.binary(max_size=300))
def test_any_bytes_below_a_header_are_counted(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = write(tmp_path_factory.mktemp("bytes"), b"id,function,valid_from\n" + content)
    people = read_people(path)
    assert set(people.table["person_id"]).isdisjoint({"", None})


# --- real data ----------------------------------------------------------------------------------------


@pytest.mark.data
def test_gastech(data_dir: Path) -> None:
    people = read_people(data_dir / "gastech" / "EmployeeRecords.xlsx")
    assert (len(people.table), people.rejected, people.notes) == (54, (), ())
    assert people.table["function"].value_counts().to_dict() == {
        "Engineering": 13, "Facilities": 13, "Security": 11, "Administration": 7, "Executive": 5,
        "Information Technology": 5,
    }  # fmt: skip
    assert people.table["title"].nunique() == 30
    assert people.table["email"].notna().all()
    assert len(Roster.from_pandas(people.table)) == 54


def test_what_an_open_quotation_mark_swallows_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('person_id,function,name\n1,HR,Ann\n2,IT,"Bob\n3,IT,Eve\n4,IT,Zoe\n', encoding="utf-8")
    people = read_people(path)
    assert people.table["person_id"].tolist() == ["1"]
    assert [(rejected.place, rejected.reason) for rejected in people.rejected] == [
        (
            "people.csv:line 3",
            "a quotation mark left open runs this record together with the 2 lines after it",
        ),
        ("people.csv:line 4", "swallowed by the quotation mark left open at line 3"),
        ("people.csv:line 5", "swallowed by the quotation mark left open at line 3"),
    ]


def test_a_people_file_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "people.csv.gz"
    path.write_bytes(gzip.compress(("person_id,function\n" + "1,HR\n" * 100_000).encode())[:-80])
    with pytest.raises(DataError, match=r"people.csv.gz: damaged or cut off; export or copy it again"):
        read_people(path)
