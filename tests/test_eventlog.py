"""The event log loader: XES, tables of events and of changes; what is a handoff and what is counted instead."""

from __future__ import annotations

import gzip
import itertools
import random
import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from silograph.loaders import eventlog
from silograph.loaders.files import Source
from silograph.log.batches import ReadOptions, Rejected

FIXTURES = Path(__file__).parent / "fixtures" / "eventlog"
START = datetime(2024, 1, 1, tzinfo=UTC)


class Loaded(NamedTuple):
    messages: pd.DataFrame
    actors: pd.DataFrame
    rejected: list[Rejected]
    records: int
    other: int

    @property
    def handoffs(self) -> list[tuple[str, str, str]]:
        """Case, giver, taker."""
        columns = (self.messages.thread_id, self.messages.sender, self.messages.recipient)
        return list(zip(*columns, strict=True))

    @property
    def functions(self) -> dict[str, str]:
        known = self.actors.dropna(subset="function")
        return dict(zip(known.alias, known.function, strict=True))


def load(path: Path, *, function_attribute: str | None = None, timezone: str = "UTC") -> Loaded:
    options = ReadOptions(timezone=ZoneInfo(timezone), function_attribute=function_attribute)
    batches = list(eventlog.read(Source(path), options))
    messages, recipients, actors = (
        pa.concat_tables(getattr(batch, name) for batch in batches).to_pandas()
        for name in ("messages", "recipients", "actors")
    )
    assert set(recipients.role) <= {"assignee"}
    rejected = [reject for batch in batches for reject in batch.rejected]
    log = Loaded(
        messages.merge(recipients, on="record", validate="1:1"),
        actors,
        rejected,
        sum(batch.records for batch in batches),
        sum(batch.other for batch in batches),
    )
    assert log.records == len(log.messages) + log.other + len(log.rejected)
    return log


# --- XES ---


def test_xes_by_hand() -> None:
    log = load(FIXTURES / "small.xes", function_attribute="unit", timezone="Europe/Paris")
    assert log.records == 10
    assert log.handoffs == [
        ("case 1", "Desk", "Payroll"),  # the trace is not in the order of time
        ("case 1", "Payroll", "Network"),  # then Ann, without a team: the case stays where it is
        ("case 2", "Ann", "Siebel"),  # no team in the whole case: persons
        ("case 2", "Siebel", "Bob"),
    ]
    assert log.messages.automated.tolist() == [False, False, True, True]
    assert log.messages.time_quality.tolist() == ["exact", "exact", "assumed_zone", "assumed_zone"]
    assert log.messages.sent_at[2] == pd.Timestamp("2024-01-02T09:00Z")
    assert set(log.messages.kind) == set(log.messages.channel) == {"handoff"}
    assert log.messages.thread_id.tolist() == ["case 1", "case 1", "case 2", "case 2"]
    kinds = dict(zip(log.actors.alias, log.actors.actor_kind, strict=True))
    assert kinds == {"Desk": "team", "Payroll": "team", "Network": "team", "Ann": "person", "Bob": "person",
                     "Siebel": "bot"}  # fmt: skip
    assert log.functions == {"Desk": "IT", "Payroll": "HR", "Network": "IT"}
    assert [(reject.place, reject.reason) for reject in log.rejected] == [
        ("small.xes:line 19", "no usable time"),
        ("small.xes:line 20", "neither team nor person"),
    ]


@pytest.mark.parametrize("prefix", ["", "xes:"])
def test_xes_gz_and_prefixes(tmp_path: Path, prefix: str) -> None:
    text = (FIXTURES / "small.xes").read_text("utf-8")
    if prefix:
        text = re.sub(r"<(/?)(\w)", rf"<\1{prefix}\2", text).replace("xmlns=", "xmlns:xes=")
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(text.encode()))
    assert eventlog.recognises(Source(path))
    assert load(path).handoffs == load(FIXTURES / "small.xes").handoffs


def test_entities_are_refused(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 20))
    bomb = f'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY l0 "ha">{levels}]><log><trace>&l19;</trace></log>'
    path = tmp_path / "bomb.xes"
    path.write_text(bomb)
    log = load(path)
    assert [reject.reason for reject in log.rejected] == ["declares entities, which is refused for safety"]


