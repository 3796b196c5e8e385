"""Events of Graph, and lists of who came to meetings: Purview's audit log, Teams, Zoom."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silograph.errors import FormatError
from silograph.loaders import LOADERS
from silograph.loaders.files import Source
from silograph.loaders.reading import recognise
from silograph.log.batches import ReadOptions
from silograph.log.schema import NOBODY
from silograph.log.store import Store

sys.path.insert(0, str(Path(__file__).parent))
from calendars import ANN, BOB, CAT, DAN, event, ics, invite, load

GRAPH = {
    "ACCEPTED": "accepted",
    "TENTATIVE": "tentativelyAccepted",
    "DECLINED": "declined",
    "NEEDS-ACTION": "none",
}


def graph(
    uid: str = "1", at: str = "2024-03-04T09:00:00", guests: Mapping[str, str] | None = None, **more: object
) -> dict[str, object]:
    given = {BOB: "accepted"} if guests is None else guests
    return {
        "id": "AAMk",
        "iCalUId": uid,
        "type": "singleInstance",
        "isAllDay": False,
        "isCancelled": False,
        "start": {"dateTime": f"{at}.0000000", "timeZone": "UTC"},
        "organizer": {"emailAddress": {"name": "Ann", "address": "Ann@x.org"}},
        "attendees": [
            {"type": "required", "status": {"response": said, "time": "0001-01-01T00:00:00Z"},
             "emailAddress": {"name": who[:3], "address": who}}
            for who, said in given.items()
        ],
        **more,
    }  # fmt: skip


def page(*events: object) -> bytes:
    return json.dumps({"@odata.context": "https://graph", "value": events}).encode()


def test_graph_answers_rooms_drafts_masters_and_cancelled(tmp_path: Path) -> None:
    room = {"type": "resource", "status": {"response": "accepted"}, "emailAddress": {"address": "room@x.org"}}
    full = graph("1", guests={BOB: "accepted", CAT: "none", DAN: "declined"})
    full["attendees"] = [*full["attendees"], room]  # type: ignore[misc]
    others = [
        graph("2", isCancelled=True),
        graph("3", type="seriesMaster"),
        graph("4", isDraft=True),
        graph("5", guests={}),
        graph("6", isAllDay=True, showAs="free"),
    ]
    found = load(tmp_path, page(full, *others), name="e.json")
    assert found.who() == {BOB: "attendee", CAT: "invited"}
    assert set(found.rows["sender"]) == {ANN}
    assert (found.report.messages, found.report.other, found.report.system) == (1, 2, 3)


def test_graph_in_lines_arrays_and_the_capitals_of_powershell(tmp_path: Path) -> None:
    def capital(value: object) -> object:
        if isinstance(value, dict):
            return {name[0].upper() + name[1:]: capital(one) for name, one in value.items()}
        return [capital(one) for one in value] if isinstance(value, list) else value

    lines = "\n".join(json.dumps(graph(str(number))) for number in range(3)).encode()
    array = json.dumps([capital(graph(str(number))) for number in range(2, 5)], indent=2).encode()
    found = load(tmp_path, lines, b"\xef\xbb\xbf" + array, name="e.json")
    assert (found.report.messages, found.report.duplicates) == (5, 1)


def test_a_series_in_graph_and_in_a_calendar_is_the_same(tmp_path: Path) -> None:
    head, tail = "040000008200E00074C5B7101A82E008", "0" * 40
    series = ics(
        event(
            head + "0" * 8 + tail,
            ";TZID=Romance Standard Time:20240304T090000",
            *invite(BOB),
            "RRULE:FREQ=DAILY;COUNT=3",
        )
    )
    days = [
        graph(head + "07E80304" + tail, "2024-03-04T08:00:00", type="occurrence"),
        graph(
            head + "07E80305" + tail,
            "2024-03-05T10:00:00",
            type="exception",
            originalStart="2024-03-05T08:00:00Z",
        ),
    ]
    (tmp_path / "a.ics").write_bytes(series)
    found = load(tmp_path, page(*days), name="e.json")
    assert found.times == ["2024-03-04T08:00", "2024-03-05T10:00", "2024-03-06T08:00"]
    assert (found.report.messages, found.report.duplicates) == (3, 1)


def test_graph_in_the_zone_of_the_mailbox(tmp_path: Path) -> None:
    local = graph(start={"dateTime": "2024-07-04T09:00:00.0000000", "timeZone": "W. Europe Standard Time"})
    assert load(tmp_path, page(local), name="e.json").times == ["2024-07-04T07:00"]


guests = st.dictionaries(st.sampled_from([BOB, CAT, DAN]), st.sampled_from(sorted(GRAPH)), min_size=1)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.tuples(st.integers(0, 10_000), guests), min_size=1, max_size=5))
def test_random_events_are_read_back_equal_and_as_a_calendar_says_them(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[int, dict[str, str]]]
) -> None:
    times = [datetime(2022, 1, 3, 9) + timedelta(hours=hours) for hours, _ in told]
    rows = list(zip(times, [answers for _, answers in told], strict=True))
    as_graph = page(
        *(graph(str(n), f"{at:%Y-%m-%dT%H:%M:%S}", {who: GRAPH[said] for who, said in answers.items()})
          for n, (at, answers) in enumerate(rows))
    )  # fmt: skip
    as_calendar = ics(
        *(event(str(n), f":{at:%Y%m%dT%H%M%SZ}", f"ORGANIZER:mailto:{ANN}",
                *(f"ATTENDEE;PARTSTAT={said}:mailto:{who}" for who, said in answers.items()))
          for n, (at, answers) in enumerate(rows))
    )  # fmt: skip
    found = load(tmp_path_factory.mktemp("graph"), as_graph, name="e.json")
    other = load(tmp_path_factory.mktemp("ics"), as_calendar)
    columns = ["message_id", "sent_at", "sender", "recipient", "role", "audience", "time_quality"]
    assert found.rows[columns].equals(other.rows[columns])
    assert set(found.rows["sent_at"]) == {at.replace(tzinfo=UTC) for at in times}


# --- Purview ------------------------------------------------------------------------------------------------------


def detail(own: str, organiser: str, at: str = "2024-03-04T09:00:00") -> dict[str, object]:
    return {"Operation": "MeetingDetail", "Id": own, "UserId": organiser, "StartTime": at, "EndTime": at,
            "OrganizationId": "ours", "ItemName": "quill", "CommunicationType": "Meeting"}  # fmt: skip


def joins(
    own: str, upn: str, *, name: str = "", at: str = "2024-03-04T09:01:00", **more: object
) -> dict[str, object]:
    one = {"UPN": upn, "DisplayName": name or upn, "RecipientType": "User", "OrganizationId": "ours", **more}
    return {"Operation": "MeetingParticipantDetail", "Id": "x", "MeetingDetailId": own, "JoinTime": at,
            "OrganizationId": "ours", "Attendees": [one]}  # fmt: skip


def audit_csv(*records: object) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["RecordId", "CreationDate", "Operation", "UserId", "AuditData"])
    writer.writerows(["1", "2024-03-04", "x", "u", json.dumps(one)] for one in records)
    return text.getvalue().encode()


def test_who_joined_is_who_met_and_joining_again_counts_once(tmp_path: Path) -> None:
    records = [
        joins("m", CAT, at="2024-03-04T09:20:00"),
        detail("m", ANN),
        joins("m", ANN),
        joins("m", BOB),
        joins("m", BOB, at="2024-03-04T09:40:00"),
        joins("m", "", name="Guest Lee"),
        joins("m", "zoe@other.org", OrganizationId="theirs"),
        joins("m", "", name="Recorder", RecipientType="Bot"),
        {"Operation": "TeamsSessionStarted", "Id": "7"},
    ]
    found = load(tmp_path, audit_csv(*records), name="audit.csv")
    assert found.times == ["2024-03-04T09:00"]
    assert set(found.rows["sender"]) == {ANN}
    assert set(found.rows["recipient"]) == {BOB, CAT, "guest lee", "zoe@other.org"}
    assert (found.report.records, found.report.messages, found.report.duplicates) == (9, 1, 6)
    assert (found.report.system, found.report.other) == (1, 1)
    actors = found.store.log()[0].actors
    kinds = dict(zip(actors["actor_id"], actors["actor_kind"], strict=True))
    assert kinds["guest lee"] == kinds["zoe@other.org"] == "external"


def test_whoever_called_a_meeting_and_did_not_join_was_not_there(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(one) for one in (joins("m", BOB), joins("m", CAT), detail("m", ANN)))
    found = load(tmp_path, lines.encode(), name="audit.jsonl")
    assert set(found.rows["sender"]) == {NOBODY}
    assert set(found.rows["recipient"]) == {BOB, CAT}
    assert set(found.rows["audience"]) == {1}


def test_one_who_waits_alone_met_nobody_and_files_may_come_in_any_order(tmp_path: Path) -> None:
    alone = [detail("m", ANN), joins("m", ANN), joins("m", ANN)]
    both = [detail("n", ANN), joins("n", ANN), joins("n", BOB)]
    found = load(tmp_path, audit_csv(*both[1:]), audit_csv(*alone, both[0]), name="audit.csv")
    assert (found.report.messages, found.report.duplicates, found.report.system) == (1, 2, 3)


came = st.lists(st.tuples(st.sampled_from("mno"), st.sampled_from([ANN, BOB, CAT, DAN])), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(came=came, seed=st.randoms(use_true_random=False))
def test_random_audits_are_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, came: list[tuple[str, str]], seed: object
) -> None:
    records = [detail(own, ANN) for own in "mno"] + [joins(own, who) for own, who in came]
    seed.shuffle(records)  # type: ignore[attr-defined]
    found = load(tmp_path_factory.mktemp("audit"), audit_csv(*records), name="audit.csv")
    there = {own: {who for other, who in came if other == own} for own in "mno"}
    expected = {
        (f"call:{own}", ANN if ANN in who else NOBODY, one)
        for own, who in there.items()
        if len(who) > 1
        for one in who - {ANN}
    }
    rows = found.rows
    assert set(zip(rows["message_id"], rows["sender"], rows["recipient"], strict=True)) == expected


# --- attendance reports -------------------------------------------------------------------------------------------


def teams(rows: Sequence[Sequence[str]], start: str = "3/14/24, 9:00:04 AM") -> bytes:
    lines = [
        ["1. Summary"],
        ["Meeting title", "quill"],
        ["Attended participants", "3"],
        ["Start time", start],
        ["End time", start],
        ["Meeting duration", "1h 59m 7s"],
        [],
        ["2. Participants"],
        ["Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"],
        *rows,
        [],
        ["3. In-Meeting Activities"],
        ["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"],
        *([row[0], start, start, "1m 2s", row[4], row[6]] for row in rows for _ in range(2)),
    ]
    return "\n".join("\t".join(line) for line in lines).encode("utf-16")


def test_an_attendance_report_of_teams(tmp_path: Path) -> None:
    at = "3/14/24, 9:00:04 AM"
    rows = [
        ["Ann", at, at, "1h", "ann.private@x.org", ANN, "Organizer"],
        ["Bob", at, at, "1h 59m 7s", BOB, BOB, "Presenter"],
        ["Zoe Lee (Guest)", at, at, "5m", "", "", "Attendee"],
    ]
    found = load(tmp_path, teams(rows), name="attendance.csv")
    assert found.times == ["2024-03-14T09:00"]
    assert set(found.rows["time_quality"]) == {"assumed_zone"}
    assert set(found.rows["sender"]) == {ANN}
    assert found.who() == {BOB: "attendee", "zoe lee (guest)": "attendee"}
    assert found.report.records == 1


def test_the_older_report_of_teams_with_a_row_per_join(tmp_path: Path) -> None:
    rows = [
        "Meeting Summary",
        "Total Number of Participants\t2",
        "Meeting Title\tquill",
        "Meeting Start Time\t14/3/2024, 9:00:04",
        "Meeting Id\t1",
        "",
        "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)",
        f"Bob\t14/3/2024, 9:00:04\t14/3/2024, 9:10:04\t10m\t{BOB}\tPresenter\t{BOB}",
        f"Bob\t14/3/2024, 9:20:04\t14/3/2024, 9:30:04\t10m\t{BOB}\tPresenter\t{BOB}",
        f"Cat\t14/3/2024, 9:00:04\t14/3/2024, 9:10:04\t10m\t{CAT}\tAttendee\t{CAT}",
    ]
    found = load(tmp_path, "\n".join(rows).encode("utf-16"), name="a.csv")
    assert found.times == ["2024-03-14T09:00"]
    assert set(found.rows["sender"]) == {NOBODY}
    assert found.who() == {BOB: "attendee", CAT: "attendee"}


ZOOM = f"""Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
1,quill,03/14/2024 09:00:00 AM,03/14/2024 10:00:00 AM,{ANN},60,4

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Ann,{ANN},03/14/2024 09:00:00 AM,03/14/2024 10:00:00 AM,60,No
bobby (Bob Lee),{BOB},03/14/2024 09:00:00 AM,03/14/2024 09:10:00 AM,10,No
bobby (Bob Lee),{BOB},03/14/2024 09:20:00 AM,03/14/2024 09:30:00 AM,10,No
Z (Zoe Kay),,03/14/2024 09:20:00 AM,03/14/2024 09:30:00 AM,10,Yes
"""


def test_a_participant_report_of_zoom(tmp_path: Path) -> None:
    found = load(tmp_path, ZOOM.encode("utf-8-sig"), name="participants_1.csv")
    assert found.times == ["2024-03-14T09:00"]
    assert set(found.rows["sender"]) == {ANN}
    assert set(found.rows["recipient"]) == {BOB, "zoe kay"}


def test_a_host_of_zoom_who_did_not_come_was_not_there(tmp_path: Path) -> None:
    without = "\n".join(line for line in ZOOM.splitlines() if not line.startswith("Ann,"))
    rows = load(tmp_path, without.encode(), name="p.csv").rows
    assert set(rows["sender"]) == {NOBODY}


def test_the_order_of_day_and_month_is_told_by_all_reports_or_by_the_user(tmp_path: Path) -> None:
    open_date = ZOOM.replace("03/14/2024", "03/04/2024")
    (tmp_path / "both").mkdir()
    assert load(tmp_path / "both", open_date.encode(), ZOOM.encode(), name="p.csv").times == [
        "2024-03-04T09:00",
        "2024-03-14T09:00",
    ]
    for order, at in (("dmy", "2024-04-03T09:00"), ("mdy", "2024-03-04T09:00")):
        (tmp_path / order).mkdir()
        assert load(tmp_path / order, open_date.encode(), name="p.csv", dates=order).times == [at]


def test_each_format_is_recognised_alone_and_other_json_is_not(tmp_path: Path) -> None:
    for number, content in enumerate((page(graph()), audit_csv(detail("m", ANN)), teams([]), ZOOM.encode())):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(content)
        assert recognise(Source(path))[0] == "calendar"
    other = tmp_path / "other.json"
    other.write_bytes(page({"subject": "x", "from": {}}))
    assert not LOADERS["calendar"].recognises(Source(other))
    with pytest.raises(FormatError, match="a page of Microsoft Graph"):
        recognise(Source(other))


def test_reports_without_anybody_or_without_a_time_are_said(tmp_path: Path) -> None:
    good = load(tmp_path, ZOOM.encode(), teams([]), name="p.csv")
    assert good.rejected() == ["nobody who came is named"]


# --- one meeting, known to a calendar and to a list of who came -------------------------------------------------------


def both(folder: Path, *parts: tuple[str, bytes], apart: bool = False) -> tuple[pd.DataFrame, int]:
    """The log of calendars and lists, in one source or in one each, and how many messages others know better."""
    store = Store.in_memory()
    for number, (name, content) in enumerate(parts):
        path = folder / str(number * apart) / f"{number}{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for source in sorted(folder.iterdir()):
        batches = LOADERS["calendar"].read(Source(source), ReadOptions(key=b"k"))
        store.add(batches, name=source.name, loader="calendar")
    log, _ = store.log()
    return log.to_pandas(), log.provenance.united


def who(rows: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Who has which part in each meeting."""
    return {
        str(one): dict(zip(of["recipient"], of["role"], strict=True))
        for one, of in rows.groupby("message_id")
    }


