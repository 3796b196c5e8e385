"""Cleaning happens once, in the builder, and is the same for one message and for whole columns."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from silograph.log.batches import BatchBuilder
from silograph.log.cleaning import LONGEST_ID, UnusableError, clean_id, kind_of, tidy
from silograph.log.schema import MESSAGE_SCHEMA, RECIPIENT_SCHEMA

NOON = datetime(2024, 1, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_id", "cleaned"),
    [
        ("ann@x.org", "ann@x.org"),
        ("  V30 \t 2nd\n", "V30 2nd"),
        ("a\x07b\x9fc", "a b c"),
        ("\ufeffann\u200b", "ann"),
        ("é\u00a0張\u3000三", "é 張 三"),
        ("👩\u200d💻", "👩\u200d💻"),  # a joiner belongs to the letter
        (" \x01 ", ""),
        ("x" * LONGEST_ID, "x" * LONGEST_ID),
        (" " * 5000 + "x", "x"),
    ],
)
def test_ids(given_id: str, cleaned: str) -> None:
    assert clean_id(given_id) == cleaned


@pytest.mark.parametrize("odd", ["a\0b", "\ud83d", "x" * (LONGEST_ID + 1)])
def test_ids_of_nobody(odd: str) -> None:
    with pytest.raises(UnusableError) as error:
        clean_id(odd)
    assert "x" * 10 not in str(error.value)


def test_names_and_subjects_are_mended() -> None:
    assert tidy("Zoë \ud83d Quill\0 \ud83d\ude00") == "Zoë \ufffd Quill 😀"


def test_what_cannot_be_used_is_rejected_with_its_place() -> None:
    builder = BatchBuilder()
    builder.message("m", "a\0", [("b", "to")], sent_at=NOON, place="x:1")
    builder.message("m", "a", [("b", "to"), ("\ud800", "cc")], sent_at=NOON, place="x:2")
    builder.message("m", "a", [("b", "to")], sent_at=datetime(1, 1, 1, tzinfo=UTC), place="x:3")
    builder.message("m", "a", [("b", "to")], sent_at=datetime(9999, 12, 31), place="x:4")
    builder.message("m", " ", [("b", "to")], sent_at=None, place="x:5")
    builder.message("m", "a", [("b", "to")], sent_at=None, space="s" * 2000)
    builder.message("m", "a\0", [("b", "reaction")], sent_at=None, kind="reaction")  # no record of its own
    builder.message("m", "a", [(" b ", "to")], sent_at=NOON, thread_id="\t", subject=" two\nlines ")
    builder.actor("a\0", name="nobody")
    builder.actor(" b", name="Bob\x07 Ray", email="\ud800")
    builder.case("c", opened_at=datetime(1, 1, 1, tzinfo=UTC), ended_at=NOON, closed=True)
    builder.case("c\0", opened_at=None, ended_at=None, closed=None)
    builder.space(" #s ", public=True)
    batch = builder.take()
    assert [(one.place, one.reason) for one in batch.rejected] == [
        ("x:1", "a NUL character in an id"),
        ("x:2", "half a character (a lone surrogate) in an id"),
        ("x:3", "a date outside 1970-2099"),
        ("x:4", "a date outside 1970-2099"),
        ("x:5", "no sender"),
        ("record 6", "an id longer than 1000 characters"),
    ]
    assert batch.records == 7
    [message] = batch.messages.to_pylist()
    assert (message["thread_id"], message["subject"]) == (None, "two lines")
    assert batch.recipients["recipient"].to_pylist() == ["b"]
    actor = {"alias": "b", "name": "Bob Ray", "email": None, "actor_kind": None, "function": None}
    assert batch.actors.to_pylist() == [actor]
    assert batch.cases.to_pylist() == [
        {"thread_id": "c", "opened_at": None, "ended_at": NOON, "closed": True}
    ]
    assert batch.spaces.to_pylist() == [{"space": "#s", "public": True}]


_id = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["a", "a b", "a  b", " a", "\0", "x" * 1001, "\u200b", "\u00a0", "\u2028", "a\tb", "\u0085", "\u00ad"]
)
_times = [NOON, datetime(1969, 12, 31, 23, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)]
_when = st.none() | st.sampled_from(_times)
_row = st.tuples(_id, _id, _id, st.none() | _id, _when)


@given(st.lists(_row, min_size=1, max_size=8))
@example([("m", "a", "\x1f", None, NOON), ("m", "a", "b", "\u200b", None)])
def test_columns_are_cleaned_as_single_messages_are(
    rows: list[tuple[str, str, str, str | None, datetime | None]],
) -> None:
    one_by_one, at_once = BatchBuilder(), BatchBuilder()
    messages, recipients = [], []
    for number, (message_id, sender, recipient, thread, at) in enumerate(rows):
        one_by_one.message(
            message_id, sender, [(recipient, "to")], sent_at=at, thread_id=thread, place=str(number)
        )
        quality = "exact" if at else "none"
        columns = [number, message_id, sender, at, quality, "email", "mail", thread, *[None] * 3, False, None]
        messages.append(dict(zip(MESSAGE_SCHEMA.names, columns, strict=True)))
        recipients.append({"record": number, "recipient": recipient, "role": "to"})
    refused = at_once.columns(
        pa.Table.from_pylist(messages, MESSAGE_SCHEMA), pa.Table.from_pylist(recipients, RECIPIENT_SCHEMA)
    )
    first, second = one_by_one.take(), at_once.take()
    assert {int(one.place) for one in first.rejected} == {record for record, _ in refused}
    assert first.messages.drop_columns("record").equals(second.messages.drop_columns("record"))
    # somebody whose id was nothing but controls is nobody
    assert first.recipients["recipient"].to_pylist() == second.recipients["recipient"].to_pylist()


@given(st.text(max_size=80))
def test_the_kind_of_a_value_does_not_tell_it(value: str) -> None:
    said = kind_of(value)
    own = {"written", "like", "character", "characters", "word", "words"}
    told = set(said.replace(",", "").split()) - own
    assert all(re.fullmatch(r"[0-9/:.+-]*", word) for word in told)
    assert not re.search("[0-8]", said) or said.split()[0] == str(len(value))