def test_a_truncated_log_keeps_what_came_before(tmp_path: Path) -> None:
    text = (FIXTURES / "small.xes").read_text("utf-8")
    (tmp_path / "cut.xes").write_text(
        text[: text.index('<event><string key="org:resource" value="Bob"/></event>')]
    )
    log = load(tmp_path / "cut.xes")
    assert len(log.messages) == 4
    assert log.rejected[0].reason.startswith("damaged XML")
    long = "<log>" + "".join(trace(f"case {n}", "A", "B") for n in range(2000)) + "</log>"
    (tmp_path / "cut.xes.gz").write_bytes(gzip.compress(long.encode())[:-2000])
    log = load(tmp_path / "cut.xes.gz")
    assert 500 < len(log.messages) < 2000
    assert log.rejected[-1].reason.startswith("cannot be read to its end")


def trace(name: str, *teams: str) -> str:
    """A trace in XES whose teams hold the case a day each."""
    events = "".join(
        f'<event><string key="org:group" value="{team}"/>'
        f'<date key="time:timestamp" value="2024-01-{day:02d}T00:00:00Z"/></event>'
        for day, team in enumerate(teams, start=1)
    )
    return f'<trace><string key="concept:name" value="{name}"/>{events}</trace>'


def test_traces_of_one_name_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_text(f"<log>{trace('1', 'A', 'B')}{trace('1', 'A', 'C')}</log>")
    assert load(tmp_path / "log.xes").handoffs == [("1", "A", "B"), ("1#2", "A", "C")]


def test_an_attribute_nobody_has_is_said() -> None:
    log = load(FIXTURES / "small.xes", function_attribute="departement")
    assert "no attribute 'departement'" in log.rejected[-1].reason
    assert "'unit'" in log.rejected[-1].reason


# --- tables ---


def test_states_by_hand() -> None:
    log = load(FIXTURES / "states.csv")
    assert log.handoffs == [
        ("A", "Desk", "Payroll"),
        ("A", "Payroll", "Network"),
    ]  # 13/02 says: day first
    assert log.messages.sent_at.tolist() == [
        pd.Timestamp("2024-02-02T08:00Z"),
        pd.Timestamp("2024-02-13T08:00Z"),
    ]
    assert set(log.messages.time_quality) == {"minute"}
    assert [(reject.place, reject.reason) for reject in log.rejected] == [
        ("states.csv:line 7", "no case"),
        ("states.csv:line 8", "no usable time"),
        ("states.csv:line 9", "neither team nor person"),
    ]


def test_deltas_by_hand() -> None:
    log = load(FIXTURES / "deltas.csv")
    assert log.handoffs == [("T1", "Desk", "Network"), ("T2", "Desk", "Payroll")]
    assert log.other == 2  # the first assignment, and one to the same team


def test_service_now() -> None:
    audit, metric = load(FIXTURES / "sys_audit.csv"), load(FIXTURES / "metric_instance.csv")
    assert audit.handoffs == [("i1", "Desk", "Network")]
    assert (audit.records, audit.other) == (4, 3)
    assert [(giver, taker) for _, giver, taker in metric.handoffs] == [("Desk", "Network")]
    assert (metric.records, metric.other) == (4, 3)


def test_snapshots_go_by_the_number_of_the_update() -> None:
    log = load(FIXTURES / "snapshots.csv")
    assert log.handoffs == [("INC1", "Group 1", "Group 2"), ("INC1", "Group 2", "Group 1")]


