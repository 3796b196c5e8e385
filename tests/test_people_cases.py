"""People files as real programs and people write them: each kind of fault with its case and further inputs."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from silograph.errors import DataError, UsageError
from silograph.loaders.encodings import decode
from silograph.loaders.org_chart import PeopleFile, read_people
from silograph.loaders.org_chart.functions import alike, functions_of
from silograph.loaders.org_chart.managers import in_circles
from silograph.log.people import Roster

sys.path.insert(0, str(Path(__file__).parent))
from cases import case


def write(folder: Path, text: str | bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def column(people: PeopleFile, name: str) -> list[object]:
    return [None if pd.isna(value) else value for value in people.table[name]]


def days(people: PeopleFile, name: str) -> list[str | None]:
    return [None if pd.isna(value) else value.date().isoformat() for value in people.table[name]]


def noted(people: PeopleFile, part: str) -> str:
    """The one note that says it."""
    (note,) = [note for note in people.notes if part in note]
    return note


# --- workbooks: merged cells, hidden sheets and rows ----------------------------------------------------


def cells(*row: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' if text else "<c/>" for text in row)


def xlsx(folder: Path, *sheets: tuple[str, str], states: tuple[str, ...] = ()) -> Path:
    """A workbook of these sheets: the XML of rows, and what comes after them."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    states = (*states, *[""] * len(sheets))
    listed = "".join(
        f'<sheet name="S&amp;{n}" sheetId="{n}" {states[n - 1]} r:id="r{n}"/>'
        for n in range(1, len(sheets) + 1)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    path = folder / "staff.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{links}</Relationships>'
        )
        for n, (rows, after) in enumerate(sheets, start=1):
            body = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>'
            archive.writestr(f"xl/worksheets/s{n}.xml", body)
    return path


def ods(folder: Path, rows: str) -> Path:
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    xml = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="S1">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    path = folder / "staff.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", xml)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def test_merged_department() -> None:
    people = read_people(case("hr/merged_department.xlsx"))
    assert column(people, "function") == ["HR", "HR", "IT", "IT", "IT"]


def test_merged_cells_count_for_their_rows_only(tmp_path: Path) -> None:
    header = f"<row>{cells('Staff list')}</row><row>{cells('ID', 'Department', 'Site', 'Contact')}</row>"
    rows = [("1", "HR", "Paris", "a"), ("2", "", "", "b"), ("3", "", "", "c"), ("4", "", "Lyon", "d")]
    merged = (
        '<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="B3:B4"/><mergeCell ref="C3:C5"/></mergeCells>'
    )
    people = read_people(
        xlsx(tmp_path, (header + "".join(f"<row>{cells(*row)}</row>" for row in rows), merged))
    )
    assert column(people, "function") == ["HR", "HR", "(unknown)", "(unknown)"]
    assert column(people, "location") == ["Paris", "Paris", "Paris", "Lyon"]


def test_a_header_of_two_rows_merged_downwards(tmp_path: Path) -> None:
    header = f"<row>{cells('ID', 'Department', 'Contact', '')}</row><row>{cells('', '', 'Work Email', 'Phone')}</row>"
    merged = (
        '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:D1"/></mergeCells>'
    )
    people = read_people(xlsx(tmp_path, (f"{header}<row>{cells('1', 'HR', 'a@x.org', '12')}</row>", merged)))
    assert people.table[["person_id", "function", "email"]].to_numpy().tolist() == [["1", "HR", "a@x.org"]]
    assert people.rejected == ()


def test_hidden_rows_are_not_read_and_folded_ones_are(tmp_path: Path) -> None:
    rows = (
        f"<row r='1'>{cells('ID', 'Department')}</row>".replace("'", '"')
        + f'<row r="2">{cells("1", "HR")}</row><row r="3" hidden="1">{cells("2", "HR")}</row>'
        + f'<row r="5" outlineLevel="1" hidden="1">{cells("3", "IT")}</row>'
        + f'<row r="6" hidden="true">{cells("4", "IT")}</row>'
    )
    people = read_people(xlsx(tmp_path, (rows, "")))
    assert column(people, "person_id") == ["1", "3"]
    assert people.notes == ("hidden rows are left out: 2 (show them in the workbook to have them read)",)


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    def sheet(person: str) -> tuple[str, str]:
        return f"<row>{cells('ID', 'Department')}</row><row>{cells(person, 'HR')}</row>", ""

    sheets = [sheet("1"), sheet("2"), sheet("3"), sheet("4")]
    people = read_people(xlsx(tmp_path, *sheets, states=('state="hidden"', "", 'state="veryHidden"')))
    assert column(people, "person_id") == ["2"]
    assert people.notes == (
        "hidden sheets are not read: 'S&1', 'S&3'",
        "sheet 'S&2' is read, and not 'S&4', which could be lists of people too",
    )
    with pytest.raises(DataError, match=r"found nothing \(what is hidden is not read\)"):
        read_people(xlsx(tmp_path, sheet("1"), ("", ""), states=('state="hidden"',)))


