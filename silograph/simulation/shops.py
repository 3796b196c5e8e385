"""The same company as users of other products: which exports each kind of shop has, file by file.

What a product does not log is not in its exports: traces of mail have no threads, no copies and no former functions.
"""

from __future__ import annotations

import csv
import json
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any, Literal

from silograph.simulation.exports import (
    LIST_ADDRESS,
    ZIP_DATE,
    Exporter,
    write_calendars,
    write_mbox,
    write_people,
    write_slack,
    write_xes,
)
from silograph.simulation.threads import EMAIL, MEETING, NOBODY, POST

Shop = Literal["files", "m365", "google"]
_Writer = Callable[[Exporter, Path], None]
_TENANT = uuid.UUID("00000000-0000-4000-8000-10e305117000")  # ids of an invented tenant are made from it
_GRAPH_TIME, _TRACE_TIME, _GOOGLE_TIME = "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S UTC"


def written(shop: Shop, export: Exporter, folder: Path) -> dict[str, str]:
    """Write the exports of a kind of shop, and say what each file is.

    Parameters
    ----------
    shop
        ``files`` (mbox, Slack, people.csv), ``m365`` or ``google``.
    export
        The company.
    folder
        An empty folder.

    Returns
    -------
    dict
        Names of files by what they hold; of meetings only where there are some.
    """
    files = {
        what: (name, write)
        for what, (name, write) in SHOPS[shop].items()
        if what != "calendars" or export.rows(MEETING)
    }
    for name, write in files.values():
        write(export, folder / name)
    return {what: name for what, (name, _) in files.items()}


# --- Microsoft 365 ------------------------------------------------------------------------------------------------


def write_trace(export: Exporter, path: Path) -> None:
    """A message trace as PowerShell writes it: a row per message and recipient, and one for the list it went to."""
    header = (
        "MessageTraceId", "Received", "SenderAddress", "RecipientAddress", "Subject", "Status", "ToIP", "FromIP",
        "Size", "MessageId",
    )  # fmt: skip
    rows = (
        (
            _guid("mail", row), at, sender, recipient, subject,
            "Expanded" if recipient == LIST_ADDRESS else "Delivered", "", "", "8192", f"<{export.mail_id(row)}>",
        )
        for row, at, sender, recipient, subject in _deliveries(export, _TRACE_TIME)
    )  # fmt: skip
    _write_csv(path, header, rows, quoting=csv.QUOTE_ALL)


