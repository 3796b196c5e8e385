"""People files as products write them in English, French and German, and what nothing but the product tells."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from silograph.cli import main
from silograph.loaders.org_chart import PeopleFile, read_people
from silograph.loaders.reading import people_file
from silograph.log.batches import ReadOptions

# Headers, and the row of Bob Ray, whose manager is Ann Lee; both are read as the same two people.
EXPORTS = {
    "Entra, en": (
        "displayName,userPrincipalName,mail,jobTitle,department,officeLocation,employeeId,manager,userType",
        "{name},{login}@x.onmicrosoft.com,{mail},Clerk,IT,Paris,{id},{boss},Member",
    ),
    "Entra, fr": (
        (
            "Nom d'affichage,Nom d’utilisateur principal,Adresse e-mail,Titre du poste,Service,Bureau,ID d’employé,"
            "Responsable,Type d’utilisateur"
        ),
        "{name},{login}@x.onmicrosoft.com,{mail},Clerk,IT,Paris,{id},{boss},Membre",
    ),
    "Entra, de": (
        "Anzeigename;Benutzerprinzipalname;E-Mail;Position;Abteilung;Büro;Mitarbeiter-ID;Vorgesetzter;Benutzertyp",
        "{name};{login}@x.onmicrosoft.com;{mail};Clerk;IT;Paris;{id};{boss};Mitglied",
    ),
    "Google, en": (
        (
            "First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],Employee ID,"
            "Employee Title,Manager Email,Department"
        ),
        "{first},{last},{mail},/IT,{id},Clerk,{bossmail},IT",
    ),
    "Google, fr": (
        (
            "Prénom [obligatoire],Nom [obligatoire],Adresse e-mail [obligatoire],"
            "Chemin de l'unité organisationnelle [obligatoire],ID d'employé,Fonction de l'employé,"
            "Adresse e-mail du responsable,Service"
        ),
        "{first},{last},{mail},/IT,{id},Clerk,{bossmail},IT",
    ),
    "Google, de": (
        (
            "Vorname [erforderlich],Nachname [erforderlich],E-Mail-Adresse [erforderlich],"
            "Pfad der Organisationseinheit [erforderlich],Mitarbeiter-ID,Position,"
            "E-Mail-Adresse des Vorgesetzten,Abteilung"
        ),
        "{first},{last},{mail},/IT,{id},Clerk,{bossmail},IT",
    ),
    "SuccessFactors, en": (
        "User ID,First Name,Last Name,Email,Manager,Department,Title",
        "{id},{first},{last},{mail},{boss} ({bossid}),IT (501),Clerk",
    ),
    "SuccessFactors, fr": (
        "ID utilisateur;Prénom;Nom;Adresse électronique;Responsable;Service;Titre",
        "{id};{first};{last};{mail};{boss} ({bossid});IT (501);Clerk",
    ),
    "SuccessFactors, de": (
        "Benutzer-ID;Vorname;Nachname;E-Mail;Vorgesetzter;Abteilung;Titel",
        "{id};{first};{last};{mail};{boss} ({bossid});IT (501);Clerk",
    ),
    "Workday, en": (
        "Employee ID,Worker,Email - Primary Work,Supervisory Organization,Business Title,Manager,Location",
        "{id},{name},{mail},IT (Ann Lee),Clerk,{boss},Paris",
    ),
    "Workday, fr": (
        (
            "ID du collaborateur;Collaborateur;Adresse e-mail professionnelle;Organisation hiérarchique;"
            "Intitulé du poste;Responsable hiérarchique;Lieu"
        ),
        "{id};{name};{mail};IT (Ann Lee);Clerk;{boss};Paris",
    ),
    "Workday, de": (
        "Mitarbeiter-ID;Mitarbeiter;E-Mail – geschäftlich;Aufsichtsorganisation;Geschäftstitel;Führungskraft;Standort",
        "{id};{name};{mail};IT (Ann Lee);Clerk;{boss};Paris",
    ),
    "BambooHR, en": (
        "Employee #,Last Name,First Name,Job Title,Department,Location,Work Email,Reports To",
        "{id},{last},{first},Clerk,IT,Paris,{mail},{boss}",
    ),
    "BambooHR, fr": (
        "N° d'employé;Nom;Prénom;Intitulé du poste;Département;Lieu;Courriel professionnel;Superviseur",
        "{id};{last};{first};Clerk;IT;Paris;{mail};{boss}",
    ),
    "BambooHR, de": (
        "Mitarbeiternr.;Nachname;Vorname;Stellenbezeichnung;Abteilung;Standort;Geschäftliche E-Mail;Vorgesetzter",
        "{id};{last};{first};Clerk;IT;Paris;{mail};{boss}",
    ),
    "Personio, en": (
        "Employee ID,First name,Last name,Email,Department,Office,Position,Supervisor",
        "{id},{first},{last},{mail},IT,Paris,Clerk,{boss}",
    ),
    "Personio, fr": (
        "ID de l'employé;Prénom;Nom;E-mail;Département;Bureau;Poste;Superviseur",
        "{id};{first};{last};{mail};IT;Paris;Clerk;{boss}",
    ),
    "Personio, de": (
        "Personalnummer;Vorname;Nachname;E-Mail;Abteilung;Büro;Position;Vorgesetzter",
        "{id};{first};{last};{mail};IT;Paris;Clerk;{boss}",
    ),
    "Viva Insights": (
        "PersonId,Organization,ManagerId,Layer",
        "{mail},IT,{bossmail},{layer}",
    ),
    "Viva Insights, Microsoft_": (
        "Microsoft_PersonEmail,Microsoft_Organization,Microsoft_ManagerEmail,Microsoft_Layer",
        "{mail},IT,{bossmail},{layer}",
    ),
}


def write(folder: Path, text: str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def written(row: str) -> str:
    ann = {
        "first": "Ann",
        "last": "Lee",
        "name": "Ann Lee",
        "login": "alee",
        "mail": "ann@x.org",
        "id": "007",
    }
    bob = {
        "first": "Bob",
        "last": "Ray",
        "name": "Bob Ray",
        "login": "bray",
        "mail": "bob@x.org",
        "id": "008",
    }
    boss = {"boss": "Ann Lee", "bossid": "007", "bossmail": "ann@x.org"}
    nobody = dict.fromkeys(boss, "")
    top = row.replace(" ({bossid})", "").format(**ann, **nobody, layer=0)
    return f"{top}\n{row.format(**bob, **boss, layer=1)}\n"


def column(people: PeopleFile, name: str) -> list[str | None]:
    return [None if pd.isna(value) else value for value in people.table[name]]


@pytest.mark.parametrize("product", EXPORTS)
def test_what_products_write_is_read_the_same(tmp_path: Path, product: str) -> None:
    header, row = EXPORTS[product]
    people = read_people(write(tmp_path, f"{header}\n{written(row)}"))
    by_address = product.startswith("Viva")
    ids = ["ann@x.org", "bob@x.org"] if by_address else ["007", "008"]
    assert column(people, "person_id") == ids
    assert column(people, "function") == ["IT", "IT"]
    assert column(people, "manager_id") == [None, ids[0]]
    assert column(people, "actor_kind") == ["person", "person"]
    if by_address:
        assert column(people, "level") == [0, 1]
    else:
        assert column(people, "email") == ["ann@x.org", "bob@x.org"]
        assert column(people, "name") == ["Ann Lee", "Bob Ray"]
        assert column(people, "title") == ["Clerk", "Clerk"]
    bracketed = ["functions with a person of the file in brackets: 1; they are read without"]
    noted = [
        note
        for note in people.notes
        if "Org Unit" not in note and "Chemin" not in note and "Pfad" not in note
    ]
    assert noted == (bracketed if product.startswith("Workday") else [])


@pytest.mark.parametrize(
    ("word", "kind"), [("Invité", "external"), ("Gast", "external"), ("Mitglied", "person")]
)
def test_guests_in_other_languages(tmp_path: Path, word: str, kind: str) -> None:
    text = f"mail,department,userType\nann@x.org,IT,{word}\n"
    assert column(read_people(write(tmp_path, text)), "actor_kind") == [kind]


def test_brackets_that_name_nobody_of_the_file_stay(tmp_path: Path) -> None:
    text = "id,name,department\n1,Ann Lee,Sales (North Sea)\n2,Bob Ray,Sales (Ann Lee)\n3,Cy Poe,Sales (Bob Ray)\n"
    people = read_people(write(tmp_path, text))
    assert column(people, "function") == ["Sales (North Sea)", "Sales", "Sales"]
    (note,) = (note for note in people.notes if "brackets" in note)
    assert note == "functions with a person of the file in brackets: 2; they are read without"


# --- dates that nothing but the product tells -------------------------------------------------------------------

VIVA = "PersonId,EffectiveDate,ManagerId,Organization\n" + "".join(
    f"ann@x.org,{month}/1/2024,,{function}\n" for month, function in ((1, "HR"), (2, "IT"), (3, "IT"))
)


def days(people: PeopleFile, name: str) -> list[str | None]:
    return [None if pd.isna(day) else f"{day:%Y-%m-%d}" for day in people.table[name]]


def test_viva_has_the_month_first_and_rows_of_dates_are_periods(tmp_path: Path) -> None:
    people = read_people(write(tmp_path, VIVA))
    assert column(people, "function") == ["HR", "IT"]
    assert days(people, "valid_from") == ["2024-01-01", "2024-02-01"]
    assert days(people, "valid_to") == ["2024-02-01", None]
    assert people.rejected == ()
    (note,) = people.notes
    assert note.startswith(
        "'EffectiveDate': dates like 01/02/2024 have the month first, as Viva Insights asks"
    )
    other = read_people(write(tmp_path, VIVA), options=ReadOptions(dates="dmy"))
    assert days(other, "valid_from") == ["2024-01-01", "2024-01-02"]


@pytest.mark.parametrize(
    ("title", "written", "read"),
    [
        ("Date d'embauche", ["01/02/2024", "03/04/2024"], ["2024-02-01", "2024-04-03"]),
        ("Eintrittsdatum", ["01/02/2024", "03/04/2024"], ["2024-02-01", "2024-04-03"]),
        ("Date d'embauche", ["01/02/2024", "12/31/2023"], ["2024-01-02", "2023-12-31"]),  # the rows win
        ("Hire date", ["01/02/2024", "03/04/2024"], [None, None]),
    ],
)
def test_titles_in_french_and_german_tell_the_order(
    tmp_path: Path, title: str, written: list[str], read: list[str | None]
) -> None:
    text = f"id;department;{title}\n1;HR;{written[0]}\n2;HR;{written[1]}\n"
    people = read_people(write(tmp_path, text))
    assert days(people, "valid_from") == read
    assert len(people.notes) == 1


def test_dates_of_people_follow_the_option(tmp_path: Path) -> None:
    people = write(
        tmp_path, "id,email,department,Hire date\n1,ann@x.org,HR,01/02/2024\n2,bob@x.org,HR,02/02/2024\n"
    )
    assert days(people_file(people, dates="mdy"), "valid_from") == ["2024-01-02", "2024-02-02"]
    log = write(tmp_path, "sent_at,sender,recipient\n2024-01-31,ann@x.org,bob@x.org\n", "log.csv")
    words = ["info", log, "--people", people]
    for order, functions in (("mdy", 1), ("dmy", 0)):  # before February nobody is in a function
        shown = CliRunner().invoke(main, [*map(str, words), "--dates", order]).stdout
        assert f"as --dates {order} says" in shown
        known = f"share of people without a known function                       {'50.0' if functions else '100.0'}%"
        assert known in shown


# --- who reports to whom ----------------------------------------------------------------------------------------


def test_chains_of_managers_are_checked_with_counts_and_without_names(tmp_path: Path) -> None:
    rows = [
        "1,Ann Lee,HR,2",
        "2,Bob Ray,HR,3",
        "3,Cy Poe,HR,1",
        "4,Di Fox,IT,4",
        "5,Ed Kay,IT,Nobody Known",
        "6,Flo May,IT,1",
    ]
    people = read_people(write(tmp_path, "id,name,department,manager\n" + "\n".join(rows) + "\n"))
    assert column(people, "manager_id") == ["2", "3", "1", None, None, "1"]
    assert [note for note in people.notes if "function" not in note] == [
        "the managers of 1 rows are not in the file, or their names are not unique",
        "named as their own manager, and taken as having none: row 5",
        "reporting lines run in a circle, so that levels are not known there: 3 rows (2, 3, 4)",
    ]
    assert not [name for name in ("Ann", "Bob", "Poe", "Fox", "Kay") if name in " ".join(people.notes)]


def test_job_rows_with_names_of_months(tmp_path: Path) -> None:
    """Job rows in any order; the last day counts, and 31-Dec-9999 is open."""
    text = (
        "User ID,Effective Start Date,Effective End Date,Department,Manager\n"
        "2,01-Jan-2023,31-Dec-9999,IT,1\n1,01-Mar-2024,31-Dec-9999,IT,\n1,01-Jan-2023,29-Feb-2024,HR,2\n"
    )
    people = read_people(write(tmp_path, text))
    table = people.table.sort_values(["person_id", "valid_from"])
    assert table[["person_id", "function"]].to_numpy().tolist() == [["1", "HR"], ["1", "IT"], ["2", "IT"]]
    assert [None if pd.isna(one) else f"{one:%Y-%m-%d}" for one in table["valid_to"]] == [
        "2024-03-01",
        None,
        None,
    ]
    assert people.rejected == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "people.ldif",
            "dn: cn=Ann Lee,dc=x\nobjectClass: person\ncn: Ann Lee\nmail: ann@x.org\ndepartment: HR\n",
        ),
        ("people.json", '[{"id": "1", "mail": "ann@x.org", "department": "HR"}]'),
        ("people.csv", "Number,Status,Group,Email,Department\n1,active,A,ann@x.org,HR\n"),
    ],
)
def test_what_is_no_log_can_be_a_people_file(tmp_path: Path, name: str, text: str) -> None:
    file = people_file(write(tmp_path, text, name))
    assert column(file, "function") == ["HR"]
