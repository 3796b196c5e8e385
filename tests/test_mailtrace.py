"""Logs of mail systems: what counts, what unites, when it was, by the structure that each product documents."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silograph.errors import DataError
from silograph.loaders import LOADERS, mailtrace, reading
from silograph.loaders.files import Source
from silograph.log.batches import ReadOptions
from silograph.log.store import SourceReport, Store

TRACE = ("MessageId", "Received", "SenderAddress", "RecipientAddress", "Subject", "Status", "MessageTraceId")
SUMMARY = (
    "origin_timestamp_utc", "sender_address", "recipient_status", "message_subject", "total_bytes", "message_id",
    "network_message_id",
)  # fmt: skip
_TRACKING = (
    "date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,"
    "internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,"
    "recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path,message-info,"
    "directionality,tenant-id,original-client-ip,original-server-ip,custom-data,transport-traffic-type,log-id,"
    "schema-version"
)
TRACKING = list(_TRACKING.split(","))
DEFENDER = (
    "Timestamp", "NetworkMessageId", "InternetMessageId", "SenderMailFromAddress", "SenderFromAddress",
    "SenderDisplayName", "RecipientEmailAddress", "Subject", "EmailDirection", "DeliveryAction", "DistributionList",
    "Cc",
)  # fmt: skip
WORKSPACE = (
    "Message ID", "Start date", "End date", "Sender", "Message size", "Subject", "Direction", "Attachments",
    "Recipient address", "Event target", "Event status",
)  # fmt: skip
CASES = Path(os.environ.get("SILOGRAPH_DATA", "../shared/data")).parent / "cases"


class Loaded(NamedTuple):
    report: SourceReport
    messages: pd.DataFrame
    recipients: pd.DataFrame
    actors: dict[str, str]

    @property
    def ties(self) -> set[tuple[str, str, str]]:
        """Id, sender and recipient."""
        joined = self.messages.merge(self.recipients, on="message_no")
        return set(zip(joined.message_id, joined.sender, joined.recipient, strict=True))


def table(header: Sequence[str], *rows: Sequence[str], above: str = "", delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows(rows)
    return above + out.getvalue()


def load(*paths: Path, subjects: bool = False, timezone: str = "UTC") -> Loaded:
    options = ReadOptions(timezone=ZoneInfo(timezone), subjects=subjects, key=b"of this test")
    store = Store.in_memory()
    for path in paths:
        assert [key for key, loader in LOADERS.items() if loader.recognises(Source(path))] == ["mailtrace"]
        report = store.add(mailtrace.read(Source(path), options), name=path.name, loader="mailtrace")
    of = store._db.execute
    aliases = of("SELECT alias_no, alias, actor_kind FROM aliases").df().set_index("alias_no")
    messages, recipients = (of(f"SELECT * FROM {name}").df() for name in ("messages", "recipients"))
    messages["sender"] = messages["sender"].map(aliases["alias"])
    recipients["recipient"] = recipients["recipient"].map(aliases["alias"])
    told = aliases.dropna()
    kinds = dict(zip(told["alias"], told["actor_kind"], strict=True))
    return Loaded(report, messages, recipients, kinds)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def trace(*rows: Sequence[str], above: str = "") -> str:
    return table(TRACE, *rows, above=above)


def test_the_case_of_a_type_line_and_month_first() -> None:
    path = CASES / "tables" / "type_line_message_trace.csv"
    if not path.exists():
        pytest.skip("shared cases are not here")
    log = load(path)
    assert log.ties == {("1@ex", "ann@ex.org", "bob@ex.org"), ("3@ex", "<>", "ann@ex.org")}
    assert log.messages.sent_at.tolist() == [
        pd.Timestamp("2025-11-03 09:15"),
        pd.Timestamp("2025-11-14 21:15"),
    ]
    assert log.messages.automated.tolist() == [False, True]
    assert (log.report.other, log.report.rejected) == (1, 0)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("11/3/2025 9:15:00 AM", 9), ("11/3/2025 9:15:00\u202fPM", 21), ("03.11.2025 09:15:00", 9),
        ("2025-11-03T09:15:00.1234567Z", 9), ("2025-11-03 09:15:00Z", 9), ("Nov 3, 2025 9:15:00 PM", 21),
        ("\u200e11/\u200e3/\u200e2025 12:15:00 AM", 0), ("2025-11-03T11:15:00+02:00", 9),
    ],
)  # fmt: skip
def test_dates_as_exporters_write_them(tmp_path: Path, written: str, hour: int) -> None:
    rows = [("<1@x>", written, "ann@x.org", "bob@x.org", "s", "Delivered", "n1"),
            ("<2@x>", "11/13/2025 9:15:00 AM", "ann@x.org", "bob@x.org", "s", "Delivered", "n2")]  # fmt: skip
    log = load(
        write(tmp_path / "a.csv", trace(*rows)), timezone="Asia/Tokyo"
    )  # traces are in UTC whatever is said
    assert log.messages.sent_at[0].floor("min") == pd.Timestamp(2025, 11, 3, hour, 15)
    assert set(log.messages.time_quality) == {"exact"}


def test_the_order_of_day_and_month_comes_from_all_files_and_all_dates(tmp_path: Path) -> None:
    unsure = ("<1@x>", "3/11/2025 09:15:00", "ann@x.org", "bob@x.org", "s", "Delivered", "n1")
    folder = tmp_path / "traces"
    folder.mkdir()
    alone = write(folder / "a.csv", trace(unsure))
    with pytest.raises(DataError, match="day or the month first"):
        list(mailtrace.read(Source(alone), ReadOptions()))
    write(folder / "b.csv", trace(("<2@x>", "13/11/2025 09:15:00", *unsure[2:6], "n2")))
    assert load(folder).messages.sent_at[0] == pd.Timestamp(2025, 11, 3, 9, 15)
    with_end = table((*TRACE, "StartDate", "EndDate"), (*unsure, "3/5/2025 00:00:00", "3/13/2025 00:00:00"))
    assert load(write(tmp_path / "c.csv", with_end)).messages.sent_at[0] == pd.Timestamp(2025, 3, 11, 9, 15)


def test_files_of_two_locales_are_each_read_by_their_own(tmp_path: Path) -> None:
    rest = ("ann@x.org", "bob@x.org", "s", "Delivered")
    write(tmp_path / "a.csv", trace(("<1@x>", "11/13/2025 9:15:00 AM", *rest, "n1")))
    write(tmp_path / "b.csv", trace(("<2@x>", "14/11/2025 09:15:00", *rest, "n2")))
    assert [at.day for at in load(tmp_path).messages.sent_at] == [13, 14]


def test_statuses(tmp_path: Path) -> None:
    names = (
        "Delivered",
        "Expanded",
        "Failed",
        "FilteredAsSpam",
        "Quarantined",
        "Pending",
        "GettingStatus",
        "Odd",
    )
    rows = [
        ("<1@x>", "2025-11-13 09:15:00", "ann@x.org", f"{name.lower()}@x.org", "s", name, "n1")
        for name in names
    ]
    log = load(write(tmp_path / "a.csv", trace(*rows)))
    assert {to for _, _, to in log.ties} == {"delivered@x.org", "expanded@x.org"}
    assert log.actors == {"expanded@x.org": "list"}
    assert (log.report.other, log.report.rejected) == (5, 1)


def test_a_message_that_was_pending_in_one_file_and_delivered_in_the_next_counts_once(tmp_path: Path) -> None:
    rest = ("2025-11-13 09:15:00", "ann@x.org", "bob@x.org", "s")
    one = write(tmp_path / "a.csv", trace(("<1@x>", *rest, "Pending", "n1")))
    two = write(tmp_path / "b.csv", trace(("<1@x>", *rest, "Delivered", "n1")))
    assert load(one, two).ties == {("1@x", "ann@x.org", "bob@x.org")}


@pytest.mark.parametrize(
    "machine", ["<>", "postmaster@x.org", "no-reply@x.org", f"MicrosoftExchange{'0a' * 16}@x.org"]
)
def test_machines(tmp_path: Path, machine: str) -> None:
    rest = ("bob@x.org", "s", "Delivered", "n1")
    log = load(write(tmp_path / "a.csv", trace(("<1@x>", "2025-11-13 09:15:00", machine, *rest))))
    assert log.messages.automated.tolist() == [True]
    assert log.actors == {machine.lower(): "bot"}


def test_health_mailboxes_are_no_communication(tmp_path: Path) -> None:
    at = "2025-11-13 09:15:00"
    log = load(write(tmp_path / "a.csv", trace(
        ("<1@x>", at, "HealthMailbox1@x.org", "bob@x.org", "s", "Delivered", "n1"),
        ("<2@x>", at, "ann@x.org", "SystemMailbox{1}@x.org", "s", "Delivered", "n2"),
        ("<3@x>", at, "ann@x.org", "bob@x.org", "s", "Delivered", "n3"),
    )))  # fmt: skip
    assert (log.report.system, log.report.messages) == (2, 1)


def test_subjects_only_on_request(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv", trace(("<1@x>", "2025-11-13 09:15:00", "a@x", "b@x", "hush", "Delivered", "n"))
    )
    assert load(path).messages.subject.isna().all()
    assert load(path, subjects=True).messages.subject.tolist() == ["hush"]


def test_a_network_id_unites_copies_whose_message_ids_differ(tmp_path: Path) -> None:
    at = "2025-11-13 09:15:"
    rows = [("<1@x>", f"{at}07", "ann@x.org", "bob@x.org", "s", "Delivered", "n1"),
            ("<1b@x>", f"{at}05", "ANN@x.org", "eve@x.org", "s", "Delivered", "n1"),
            ("<2@x>", f"{at}09", "ann@x.org", "eve@x.org", "s", "Delivered", "n2")]  # fmt: skip
    forth, back = (
        load(write(tmp_path / f"{n}.csv", trace(*order))) for n, order in enumerate((rows, rows[::-1]))
    )
    assert forth.ties == back.ties
    assert forth.ties == {
        ("n1", "ann@x.org", "bob@x.org"), ("n1", "ann@x.org", "eve@x.org"), ("2@x", "ann@x.org", "eve@x.org"),
    }  # fmt: skip
    assert set(forth.messages.sent_at) == set(back.messages.sent_at) == {
        pd.Timestamp(f"{at}05"), pd.Timestamp(f"{at}09"),
    }  # fmt: skip


SUMMARY_ROWS = (
    ("2025-11-03T09:15:00.1230000Z", "ann@x.org", "a@x.org##Receive, Deliver;b@y.com##Receive, Fail", 'two\r\n"lines"',
     "1", "<1@x>", "n1"),
    ("2025-11-03T09:16:00Z", "ann@x.org", "all@x.org##Receive, Expand;c@y.com##Receive, Send", "s", "1", "<2@x>", "n2"),
    ("2025-11-03T09:17:00Z", "ann@x.org", "b@y.com##Receive, Fail", "s", "1", "<3@x>", "n3"),
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_summary_of_historical_search(tmp_path: Path, encoding: str) -> None:
    log = load(write(tmp_path / "MTSummary.csv", table(SUMMARY, *SUMMARY_ROWS), encoding))
    assert log.ties == {
        ("1@x", "ann@x.org", "a@x.org"), ("2@x", "ann@x.org", "all@x.org"), ("2@x", "ann@x.org", "c@y.com"),
    }  # fmt: skip
    assert log.actors == {"all@x.org": "list"}
    assert (log.report.records, log.report.other, log.report.rejected) == (3, 1, 0)
    older = [name.replace("_utc", "").replace("recipient_s", "Recipient_s") for name in SUMMARY]
    assert load(write(tmp_path / "older.csv", table(older, *SUMMARY_ROWS), encoding)).ties == log.ties


def step(
    event: str, second: float, recipients: str = "", sender: str = "ann@x.org", **more: str
) -> list[str]:
    at = f"2024-01-15T08:12:{second:06.3f}Z"
    given = {"date-time": at, "event-id": event, "recipient-address": recipients, "sender-address": sender,
             "message-id": "<1@x>", "network-message-id": "n1", **more}  # fmt: skip
    return [given.get(name, "") for name in TRACKING]


STEPS = (
    step("DELIVER", 35, "bob@x.org;eve@x.org"), step("HAREDIRECT", 30, "all@x.org"),
    step("RECEIVE", 33.123, "all@x.org"),
    step("EXPAND", 34, "bob@x.org;eve@x.org;gus@y.com", **{"related-recipient-address": "all@x.org"}),
    step("SEND", 36, "gus@y.com"), step("FAIL", 36, "lost@x.org"), step("DUPLICATEDELIVER", 37, "dup@x.org"),
    step("DELIVER", 40, "bob@x.org", sender="HealthMailbox7@x.org"),
)  # fmt: skip


@pytest.mark.parametrize(
    "left_out", [(), ("transport-traffic-type", "log-id", "schema-version"), ("network-message-id",)]
)
def test_tracking_logs_of_all_versions(tmp_path: Path, left_out: tuple[str, ...]) -> None:
    kept = [n for n, name in enumerate(TRACKING) if name not in left_out]
    header = ["#Fields: " + TRACKING[0], *(TRACKING[n] for n in kept[1:])]
    above = "\ufeff#Software: Microsoft Exchange Server\r\n#Version: 15.02.0986.005\r\n"
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *([row[n] for n in kept] for row in STEPS)])
    log = load(write(tmp_path / "MSGTRK2024011508-1.LOG", above + out.getvalue()))
    recipients = {to for _, _, to in log.ties}
    assert recipients == {"bob@x.org", "eve@x.org", "gus@y.com", "all@x.org"}
    assert log.messages.sent_at.tolist() == [pd.Timestamp("2024-01-15 08:12:33.123")]
    assert (log.report.messages, log.report.system) == (1, 1)
    assert log.actors == {"all@x.org": "list"}


def test_extended_trace(tmp_path: Path) -> None:
    header = ["date_time_utc" if name == "date-time" else name.replace("-", "_") for name in TRACKING]
    path = write(tmp_path / "extended.csv", table(header, *STEPS), "utf-16-le")
    assert {to for _, _, to in load(path).ties} == {"bob@x.org", "eve@x.org", "gus@y.com", "all@x.org"}


def defender(recipient: str, action: str = "Delivered", lists: str = "", cc: str = "") -> dict[str, str]:
    values = ("2025-11-03T09:15:00Z", "n1", "<1@x>", "ann@x.org", "ann@x.org", "Ann Quill", recipient, "s",
              "Intra-org", action, lists, cc)  # fmt: skip
    return dict(zip(DEFENDER, values, strict=True))


DEFENDER_ROWS = [
    defender("bob@x.org"), defender("bob@x.org"), defender("eve@x.org", lists="all@x.org", cc="eve@x.org"),
    defender("gus@x.org", "Junked"), defender("pia@x.org", "Blocked"), defender("kim@x.org", "Replaced"),
]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "lines", "array", "answer"])
def test_defender(tmp_path: Path, form: str) -> None:
    text = {
        "csv": table(DEFENDER, *(list(row.values()) for row in DEFENDER_ROWS)),
        "lines": "\n".join(map(json.dumps, DEFENDER_ROWS)),
        "array": json.dumps(DEFENDER_ROWS, indent=1),
        "answer": json.dumps({"Schema": [], "Results": DEFENDER_ROWS}),
    }[form]
    log = load(write(tmp_path / "emails", text))
    roles = dict(zip(log.recipients.recipient, log.recipients.role, strict=True))
    assert roles == {"bob@x.org": "to", "eve@x.org": "cc", "all@x.org": "to", "kim@x.org": "to"}
    assert (log.report.messages, log.report.records, log.report.other) == (1, 6, 2)
    assert log.actors == {"all@x.org": "list"}


def test_google_workspace_log(tmp_path: Path) -> None:
    def row(own_id: str, to: str, target: str, status: str = "") -> tuple[str, ...]:
        return (own_id, "2025/11/03 09:15:00", "2025/11/03 09:15:09", "boss@x.org, ann@x.org", "1", "s", "Sent", "",
                to, target, status)  # fmt: skip

    log = load(write(tmp_path / "log.csv", table(
        WORKSPACE,
        row("<1@x>", "bob@x.org", "GMAIL_INBOX"), row("<1@x>", "all@x.org", "LIST_SERVER"),
        row("<1@x>", "gus@y.com", "SMTP_OUT"), row("<1@x>", "bob@x.org", "SMTP_IN"),
        row("<1@x>", "kim@x.org", "GMAIL_SPAM"), row("<1@x>", "lost@y.com", "SMTP_OUT", "BOUNCED"),
        row("SMTPIN_ADDED_REJECT_SESSION", "bob@x.org", "SMTP_IN"),
    )), timezone="Europe/Paris")  # fmt: skip
    assert log.ties == {("1@x", "boss@x.org", to) for to in ("bob@x.org", "all@x.org", "gus@y.com")}
    assert log.messages.sent_at.tolist() == [pd.Timestamp("2025-11-03 08:15")]
    assert log.messages.time_quality.tolist() == ["assumed_zone"]
    assert log.actors == {"all@x.org": "list"}


@pytest.mark.parametrize("nested", [False, True])
def test_bigquery(tmp_path: Path, nested: bool) -> None:
    def row(kind: int, action: int, *to: str, flat: bool = False, success: bool = True) -> dict[str, object]:
        where: dict[str, object] = {"destination": [{"address": one} for one in to]}
        if flat:
            where = {"flattened_destinations": ",".join(f"gmail-ui:inbox:{one}" for one in to)}
        found: dict[str, object] = {
            "event_info": {"timestamp_usec": "1762161300000000", "mail_event_type": kind, "success": success},
            "message_info": {
                "rfc2822_message_id": "<1@x>", "action_type": action, "subject": "s",
                "source": {"address": "ann@x.org", "from_header_displayname": "Ann"}, **where,
            },
        }  # fmt: skip
        return {"gmail": found, "time_usec": 1} if nested else found

    rows = [row(1, 0, "bob@x.org", "gus@y.com"), row(2, 10, "bob@x.org", flat=True), row(0, 1, "no@x.org"),
            row(0, 10, "eve@x.org"), row(7, 0, "open@x.org"), row(1, 0, "lost@x.org", success=False)]  # fmt: skip
    log = load(write(tmp_path / "gmail.json", "\n".join(map(json.dumps, rows))))
    assert log.ties == {("1@x", "ann@x.org", to) for to in ("bob@x.org", "gus@y.com", "eve@x.org")}
    assert log.messages.sent_at.tolist() == [pd.Timestamp("2025-11-03 09:15")]
    assert (log.report.records, log.report.other) == (6, 3)


def test_two_hundred_overlapping_files_count_each_message_and_recipient_once(tmp_path: Path) -> None:
    start, rows = datetime(2025, 11, 1, tzinfo=UTC), []
    for number in range(300):
        at = start + timedelta(hours=number)
        rows += [
            (f"<{number}@x>", f"{at + timedelta(seconds=to):%m/%d/%Y %I:%M:%S %p}", "ann@x.org", f"p{to}@x.org", "s",
             "Delivered", f"n{number}") for to in range(3)
        ]  # fmt: skip
    parts = [
        rows[max(0, cut - 2) : cut + 7] for cut in range(0, len(rows), 5)
    ]  # each repeats four rows of others
    for number, part in enumerate(parts):
        write(tmp_path / f"{number}.csv", trace(*part, above="#TYPE Selected.System.Object\r\n"))
    log = load(tmp_path)
    assert (log.report.messages, len(log.recipients), log.report.rejected) == (300, 900, 0)
    assert log.report.records == sum(map(len, parts))
    assert log.report.duplicates == log.report.records - 300
    assert set(log.messages.sent_at) == {
        pd.Timestamp(start.replace(tzinfo=None) + timedelta(hours=number)) for number in range(300)
    }


def test_files_put_together_repeat_their_header(tmp_path: Path) -> None:
    rest = ("2025-11-13 09:15:00", "ann@x.org", "bob@x.org", "s", "Delivered")
    one, two = (trace((f"<{n}@x>", *rest, f"n{n}"), above="#TYPE A.B\r\n") for n in (1, 2))
    log = load(write(tmp_path / "a.csv", one + two))
    assert (log.report.records, log.report.messages, log.report.rejected) == (2, 2, 0)


def test_a_wrong_row_is_rejected_without_its_words(tmp_path: Path) -> None:
    good = ("<1@x>", "2025-11-13 09:15:00", "ann@x.org", "bob@x.org", "s", "Delivered", "n1")
    text = trace(good, good[:3], ("<2@x>", "secret", *good[2:]), ("<3@x>", good[1], "", *good[3:]))
    [batch] = list(mailtrace.read(Source(write(tmp_path / "a.csv", text)), ReadOptions()))
    assert [(one.place, one.reason) for one in batch.rejected] == [
        ("a.csv:line 3", "3 columns instead of 7"),
        ("a.csv:line 4", "a time that cannot be read (6 characters, 1 word)"),
        ("a.csv:line 5", "no sender"),
    ]


def test_tables_of_messages_with_other_columns_stay_tables(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "sent_at,sender,recipient\n2024-01-02T10:00:00Z,ann@x.org,bob@x.org\n")
    assert reading.recognise(Source(path))[0] == "interactions"


people = st.sampled_from([f"p{n}@x.org" for n in range(6)])
mails = st.lists(
    st.tuples(
        people,
        st.sets(people, min_size=1, max_size=4),
        st.datetimes(datetime(2024, 1, 1), datetime(2025, 12, 31)),
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mails=mails, form=st.sampled_from(["trace", "dotted", "summary", "tracking", "defender"]), data=st.data()
)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    mails: list[tuple[str, set[str], datetime]],
    form: str,
    data: st.DataObject,
) -> None:
    rows: list[Sequence[str]] = []
    for number, (sender, recipients, exact) in enumerate(mails):
        at, own, net = exact.replace(microsecond=0), f"<{number}@x>", f"n{number}"
        if form == "summary":
            status = ";".join(f"{to}##Receive, Deliver" for to in sorted(recipients))
            rows.append((at.isoformat() + "Z", sender, status, "s", "1", own, net))
        elif form == "tracking":
            given_ids = {"date-time": at.isoformat() + ".000Z", "message-id": own, "network-message-id": net}
            rows.append(step("DELIVER", 0, ";".join(sorted(recipients)), sender, **given_ids))
        elif form == "defender":
            rows += [(at.isoformat() + "Z", net, own, sender, sender, "", to, "s", "", "Delivered", "", "")
                     for to in sorted(recipients)]  # fmt: skip
        else:
            written = at.strftime("%d.%m.%Y %H:%M:%S" if form == "dotted" else "%Y-%m-%d %H:%M:%S")
            rows += [(own, written, sender, to, "s", "Delivered", net) for to in sorted(recipients)]
    rows = data.draw(st.permutations(rows + data.draw(st.lists(st.sampled_from(rows), max_size=4))))
    header = {
        "summary": SUMMARY,
        "tracking": ["#Fields: date-time", *TRACKING[1:]],
        "defender": DEFENDER,
    }.get(form, TRACE)
    log = load(write(tmp_path_factory.mktemp("log") / "a.csv", table(header, *rows)))
    assert log.ties == {(f"{n}@x", mail[0], to) for n, mail in enumerate(mails) for to in mail[1]}
    times = dict(zip(log.messages.message_id, log.messages.sent_at, strict=True))
    assert times == {f"{n}@x": pd.Timestamp(mail[2].replace(microsecond=0)) for n, mail in enumerate(mails)}
    assert log.report.rejected == 0
