"""What `copies` lets out of a run: no count, share, month or thread that rests on few people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from silograph.analyses.copies.answer import CopiesResult, copies
from silograph.graph.network import TieRule
from silograph.language.words import LANGUAGES
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import build_conversations
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.release.policy import Policy
from silograph.release.results import release_result

NAMES = ("HR", "IT", "PR", "Sales")
PEOPLE = {f"{name}{i}": name for name in NAMES for i in range(9)}
POLICY = Policy(sizes=dict.fromkeys(NAMES, 9))
JANUARY = 0.0
Mail = tuple[float | None, str, Sequence[str], Sequence[str], str | None]  # day, sender, to, cc, thread


def ask(mails: Sequence[Mail], functions: Mapping[str, str] = PEOPLE, **options: Any) -> CopiesResult:
    builder = BatchBuilder()
    for number, (day, sender, to, cc, thread) in enumerate(mails):
        at = None if day is None else datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day)
        recipients = [*((one, "to") for one in to), *((one, "cc") for one in cc)]
        builder.message(f"m{number}", sender, recipients, sent_at=at, thread_id=thread)
    store = Store.in_memory()
    store.add([builder.take()], name="mail", loader="mail")
    roster = Roster.from_pandas(
        pd.DataFrame({"person_id": list(functions), "function": list(functions.values())})
    )
    return copies(build_conversations(*store.log(roster)), replicates=30, **options)


def office(*, copying: Mapping[str, int], day: float = JANUARY) -> list[Mail]:
    """All write to the next person; so many people of each function also copy to the one after."""
    names = list(PEOPLE)
    mails: list[Mail] = []
    for place, name in enumerate(names):
        after, then = names[(place + 1) % len(names)], names[(place + 2) % len(names)]
        mails.append((day, name, [after], [], None))
        if int(name[-1]) < copying.get(PEOPLE[name], 0):
            mails.append((day, name, [after], [then], None))
    return mails


def test_few_who_copy_are_not_told() -> None:
    exact = ask(office(copying={"HR": 9, "IT": 7, "PR": 1}))
    assert exact.table[["senders", "told_apart"]].to_numpy().tolist() == [[9, 9], [9, 7], [9, 1], [9, 9]]
    shown = release_result(exact, POLICY).table.set_index("function")
    ends = ["cc_share", "cc_share_low", "cc_share_high"]
    assert shown.loc["PR", ends].isna().all()
    assert shown.loc["IT", ends].isna().all()  # copies of all are known
    assert shown.loc["HR", ends].notna().all()
    assert shown.loc["Sales", "cc_share"] == 0
    assert shown["sent"].tolist() == exact.table["sent"].tolist()
    assert (
        shown["copies_per_week"].notna().sum() <= 3
    )  # who receives copies of one person is told apart as well


def test_few_who_do_not_copy_are_not_told() -> None:
    """Seven of eight who write put somebody in copy: the rest of what the function sends is one person's."""
    mails = [mail for mail in office(copying={"HR": 9, "IT": 9}) if mail[3] or not mail[1].startswith("HR")]
    mails += [(JANUARY, "HR0", ["HR1"], [], None), (JANUARY, "HR1", ["HR2"], [], None)]
    mails = [(day, who, [] if cc and who.startswith("HR") else to, cc, t) for day, who, to, cc, t in mails]
    exact = ask(mails)
    assert exact.table.set_index("function").loc["HR", "told_apart"] == 2
    shown = release_result(exact, POLICY).table.set_index("function")
    assert np.isnan(shown.loc["HR", "cc_share"])


def test_mail_of_few_of_no_known_function() -> None:
    mails = [*office(copying={"HR": 9, "IT": 9}), (JANUARY, "una", ["HR0"], ["HR1"], None)]
    exact = ask(mails)
    unknown = exact.table[["senders_unknown", "told_apart_unknown", "copied_unknown"]]
    assert unknown.drop_duplicates().to_numpy().tolist() == [[1, 1, 0]]
    shown = release_result(exact, POLICY).table
    assert shown["sent"].isna().sum() == 1
    assert shown["cc_share"].isna().sum() == 1


