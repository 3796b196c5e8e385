"""Tables and event logs as real programs write them: each case, and others of its kind."""

from __future__ import annotations

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from cases import case

from silograph.errors import DataError, FormatError
from silograph.loaders import eventlog
from silograph.loaders.dates import plain_date, serial_date
from silograph.loaders.files import Source
from silograph.loaders.tables import loader as interactions
from silograph.log.batches import ReadOptions


class Events:
    """What the event log loader makes of a file."""

    def __init__(self, path: Path, *, dates: str | None = None, timezone: str = "UTC") -> None:
        assert eventlog.recognises(Source(path))
        options = ReadOptions(timezone=ZoneInfo(timezone), dates=dates)
        batches = list(eventlog.read(Source(path), options))
        messages, recipients = (
            pa.concat_tables(getattr(batch, name) for batch in batches).to_pandas()
            for name in ("messages", "recipients")
        )
        both = messages.merge(recipients, on="record", validate="1:1")
        self.handoffs = list(zip(both.thread_id, both.sender, both.recipient, strict=True))
        self.times = [str(at)[:19] for at in both.sent_at]
        self.other = sum(batch.other for batch in batches)
        self.rejected = [(r.place, r.reason) for batch in batches for r in batch.rejected]
        self.notes = [note for batch in batches for note in batch.notes]
        self.actors = sorted(pa.concat_tables(batch.actors for batch in batches)["alias"].to_pylist())


def events(tmp_path: Path, text: str, **options: str) -> Events:
    path = tmp_path / "log.csv"
    path.write_text(text)
    return Events(path, **options)


# --- tables of changes say what changed -----------------------------------------------------------------------


def test_only_a_change_of_holder_hands_over() -> None:
    log = Events(case("eventlogs/jira_changelog_case_id.csv"))
    assert log.handoffs == [("AB-1", "bob", "cy")]
    assert (log.other, log.rejected, log.actors) == (2, [], ["bob", "cy"])


@pytest.mark.parametrize(
    ("text", "handoffs", "other"),
    [
        (
            (
                "Issue key;Created;Author;Field;fromString;toString\n"
                "K-1;2024-01-02 10:00;x;Team;Web;Data\nK-1;2024-01-02 11:00;x;Sprint;1;2\n"
                "K-1;2024-01-02 12:00;x;assignee;ann;bob\n"
            ),
            [("K-1", "Web", "Data")],
            2,
        ),
        (
            (
                "ticket_id,changed_at,attribute,old_value,new_value\n"
                "7,2024-01-02T10:00:00Z,priority,low,high\n7,2024-01-02T11:00:00Z,group_id,11,12\n"
                "7,2024-01-02T12:00:00Z,tags,a,b\n"
            ),
            [("7", "11", "12")],
            2,
        ),
        (
            "case,time,field,from,to\n1,2024-01-02T10:00:00Z,Owner,ann,bob\n1,2024-01-03T10:00:00Z,Status,a,b\n",
            [("1", "ann", "bob")],
            1,
        ),
        (  # Salesforce: the object, and its report
            (
                "Id,CaseId,CreatedById,CreatedDate,Field,OldValue,NewValue\n"
                "h1,500,x,2024-01-02T10:00:00.000Z,Owner,Tier 1,Tier 2\nh2,500,x,2024-01-02T10:01:00.000Z,Status,a,b\n"
            ),
            [("500", "Tier 1", "Tier 2")],
            1,
        ),
        (
            (
                "Case Number,Edit Date,Edited By,Field / Event,Old Value,New Value\n"
                "12,2024-01-02 10:00,x,Case Owner,ann,bob\n12,2024-01-02 11:00,x,Priority,Low,High\n"
            ),
            [("12", "ann", "bob")],
            1,
        ),
        (  # Azure DevOps
            (
                "WorkItemId,ChangedDate,ChangedBy,Field,OldValue,NewValue\n"
                "7,2024-01-02T10:00:00Z,x,System.AssignedTo,ann,bob\n7,2024-01-02T11:00:00Z,x,System.State,New,Active\n"
            ),
            [("7", "ann", "bob")],
            1,
        ),
        (  # Jira in German
            (
                "Vorgang;Datum;Autor;Feld;Von;Nach\n"
                "A-1;2024-01-02 10:00;x;Bearbeiter;ann;bob\nA-1;2024-01-02 11:00;x;Status;Offen;Fertig\n"
            ),
            [("A-1", "ann", "bob")],
            1,
        ),
    ],
)
def test_other_tables_of_changes(
    tmp_path: Path, text: str, handoffs: list[tuple[str, str, str]], other: int
) -> None:
    log = events(tmp_path, text)
    assert (log.handoffs, log.other, log.rejected) == (handoffs, other, [])