CALL = audit_csv(
    detail("m", ANN), joins("m", ANN), joins("m", BOB, at="2024-03-04T09:07:00"), joins("m", DAN)
)


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("order", [1, -1])
def test_who_came_counts_where_a_calendar_knows_the_meeting_too(
    tmp_path: Path, apart: bool, order: int
) -> None:
    calendar = ics(event("1", ":20240304T090000Z", *invite(BOB, CAT)))
    rows, copies = both(tmp_path, *[("a.ics", calendar), ("audit.csv", CALL)][::order], apart=apart)
    assert who(rows) == {"call:m": {BOB: "attendee", DAN: "attendee"}}
    assert copies == 1


@pytest.mark.parametrize(
    ("start", "organiser", "guests"),
    [
        ("091600", ANN, (BOB,)),  # begins later
        ("090000", DAN, (BOB, ANN)),  # somebody else's
        ("090000", ANN, (CAT,)),  # nobody who was invited came
    ],
)
def test_other_meetings_count_beside_it(
    tmp_path: Path, start: str, organiser: str, guests: Sequence[str]
) -> None:
    calendar = ics(event("1", f":20240304T{start}Z", *invite(*guests, by=organiser)))
    rows, copies = both(tmp_path, ("a.ics", calendar), ("audit.csv", CALL))
    assert set(who(rows)) == {"1", "call:m"}
    assert copies == 0