def test_layout_of_an_open_document(tmp_path: Path) -> None:
    def cell(text: str, more: str = "") -> str:
        return (
            f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'
        )

    def row(body: str, more: str = "") -> str:
        return f"<table:table-row {more}>{body}</table:table-row>"

    covered, folded = "<table:covered-table-cell/>", 'table:visibility="collapse"'
    rows = [
        row(cell("Department") + cell("ID")),
        row(cell("HR", 'table:number-rows-spanned="2" table:number-columns-spanned="1"') + cell("1")),
        row(covered + cell("2")),
        row(cell("IT") + cell("3"), 'table:visibility="filter"'),
        f"<table:table-row-group>{row(cell('IT') + cell('4'), folded)}</table:table-row-group>",
        row(cell("IT") + cell("5"), folded),
    ]
    people = read_people(ods(tmp_path, "".join(rows)))
    assert people.table[["person_id", "function"]].to_numpy().tolist() == [
        ["1", "HR"],
        ["2", "HR"],
        ["4", "IT"],
    ]
    noted(people, "hidden rows are left out: 2")


# --- managers -------------------------------------------------------------------------------------------


def test_managers_of_another_numbering() -> None:
    people = read_people(case("hr/manager_id_other_numbering_collides.csv"))
    names = dict(zip(people.table["person_id"], people.table["name"], strict=True))
    assert [names.get(one) for one in column(people, "manager_id")] == [
        None,
        "Lee, Ann",
        "Lee, Ann",
        "Ray, Bob",
    ]
    assert "managers are taken from 'ManagerName'" in noted(people, "another numbering")


def test_another_numbering_without_any_circle_is_told_by_the_names(tmp_path: Path) -> None:
    text = (
        "id,name,function,Manager ID,Manager\n"
        "1,Ann Lee,HR,,\n2,Bob Ray,IT,3,Ann Lee\n3,Cy Fay,IT,4,Bob Ray\n4,Di Gee,IT,,Ann Lee\n5,Ed Hay,IT,4,Bob Ray\n"
    )
    people = read_people(write(tmp_path, text))
    assert column(people, "manager_id") == [None, "1", "2", "1", "2"]
    assert "'Manager ID'" in noted(people, "another numbering")


def test_a_numbering_that_is_nobodys(tmp_path: Path) -> None:
    header = "Employee_Name,EmpID,Department,ManagerName,ManagerID"
    text = f'{header}\n"Lee, Ann",10026,HR,,\n"Ray, Bob",10084,IT,Ann Lee,22\n'
    people = read_people(write(tmp_path, text))
    assert column(people, "manager_id") == [None, "10026"]
    assert people.notes == (
        "managers are taken from 'ManagerName' (1 of 1 in the file) and not from 'ManagerID' (0 of 1 in the file)",
    )


def test_two_columns_that_agree_fill_each_others_gaps(tmp_path: Path) -> None:
    text = (
        "id,email,function,manager id,manager email\n"
        "1,a@x.org,HR,,\n2,b@x.org,HR,1,\n3,c@x.org,IT,,b@x.org\n4,d@x.org,IT,1,a@x.org\n5,e@x.org,IT,99,b@x.org\n"
        "6,f@x.org,IT,1,a@x.org\n7,g@x.org,IT,2,a@x.org\n"
    )
    people = read_people(write(tmp_path, text))
    assert column(people, "manager_id") == [None, "1", "2", "1", "2", "1", "1"]
    assert people.notes == (
        "'manager id' names other managers than 'manager email' in 1 of 3 rows; 'manager email' is taken there",
    )


def test_ids_that_a_spreadsheet_has_written_again(tmp_path: Path) -> None:
    text = "id,function,manager id\n007,HR,\n008,IT,7.0\n12,IT,8\n13,IT,0012\n"
    assert column(read_people(write(tmp_path, text)), "manager_id") == [None, "007", "008", "12"]


def test_circles_are_said_without_names(tmp_path: Path) -> None:
    text = "id,name,function,manager\n1,Ann,HR,1\n2,Bob,HR,3\n3,Cy,HR,2\n4,Di,HR,2\n"
    people = read_people(write(tmp_path, text))
    assert people.notes == (
        "named as their own manager, and taken as having none: row 2",
        "reporting lines run in a circle, so that levels are not known there: 2 rows (3, 4)",
    )
    assert column(people, "manager_id") == [None, "3", "2", "2"]
    levels = Roster.from_pandas(people.table).latest["level"]
    assert levels["1"] == 0
    assert levels[["2", "3", "4"]].isna().all()