# --- dates ----------------------------------------------------------------------------------------------------


def test_names_of_months() -> None:
    log = Events(case("eventlogs/month_names.csv"))
    assert (log.handoffs, log.times) == ([("1", "A", "B")], ["2024-01-03 10:00:00"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11/May/24 03:26 PM", "2024-05-11 15:26:00"),
        ("Jan 5, 2024", "2024-01-05 00:00:00"),
        ("Tuesday, 2 January 2024 10:00:00", "2024-01-02 10:00:00"),
        ("Tue Jan 02 2024 10:00:00 GMT+0100 (CET)", "2024-01-02 09:00:00"),
        ("woensdag 3 januari 2024 10:00", "2024-01-03 10:00:00"),
        ("02-JAN-24 10.00.00.000000 PM", "2024-01-02 22:00:00"),
        ("2024年1月2日 下午1:15", "2024-01-02 13:15:00"),
        ("20240102 10:00:00", "2024-01-02 10:00:00"),
        ("Friday, January 5, 2024 10:00:01 AM EST", "2024-01-05 15:00:01"),
        ("5. März 2024 10:00 Uhr", "2024-03-05 10:00:00"),
        ("mar. 5 mars 2024 à 10:00", "2024-03-05 10:00:00"),
        ("2 janv. 2024 10:00:00 CET", "2024-01-02 09:00:00"),
        ("2024-01-02 10:00:00 CEST", "2024-01-02 08:00:00"),
        ("1/2/2024 12:10:00 AM GMT-3", "2024-02-01 03:10:00"),
        ("45293.4166666667", "2024-01-02 10:00:00"),
        ("45293", "2024-01-02 00:00:00"),
        ("45293,4166666667", "2024-01-02 10:00:00"),
    ],
)
def test_dates_in_words_and_serials(tmp_path: Path, text: str, expected: str) -> None:
    log = events(tmp_path, f'case,time,from team,to team\n1,"{text}",A,B\n')
    assert log.times == [expected]


def test_what_is_no_date_is_refused() -> None:
    for text in (
        "yesterday",
        "5 Ann 2024",
        "2024-01-02 25:00 CET",
        "2024-01-02 10:00 IST",
        "Jan 2024",
        "Jan 5 6 7",
    ):
        assert plain_date(text) is None, text
    assert serial_date("12345") is None


def test_numbers_are_serial_dates_only_where_all_can_be(tmp_path: Path) -> None:
    log = events(tmp_path, "case,time,team\n1,45293,A\n1,45294,B\n1,12,C\n")
    assert (log.handoffs, len(log.rejected)) == ([], 3)