def test_of_two_meetings_the_nearer_is_the_one(tmp_path: Path) -> None:
    entries = [event(str(n), f":20240304T09{n:02}00Z", *invite(BOB)) for n in (3, 12)]
    rows, copies = both(tmp_path, ("a.ics", ics(*entries)), ("audit.csv", CALL))
    assert set(who(rows)) == {"12", "call:m"}
    assert copies == 1


def test_three_sources_of_one_meeting(tmp_path: Path) -> None:
    calendar = ics(event("1", ":20240304T090000Z", *invite(BOB, CAT)))
    report = [
        "1. Summary",
        "Start time\t2024-03-04 09:00:02", "", "2. Participants", "Name\tFirst Join\tEmail\tX (UPN)\tRole",
        f"Ann\t2024-03-04 09:00:02\t{ANN}\t{ANN}\tOrganizer", f"Bob\t2024-03-04 09:01:02\t{BOB}\t{BOB}\tPresenter",
    ]  # fmt: skip
    listed = ("attendance.csv", "\n".join(report).encode())
    rows, copies = both(tmp_path / "three", ("a.ics", calendar), ("audit.csv", CALL), listed)
    assert who(rows) == {"call:m": {BOB: "attendee", DAN: "attendee"}}
    assert copies == 2
    rows, copies = both(tmp_path / "two", ("a.ics", calendar), listed)
    assert list(who(rows).values()) == [{BOB: "attendee"}]
    assert copies == 1