@given(st.dictionaries(st.integers(0, 8).map(str), st.integers(0, 8).map(str)))
def test_who_is_in_a_circle(boss: dict[str, str]) -> None:
    def returns(start: str) -> bool:
        person = boss.get(start)
        for _ in range(len(boss)):
            if person == start:
                return True
            person = boss.get(person or "")
        return False

    assert in_circles(boss) == {person for person in boss if returns(person)}


# --- rows that are not people, and ragged rows ----------------------------------------------------------


def test_a_footer_is_nobody() -> None:
    people = read_people(case("hr/footer_total.csv"))
    assert column(people, "person_id") == ["1", "2", "3"]
    assert column(people, "manager_id") == [None, "1", "2"]
    assert [(one.place.rpartition(":")[2], one.reason) for one in people.rejected] == [
        ("line 6", "a total, not a person"), ("line 7", "a remark, not a person"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("footer", "reason"),
    [
        ("Total,,2,", "a total, not a person"),
        ("Grand Total,,,", "a total, not a person"),
        ("Gesamtzahl: 2,,,", "a total, not a person"),
        ("Effectif total : 2 salariés,,,", "a total, not a person"),
        ("2,,HR Count,", "a subtotal, not a person"),
        (",,Total HR,", "a total, not a person"),
        ("Page 1 of 3", "a remark, not a person"),
        ("Strictly confidential", "a remark, not a person"),
        ("Édité le 02/03/2024,,,", "a remark, not a person"),
        ("*** end of list ***,,,", "a remark, not a person"),
        ("02/03/2024,,,", "a remark, not a person"),
        ("as at Friday", "a remark, not a person"),
        ("(3 rows affected)", "a remark, not a person"),
        ("Generated by: admin@x.org", "a remark, not a person"),
        ("Department total,,HR,3", "a total, not a person"),
        ("Suma,,,3", "a total, not a person"),
        ("Totale,,,3", "a total, not a person"),
        ("Итого: 3,,,", "a total, not a person"),
        ("3,,,", "a total, not a person"),  # the count of the rows
    ],
)
def test_footers(tmp_path: Path, footer: str, reason: str) -> None:
    text = f"ID,Name,Department,Site\n001,Ann Lee,HR,Paris\n002,Bob Ray,HR,\n003,Cy,IT,Lyon\n{footer}\n"
    people = read_people(write(tmp_path, text))
    assert column(people, "person_id") == ["001", "002", "003"]
    assert [one.reason for one in people.rejected] == [reason]


def test_subtotals_of_spreadsheets(tmp_path: Path) -> None:
    english = (
        "Department,Employee ID,Name\nHR,1,Ann\nHR,2,Bob\nHR Count,2,\nIT,3,Cy\nIT Count,1,\nGrand Count,3,\n"
    )
    german = (
        "Name;Abteilung;ID\nAnn;HR;1\nBob;HR;2\nHR Ergebnis;;2\nCy;IT;3\nIT Ergebnis;;1\nGesamtergebnis;;3\n"
    )
    for text in (english, german):
        people = read_people(write(tmp_path, text))
        assert column(people, "function") == ["HR", "HR", "IT"]
        assert [one.reason.split(",")[0] for one in people.rejected] == [
            "a subtotal",
            "a subtotal",
            "a total",
        ]


def test_what_looks_like_a_total_and_is_somebody(tmp_path: Path) -> None:
    text = (
        "Name,ID,Department\nTotal Jean,7,HR\nCount Dracula,8,Note Office\nAnn,9,Total Quality\nBob,10,Total Quality\n"
        "Report Ann,x11,HR\n,12,\n"
    )
    people = read_people(write(tmp_path, text))
    assert column(people, "person_id") == ["7", "8", "9", "10", "x11", "12"]
    assert people.rejected == ()


def test_headers_that_come_again_are_nobody(tmp_path: Path) -> None:
    page = "Staff list,,\nEmployee ID,Name,Department\n{0},Ann,HR\n{1},Bob,IT\n"
    text = "".join(page.format(n, n + 1) for n in (1, 3, 5))
    people = read_people(write(tmp_path, text))
    assert column(people, "person_id") == [str(n) for n in range(1, 7)]
    assert people.notes == ("2 rows repeat the header and are left out",)
    assert [one.reason for one in people.rejected] == ["a remark, not a person"] * 2


@pytest.mark.parametrize("name", ["hr/rows_shorter_than_header.csv", "tables/x500_people.csv"])
def test_rows_shorter_than_the_header(name: str) -> None:
    people = read_people(case(name))
    assert people.rejected == ()
    assert column(people, "function") == (["HR", "IT", "IT"] if name.startswith("hr") else ["HR", "IT"])
    assert column(people, "email")[0] == "ann@ex.org"


def test_a_directory_name_is_one_alias() -> None:
    roster = Roster.from_pandas(read_people(case("tables/x500_people.csv")).table)
    name = "/O=EX/OU=EXCHANGE ADMINISTRATIVE GROUP (FYDIBOHF23SPDLT)/CN=RECIPIENTS/CN=1c8d-ann"
    assert roster.lookup(name) == roster.lookup("ann@ex.org") == "1"


def test_a_record_cut_in_two_is_not_read_as_two(tmp_path: Path) -> None:
    text = "ID,Name,Department,Site\n1,Ann,HR,Paris\n2,Bob,Hum\nan Resources,Lyon\n3,Cy,IT\n4,Di\n"
    people = read_people(write(tmp_path, text))
    assert column(people, "person_id") == ["1", "3", "4"]
    assert [(one.place, one.reason) for one in people.rejected] == [
        ("people.csv:line 3", "a line break inside a cell cuts this record in two"),
        ("people.csv:line 4", "a line break inside a cell cuts this record in two"),
    ]


def test_surplus_cells_with_something_in_them_are_doubtful(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, "ID,Name,Department\n1,Lee, Ann,HR\n2,Bob,IT,,,\n"))
    assert column(people, "person_id") == ["2"]
    assert [one.reason for one in people.rejected] == ["4 columns instead of 3"]