def test_all_rows_of_all_files_settle_the_order(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("case,time,team\n1,01/02/2024 10:00,A\n1,2024-01-05 10:00,B\n")
    (tmp_path / "b.csv").write_text("case,time,team\n1,03/04/2024 10:00,C\n1,04/13/2024 10:00,D\n")
    log = Events(tmp_path)
    assert log.times == ["2024-01-05 10:00:00", "2024-03-04 10:00:00", "2024-04-13 10:00:00"]
    assert log.notes == ["dates like 01/02/2024 have the month first, as other rows tell"]


@pytest.mark.parametrize(
    ("dates", "expected"), [("dmy", "2024-02-01"), ("mdy", "2024-01-02"), ("ymd", "2001-02-24")]
)
def test_the_order_may_be_stated(tmp_path: Path, dates: str, expected: str) -> None:
    text = "01/02/24" if dates == "ymd" else "01/02/2024"
    log = events(tmp_path, f"case,time,from team,to team\n1,{text},A,B\n", dates=dates)
    assert [time[:10] for time in log.times] == [expected]
    assert dates in log.notes[0]


def test_dates_of_both_orders_are_not_guessed(tmp_path: Path) -> None:
    log = events(tmp_path, "case,time,team\n1,13/02/2024,A\n1,02/14/2024,B\n1,03/04/2024,C\n")
    assert log.handoffs == [("1", "A", "B")]
    assert log.rejected == [("log.csv:line 4", "no usable time")]


# --- ids, lists, lines above ----------------------------------------------------------------------------------


def test_a_case_may_be_called_na() -> None:
    log = Events(case("eventlogs/case_called_NA.csv"))
    assert log.handoffs == [("NA", "T1", "T2"), ("NB", "T1", "T2")]


@pytest.mark.parametrize("name", ["None", "null", "Unknown", "n/a"])
def test_other_names_of_cases_that_are_words_for_nothing(tmp_path: Path, name: str) -> None:
    log = events(tmp_path, f"case,time,team\n{name},2024-01-02,A\n{name},2024-01-03,B\n,2024-01-03,B\n")
    assert log.handoffs == [(name, "A", "B")]
    assert log.rejected == [("log.csv:line 4", "no case")]


@pytest.mark.parametrize(
    "text",
    [
        "Ticket ID;Status;Assignee;Group;Updated\n1;open;ann;Desk;2024-01-02\n2;open;bob;Web;2024-01-03\n",
        "Numéro,Groupe d'affectation,Mis à jour\nINC1,Réseau,2024-01-02\nINC2,Paie,2024-01-03\n",
    ],
)
def test_a_list_of_cases_is_no_history(tmp_path: Path, text: str) -> None:
    with pytest.raises(
        FormatError, match=r"log.csv: one row per case: .* as they are now; export their history \("
    ):
        events(tmp_path, text)


def test_the_list_of_servicenow() -> None:
    path = case("eventlogs/servicenow_list.csv")
    with pytest.raises(
        FormatError, match=r"one row per case: this is the list of cases as they are now; export their"
    ):
        Events(path)


@pytest.mark.parametrize(
    "above", ["#TYPE Some.Type\n", "sep=,\n", "Incidents of January\nprinted by, somebody\n\n"]
)
def test_lines_above_the_header(tmp_path: Path, above: str) -> None:
    log = events(tmp_path, f"{above}case,time,team\n1,2024-01-02,A\n1,2024-01-03,B\n1,,C\n")
    assert log.handoffs == [("1", "A", "B")]
    assert log.rejected == [(f"log.csv:line {above.count(chr(10)) + 4}", "no usable time")]
    assert pd.Timestamp(log.times[0]) == pd.Timestamp("2024-01-03")


# --- tables of interactions -----------------------------------------------------------------------------------


class Rows:
    """What the loader of tables makes of a file."""

    def __init__(self, path: Path, *, dates: str | None = None) -> None:
        assert interactions.recognises(Source(path))
        batches = list(interactions.read(Source(path), ReadOptions(dates=dates)))
        messages, recipients = (
            pa.concat_tables(getattr(batch, name) for batch in batches).to_pandas()
            for name in ("messages", "recipients")
        )
        both = messages.merge(recipients, on="record")
        self.ties = list(zip(both.sender, both.recipient, both.role, strict=True))
        self.times = [str(at)[:19] for at in messages.sent_at]
        self.rejected = [(r.place, r.reason) for batch in batches for r in batch.rejected]
        self.notes = [note for batch in batches for note in batch.notes]


def rows(tmp_path: Path, text: str, *, name: str = "log.csv", dates: str | None = None) -> Rows:
    path = tmp_path / name
    path.write_text(text)
    return Rows(path, dates=dates)


def test_rows_that_excel_shortened() -> None:
    found = Rows(case("tables/excel_dropped_trailing_delimiters.csv"))
    assert found.rejected == []
    assert found.times == [f"2024-01-02 10:0{minute}:00" for minute in range(4)]
    assert found.ties == [
        ("ann@ex.org", "bob@ex.org", "to"),
        ("ann@ex.org", "cy@ex.org", "cc"),
        ("ann@ex.org", "bob@ex.org", "to"),
        ("bob@ex.org", "ann@ex.org", "to"),
        ("bob@ex.org", "cy@ex.org", "to"),
    ]


def test_ragged_rows_with_quotation_marks_and_other_delimiters(tmp_path: Path) -> None:
    text = (
        "sent_at;sender;recipient;subject;space\n"
        '2024-01-02;a;b;"x;y"\n2024-01-03;a;c;;;;;\n2024-01-04;a\n2024-01-05;a;d;;;x\n2024-01-06;a;e;s;p\n'
    )
    found = rows(tmp_path, text)
    assert [recipient for _, recipient, _ in found.ties] == ["b", "c", "e"]
    assert found.rejected == [
        ("log.csv:line 4", "2 columns instead of 5"),
        ("log.csv:line 5", "6 columns instead of 5"),
    ]


def test_short_rows_below_line_breaks_keep_their_lines(tmp_path: Path) -> None:
    text = 'sent_at,sender,recipient,subject\n2024-01-02,a,b,"x\ny"\n2024-01-03,a,c\nbad,a,d\nbad,a,e,s\n'
    found = rows(tmp_path, text)
    assert [recipient for _, recipient, _ in found.ties] == ["b", "c"]
    assert [place for place, _ in found.rejected] == ["log.csv:line 5", "log.csv:line 6"]


def test_recipients_inside_objects() -> None:
    found = Rows(case("tables/nested_recipients.jsonl"))
    assert (found.ties, found.rejected) == ([("ann@ex.org", "bob@ex.org", "to")], [])


@pytest.mark.parametrize(
    ("name", "text", "recipients"),
    [
        (
            "a.jsonl",
            '{"sent_at":"2024-01-02","from":{"email":"a@x"},"to":[{"name":"B, C","email":"b@x"},"c@x"]}\n',
            ["b@x", "c@x"],
        ),
        (
            "b.csv",
            'sent_at,sender,recipient\n2024-01-02,a@x,"[{""is"":""B, C"",""mail"":""b@x""},{""mail"":""c@x""}]"\n',
            ["b@x", "c@x"],
        ),
        ("d.csv", "sent_at,sender,recipient\n2024-01-02,a@x,\"['b@x', 'c@x']\"\n", ["b@x", "c@x"]),
        (
            "e.csv",
            "sent_at,sender,recipient\n2024-01-02,frozenset({'a@x'}),\"{'b@x', 'c@x'}\"\n",
            ["b@x", "c@x"],
        ),
        ("f.csv", "sent_at,sender,recipient\n2024-01-02,a@x,\"('b@x',)\"\n", ["b@x"]),
        ("c.csv", 'sent_at,sender,recipient\n2024-01-02,a@x,"[""b@x"",""c@x""]"\n', ["b@x", "c@x"]),
    ],
)
def test_other_structures(tmp_path: Path, name: str, text: str, recipients: list[str]) -> None:
    found = rows(tmp_path, text, name=name)
    assert found.ties == [("a@x", recipient, "to") for recipient in recipients]


@pytest.mark.parametrize("field", ["sender", "recipient", "sent_at", "thread_id"])
def test_an_object_without_an_address_is_named(tmp_path: Path, field: str) -> None:
    values = {"sent_at": '"2024-01-02"', "sender": '"a@x"', "recipient": '"b@x"', "thread_id": '"t"'}
    values[field] = '{"id": {"of": "somebody"}}'
    line = ",".join(f'"{key}": {value}' for key, value in values.items())
    found = rows(tmp_path, f"{{{line}}}\n", name="log.jsonl")
    assert found.rejected == [("log.jsonl:line 1", f"an object nested in {field} that is no e-mail address")]


def test_the_first_line_of_powershell(tmp_path: Path) -> None:
    """Message traces have a loader of their own (tests/test_mailtrace.py); other tables begin like that, too."""
    text = (
        '#TYPE Selected.System.Management.Automation.PSCustomObject\n"sent_at","sender","recipient"\n'
        '"11/3/2025 9:15:00 AM","ann@ex.org","bob@ex.org"\n"11/13/2025 9:15:00 PM","bob@ex.org","ann@ex.org"\n'
        '"11/13/2025 9:16:00 PM","","ann@ex.org"\n'
    )
    found = rows(tmp_path, text)
    assert found.times == ["2025-11-03 09:15:00", "2025-11-13 21:15:00"]
    assert found.rejected == [("log.csv:line 5", "no sender")]
    assert found.notes == ["dates like 01/02/2024 have the month first, as other rows tell"]


@pytest.mark.parametrize(
    "above",
    [
        "sep=;\n",
        "Mail of January;\nprinted 2024-02-01\n\n",
        "#Software: x\n#Version: 1\n",
        "sep=;\n#TYPE a.b\n",
    ],
)
def test_other_lines_above(tmp_path: Path, above: str) -> None:
    found = rows(tmp_path, f"{above}sent_at;sender;recipient\n2024-01-02;a;b\nbad;a;b\n")
    assert found.ties == [("a", "b", "to")]
    assert [place for place, _ in found.rejected] == [f"log.csv:line {above.count(chr(10)) + 3}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11/May/24 03:26 PM", "2024-05-11 15:26:00"),
        ("02-Jan-2024", "2024-01-02 00:00:00"),
        ("Jan 5, 2024", "2024-01-05 00:00:00"),
        ("Tuesday, 2 January 2024 10:00:00", "2024-01-02 10:00:00"),
        ("Tue Jan 02 2024 10:00:00 GMT+0100 (CET)", "2024-01-02 09:00:00"),
        ("woensdag 3 januari 2024 10:00", "2024-01-03 10:00:00"),
        ("02-JAN-24 10.00.00.000000 PM", "2024-01-02 22:00:00"),
        ("2024年1月2日 下午1:15", "2024-01-02 13:15:00"),
        ("20240102 10:00:00", "2024-01-02 10:00:00"),
        ("5 févr. 2024 10:00", "2024-02-05 10:00:00"),
        ("2024-01-02 10:00:00 PST", "2024-01-02 18:00:00"),
        ("13/02/2024 1:05 PM CET", "2024-02-13 12:05:00"),
        ("45293.5", "2024-01-02 12:00:00"),
        ("45293,5", "2024-01-02 12:00:00"),
    ],
)
def test_dates_in_tables(tmp_path: Path, text: str, expected: str) -> None:
    assert rows(tmp_path, f'sent_at,sender,recipient\n"{text}",a,b\n').times == [expected]


