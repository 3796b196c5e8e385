"""Microsoft Teams: messages of Graph, events of Defender, the audit log of Purview; who reaches whom in each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import silograph as sg
from silograph.loaders import LOADERS
from silograph.loaders.files import Source
from tests.read_chats import Loaded, milliseconds, put
from tests.read_chats import load as load_as

ANN, BOB, CY, DAN = (f"{letter * 8}-0000-4000-8000-000000000000" for letter in "abcd")
CHANNEL = "19:c0ffee@thread.tacv2"
PAIR = f"19:{ANN}_{BOB}@unq.gbl.spaces"
GROUP = "19:beef@thread.v2"
MINUTE = 1704067200000  # the first of 2024, and so many minutes after it


def load(*paths: Path) -> Loaded:
    return load_as("teams", *paths)


def who(user: str | None, **more: object) -> dict[str, object]:
    return {"application": None, "device": None, "user": user and {"id": user, "displayName": None, **more}}


def own(minute: int) -> str:
    return str(MINUTE + 60_000 * minute)


def message(minute: int, sender: str | None, room: str = CHANNEL, **more: object) -> dict[str, Any]:
    in_channel = room == CHANNEL
    return {
        "id": own(minute), "replyToId": None, "messageType": "message", "deletedDateTime": None,
        "createdDateTime": f"2024-01-01T{minute // 60:02}:{minute % 60:02}:00Z",
        "lastEditedDateTime": None, "subject": "secret", "summary": None,
        "chatId": None if in_channel else room, "from": sender and who(sender),
        "body": {"contentType": "html", "content": f'<at id="0">Cy</at> secret of {CY}'}, "attachments": [],
        "channelIdentity": {"teamId": "fbe2", "channelId": CHANNEL} if in_channel else None,
        "mentions": [], "reactions": [], **more,
    }  # fmt: skip


def page(*messages: object) -> str:
    return json.dumps({"@odata.context": "x#Collection(chatMessage)", "@odata.count": len(messages),
                       "value": messages})  # fmt: skip


def test_a_channel_newest_first(tmp_path: Path) -> None:
    answers = [message(9, CY, replyToId=own(1)), message(5, BOB, replyToId=own(1)), message(1, ANN)]
    log = load(put(tmp_path, {"page.json": page(*answers)}))
    assert log.to(f"{CHANNEL}:{own(5)}") == {ANN: "reply"}
    assert log.to(f"{CHANNEL}:{own(9)}") == {ANN: "reply", BOB: "member"}
    assert log.to(f"{CHANNEL}:{own(1)}") == {}
    row = log.row(f"{CHANNEL}:{own(9)}")
    assert (row["kind"], row["thread_id"], row["parent_id"]) == ("reply", *[f"{CHANNEL}:{own(1)}"] * 2)
    assert set(log.messages.thread_id) == {f"{CHANNEL}:{own(1)}"}
    assert log.public == {CHANNEL: False}  # nothing says that everybody may read it
    assert row["sent_at"] == pd.Timestamp("2024-01-01 00:09")


def test_replies_inside_their_root(tmp_path: Path) -> None:
    root = message(1, ANN, replies=[message(2, BOB, replyToId=own(1)), message(3, None, replyToId=own(1))])
    log = load(put(tmp_path, {"page.json": page(root)}))
    assert log.to(f"{CHANNEL}:{own(2)}") == {ANN: "reply"}
    assert log.rejected == [("page.json:record 1, reply 2", "no author")]
    assert log.report.records == 3


def test_one_chat_in_the_exports_of_both_counts_once(tmp_path: Path) -> None:
    said = [message(1, ANN, PAIR), message(2, BOB, PAIR)]
    log = load(put(tmp_path, {"ann.json": page(*said), "bob.jsonl": "\n".join(map(json.dumps, said))}))
    assert (log.report.records, log.report.messages, log.report.duplicates) == (4, 2, 2)
    assert log.to(f"{PAIR}:{own(1)}") == {BOB: "to"}
    assert log.to(f"{PAIR}:{own(2)}") == {ANN: "to"}
    assert set(log.messages.space) == {None}


def test_ids_are_unique_inside_their_chat_only(tmp_path: Path) -> None:
    log = load(
        put(tmp_path, {"a.json": page(message(1, ANN, PAIR), message(1, ANN, GROUP), message(1, ANN))})
    )
    assert log.report.messages == 3


def test_groups_by_their_list_and_by_who_wrote(tmp_path: Path) -> None:
    other = "19:meeting_xyz@thread.v2"
    said = [message(1, ANN, GROUP), message(2, ANN, other), message(3, BOB, other), message(4, CY, other)]
    members = [{"@odata.type": "#microsoft.graph.aadUserConversationMember", "id": "row", "userId": user,
                "displayName": name, "email": email}
               for user, name, email in ((ANN, "Ann A", "ann@x.org"), (BOB, "Bob B", "Bob@x.org"),
                                         (DAN, "Dan D", None))]  # fmt: skip
    chats = {"value": [{"id": GROUP, "topic": "secret", "chatType": "group", "members": members}]}
    log = load(put(tmp_path, {"a.json": page(*said), "chats.json": json.dumps(chats)}))
    assert log.to(f"{GROUP}:{own(1)}") == {BOB: "member", DAN: "member"}
    assert log.to(f"{other}:{own(2)}") == {BOB: "member", CY: "member"}
    assert log.actors[BOB]["email"] == "bob@x.org"
    assert log.report.other == 1  # the chat


def test_what_is_no_message(tmp_path: Path) -> None:
    said = [
        message(1, ANN, deletedDateTime="2024-01-02T00:00:00Z"),
        message(2, BOB, replyToId=own(1)),
        message(3, None, messageType="systemEventMessage", eventDetail={"initiator": who(CY)}),
        message(4, None, messageType="unknownFutureValue"),
        message(5, None),
        message(6, ANN, createdDateTime="soon"),
        message(7, ANN, channelIdentity=None),
        {"id": "x", "name": "secret"},
        "text",
    ]
    log = load(put(tmp_path, {"a.json": page(*said)}))
    assert log.to(f"{CHANNEL}:{own(2)}") == {ANN: "reply"}  # the deleted one still says whom it answers
    assert (log.report.messages, log.report.system) == (1, 3)
    assert [(place.removeprefix("a.json:record "), reason) for place, reason in log.rejected] == [
        ("5", "no author"),
        ("6", "no usable time (createdDateTime)"),
        ("7", "neither a chat nor a channel"),
        ("8", "not a message of Teams"),
        ("9", "not a message of Teams"),
    ]


def test_mentions_reactions_and_programs(tmp_path: Path) -> None:
    bot = {"application": {"id": "app1", "displayName": "Helper"}, "device": None, "user": None}
    reactions = [
        {"reactionType": sort, "createdDateTime": f"2024-01-01T01:{minute:02}:00Z", "user": who(user)}
        for sort, user, minute in (("like", BOB, 7), ("heart", BOB, 5), ("like", ANN, 6))
    ]
    mentions = [
        {"id": 0, "mentionText": "Cy", "mentioned": who(CY)},
        {"id": 1, "mentionText": "Cy", "mentioned": who(CY)},
        {"id": 2, "mentionText": "General", "mentioned": {"user": None, "conversation": {"id": CHANNEL}}},
    ]
    said = [message(1, ANN, mentions=mentions, reactions=reactions), message(2, None, **{"from": bot})]
    log = load(put(tmp_path, {"a.json": page(*said)}))
    assert log.to(f"{CHANNEL}:{own(1)}") == {CY: "mention"}
    assert log.to(f"{CHANNEL}:{own(1)}", "reaction") == {ANN: "reaction"}
    row = log.row(f"{CHANNEL}:{own(1)}", "reaction")
    assert (row["sender"], row["sent_at"], row["time_quality"]) == (
        BOB,
        pd.Timestamp("2024-01-01 01:05"),
        "exact",
    )
    assert log.row(f"{CHANNEL}:{own(2)}")["automated"]
    assert (log.actors["app1"]["actor_kind"], log.actors["app1"]["name"]) == ("bot", "Helper")
    assert log.report.records == 2


def test_a_quoted_message_of_a_chat_is_answered(tmp_path: Path) -> None:
    quoting = [{"id": own(1), "contentType": "messageReference",
                "content": json.dumps({"messageId": own(1), "messagePreview": "secret"})}]  # fmt: skip
    said = [message(1, ANN, GROUP), message(2, BOB, GROUP), message(3, CY, GROUP, attachments=quoting)]
    log = load(put(tmp_path, {"a.json": page(*said)}))
    assert log.to(f"{GROUP}:{own(3)}") == {ANN: "reply", BOB: "member"}
    assert log.row(f"{GROUP}:{own(3)}")["thread_id"] == f"{GROUP}:{own(1)}"


def test_people_by_the_list_of_users(tmp_path: Path) -> None:
    users = [
        {"id": ANN, "displayName": "Ann A", "mail": "Ann@x.org", "userPrincipalName": "a1@x.org", "userType": "Member"},
        {"id": BOB, "displayName": "Bob B", "mail": None, "userPrincipalName": "bob_y.com#EXT#@x.org",
         "userType": "Guest"},
        {"id": CY, "displayName": "Cy C", "mail": None, "userPrincipalName": "cy@x.org"},
    ]  # fmt: skip
    outside = message(3, CY, **{"from": who(DAN, userIdentityType="federatedUser")})
    said = [message(1, ANN, PAIR), message(2, BOB, PAIR), outside, message(4, CY)]
    folder = put(tmp_path / "in", {"a.json": page(*said), "users.json": json.dumps({"value": users})})
    log = load(folder)
    kinds = {alias: (actor["actor_kind"], actor["email"]) for alias, actor in log.actors.items()}
    assert kinds == {
        ANN: ("person", "ann@x.org"),
        BOB: (
            None,
            "bob_y.com#ext#@x.org",
        ),  # a guest, whose address is inside this one: the people file decides
        CY: ("person", "cy@x.org"),
        DAN: ("external", None),
    }
    people = pd.DataFrame({"person_id": ["7", "8"], "function": ["HR", "IT"], "email": ["ann@x.org", None],
                           "aliases": [None, BOB]})  # fmt: skip
    table = sg.read(folder, people)[0].to_pandas()
    pair = table[table.message_id.str.startswith(PAIR)]
    assert sorted(zip(pair.sender, pair.recipient, strict=True)) == [("7", "8"), ("8", "7")]


def test_no_text_is_kept(tmp_path: Path) -> None:
    log = load(put(tmp_path, {"a.json": page(message(1, ANN), message(2, BOB, GROUP))}))
    assert "secret" not in str(log)


# Defender

EVENTS = (
    "Timestamp", "LastEditedTime", "TeamsMessageId", "SenderEmailAddress", "SenderDisplayName", "SenderObjectId",
    "SenderType", "RecipientDetails", "IsOwnedThread", "MessageId", "ParentMessageId", "GroupId", "GroupName",
    "ThreadId", "ThreadSubtype", "IsExternalThread", "MessageSubject", "DeliveryAction",
)  # fmt: skip


def table(header: Sequence[str], *rows: dict[str, str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def event(minute: int, sender: str, room: str, to: Sequence[str] = (), **more: str) -> dict[str, str]:
    details = [{"RecipientSmtpAddress": f"{one[0]}@x.org", "RecipientDisplayName": one[0], "RecipientType": "User",
                "RecipientObjectId": one} for one in to]  # fmt: skip
    return {
        "Timestamp": f"2024-01-01T{minute // 60:02}:{minute % 60:02}:03.1234567Z", "SenderObjectId": sender,
        "SenderEmailAddress": f"{sender[:1].upper()}@x.org", "SenderType": "User", "MessageSubject": "secret",
        "RecipientDetails": json.dumps(details), "MessageId": own(minute), "ParentMessageId": own(minute),
        "ThreadId": room, "DeliveryAction": "Delivered", **more,
    }  # fmt: skip


def test_defender_names_who_got_it(tmp_path: Path) -> None:
    rows = [
        event(1, ANN, GROUP, [ANN, BOB, CY]),
        event(
            1,
            ANN,
            GROUP,
            [ANN, BOB, CY],
            Timestamp="2024-01-01T05:00:00Z",
            LastEditedTime="2024-01-01T05:00:00Z",
        ),
        event(2, BOB, PAIR, [ANN, BOB]),
        event(3, ANN, CHANNEL, [BOB, CY, DAN], GroupId="g", GroupName="secret"),
        event(4, CY, CHANNEL, [ANN, BOB, DAN], GroupId="g", ParentMessageId=own(3)),
        event(5, CY, GROUP, [ANN, BOB], DeliveryAction="Blocked"),
        event(6, CY, GROUP, [ANN, BOB], RecipientDetails='[{"Recip'),
        event(7, "", GROUP, [ANN], SenderEmailAddress="guest@y.com", SenderType="Anonymous"),
    ]
    log = load(put(tmp_path, {"events.csv": table(EVENTS, *rows)}))
    assert log.to(f"{GROUP}:{own(1)}") == {BOB: "member", CY: "member"}
    assert log.row(f"{GROUP}:{own(1)}")["sent_at"] == pd.Timestamp("2024-01-01 00:01")
    assert log.to(f"{PAIR}:{own(2)}") == {ANN: "to"}
    assert log.to(f"{CHANNEL}:{own(3)}") == {}  # members of a channel who said nothing
    assert log.to(f"{CHANNEL}:{own(4)}") == {ANN: "reply"}
    assert (log.report.messages, log.report.duplicates, log.report.other) == (5, 1, 1)
    assert log.rejected == [("events.csv:line 8", "damaged JSON in RecipientDetails")]
    assert log.actors[BOB]["email"] == "b@x.org"
    assert log.actors["guest@y.com"]["actor_kind"] == "external"
    assert "secret" not in str(log)


def test_graph_and_defender_together_count_a_message_once(tmp_path: Path) -> None:
    graph = put(
        tmp_path / "graph",
        {"a.json": page(message(1, ANN, PAIR), message(2, ANN), message(3, BOB, replyToId=own(2)))},
    )
    rows = [event(1, ANN, PAIR, [ANN, BOB]), event(2, ANN, CHANNEL, GroupId="g"),
            event(3, BOB, CHANNEL, GroupId="g", ParentMessageId=own(2))]  # fmt: skip
    defender = put(tmp_path / "defender", {"a.csv": table(EVENTS, *rows)})
    one, other = load(graph, defender), load(defender, graph)
    for log in (one, other):
        assert [report.messages for report in log.reports] == [3, 0]
    columns = ["message_id", "sender", "sent_at", "kind", "thread_id", "parent_id", "space", "recipients"]
    by_id = [log.messages.sort_values("message_id")[columns].to_dict("records") for log in (one, other)]
    assert by_id[0] == by_id[1]


# Purview

AUDIT = ("RecordId", "CreationDate", "RecordType", "Operation", "UserId", "AuditData", "AssociatedAdminUnits")


def audited(minute: int, operation: str, upn: str, account: str, **more: object) -> dict[str, str]:
    data = {"CreationTime": f"2024-01-01T00:{minute:02}:00", "Id": f"r{minute}", "Operation": operation,
            "RecordType": 25, "UserKey": account, "UserType": 0, "Workload": "MicrosoftTeams", "UserId": upn,
            "MessageId": own(minute), "MessageURLs": ["https://secret"], **more}  # fmt: skip
    return {"RecordId": f"r{minute}", "CreationDate": f"2024-01-01T00:{minute:02}:00.0000000Z ", "RecordType": "25",
            "Operation": operation, "UserId": upn, "AuditData": json.dumps(data)}  # fmt: skip


def test_the_audit_log(tmp_path: Path) -> None:
    rows = [
        audited(1, "MessageSent", "Ann@x.org", ANN, ChatThreadId=PAIR, CommunicationType="OneOnOne"),
        audited(1, "MessageCreatedHasLink", "Ann@x.org", ANN, ChatThreadId=PAIR),
        audited(2, "MessageSent", "bob@x.org", BOB, ChannelGuid=CHANNEL, TeamGuid="t", ParentMessageId=own(2)),
        audited(3, "MessageSent", "cy@x.org", CY, ChannelGuid=CHANNEL, TeamGuid="t", ParentMessageId=own(2)),
        audited(4, "ChatCreated", "ann@x.org", ANN, ChatThreadId=GROUP,
                Members=[{"UPN": upn, "Role": 0, "DisplayName": "secret"} for upn in ("ann@x.org", "dan@x.org")]),
        audited(5, "MemberAdded", "ann@x.org", ANN, ChatThreadId=GROUP, Members=[{"UPN": "cy@x.org"}]),
        audited(6, "MessageSent", "ann@x.org", ANN, ChatThreadId=GROUP),
        audited(7, "TeamsSessionStarted", "ann@x.org", ANN),
        audited(8, "MessageSent", "bob@x.org", "10037ffe", ChatThreadId="19:other@thread.v2"),
        {**audited(9, "MessageSent", "ann@x.org", ANN), "AuditData": "{'Id'"},
    ]  # fmt: skip
    log = load(put(tmp_path, {"audit.csv": table(AUDIT, *rows)}))
    assert log.to(f"{PAIR}:{own(1)}") == {BOB: "to"}
    assert log.to(f"{CHANNEL}:{own(2)}") == {}
    assert log.to(f"{CHANNEL}:{own(3)}") == {BOB: "reply"}
    assert log.to(f"{GROUP}:{own(6)}") == {"dan@x.org": "member", CY: "member"}
    assert log.to(f"19:other@thread.v2:{own(8)}") == {}  # nobody says who is in it
    assert (
        log.row(f"19:other@thread.v2:{own(8)}")["sender"] == BOB
    )  # the account that the address has elsewhere
    assert (log.report.messages, log.report.duplicates, log.report.system, log.report.other) == (5, 1, 2, 1)
    assert log.rejected == [("audit.csv:line 11", "damaged JSON in AuditData, as a spreadsheet leaves it")]
    assert log.actors[ANN]["email"] == "ann@x.org"
    assert "secret" not in str(log)


def test_an_audit_log_without_messages_is_not_of_teams(tmp_path: Path) -> None:
    path = put(tmp_path, {"audit.csv": table(AUDIT, audited(1, "MeetingDetail", "ann@x.org", ANN))})
    with pytest.raises(AssertionError):
        load(path)


@pytest.mark.parametrize(
    "order", ["chats first", "meetings first", "meetings alone for long", "in two files", "as lines"]
)
def test_an_audit_log_of_chats_and_meetings(tmp_path: Path, order: str) -> None:
    """One search of the audit log gives both; each record is read once, whichever stands first."""
    chats = [
        audited(1, "MessageSent", "Ann@x.org", ANN, ChatThreadId=PAIR),
        audited(2, "MessageSent", "bob@x.org", BOB, ChatThreadId=PAIR),
        audited(3, "TeamsSessionStarted", "ann@x.org", ANN),
    ]
    came = [
        audited(minute, "MeetingParticipantDetail", upn, "k", MeetingDetailId="r9",
                JoinTime="2024-01-01T00:09:30", Attendees=[{"UPN": upn}])
        for minute, upn in ((10, "ann@x.org"), (11, "bob@x.org"), (12, "bob@x.org"))
    ]  # fmt: skip
    met = [audited(9, "MeetingDetail", "ann@x.org", ANN, StartTime="2024-01-01T00:09:00"), *came]
    alone = [audited(13, "MeetingParticipantDetail", "cy@x.org", "k", MeetingDetailId="r14",
                     JoinTime="2024-01-01T00:09:30", Attendees=[{"UPN": "cy@x.org"}])]  # fmt: skip
    rows = [*chats, *met, *alone] if order == "chats first" else [*met, *alone, *chats]
    if order == "meetings alone for long":
        rows = [*met, *alone * 400, *chats]
    files = {"audit.csv": table(AUDIT, *rows)}
    if order == "in two files":
        files = {"a.csv": table(AUDIT, *met, *alone), "b.csv": table(AUDIT, *chats)}
    elif order == "as lines":
        files = {"audit.jsonl": "".join(row["AuditData"] + "\n" for row in rows).encode()}
    path = put(tmp_path / "audit", files)
    assert [name for name, one in LOADERS.items() if one.recognises(Source(path))] == ["teams"]
    log = load(path)
    counts = (
        log.report.messages,
        log.report.duplicates,
        log.report.system,
        log.report.other,
        log.report.rejected,
    )
    assert counts == (3, 3, 1 if len(rows) < 100 else 400, 1, 0)
    assert log.to("call:r9") == {"ann@x.org": "attendee", "bob@x.org": "attendee"}
    assert {log.row(f"{PAIR}:{own(1)}")["channel"], log.row("call:r9")["channel"]} == {"post", "meeting"}


# What is written is read back

people = st.sampled_from([ANN, BOB, CY, DAN])
said = st.lists(
    st.tuples(people, st.datetimes(datetime(2020, 1, 1), datetime(2025, 12, 31)), st.none() | st.integers(0, 5),
              st.sets(people), st.sets(people)), min_size=1, max_size=8
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=said, data=st.data())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, said: list[Any], data: st.DataObject
) -> None:
    written, expected = [], {}
    for number, (sender, at, answers, mentions, reactions) in enumerate(said):
        at = at.replace(microsecond=1000 * number)
        parent = answers if answers is not None and answers < number else None
        one = f"{milliseconds(at)}{number}"
        written.append(
            message(0, sender, id=one, createdDateTime=at.isoformat(timespec="milliseconds") + "Z",
                    replyToId=None if parent is None else written[parent]["id"],
                    mentions=[{"mentioned": who(user)} for user in sorted(mentions)],
                    reactions=[{"user": who(user), "createdDateTime": None} for user in sorted(reactions)])
        )  # fmt: skip
        expected[f"{CHANNEL}:{one}"] = (
            sender,
            at,
            parent if parent is None else f"{CHANNEL}:{written[parent]['id']}",
            mentions - {sender},
            reactions - {sender},
        )
    shown = data.draw(st.permutations(written + data.draw(st.lists(st.sampled_from(written), max_size=3))))
    cut = data.draw(st.integers(0, len(shown)))
    files = {"a.json": page(*shown[:cut]), "b.jsonl": "\n".join(map(json.dumps, shown[cut:]))}
    log = load(
        put(tmp_path_factory.mktemp("log"), {name: text for name, text in files.items() if "chatId" in text})
    )
    found = {}
    for row in log.posts().to_dict("records"):
        reacted = log.messages[
            (log.messages.message_id == row["message_id"]) & (log.messages.kind == "reaction")
        ]
        mentioned = {alias for alias, role in row["recipients"].items() if role == "mention"}
        named = mentioned | {alias for alias, role in row["recipients"].items() if role == "reply"}
        sent = row["sent_at"].to_pydatetime()
        found[row["message_id"]] = (row["sender"], sent, row["parent_id"], named, set(reacted.sender))
    assert set(found) == set(expected)
    for key, (sender, at, parent, mentions, reactions) in expected.items():
        answered = {expected[parent][0]} - {sender} if parent else set()
        assert found[key] == (sender, at, parent, mentions | answered, reactions)
    assert log.report.rejected == 0