# --- encodings ------------------------------------------------------------------------------------------


def test_cp850() -> None:
    people = read_people(case("hr/cp850.csv"))
    assert people.table[["name", "function"]].to_numpy().tolist() == [
        ["Zoé Müller", "Qualité"],
        ["Bob", "Achats"],
    ]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("mac_roman", "Zoë Müller;Qualité;Hélène;Garçon"),
        ("mac_roman", "Jürgen Groß;Qualitätssicherung;Köln"),
        ("cp850", "Jürgen Groß;Qualitätssicherung;Köln"),
        ("cp1250", "Łukasz Wójcik;Księgowość;Gdańsk"),
        ("cp1250", "Jiří Dvořák;Účetní oddělení;Plzeň"),
        ("iso8859_2", "Łukasz Wójcik;Księgowość;Gdańsk"),
        ("cp852", "Jiří Dvořák;Účetní oddělení;Plzeň"),
        ("cp1254", "Çağlar Şahin;İnsan Kaynakları;Eskişehir"),
        ("cp1251", "Иван Петров;Отдел кадров;Москва"),
        ("cp1252", "Hélène d’Aubigné;Direction générale – siège;Besançon"),
        ("cp1252", "Íñigo Ibáñez;Dirección;España"),
        ("utf-16-le", "Zoë;Qualité;Besançon"),
    ],
)
def test_legacy_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    name, function, site = text.split(";")[:3]
    file = write(tmp_path, f"Employee ID;Name;Department;Site\n1;{name};{function};{site}\n".encode(encoding))
    people = read_people(file)
    assert people.table[["name", "function", "location"]].to_numpy().tolist() == [[name, function, site]]
    assert people.notes == ()


def test_what_letters_cannot_tell_is_doubtful(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, "id;function\n1;Michèle\n".encode("cp1252")))
    assert "doubtful: read as cp1252, and could be cp1250" in noted(people, "encoding")
    assert "not UTF-8" in decode("Zoë é è à ç ü ö ä ï ô û ê".encode() + b"\xe9").doubt
    assert "spoilt" in decode("QualitÃ©".encode()).doubt


@given(
    st.lists(st.from_regex(r"[A-Z][a-z]{0,4}[éèàçêôùïëûî][a-z]{0,3}", fullmatch=True), min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"]),
)
def test_french_words_are_read_or_doubted(words: list[str], encoding: str) -> None:
    text = " ".join(words)
    found = decode(text.encode(encoding))
    assert found.text == text or found.doubt


# --- functions ------------------------------------------------------------------------------------------


def test_functions_that_look_like_one_are_noted() -> None:
    people = read_people(case("hr/case_differences.csv"))
    assert len(set(column(people, "function"))) <= 6
    note = noted(people, "look like one")
    assert all(repr(name) in note for name in ("H.R.", "HR", "Human Resources", "hr"))


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (
            ["Sales & Marketing", "Marketing and Sales", "Sales"],
            [["Marketing and Sales", "Sales & Marketing"]],
        ),
        (["Qualité", "QUALITE", "Achats"], [["QUALITE", "Qualité"]]),
        (["Marketing", "Marketting", "Markting"], [["Marketing", "Marketting", "Markting"]]),
        (["R&D", "Research and Development"], [["R&D", "Research and Development"]]),
        (["Legal", "Legal Department", "Direction des achats", "Achats"], [["Legal", "Legal Department"]]),
        (["Team 1", "Team 2", "Sales East", "Sales West", "Production A", "Production B"], []),
        (["HR", "Human Resources", "Health Research"], []),  # either could be meant
        (["(unknown)", "Unknown"], []),
    ],
)
def test_what_looks_like_one(names: list[str], groups: list[list[str]]) -> None:
    assert alike(names) == groups