def test_months_of_few() -> None:
    busy = [mail for k in range(3) for mail in office(copying={"HR": 9, "IT": 9}, day=31 * k + 5)]
    mails: list[Mail] = [*busy, (95.0, "HR0", ["HR1"], ["HR2"], None), (96.0, "HR1", ["HR2"], [], None)]
    exact = ask(mails)
    assert exact.by_month["senders"].tolist() == [36, 36, 36, 2]
    shown = release_result(exact, POLICY).by_month
    assert shown["month"].tolist() == ["2024-01", "2024-02", "2024-03"]
    for column in ("messages", "deliveries", "cc_share", "copies_per_week"):
        assert shown[column].isna().sum() == 1  # all mail less the other months would be two people's
    undated = ask([*busy, (None, "HR0", ["HR1"], ["HR2"], None)])
    assert (undated.by_month[["senders_undated", "told_apart_undated"]] == 1).all(axis=None)
    assert release_result(undated, POLICY).by_month["messages"].isna().sum() == 1


def storm(everybody: Sequence[str], *, senders: int, rounds: int, thread: str) -> list[Mail]:
    """All to all, so many people taking turns."""
    return [
        (JANUARY + k / 50, everybody[k % senders], [everybody[(k + 1) % senders]],
         [one for one in everybody if one not in (everybody[k % senders], everybody[(k + 1) % senders])], thread)
        for k in range(rounds + 1)
    ]  # fmt: skip


def test_threads_of_few_writers() -> None:
    everybody = [f"{name}{i}" for name in NAMES for i in range(3)]
    few = storm(everybody, senders=2, rounds=6, thread="few")
    many = storm(everybody, senders=6, rounds=11, thread="many")
    exact = ask([*office(copying={}), *few, *many])
    shown = release_result(exact, POLICY)
    assert shown.threads["people"].tolist() == [12, 12]
    rows = shown.threads.sort_values("rounds").set_index("rounds")
    counts = ["messages", "deliveries", "reach"]
    assert rows[counts].isna().all(axis=None)  # the many cover the few
    assert rows["senders"].isna().tolist() == [False, True]
    assert (shown.post_messages, shown.post_deliveries) == (19, 19 * 11)
    only = release_result(ask([*office(copying={}), *few]), POLICY)
    assert np.isnan([only.post_messages, only.post_deliveries]).all()
    for lang in LANGUAGES:
        assert "–" not in only.headline(lang)
    assert "1 thread reached 8 people of 3 functions" in only.headline()


def test_broadcasts_of_one_person() -> None:
    mails = [*office(copying={"HR": 9}), (JANUARY, "IT0", [one for one in PEOPLE if one != "IT0"], [], None)]
    exact = ask(mails, tie_rule=TieRule(max_audience=20))
    assert (exact.broadcasts, exact.broadcasters) == (1, 1)
    shown = release_result(exact, POLICY)
    assert np.isnan([shown.broadcasts, shown.broadcast_share]).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_copies_of_one_person_are_not_in_the_sentence(lang: Any) -> None:
    exact = ask(office(copying={"HR": 1}))
    shown = release_result(exact, POLICY)
    assert np.isnan([shown.cc_share, shown.cc_share_low, shown.cc_share_high, shown.copies_per_week]).all()
    assert "%" not in shown.headline(lang)
    assert "–" not in shown.headline(lang)
    nowhere = ask(office(copying={"HR": 1}), functions={})  # nor where no function is known
    assert np.isnan(release_result(nowhere, Policy(sizes={})).cc_share)


def test_functions_with_few_in_the_mail() -> None:
    """Two of PR write no mail at all: that follows from its size less its people in the mail."""
    gone = {"PR7", "PR8"}
    mails = [mail for mail in office(copying={"HR": 9}) if not gone & {mail[1], *mail[2], *mail[3]}]
    exact = ask(mails, {name: of for name, of in PEOPLE.items() if name not in gone})
    assert exact.table["people"].tolist() == [9, 9, 7, 9]
    people = release_result(exact, POLICY).table.set_index("function")["people"]
    assert np.isnan(people["PR"])


def test_digits() -> None:
    shown = release_result(ask(office(copying={"HR": 9, "IT": 6})), POLICY)
    for table, digits in ((shown.table, 5), (shown.by_month, 3)):
        for column in ("cc_share", "copies_per_week"):
            values = table[column].dropna()
            assert (values.round(digits) == values).all()
