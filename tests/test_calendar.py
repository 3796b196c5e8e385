"""Calendars become meetings: each trap of the format, and random calendars read back equal."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from silograph import build_network
from silograph.loaders.ical.repeats import Rule
from silograph.log.schema import NOBODY

sys.path.insert(0, str(Path(__file__).parent))
from calendars import ANN, BOB, CAT, DAN, event, ics, invite, load


def test_a_meeting_ties_its_attendees(tmp_path: Path) -> None:
    found = load(tmp_path, ics(event("1", ":20240304T090000Z", *invite(BOB, CAT))))
    [at] = set(found.rows["sent_at"])
    assert at == datetime(2024, 3, 4, 9, tzinfo=UTC)
    assert set(found.rows["channel"]) == set(found.rows["kind"]) == {"meeting"}
    assert set(found.rows["sender"]) == {ANN}
    assert found.who() == {BOB: "attendee", CAT: "attendee"}
    assert build_network(*found.store.log()).ties.strength.tolist() == [0.5] * 3
    assert found.report.records == found.report.messages == 1


def test_answers_rooms_and_those_who_are_only_told(tmp_path: Path) -> None:
    lines = [
        f'ORGANIZER;SENT-BY="mailto:assistant@x.org":mailto:{ANN}',
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:yes@x.org",
        "ATTENDEE;PARTSTAT=TENTATIVE:mailto:perhaps@x.org",
        "ATTENDEE:mailto:silent@x.org",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:no@x.org",
        "ATTENDEE;PARTSTAT=DELEGATED:mailto:sends@x.org",
        "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@x.org",
        "ATTENDEE;CUTYPE=RESOURCE:mailto:car@x.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:x@resource.calendar.google.com",
        "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:told@x.org",
        "ATTENDEE;CUTYPE=GROUP:mailto:team@x.org",
        "BEGIN:VALARM\nATTENDEE:mailto:alarm@x.org\nEND:VALARM",
    ]
    found = load(tmp_path, ics(event("1", ":20240304T090000Z", *lines)))
    assert found.who() == {
        "yes@x.org": "attendee",
        "perhaps@x.org": "invited",
        "silent@x.org": "invited",
        "team@x.org": "invited",
    }
    actors = found.store.log()[0].actors
    assert dict(zip(actors["actor_id"], actors["actor_kind"], strict=True))["team@x.org"] == "list"


def test_folds_inside_addresses_and_letters_quotes_and_case(tmp_path: Path) -> None:
    content = (
        "\ufeffBEGIN:VCALENDAR\r\nbegin:vevent\r\nUID:1\r\nDTSTART:20240304T090000Z\r\n"
        'ORGANIZER;CN="Lee; Ann: the ^^first":MAILTO:Ann@X.o\r\n rg\r\n'
        'ATTENDEE;CN=J\u00fcrgen;X-A=1;PARTSTAT="ACCEPTED":Mailto:\r\n\tbob@x.org\r\nend:vevent\r\nEND:VCALENDAR'
    ).encode()
    letter = content.index("\u00fc".encode()) + 1
    found = load(tmp_path, content[:letter] + b"\r\n " + content[letter:])
    assert set(found.rows["sender"]) == {ANN}
    assert found.who() == {BOB: "attendee"}
    names = dict(found.store._db.execute("SELECT alias, name FROM aliases").fetchall())
    assert names[ANN] == "Lee; Ann: the ^first"
    assert names[BOB] == "J\u00fcrgen"


def test_an_address_may_stand_in_a_parameter_or_not_at_all(tmp_path: Path) -> None:
    lines = [
        "ORGANIZER;EMAIL=ann@x.org:urn:uuid:1",
        "ATTENDEE;CN=Bob Lee:invalid:nomail",
        "ATTENDEE;EMAIL=cat@x.org:/principals/2/",
    ]
    found = load(tmp_path, ics(event("1", ":20240304T090000Z", *lines)))
    assert set(found.rows["sender"]) == {ANN}
    assert set(found.rows["recipient"]) == {"bob lee", CAT}


@pytest.mark.parametrize(
    ("start", "head", "at", "quality"),
    [
        (":20240704T090000Z", "", "2024-07-04T09:00", "exact"),
        (";TZID=Europe/Paris:20240704T090000", "", "2024-07-04T07:00", "exact"),
        (";TZID=Romance Standard Time:20240704T090000", "", "2024-07-04T07:00", "exact"),
        (';TZID="/mozilla.org/20050126_1/Europe/Paris":20240104T090000', "", "2024-01-04T08:00", "exact"),
        (';TZID="(UTC-05:00) Somewhere":20240704T090000', "", "2024-07-04T14:00", "exact"),
        (":20240704T090000", "", "2024-07-04T16:00", "assumed_zone"),
        (";TZID=Nowhere:20240704T090000", "", "2024-07-04T16:00", "assumed_zone"),
        (":20240704T090000", "X-WR-TIMEZONE:Europe/Paris", "2024-07-04T07:00", "exact"),
        (";VALUE=DATE:20240704", "", "2024-07-04T07:00", "day"),
        (":2024-07-04T09:00:00+02:00", "", "2024-07-04T07:00", "exact"),
    ],
)
def test_zones(tmp_path: Path, start: str, head: str, at: str, quality: str) -> None:
    calendar = ics(event("1", start, *invite(BOB)), head=head)
    found = load(tmp_path, calendar, timezone=ZoneInfo("America/Los_Angeles"))
    assert found.times == [at]
    assert set(found.rows["time_quality"]) == {quality}


OWN = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.datetimes(datetime(2000, 1, 1), datetime(2024, 1, 1)))
def test_a_zone_that_the_calendar_describes_is_that_of_paris(
    tmp_path_factory: pytest.TempPathFactory, at: datetime
) -> None:
    at = at.replace(second=0, microsecond=0)
    expected = at.replace(tzinfo=ZoneInfo("Europe/Paris"))
    assume(expected.astimezone(UTC).astimezone(expected.tzinfo).replace(tzinfo=None) == at)  # it exists
    assume(expected.replace(fold=1).utcoffset() == expected.utcoffset())  # and once
    calendar = ics(event("1", f";TZID=Customized Time Zone:{at:%Y%m%dT%H%M%S}", *invite(BOB)), head=OWN)
    found = load(tmp_path_factory.mktemp("zone"), calendar)
    assert set(found.rows["sent_at"]) == {expected.astimezone(UTC)}


def test_a_series_in_local_time_without_what_is_left_out_moved_or_cancelled(tmp_path: Path) -> None:
    own = [*invite(BOB), "SEQUENCE:2", "DTSTAMP:20240501T000000Z"]
    zone = ";TZID=Europe/Paris:"
    series = event(
        "s", f"{zone}20240318T090000", *own, "RRULE:FREQ=WEEKLY;COUNT=5", f"EXDATE{zone}20240401T090000"
    )
    moved = event("s", f"{zone}20240326T100000", *own, f"RECURRENCE-ID{zone}20240325T090000")
    gone = event(
        "s", f"{zone}20240408T090000", *own, f"RECURRENCE-ID{zone}20240408T090000", "STATUS:CANCELLED"
    )
    for order in ((series, moved, gone), (gone, moved, series)):
        found = load(tmp_path, ics(*order))
        # in winter time 08:00 UTC; the second moved to the next day, in winter too; then in summer time
        assert found.times == ["2024-03-18T08:00", "2024-03-26T09:00", "2024-04-15T07:00"]
        assert (found.report.messages, found.report.other) == (3, 1)


def test_copies_of_all_mailboxes_are_one_meeting_and_the_newest_version_counts(tmp_path: Path) -> None:
    start, stamp = ":20240304T090000Z", "DTSTAMP:20240601T000000Z"
    mine = event("1", start, *invite(BOB, CAT), "SEQUENCE:1", stamp)
    theirs = event("1", start, f"ORGANIZER:mailto:{ANN}", f"ATTENDEE:mailto:{BOB}", "SEQUENCE:1", stamp)
    declined = event(
        "1", start, f"ORGANIZER:mailto:{ANN}", f"ATTENDEE;PARTSTAT=DECLINED:mailto:{DAN}", "SEQUENCE:1"
    )
    old = event("1", ":20240301T090000Z", *invite("left@x.org"), "SEQUENCE:0")
    found = load(tmp_path, ics(old), ics(theirs), ics(mine), ics(declined))
    assert found.times == ["2024-03-04T09:00"]
    assert found.who() == {BOB: "attendee", CAT: "attendee"}
    assert (found.report.messages, found.report.duplicates, found.report.other) == (1, 2, 1)


def test_a_copy_that_does_not_count_versions_is_not_an_old_one(tmp_path: Path) -> None:
    counted = event("1", ":20240304T090000Z", *invite(BOB), "SEQUENCE:3")
    uncounted = event("1", ":20240304T090000Z", *invite(CAT))
    assert set(load(tmp_path, ics(counted), ics(uncounted)).who()) == {BOB, CAT}
    gone = event("1", ":20240304T090000Z", *invite(CAT), "STATUS:CANCELLED")
    assert not load(tmp_path, ics(counted), ics(gone)).report.messages


@pytest.mark.parametrize(
    ("lines", "head", "met"),
    [
        (["STATUS:CANCELLED", "SEQUENCE:1"], "", False),
        (["STATUS:CANCELLED", "SEQUENCE:0"], "METHOD:CANCEL", False),
        (["SEQUENCE:1"], "METHOD:CANCEL", True),  # some are no longer invited
        (["STATUS:CONFIRMED", "SEQUENCE:1"], "", True),
    ],
)
def test_a_cancelled_meeting_is_gone_in_all_copies(
    tmp_path: Path, lines: list[str], head: str, met: bool
) -> None:
    first = ics(event("1", ":20240304T090000Z", *invite(BOB), "SEQUENCE:0"))
    found = load(tmp_path, first, ics(event("1", ":20240304T090000Z", *invite(BOB), *lines), head=head))
    assert bool(len(found.rows)) == met


def test_a_cancelled_series_takes_its_changed_times_with_it(tmp_path: Path) -> None:
    series = event("1", ":20240304T090000Z", *invite(BOB), "RRULE:FREQ=DAILY;COUNT=3", "SEQUENCE:0")
    moved = event("1", ":20240305T100000Z", *invite(BOB), "RECURRENCE-ID:20240305T090000Z", "SEQUENCE:0")
    gone = event("1", ":20240304T090000Z", *invite(BOB), "STATUS:CANCELLED", "SEQUENCE:1")
    assert load(tmp_path, ics(series, moved), ics(gone)).report.messages == 0


def test_whoever_has_only_one_time_of_a_series_has_the_same_one(tmp_path: Path) -> None:
    series = event("1", ";TZID=Europe/Paris:20240304T090000", *invite(BOB), "RRULE:FREQ=DAILY;COUNT=3")
    one = event("1", ":20240305T090000Z", *invite(BOB, CAT), "RECURRENCE-ID:20240305T080000Z")
    found = load(tmp_path, ics(series), ics(one))
    assert found.times == ["2024-03-04T08:00", "2024-03-05T09:00", "2024-03-06T08:00"]
    assert found.report.messages == 3


def test_outlooks_ids_of_occurrences_are_those_of_their_series(tmp_path: Path) -> None:
    head, tail = "040000008200E00074C5B7101A82E008", "0" * 40
    first = event(
        head + "07E80304" + tail, ":20240304T090000Z", *invite(BOB), "RECURRENCE-ID:20240304T090000Z"
    )
    second = event(head + "00000000" + tail, ":20240304T090000Z", *invite(BOB), "RRULE:FREQ=DAILY;COUNT=2")
    assert load(tmp_path, ics(first), ics(second)).report.messages == 2


def test_blocks_of_one_and_days_that_are_only_announced_are_no_meetings(tmp_path: Path) -> None:
    alone = event("1")
    himself = event("2", ":20240304T090000Z", *invite(ANN))
    room = event("3", ":20240304T090000Z", f"ORGANIZER:mailto:{ANN}", "ATTENDEE;CUTYPE=ROOM:mailto:r@x.org")
    absent = event("4", ";VALUE=DATE:20240304", *invite(BOB), "TRANSP:TRANSPARENT")
    workshop = event("5", ";VALUE=DATE:20240304", *invite(BOB), "TRANSP:OPAQUE")
    found = load(tmp_path, ics(alone, himself, room, absent, workshop))
    assert (found.report.system, found.report.messages) == (4, 1)


def test_without_organiser_or_with_one_who_declines_nobody_calls_the_meeting(tmp_path: Path) -> None:
    nobody = event("1", ":20240304T090000Z", *invite(BOB, CAT)[1:])
    shared = event("2", ":20240305T090000Z", *invite(BOB, CAT, by="abc@group.calendar.google.com"))
    books = event("3", ":20240306T090000Z", *invite(BOB, CAT), f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ANN}")
    rows = load(tmp_path, ics(nobody, shared, books)).rows
    assert set(rows["sender"]) == {NOBODY}
    assert set(rows["recipient"]) == {BOB, CAT}
    assert set(rows["audience"]) == {1}


def test_what_is_yet_to_come_is_not_counted(tmp_path: Path) -> None:
    later = datetime.now(UTC) + timedelta(days=30)
    future = event("1", f":{later:%Y%m%dT%H%M%SZ}", *invite(BOB))
    endless = event("2", ":20240304T090000Z", *invite(BOB), "RRULE:FREQ=DAILY", "DTSTAMP:20240310T120000Z")
    found = load(tmp_path, ics(future, endless))
    assert (found.report.messages, found.report.other) == (7, 1)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["RRULE:FREQ=SECONDLY"], "repeats by the hour or faster"),
        (["RRULE:FREQ=YEARLY;BYWEEKNO=1"], "a rule of repetition that is not understood (BYWEEKNO)"),
        (["RRULE:Quill"], "a rule of repetition that is not understood"),
        (["RRULE:FREQ=DAILY;INTERVAL=0"], "a rule of repetition that is not understood"),
    ],
)
def test_rules_that_no_meeting_has_are_rejected(tmp_path: Path, lines: list[str], reason: str) -> None:
    good = event("2", ":20240304T090000Z", *invite(BOB))
    found = load(tmp_path, ics(good, event("1", ":20240304T090000Z", *invite(BOB), *lines)))
    assert found.rejected() == [reason]


def test_a_calendar_cut_off_and_a_bad_date_are_said(tmp_path: Path) -> None:
    content = ics(event("1", ":20240304T090000Z", *invite(BOB)), event("2", ":20241304T0900", *invite(BOB)))
    found = load(tmp_path, content, ics(event("3", ":20240304T090000Z", *invite(BOB)))[:-40])
    assert found.rejected() == [
        "no time of beginning that can be read",
        "ends within an event: the file is incomplete",
    ]


def test_a_series_that_a_calendar_blows_up_is_cut_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("silograph.loaders.ical.meetings._MOST_PLACES", 20)
    endless = event("1", ":19700304T090000Z", *invite(BOB, CAT), "RRULE:FREQ=DAILY")
    found = load(tmp_path, ics(endless))
    assert found.report.messages == 10
    assert found.rejected() == ["a series of more than 10 meetings; the first are counted"]


def test_rules_that_never_come_true_end_soon() -> None:
    for text in (
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=9MO",
    ):
        assert not list(Rule.of(text).times(datetime(1970, 1, 1), datetime(2030, 1, 1)))


def rules() -> st.SearchStrategy[str]:
    weekdays = st.lists(
        st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True
    )
    placed = st.lists(
        st.sampled_from(["1MO", "2TU", "-1FR", "3WE", "-2SU"]), min_size=1, max_size=2, unique=True
    )
    months = st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True)
    days = st.lists(st.integers(-31, 31).filter(bool), min_size=1, max_size=3, unique=True)
    end = st.sampled_from(["", ";COUNT=1", ";COUNT=7"])

    def rule(every: str, **parts: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
        names = list(parts)
        optional = st.tuples(*(st.none() | part for part in parts.values()))

        def text(chosen: tuple[int, tuple[object, ...], str]) -> str:
            interval, values, ending = chosen
            told = [
                f";{name}={','.join(map(str, value)) if isinstance(value, list) else value}"
                for name, value in zip(names, values, strict=True)
                if value is not None
            ]
            return f"FREQ={every};INTERVAL={interval}{''.join(told)}{ending}"

        return st.tuples(st.integers(1, 5), optional, end).map(text)

    return st.one_of(
        rule("DAILY", BYDAY=weekdays, BYMONTH=months, BYMONTHDAY=days),
        rule("WEEKLY", BYDAY=weekdays, BYMONTH=months, WKST=st.sampled_from(["MO", "SU"])),
        rule(
            "MONTHLY",
            BYDAY=weekdays | placed,
            BYMONTH=months,
            BYMONTHDAY=days,
            BYSETPOS=st.sampled_from([1, -1, 2]),
        ),
        rule("YEARLY", BYDAY=weekdays | placed, BYMONTH=months, BYMONTHDAY=days),
    )


@given(text=rules(), start=st.datetimes(datetime(2020, 1, 1), datetime(2022, 12, 31)))
def test_repetitions_are_those_of_dateutil(text: str, start: datetime) -> None:
    start, last = start.replace(microsecond=0), datetime(2024, 6, 1)
    assume("BYSETPOS" not in text or "BYDAY" in text or "BYMONTHDAY" in text)  # dateutil refuses it alone
    expected = rrulestr(text, dtstart=start).between(start, last, inc=True)
    assert list(Rule.of(text).times(start, last)) == expected


guests = st.dictionaries(
    st.sampled_from([BOB, CAT, DAN, "eve@x.org"]),
    st.sampled_from(["ACCEPTED", "TENTATIVE", "DECLINED", "NEEDS-ACTION"]),
    min_size=1,
)
ZONES = ["UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata"]


class Told(NamedTuple):
    """A meeting as somebody writes it into a calendar."""

    at: datetime
    zone: str
    guests: dict[str, str]
    times: int


told = st.builds(
    Told,
    at=st.datetimes(datetime(2001, 1, 1), datetime(2024, 1, 1)).map(
        lambda at: at.replace(minute=0, second=0, microsecond=0, hour=12)
    ),
    zone=st.sampled_from(ZONES),
    guests=guests,
    times=st.integers(1, 4),
)


def written(number: int, one: Told) -> str:
    zone = "Z" if one.zone == "UTC" else ""
    start = f":{one.at:%Y%m%dT%H%M%S}Z" if zone else f";TZID={one.zone}:{one.at:%Y%m%dT%H%M%S}"
    lines = [f'ORGANIZER;CN="A, n":mailto:{ANN}']
    lines += [
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={said}:mailto:{who}" for who, said in one.guests.items()
    ]
    return event(
        f"m{number}", start, *lines, *([f"RRULE:FREQ=WEEKLY;COUNT={one.times}"] if one.times > 1 else [])
    )


def folded(content: bytes, width: int) -> bytes:
    lines = content.split(b"\r\n")
    return b"\r\n".join(
        b"\r\n ".join(line[at : at + width] for at in range(0, max(len(line), 1), width)) for line in lines
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(meetings=st.lists(told, min_size=1, max_size=5), width=st.integers(16, 75), copies=st.integers(1, 2))
def test_random_calendars_are_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, meetings: list[Told], width: int, copies: int
) -> None:
    content = folded(ics(*(written(number, one) for number, one in enumerate(meetings))), width)
    found = load(tmp_path_factory.mktemp("calendar"), *([content] * copies))
    roles = {"ACCEPTED": "attendee", "TENTATIVE": "invited", "NEEDS-ACTION": "invited"}
    expected = {
        (
            (one.at + timedelta(weeks=week)).replace(tzinfo=ZoneInfo(one.zone)).astimezone(UTC),
            who,
            roles[said],
            number,
        )
        for number, one in enumerate(meetings)
        for week in range(one.times)
        for who, said in one.guests.items()
        if said != "DECLINED"
    }
    rows = found.rows[found.rows["recipient"].notna()]
    number = rows["message_id"].str.extract(r"^m(\d+)")[0].astype(int)
    assert set(zip(rows["sent_at"], rows["recipient"], rows["role"], number, strict=True)) == expected
    assert len(rows) == len(expected)
    assert found.report.messages == sum(one.times for one in meetings)