@pytest.mark.parametrize(
    ("told", "read"),
    [
        (["HR, IT", "HR", "IT"], ["HR", "HR", "IT"]),
        (["HR;IT", "HR | IT", "HR\nIT", '["HR", "IT"]'], ["HR"] * 4),
        (["Sales, EMEA", "Sales, APAC"], ["Sales", "Sales"]),
        (["Safety, Health and Environment", "IT"], ["Safety, Health and Environment", "IT"]),
        (["Safety, Health and Law", "Safety", "Health", "Law"], ["Safety", "Safety", "Health", "Law"]),
        (["Law, Order"] * 3, ["Law, Order"] * 3),  # so many are not in the same two by chance
        (["Sales (Paris, Lyon)", "R&D"], ["Sales (Paris, Lyon)", "R&D"]),
        (["Sales (10), IT (20)", "IT (20)"], ["Sales", "IT"]),
        (["HR,", "IT"], ["HR", "IT"]),
        ([None, "-"], ["(unknown)", "(unknown)"]),
    ],
)  # fmt: skip
def test_lists_of_functions(told: list[str | None], read: list[str]) -> None:
    assert functions_of(told).names == read


def test_somebody_of_several_functions_is_in_the_first(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, 'id,department\n1,"HR, IT"\n2,HR\n3,IT\n'))
    assert column(people, "function") == ["HR", "HR", "IT"]
    assert people.notes == (
        "rows with several functions in one cell: 1 ('HR, IT'); the first of them counts",
    )


STAFF = "Matricule;Direction;Service;Équipe\n" + "".join(
    f"{n};{'DAF' if n < 8 else 'DSI'};{['Paie', 'Achats', 'Réseau'][n // 5]};E{n}\n" for n in range(15)
)


def test_which_column_was_taken_is_said(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, STAFF), min_group=6)
    assert column(people, "function")[0] == "Paie"
    small = "of the people in ones of fewer than 6"
    assert people.notes == (
        (
            f"the function is taken from 'Service': 3 functions, with most {small}; "
            f"'Direction' would give 2 functions, with none {small} (--function-column 'Direction'); "
            f"'Équipe' would give 15 functions, with most {small} (--function-column 'Équipe')"
        ),
    )


def test_a_column_that_another_one_divides(tmp_path: Path) -> None:
    text = "id,Division,Department\n1,Ops,Plant\n2,Ops,Fleet\n3,Staff,HR\n"
    note = noted(read_people(write(tmp_path, text)), "function is taken")
    assert "'Division', which 'Department' divides further, would give 2 functions" in note


def test_a_column_that_names_no_function_is_no_other_choice(tmp_path: Path) -> None:
    """Of Google's directory, where everybody is in the unit at the top."""
    text = "id,Org Unit Path,Department\n1,/,Plant\n2,/,Fleet\n3,/,HR\n"
    assert not read_people(write(tmp_path, text)).notes


@pytest.mark.parametrize("asked", ["Direction", " direction", "DIRECTION"])
def test_the_column_asked_for(tmp_path: Path, asked: str) -> None:
    people = read_people(write(tmp_path, STAFF), function_column=asked)
    assert column(people, "function") == ["DAF"] * 8 + ["DSI"] * 7
    assert people.notes == ()


def test_a_column_of_any_name_can_be_the_function(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, "id,Métier\n1,RH\n"), function_column="metier")
    assert column(people, "function") == ["RH"]
    with pytest.raises(
        UsageError, match=r"people.csv: no column 'Team'; found 'id', 'Métier'; name one of them"
    ):
        read_people(tmp_path / "people.csv", function_column="Team")


def test_an_empty_column_is_not_the_function(tmp_path: Path) -> None:
    text = "Employee ID,Department,Org Unit Path [Required]\n1,,/Staff/HR\n2,,/Staff/IT\n3,IT,/Staff/IT\n"
    people = read_people(write(tmp_path, text))
    assert column(people, "function") == ["Staff/HR", "Staff/IT", "Staff/IT"]
    noted(people, "the function is taken from 'Org Unit Path [Required]'")