def test_seconds_of_an_experiment_are_no_serial_dates(tmp_path: Path) -> None:
    found = rows(tmp_path, "sent_at,sender,recipient\n45293,a,b\n7,a,b\n")
    assert (found.times, len(found.rejected)) == ([], 2)


@pytest.mark.parametrize(
    ("dates", "text", "expected"),
    [
        ("dmy", "01/02/2024", "2024-02-01"),
        ("mdy", "01/02/2024", "2024-01-02"),
        ("mdy", "01.02.2024", "2024-01-02"),
        ("ymd", "24/01/02 10:00", "2024-01-02"),
    ],
)
def test_the_order_of_tables_may_be_stated(tmp_path: Path, dates: str, text: str, expected: str) -> None:
    found = rows(tmp_path, f"sent_at,sender,recipient\n{text},a,b\n", dates=dates)
    assert [time[:10] for time in found.times] == [expected]
    assert found.notes == [f"dates like 01/02/2024 are read as --dates {dates} says"]


def test_what_contradicts_the_stated_order_is_refused(tmp_path: Path) -> None:
    found = rows(tmp_path, "sent_at,sender,recipient\n13/02/2024,a,b\n01/02/2024,a,b\n", dates="mdy")
    assert (found.times, len(found.rejected)) == (["2024-01-02 00:00:00"], 1)


def test_where_nothing_tells_the_option_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="say --dates dmy or --dates mdy"):
        rows(tmp_path, "sent_at,sender,recipient\n01/02/2024,a,b\n")