def test_french_list_of_service_now(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    text = (
        "Numéro;Groupe d'affectation;Mis à jour le;Mis à jour par;Affecté à\n"
        "INC1;Réseau;29/02/2016 01:23;Éric;Zoé\nINC1;Base de données;01/03/2016 01:23;Zoé;\n"
    )
    path.write_bytes(text.encode("cp1252"))
    (batch,) = eventlog.read(Source(path), ReadOptions())
    assert batch.messages["sender"].to_pylist() == ["Réseau"]
    assert batch.recipients["recipient"].to_pylist() == ["Base de données"]


def test_persons_where_no_case_has_a_team(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case:concept:name,concept:name,time:timestamp,org:resource\n"
                    "0,a,2010-12-30 11:02:00+01:00,Pete\n0,b,2010-12-31 10:06:00+01:00,Sue\n")  # fmt: skip
    log = load(path, function_attribute="concept:name")
    assert log.handoffs == [("0", "Pete", "Sue")]
    assert log.functions == {"Pete": "a", "Sue": "b"}


def test_a_folder_of_parts_is_one_log(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("case_id,timestamp,team\n1,2024-01-02T00:00:00Z,B\n")
    (tmp_path / "a.csv").write_text("case_id,timestamp,team\n1,2024-01-01T00:00:00Z,A\n")
    (tmp_path / "people.csv").write_text("person_id,function\nA,HR\n")
    assert eventlog.recognises(Source(tmp_path))
    log = load(tmp_path)
    assert log.handoffs == [("1", "A", "B")]
    assert [reject.place for reject in log.rejected] == ["people.csv"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [
        ["Case ID", "Timestamp", "Team"],
        ["1", "2024-01-01 00:00", "Accueil été"],
        ["1", "2024-01-02 00:00", "Paie"],
    ]
    path = tmp_path / "log.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert eventlog.recognises(Source(path))
    assert load(path).handoffs == [("1", "Accueil été", "Paie")]


@pytest.mark.parametrize(
    "header",
    [
        "sent_at,sender,recipient,thread_id",
        "case,time,sender,recipient,team",
        "person_id,function,name,email,team",
        "Employee ID,Name,Department,Team,Start Date",
        "From,To,Date,Subject",
        "Sender;Recipient;EventDate",
        "Issue key,Summary,Assignee,Created",
    ],
)
def test_other_tables_are_not_claimed(tmp_path: Path, header: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{header}\n" + "x," * 3 + "\n")
    assert not eventlog.recognises(Source(path))


def test_other_sources_are_not_claimed(data_dir: Path) -> None:
    for name in ("enron", "gastech", "mailing-list", "manufacturing", "slack/houstondatavis", "eu-core"):
        assert not eventlog.recognises(Source(data_dir / name)), name


@pytest.mark.parametrize(
    ("text", "expected", "quality"),
    [
        ("2024-02-01T10:00:00+01:00", "2024-02-01T09:00:00Z", "exact"),
        ("2024-02-01 10:00:00.123456Z", "2024-02-01T10:00:00.123456Z", "exact"),
        ("2024-02-01 10:00:00", "2024-02-01T09:00:00Z", "assumed_zone"),
        ("1/2/2024 10:00", "2024-02-01T09:00:00Z", "minute"),
        ("01.02.2024", "2024-01-31T23:00:00Z", "day"),
        ("2024/02/01 10:00:00 PM", "2024-02-01T21:00:00Z", "assumed_zone"),
        ("1/2/24 12:05 am", "2024-01-31T23:05:00Z", "minute"),
        ("1706778000", "2024-02-01T09:00:00Z", "exact"),
        ("1706778000000", "2024-02-01T09:00:00Z", "exact"),
    ],
)
def test_times(tmp_path: Path, text: str, expected: str, quality: str) -> None:
    (tmp_path / "log.csv").write_text(f"case,time,from,to\n1,{text},A,B\n")
    row = load(tmp_path / "log.csv", timezone="Europe/Paris").messages.iloc[0]
    assert (row.sent_at, row.time_quality) == (pd.Timestamp(expected), quality)


# --- against slow and obvious computations ---


def slow_handoffs(events: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Changes of team, one case and one row at a time."""
    found: list[tuple[str, str, str]] = []
    for case, rows in events.groupby("case", sort=False):
        teams = rows.sort_values("time", kind="stable").team.tolist()
        found += [(case, giver, taker) for giver, taker in itertools.pairwise(teams) if giver != taker]
    return found


_events = st.lists(
    st.tuples(st.sampled_from("xyz"), st.integers(0, 5), st.sampled_from(["A", "B", "C"])),
    min_size=1,
    max_size=25,
).filter(
    lambda events: len({case for case, *_ in events}) < max(2, len(events))
)  # else a list of cases, refused


@given(_events, st.randoms(use_true_random=False))
def test_csv_and_xes_agree_with_the_slow_way(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, int, str]], shuffle: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("log")
    table = pd.DataFrame(events, columns=["case", "time", "team"])
    shuffle.shuffle(events)
    table["time"] = [START + timedelta(hours=hours) for hours in table.time]
    expected = slow_handoffs(table)
    assume(table["case"].duplicated().any() or len(table) < 2)  # else it is the list of cases as they are now
    table.rename(columns={"time": "timestamp"}).to_csv(folder / "log.csv", index=False)
    log = ET.Element("log")
    for case, rows in table.groupby("case", sort=False):
        trace = ET.SubElement(log, "trace")
        ET.SubElement(trace, "string", key="concept:name", value=str(case))
        for row in rows.itertuples():
            event = ET.SubElement(trace, "event")
            ET.SubElement(event, "string", key="org:group", value=str(row.team))
            ET.SubElement(event, "date", key="time:timestamp", value=row.time.isoformat())
    ET.ElementTree(log).write(folder / "log.xes")
    assert load(folder / "log.csv").handoffs == expected
    assert load(folder / "log.xes").handoffs == expected


def volvo(path: Path) -> pd.DataFrame:
    """A Volvo log as a table in order of time, by the whole document at once; with the team before each row."""
    rows = []
    for trace in ET.parse(gzip.open(path)).getroot().iter("trace"):
        case = next(item.get("value") for item in trace if item.get("key") == "concept:name")
        rows += [
            {"case": case} | {item.get("key"): item.get("value") for item in event}
            for event in trace.iter("event")
        ]
    events = pd.DataFrame(rows).rename(columns={"org:group": "team", "concept:name": "activity"})
    events["time"] = pd.to_datetime(events["time:timestamp"], utc=True)
    events = events.sort_values("time", kind="stable")
    events["before"] = events.groupby("case").team.shift()
    when = events["time"].map(lambda moment: moment.isoformat())
    events["id"] = events.case + ":" + when + ":" + events.before.astype(str) + ">" + events.team.astype(str)
    events["changes"] = events.before.notna() & (events.before != events.team)
    return events


def changes(events: pd.DataFrame) -> Counter[tuple[str, str, str]]:
    """Case, giver and taker of each change, as often as it happens."""
    return Counter(events.loc[events.changes, ["case", "before", "team"]].itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def incidents(data_dir: Path) -> pd.DataFrame:
    return volvo(data_dir / "volvo" / "bpi_challenge_2013_incidents.xes.gz")


@pytest.mark.data
@pytest.mark.slow
def test_volvo_incidents(data_dir: Path, incidents: pd.DataFrame) -> None:
    path = data_dir / "volvo" / "bpi_challenge_2013_incidents.xes.gz"
    log = load(path, function_attribute="organization involved")
    assert (incidents.case.nunique(), log.records, log.other) == (7554, 65533, 65533 - 9454)
    assert len(log.handoffs) == 9454
    assert Counter(log.handoffs) == changes(incidents)
    queued = incidents.id[incidents.activity == "Queued"]
    assert log.messages.message_id.str.replace(r"#\d+$", "", regex=True).isin(queued).sum() == 8709
    assert (len(log.actors), set(log.actors.actor_kind)) == (649, {"team"})
    assert (
        log.functions
        == incidents.groupby("team")["organization involved"].agg(lambda s: s.mode()[0]).to_dict()
    )


@pytest.mark.data
def test_on_queued_rows_the_organisation_is_the_receiving_teams(incidents: pd.DataFrame) -> None:
    """Why all rows of a team tell its function: where giver's and taker's differ, the row names the taker's."""
    queued = incidents.activity == "Queued"
    at_work = incidents[~queued].groupby("team")["organization involved"].agg(lambda s: s.mode()[0])
    rows = incidents[queued & incidents.changes]
    named, giver, taker = rows["organization involved"], rows.before.map(at_work), rows.team.map(at_work)
    differ = giver.notna() & taker.notna() & (giver != taker)
    assert (named == taker)[differ].mean() > 0.95
    assert (named == giver)[differ].mean() < 0.05


@pytest.mark.data
def test_volvo_problems(data_dir: Path) -> None:
    path = data_dir / "volvo" / "BPI_Challenge_2013_closed_problems.xes.gz"
    log = load(path, function_attribute="org:group")
    events = volvo(path)
    assert (events.case.nunique(), log.records, len(log.messages)) == (1487, 6660, 220)
    assert Counter(log.handoffs) == changes(events)
    assert all(team == function for team, function in log.functions.items())


def test_what_an_open_quotation_mark_swallows_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        'case,timestamp,team,note\n1,2024-01-01 10:00:00,A,x\n1,2024-01-01 11:00:00,B,"x\n'
        "1,2024-01-01 12:00:00,C,x\n2,2024-01-01 12:00:00,C,x\n"
    )
    log = load(path)
    assert [(reject.place, reject.reason) for reject in log.rejected] == [
        ("log.csv:line 3", "a quotation mark left open runs this record together with the 2 lines after it"),
        ("log.csv:line 4", "swallowed by the quotation mark left open at line 3"),
        ("log.csv:line 5", "swallowed by the quotation mark left open at line 3"),
    ]


def test_nul_characters_and_impossible_offsets(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "case,timestamp,team\n1,2024-01-01T10:00:00Z,A\n1,2024-01-01T11:00:00+23:00,B\n"
        "1,2024-01-01T12:00:00Z,C\0c\n1,2024-01-01T13:00:00+14:00,D\n"
    )
    log = load(path)
    assert [(reject.place, reject.reason) for reject in log.rejected] == [
        ("log.csv:line 3", "no usable time"),
        ("log.csv:line 4", "a NUL character"),
    ]
    assert len(log.messages) == 1


# --- begin and end of cases ---


def cases(path: Path) -> dict[str, tuple[str, str, object]]:
    """Per case when it opened and ended, and whether it was closed."""
    batches = list(eventlog.read(Source(path), ReadOptions()))
    rows = pa.concat_tables(batch.cases for batch in batches).to_pylist()
    assert len({row["thread_id"] for row in rows}) == len(rows)
    return {
        row["thread_id"]: (f"{row['opened_at']:%d.%H}", f"{row['ended_at']:%d.%H}", row["closed"])
        for row in rows
    }


def write(tmp_path: Path, text: str, name: str = "log.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_spans_all_its_rows_and_its_last_status_counts(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "case,time,team,state\n"
        "1,2024-01-01 08:00:00,Desk,New\n1,2024-01-02 09:00:00,Payroll,Active\n1,2024-01-05 10:00:00,Payroll,Resolved\n"
        "1,2024-01-05 12:00:00,Payroll,Reopened\n1,2024-01-06 10:00:00,Payroll,Resolved\n"
        "1,2024-01-13 10:00:00,Payroll,Closed\n"
        "2,2024-01-03 08:00:00,Desk,Resolved\n2,2024-01-04 08:00:00,Desk,Re-opened\n"
        "3,2024-01-06 08:00:00,Desk,Not resolved\n3,2024-01-05 08:00:00,Desk,Closed\n"
        "4,2024-01-06 08:00:00,Desk,6\n",
    )
    assert cases(path) == {
        "1": ("01.08", "06.10", True),  # not its formal closing on the 13th
        "2": ("03.08", "04.08", False),
        "3": ("05.08", "06.08", False),
        "4": ("06.08", "06.08", None),  # a code that only the system's owner can read
    }


def test_without_a_status_nothing_is_known_but_an_activity_may_close(tmp_path: Path) -> None:
    rows = "1,2024-01-01 08:00:00,Desk,{}\n1,2024-01-02 09:00:00,Payroll,{}\n"
    for activities, closed in (
        (("Open", "Close ticket"), True),
        (("Closed", "Reopened"), False),
        (("Complete form", "Ask back"), None),
    ):
        path = write(tmp_path, "case,time,team,activity\n" + rows.format(*activities))
        assert cases(path) == {"1": ("01.08", "02.09", closed)}
    path = write(tmp_path, "case,time,team,activity\n" + rows.format("Resolve ticket", "Send survey"))
    assert cases(path) == {"1": ("01.08", "01.08", True)}
    path = write(tmp_path, "case,time,team\n1,2024-01-01 08:00:00,Desk\n")
    assert cases(path) == {"1": ("01.08", "01.08", None)}


@pytest.mark.parametrize(
    ("lifecycle", "closed"),
    [("complete", None), ("Resolved", True), ("In Progress", False), ("withdraw", None)],
)
def test_standard_lifecycle_is_of_the_activity(tmp_path: Path, lifecycle: str, closed: bool | None) -> None:
    event = (
        '<event><date key="time:timestamp" value="2024-01-03T08:00:00Z"/><string key="org:group" value="Desk"/>'
        f'<string key="lifecycle:transition" value="{lifecycle}"/></event>'
    )
    text = f'<log xes.version="1.0"><trace><string key="concept:name" value="7"/>{event}</trace></log>'
    assert cases(write(tmp_path, text, "log.xes")) == {"7": ("03.08", "03.08", closed)}


def test_changes_and_servicenow_say_when_a_case_ends(tmp_path: Path) -> None:
    audit = write(
        tmp_path,
        "documentkey,fieldname,oldvalue,newvalue,sys_created_on\n"
        "a,assignment_group,Desk,Payroll,2024-01-02 08:00:00\na,state,Active,Closed,2024-01-04 08:00:00\n"
        "a,state,Closed,Resolved,2024-01-05 08:00:00\na,priority,2,3,2024-01-06 08:00:00\n"
        "a,opened_by,,Ann,2024-01-01 08:00:00\n",
    )
    assert cases(audit) == {"a": ("01.08", "04.08", True)}
    metric = write(
        tmp_path,
        "definition,id,field,value,start\nTeam,a,assignment_group,Desk,2024-01-01 08:00:00\n"
        "Team,a,assignment_group,Payroll,2024-01-02 08:00:00\nState,a,incident_state,Resolved,2024-01-03 08:00:00\n",
    )
    assert cases(metric) == {"a": ("01.08", "03.08", True)}
    assert load(metric).other == 2
    deltas = write(tmp_path, "case,time,from_team,to_team\na,2024-01-02 08:00:00,Desk,Payroll\n")
    assert cases(deltas) == {"a": ("02.08", "02.08", None)}