@pytest.mark.parametrize(
    ("header", "function", "manager"),
    [
        ("Matricule;Entité;Supérieur", "b", "2"),
        ("Matricule;Libellé direction;Nom du supérieur", "b", "2"),
        ("Matricule salarié;Équipe;Chef de service", "b", "2"),
        ("Personalnr.;Ressort;Führungskraft", "b", "2"),
        ("Mitarbeiter-ID;OE-Bezeichnung;Vorgesetzten-ID", "b", None),
        ("Employee ID;Dept.;Reporting to", "b", "2"),
        ("Associate ID;Team;Line Manager Name", "b", "2"),
    ],
)
def test_other_names_of_columns(tmp_path: Path, header: str, function: str, manager: str | None) -> None:
    people = read_people(write(tmp_path, f"{header}\n1;{function};2\n2;c;\n"))
    assert column(people, "function") == [function, "c"]
    assert column(people, "manager_id")[0] == manager


# --- periods --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "end"),
    [
        ("valid_to", date(2024, 6, 30)),  # silograph's own, and databases': not included
        ("ValidTo", date(2024, 6, 30)),
        ("Gültig bis", date(2024, 7, 1)),  # SAP: the last day
        ("Valid To", date(2024, 7, 1)),
        ("ENDDA", date(2024, 7, 1)),
        ("Effective End Date", date(2024, 7, 1)),
        ("Date de fin", date(2024, 7, 1)),
        ("Fin de validité", date(2024, 7, 1)),
    ],
)
def test_whether_an_end_is_included(tmp_path: Path, header: str, end: date) -> None:
    people = read_people(write(tmp_path, f"id,function,{header}\n1,HR,2024-06-30\n2,IT,9999-12-31\n"))
    assert days(people, "valid_to") == [end.isoformat(), None]
    assert people.notes == ()


def test_the_rows_say_whether_an_end_is_included(tmp_path: Path) -> None:
    rows = "1,HR,2024-01-01,{0}\n1,IT,2024-07-01,\n2,IT,2024-02-01,2024-03-31\n"
    last = read_people(write(tmp_path, "id,function,valid_from,valid_to\n" + rows.format("2024-06-30")))
    assert days(last, "valid_to") == ["2024-07-01", None, "2024-04-01"]
    noted(last, "'valid_to' is taken as the last day, which still counts")
    after = read_people(write(tmp_path, "id,function,Gültig von,Gültig bis\n" + rows.format("2024-07-01")))
    assert days(after, "valid_to") == ["2024-07-01", None, "2024-03-31"]
    noted(after, "'Gültig bis' is taken as the day after the last one")


def test_dates_as_sap_writes_them(tmp_path: Path) -> None:
    people = read_people(
        write(tmp_path, "PERNR;Abteilung;BEGDA;ENDDA\n1;HR;20240101;20240630\n2;IT;20240101;99991231\n")
    )
    assert days(people, "valid_from") == ["2024-01-01"] * 2
    assert days(people, "valid_to") == ["2024-07-01", None]


# --- files that are something else ----------------------------------------------------------------------


def test_a_web_page_is_said_to_be_one() -> None:
    with pytest.raises(DataError, match=r"^html_table.xls: a web page named .xls; open it and save as XLSX$"):
        read_people(case("hr/html_table.xls"))