def write_teams(export: Exporter, path: Path) -> None:
    """Teams as Graph gives it: users, chats with their members, and messages of channels of functions and of chats."""
    direct = export.direct_members()
    users = [
        {
            "id": _guid("person", person),
            "displayName": export.names[person],
            "mail": export.addresses[person],
            "userPrincipalName": export.addresses[person],
            "userType": "Member",
        }
        for person in range(export.staff.n_people)
    ]
    chats = [
        {
            "id": _chat(pair),
            "chatType": "oneOnOne",
            "members": [
                {
                    "userId": _guid("person", one),
                    "displayName": export.names[one],
                    "email": export.addresses[one],
                }
                for one in pair
            ],
        }
        for pair in direct.values()
    ]
    messages = [_teams_message(export, row, direct) for row in _posts(export, companywide=False)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, records in (("users", users), ("chats", chats), ("messages", messages)):
            _add(archive, f"{name}.json", json.dumps({"value": records}, ensure_ascii=False))


def _teams_message(export: Exporter, row: int, direct: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    sent, (room, folder) = export.traffic, export.conversations[row]
    in_chat = room == folder
    place = (
        {"chatId": _chat(direct[room]), "channelIdentity": None}
        if in_chat
        else {"chatId": None, "channelIdentity": {"teamId": _guid("team", 0), "channelId": _channel(room)}}
    )
    mentioned = [node for node, role in export.recipients[row] if role == "mention"]
    return {
        "id": str(export.traffic.sent_at[row] // 1000),  # Teams names a message by its millisecond
        "messageType": "message",
        "createdDateTime": _utc(export, row, _GRAPH_TIME)[:-3] + "Z",
        "replyToId": _answered(export, row),
        "from": _identity(export, int(sent.sender[row])),
        "body": {"contentType": "text", "content": export.body(row)},
        **place,
        "mentions": [
            {"id": number, "mentionText": export.names[node], "mentioned": _identity(export, node)}
            for number, node in enumerate(mentioned)
        ],
        "reactions": [
            {
                "reactionType": "like",
                "createdDateTime": _utc(export, reaction, _GRAPH_TIME)[:-3] + "Z",
                "user": _identity(export, int(sent.sender[reaction])),
            }
            for reaction in export.reactions.get(row, [])
        ],
    }


def _identity(export: Exporter, node: int) -> dict[str, Any]:
    told = {"id": _guid("person", node), "displayName": export.names[node]}
    if node == export.staff.bot:
        return {"application": told | {"applicationIdentityType": "bot"}, "user": None}
    return {"application": None, "user": told | {"userIdentityType": "aadUser"}}


def _answered(export: Exporter, row: int) -> str | None:
    """The message that a post answers, which may be older than the export."""
    if not export.is_answer(row):
        return None
    parent = int(export.traffic.parent[row])
    at = export.root_of_orphan(row) if parent == NOBODY else int(export.traffic.sent_at[parent])
    return str(at // 1000)


def write_engage(export: Exporter, path: Path) -> None:
    """Viva Engage: what was posted in spaces that are not of one function, likes left out as in its export."""
    posts = set(_posts(export, companywide=True))
    spaces = sorted({int(export.traffic.space[row]) for row in posts})
    people = [
        (str(1000 + person), export.names[person], export.addresses[person], "2020-01-06 08:00:00 UTC")
        for person in range(export.staff.n_people)
    ]
    groups = [(str(10 + space), export.traffic.spaces[space], "false", "false") for space in spaces]
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[str]]]] = {
        "Users.csv": (("id", "name", "email", "joined_at"), people),
        "Groups.csv": (("id", "name", "private", "external"), groups),
        "Messages.csv": (_ENGAGE_COLUMNS, (_engage_message(export, row) for row in sorted(posts))),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (header, rows) in tables.items():
            text = StringIO()
            _csv_into(text, header, rows)
            _add(archive, name, text.getvalue())


_ENGAGE_COLUMNS = (
    "id", "replied_to_id", "thread_id", "conversation_id", "group_id", "group_name", "participants",
    "in_private_group", "in_private_conversation", "sender_id", "sender_type", "sender_name", "sender_email", "body",
    "created_at", "deleted_at",
)  # fmt: skip


def _engage_message(export: Exporter, row: int) -> Sequence[str]:
    sent = export.traffic
    sender, space, parent = int(sent.sender[row]), int(sent.space[row]), int(sent.parent[row])
    answers = export.is_answer(row)
    # an orphan's thread began before the export did
    root = row if not answers else parent if parent != NOBODY else 5_000_000 + row
    mentioned = "".join(
        f"[[user:{1000 + node}]] " for node, role in export.recipients[row] if role == "mention"
    )
    bot = sender == export.staff.bot
    return (
        str(1_000_000 + row),
        str(1_000_000 + root) if answers else "",
        str(1_000_000 + root),
        "",
        str(10 + space),
        sent.spaces[space],
        "",
        "false",
        "false",
        str(1000 + sender),
        "Bot" if bot else "User",
        export.names[sender],
        "" if bot else export.addresses[sender],
        mentioned + export.body(row),
        _utc(export, row, "%Y-%m-%dT%H:%M:%S.%fZ"),
        "",
    )


def write_entra(export: Exporter, path: Path) -> None:
    """Users as Entra ID lets them be downloaded: who is where today, without managers; queues are no users."""
    header = (
        "userPrincipalName", "displayName", "surname", "mail", "givenName", "id", "userType", "jobTitle",
        "department", "accountEnabled", "officeLocation", "companyName", "creationType",
    )  # fmt: skip
    rows = (
        (
            one["email"], one["name"], _family(one["name"]), one["email"], _given(one["name"]), _guid("person", number),
            "Member", one["title"], one["function"], "True", one.get("location", ""), "", "",
        )
        for number, one in _people_today(export)
    )  # fmt: skip
    _write_csv(path, header, rows)


# --- Google Workspace ---------------------------------------------------------------------------------------------


def write_email_log(export: Exporter, path: Path) -> None:
    """Email Log Search as downloaded: a row per message, recipient and stage."""
    header = (
        "Message ID", "Start date", "End date", "Sender", "Message size", "Subject", "Direction", "Attachments",
        "Recipient address", "Event target", "Event date", "Event status",
    )  # fmt: skip
    rows = (
        (
            f"<{export.mail_id(row)}>", at, at, sender, "8192", subject, "Internal", "0", recipient, target, at, status,
        )
        for row, at, sender, recipient, subject in _deliveries(export, _GOOGLE_TIME)
        for target, status in _stages(recipient)
    )  # fmt: skip
    _write_csv(path, header, rows)


def _stages(recipient: str) -> Sequence[tuple[str, str]]:
    if recipient == LIST_ADDRESS:
        return (("LIST_SERVER", "Delivered"),)
    return ("SMTP_IN", "Received"), ("GMAIL_INBOX", "Delivered")


def write_directory(export: Exporter, path: Path) -> None:
    """Users as Google's admin console lets them be downloaded, with managers; queues are no users."""
    header = (
        "First Name [Required]", "Last Name [Required]", "Email Address [Required]", "Password [Required]",
        "Org Unit Path [Required]", "Status [READ ONLY]", "Employee ID", "Employee Type", "Employee Title",
        "Manager Email", "Department", "Cost Center",
    )  # fmt: skip
    address = dict(zip(export.staff.table["person_id"], export.staff.table["email"], strict=True))
    rows = (
        (
            _given(one["name"]), _family(one["name"]), one["email"], "****", "/", "Active", one["person_id"], "",
            one["title"], address.get(one.get("manager_id"), ""), one["function"], "",
        )
        for _, one in _people_today(export)
    )  # fmt: skip
    _write_csv(path, header, rows)


# --- shared -------------------------------------------------------------------------------------------------------


def _deliveries(export: Exporter, form: str) -> Iterator[tuple[int, str, str, str, str]]:
    """Row, time, sender, recipient and subject of what mail systems delivered."""
    for row in export.rows(EMAIL):
        sender, at = export.addresses[int(export.traffic.sender[row])], _utc(export, row, form)
        for node in dict.fromkeys(node for node, _ in export.recipients[row]):
            yield row, at, sender, export.addresses[node], export.subject(row)


def _posts(export: Exporter, *, companywide: bool) -> list[int]:
    """Posts in spaces of the whole company, or in those of a function and in direct messages."""
    spaces = export.traffic.space
    return [row for row in export.rows(POST) if (spaces[row] >= export.spec.functions) == companywide]


def _people_today(export: Exporter) -> Iterator[tuple[int, Mapping[Any, Any]]]:
    """Persons and the last function that each had."""
    people = export.staff.people.fillna("")
    last = people[people["person_id"].isin(export.staff.table["person_id"].iloc[: export.staff.n_people])]
    today = {one["person_id"]: one for one in last.to_dict("records")}
    for number, person in enumerate(export.staff.table["person_id"].iloc[: export.staff.n_people]):
        yield number, today[person]


def _given(name: str) -> str:
    return name.split(" ", 1)[0]


def _family(name: str) -> str:
    return name.split(" ", 1)[-1]


def _guid(kind: str, number: int) -> str:
    return str(uuid.uuid5(_TENANT, f"{kind} {number}"))


def _chat(pair: tuple[int, int]) -> str:
    one, other = (_guid("person", node) for node in pair)
    return f"19:{one}_{other}@unq.gbl.spaces"


def _channel(room: str) -> str:
    return f"19:{uuid.uuid5(_TENANT, room).hex}@thread.tacv2"


def _utc(export: Exporter, row: int, form: str) -> str:
    moment: datetime = export.moment(row)
    return moment.astimezone(UTC).strftime(form)


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], **how: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        _csv_into(stream, header, rows, **how)


def _csv_into(stream: Any, header: Sequence[str], rows: Iterable[Sequence[str]], **how: Any) -> None:
    writer = csv.writer(stream, lineterminator="\n", **how)
    writer.writerow(header)
    writer.writerows(rows)


def _add(archive: zipfile.ZipFile, name: str, content: str) -> None:
    info = zipfile.ZipInfo(name, ZIP_DATE)
    archive.writestr(info, content, zipfile.ZIP_DEFLATED)


def _people(export: Exporter, path: Path) -> None:
    write_people(export.staff, path)


SHOPS: Mapping[Shop, Mapping[str, tuple[str, _Writer]]] = {
    "files": {
        "mail": ("mail.mbox", write_mbox),
        "slack": ("slack.zip", write_slack),
        "tickets": ("tickets.xes.gz", write_xes),
        "people": ("people.csv", _people),
        "calendars": ("calendars.zip", write_calendars),
    },
    "m365": {
        "mail": ("trace.csv", write_trace),
        "teams": ("teams.zip", write_teams),
        "engage": ("engage.zip", write_engage),
        "tickets": ("tickets.xes.gz", write_xes),
        "people": ("entra.csv", write_entra),
        "calendars": ("calendars.zip", write_calendars),
    },
    "google": {
        "mail": ("email_log.csv", write_email_log),
        "slack": ("slack.zip", write_slack),
        "tickets": ("tickets.xes.gz", write_xes),
        "people": ("users.csv", write_directory),
        "calendars": ("calendars.zip", write_calendars),
    },
}
"""What each kind of shop exports: by what it holds, the file and who writes it."""