@pytest.mark.parametrize(
    ("content", "name", "what"),
    [
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><table>", "a.xls", "a web page named .xls"),
        (b"<!-- x -->\n<table border=1><tr><td>ID", "a.xls", "a web page named .xls"),
        ("<html><body>".encode("utf-16"), "a.csv", "a web page named .csv"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", "a.xls", "a web page named .xls"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook>', "a.xls", "an XML spreadsheet"),
        (b"%PDF-1.7\n", "a.xlsx", "a PDF document named .xlsx"),
        (b"PAR1\x15\x04", "a.csv", "a Parquet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "behind a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.xls", "a text document of Word"),
    ],
)  # fmt: skip
def test_files_that_are_not_what_they_are_called(
    tmp_path: Path, content: bytes, name: str, what: str
) -> None:
    with pytest.raises(DataError, match=re.escape(what)) as error:
        read_people(write(tmp_path, content, name))
    assert "@" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_table_named_xls_is_read_as_the_table_it_is(tmp_path: Path) -> None:
    text = "Employee ID\tDepartment\n1\tHR\n"
    for encoding in ("utf-16", "cp1252"):
        assert column(read_people(write(tmp_path, text.encode(encoding), "staff.xls")), "function") == ["HR"]


# --- what products write --------------------------------------------------------------------------------

EXPORTS = {
    "entra": [
        (
            "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,"
            "usageLocation,companyName,createdDateTime"
        ),
        "ann@x.org,Ann Lee,Lee,ann@x.org,Ann,u1,Member,Head,HR,True,FR,Ex,8/19/2021 1:25:31 PM",
        "bob@x.org,Bob Ray,Ray,,Bob,u2,Member,Clerk,IT,True,FR,Ex,8/20/2021 1:25:31 PM",
    ],
    "google": [
        (
            "First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],"
            "Status [READ ONLY],Employee ID,Employee Title,Manager Email,Department,Cost Center"
        ),
        "Ann,Lee,ann@x.org,/Staff,Active,u1,Head,,HR,1",
        "Bob,Ray,bob@x.org,/Staff,Active,u2,Clerk,ann@x.org,IT,2",
    ],
    "successfactors": [
        "STATUS,USERID,USERNAME,FIRSTNAME,LASTNAME,EMAIL,MANAGER,HR,DEPARTMENT,JOBCODE,DIVISION,HIREDATE,TITLE",
        "STATUS,User ID,Username,First Name,Last Name,Email,Manager,HR,Department,Job,Division,Hire Date,Title",
        "active,u1,ann,Ann,Lee,ann@x.org,NO_MANAGER,u9,HR (10),J1,Staff,,Head",
        "active,u2,bob,Bob,Ray,bob@x.org,u1,u9,IT (20),J2,Staff,,Clerk",
    ],
    "workday": [
        "Employee ID,Worker,Email - Primary Work,Supervisory Organization,Business Title,Manager,Cost Center",
        "u1,Ann Lee,ann@x.org,HR,Head,,a",
        "u2,Bob Ray,bob@x.org,IT,Clerk,Ann Lee (u1),b",
    ],
    "bamboohr": [
        "Employee #,First Name,Last Name,Work Email,Effective Date,Department,Division,Job Title,Reporting to",
        "u1,Ann,Lee,ann@x.org,2020-01-01,HR,Staff,Head,",
        "u2,Bob,Ray,bob@x.org,2021-02-01,IT,Staff,Clerk,Ann Lee",
    ],
    "personio": [
        "Personalnummer;Vorname;Nachname;E-Mail;Abteilung;Team;Position;Vorgesetzter;Einstellungsdatum;Austritt",
        "u1;Ann;Lee;ann@x.org;HR;A;Head;;01.02.2020;",
        "u2;Bob;Ray;bob@x.org;IT;B;Clerk;Ann Lee;15.03.2021;",
    ],
    "viva": [
        (
            "\ufeffPersonId,EffectiveDate,Microsoft_PersonEmail,Microsoft_ManagerEmail,Microsoft_Organization,"
            "Microsoft_LevelDesignation,Microsoft_Layer,FunctionType"
        ),
        "u1,2024-01-01,ann@x.org,,HR,E4,0,Staff",
        "u2,2024-01-01,bob@x.org,ann@x.org,IT,E5,1,Staff",
    ],
}


@pytest.mark.parametrize("product", EXPORTS)
def test_exports_of_products(tmp_path: Path, product: str) -> None:
    people = read_people(write(tmp_path, "\n".join(EXPORTS[product])))
    assert column(people, "person_id") == ["u1", "u2"]
    assert column(people, "function") == ["HR", "IT"]
    assert column(people, "email") == ["ann@x.org", "bob@x.org"]
    assert column(people, "manager_id") == [None, None if product == "entra" else "u1"]
    assert people.rejected == ()
    if product != "viva":
        assert column(people, "name") == ["Ann Lee", "Bob Ray"]
        assert column(people, "title") == ["Head", "Clerk"]
    roster = Roster.from_pandas(people.table)
    assert roster.lookup("bob@x.org") == "u2"


def test_job_rows_come_in_any_order_and_with_those_who_left(tmp_path: Path) -> None:
    text = (
        "Employee #,Effective Date,Department,Reports To,Employment End Date\n"
        "2,2023-05-01,Sales,1,2024-06-30\n1,2020-01-01,HR,,\n2,2022-01-01,HR,1,2023-04-30\n"
    )
    people = read_people(write(tmp_path, text))
    names = (column(people, "person_id"), column(people, "function"))
    found = list(zip(*names, days(people, "valid_from"), days(people, "valid_to"), strict=True))
    assert found == [
        ("2", "HR", "2022-01-01", "2023-05-01"),
        ("2", "Sales", "2023-05-01", "2024-07-01"),
        ("1", "HR", "2020-01-01", None),
    ]


def test_nothing_of_a_person_in_notes_and_errors(tmp_path: Path) -> None:
    text = io.StringIO()
    text.write(
        "id,name,email,department,manager\n1,Zoe Private,zoe@x.org,HR,1\n2,Ann,zoe@x.org,HR,Zoe Private\n"
    )
    text.write("2,Ann,b@x.org,IT,3\n3,Cy,c@x.org,IT,2\nTotal Zoe,,,,\n4,Zoe Private,d@x.org,IT,Zoe Private\n")
    people = read_people(write(tmp_path, text.getvalue()))
    said = " ".join([*people.notes, *(f"{one.place} {one.reason}" for one in people.rejected)])
    assert "Zoe" not in said
    assert "@" not in said


# --- directories: LDIF, SCIM, Graph ---------------------------------------------------------------------

LDIF = """version: 1
# exported by ldapsearch

dn: CN=Lee\\, Ann,OU=People,DC=x,
 DC=org
objectClass: top
objectClass: user
objectGUID:: AQIDBAUGBwgJCgsMDQ4PEA==
cn: Lee, Ann
mail: ann@x.org
proxyAddresses: SMTP:ann@x.org
proxyAddresses: smtp:a.lee@old.org
proxyAddresses: x500:/o=X/cn=ann
department:: UXVhbGl0w6k=
jpegPhoto:< file:///tmp/photo.jpg
telephoneNumber: 1

dn: CN=Bob,OU=People,DC=x,DC=org
objectClass: inetOrgPerson
employeeNumber: 008
cn: Bob Ray
mail: bob@x.org
department: IT
manager: CN=Lee\\, Ann,OU=People,DC=x,DC=org

dn: CN=Everybody,OU=Lists,DC=x,DC=org
objectClass: group
mail: all@x.org

dn: CN=PC7,DC=x,DC=org
objectClass: user
objectClass: computer
"""

SCIM = """{"totalResults": 2, "Resources": [
 {"id": "a1", "userName": "alee", "name": {"formatted": "Ann Lee", "givenName": "Ann", "familyName": "Lee"},
  "emails": [{"value": "home@h.org", "type": "home"}, {"value": "ann@x.org", "type": "work", "primary": true}],
  "title": "Head", "active": true,
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"employeeNumber": "007", "department": "Qualité"}},
 {"id": "b2", "userName": "bray", "name": {"givenName": "Bob", "familyName": "Ray"}, "emails": [{"value": "bob@x.org"}],
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"employeeNumber": "008", "department": "IT",
   "manager": {"value": "a1", "displayName": "Ann Lee"}}}]}"""

GRAPH = """{"@odata.context": "x", "value": [
 {"id": "007", "displayName": "Ann Lee", "mail": "ann@x.org", "userPrincipalName": "alee@x.onmicrosoft.com",
  "department": "Qualité", "proxyAddresses": ["SMTP:ann@x.org", "smtp:a.lee@old.org"], "manager": null},
 {"id": "008", "displayName": "Bob Ray", "mail": "bob@x.org", "department": "IT",
  "manager": {"@odata.type": "#user", "id": "007", "displayName": "Ann Lee"}}]}"""


@pytest.mark.parametrize(("text", "name"), [(LDIF, "x.ldif"), (SCIM, "x.json"), (GRAPH, "x.txt")])
def test_directories(tmp_path: Path, text: str, name: str) -> None:
    people = read_people(write(tmp_path, text, name))
    assert column(people, "function") == ["Qualité", "IT"]
    assert column(people, "email") == ["ann@x.org", "bob@x.org"]
    ann, bob = column(people, "person_id")
    assert column(people, "manager_id") == [None, ann]
    assert bob == "008"
    assert people.rejected == ()
    roster = Roster.from_pandas(people.table)
    assert roster.lookup("home@h.org" if text is SCIM else "a.lee@old.org") == ann


def test_json_lines_and_lists(tmp_path: Path) -> None:
    lines = '{"id": 1, "department": "HR"}\n{"id": 2, "department": ["IT", "PR"]}\n'
    as_list = f"[{','.join(lines.splitlines())}]"
    for text in (lines, as_list, f'{{"users": {as_list}}}'):
        people = read_people(write(tmp_path, text))
        assert people.table[["person_id", "function"]].to_numpy().tolist() == [["1", "HR"], ["2", "IT"]]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a": 1', "damaged or cut-off JSON"),
        ('{"Ann Lee": {"x": 1}}', "holds no people"),
        ("[[1, 2]]", "holds no people"),
        ("dn: cn=all,dc=x\nobjectClass: group\n", "holds no people"),
        ('[{"id": 1, "text": "private"}]', "no column function; found 'id', 'text'"),
    ],
)
def test_directories_without_people(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(DataError, match=re.escape(what)) as error:
        read_people(write(tmp_path, text))
    assert "Ann" not in str(error.value)
    assert "private" not in str(error.value)


@given(st.text(max_size=200), st.sampled_from(["dn: x\n", "dn:: eA==\n", '{"', "[{", "[["]))
def test_damaged_directories_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str, start: str
) -> None:
    path = write(tmp_path_factory.mktemp("directory"), start + text)
    with suppress(DataError):
        read_people(path)
