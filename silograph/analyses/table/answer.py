"""Which functions are active on a topic, yet not at the table where it is decided."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import NotEnoughDataError, UsageError
from silograph.language.words import Sentence
from silograph.log.conversations import NONE, Conversations
from silograph.log.outside_contacts import group_sizes
from silograph.stats.intervals import wilson_interval
from silograph.stats.p_values import benjamini_hochberg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIGNIFICANT = 0.05
ADDRESSED = ("to", "assignee", "reply", "mention")
"""Roles of recipients that give a seat: copies and membership of a space do not."""
HALF = 0.5
"""Seats, relative to those that activity would give, below which a function counts as absent."""
_AT_ONCE = 250  # simulations held in memory together


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TableResult(Result):
    """What `table` found.

    Parameters
    ----------
    table
        A row per function.
    seats
        People at the table: who wrote in the initiative or was addressed there, not only in copy.
    threads
        Threads on the topic outside of the initiative.
    glue_seats
        Seats of the functions that link the others, in the order given.
    """

    name: ClassVar[str] = "table"

    seats: int
    threads: int
    glue_seats: Mapping[str, int]

    @property
    def absent(self) -> tuple[str, ...]:
        """Functions with the verdict ``absent``, the most seats missing first."""
        rows = self.table[self.table["verdict"] == "absent"]
        missing = rows["expected"] - rows["in_initiative"]
        return tuple(rows.loc[missing.sort_values(ascending=False).index, "function"])

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        rows = self.table.set_index("function").loc[
            list(self.absent), ["in_initiative", "expected", "q_value"]
        ]
        found = tuple(
            Sentence(
                "said.table.one", function=name, taken=int(taken), seats=self.seats, expected=expected, q=q
            )
            for name, taken, expected, q in rows.itertuples(name=None)
        )
        judged = int(self.table["verdict"].isin(["absent", "present"]).sum())
        said = (
            Sentence("said.table.absent", functions=found)
            if found
            else Sentence("said.table.none", judged=judged, seats=self.seats)
        )
        for name, seats in list(self.glue_seats.items())[:1]:
            key = "with_glue" if seats else "without_glue"
            return Sentence(f"said.table.{key}", said=said, function=name, n=int(seats))
        return Sentence("said.table.whole", said=said)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Share of the seats with its 95 % interval, beside the share that activity on the topic would give."""
        import matplotlib.pyplot as plt

        rows = self.table[self.table["verdict"].isin(["absent", "present"])].sort_values("share_expected")
        if ax is None:
            _, ax = plt.subplots(figsize=(7, 1.4 + 0.32 * len(rows)), layout="constrained")
        colours = rows["verdict"].map({"absent": "#b3541e"}).fillna("#2f7f86").tolist()
        height = np.arange(len(rows))
        ax.hlines(height, rows["low"], rows["high"], color=colours, linewidth=2)
        ax.scatter(rows["share_in_initiative"], height, color=colours, zorder=3, clip_on=False)
        ax.scatter(rows["share_expected"], height, color="#b0b0b0", marker="|", s=80)
        ax.set_yticks(height, rows["function"].tolist())
        ax.set_xlim(left=0)
        ax.set_xlabel("share of the seats (95 % interval; | by activity on the topic)")
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.tick_params(axis="y", length=0)
        return ax


def table(
    conversations: Conversations,
    *,
    topic: str | None = None,
    initiative: str | None = None,
    members: Sequence[str] = (),
    glue: Sequence[str] = (),
    max_audience: int = 50,
    simulations: int = 2000,
    seed: int = 0,
    min_group: int = 5,
) -> TableResult:
    """Which functions are active on a topic but missing from the initiative that deals with it?

    *Activity* of a person: the threads on the topic, outside of the initiative, in which they wrote. *Seats*: people
    who wrote in the initiative or were addressed there (not only in copy), and its declared members. Chance gives the
    seats to the people active on the topic in proportion to their activity, nobody two; `expected` is a function's mean
    number of seats. Verdict ``absent`` when a function has fewer than in 95 % of the draws (adjusted), less than half
    of the expected, and the 95 % interval of its share of the seats lies below the expected share; ``silent`` when
    nobody of it wrote on the topic; ``present`` otherwise. A function without a seat where chance could explain it is
    ``not_assessable``.

    Parameters
    ----------
    conversations
        The log, with subjects unless the topic is a space.
    topic
        Regular expression for subjects or spaces about the topic; case does not matter. A thread with one such
        subject is about it as a whole.
    initiative
        The same for the initiative. Its threads do not count as activity on the topic.
    members
        Declared members of the initiative (``person_id``), with or instead of `initiative`.
    glue
        Functions that link the others, first the one that does most; their seats are reported.
    max_audience
        Messages to more recipients give nobody a seat.
    simulations
        Random draws of the seats.
    seed
        Makes the draws repeatable.
    min_group
        Functions with fewer people are ``not_assessable``.

    Returns
    -------
    TableResult
        `table` has ``function people on_topic in_initiative share_on_topic share_in_initiative low high expected
        share_expected ratio p_value q_value verdict``; `on_topic` adds up people's threads.

    Raises
    ------
    NotEnoughDataError
        No topic or initiative named, no subjects kept, or nothing found.
    UsageError
        A pattern that is no regular expression, or fewer than 1 simulation.

    References
    ----------
    Wallenius (1963), Biased Sampling, Stanford (draws without return). Efraimidis & Spirakis (2006), Information
    Processing Letters 97, 181-185 (how they are drawn). Rubin (1981), Annals of Statistics 9, 130-134 (uncertainty of
    the activity).

    Examples
    --------
    >>> from silograph.log.conversations import build_conversations
    >>> from silograph.log.messages import BatchBuilder
    >>> from silograph.log.people import Roster
    >>> from silograph.log.store import Store
    >>> builder = BatchBuilder()
    >>> for k, who in enumerate(["ann", "bob", "eve", "eve"]):
    ...     builder.message(f"m{k}", who, [("bob", "to")], sent_at=None, thread_id=f"t{k}", subject="New website")
    >>> builder.message("k", "ann", [("bob", "to")], sent_at=None, thread_id="k", subject="Steering committee")
    >>> people = pd.DataFrame({"person_id": ["ann", "bob", "eve"], "function": ["IT", "HR", "PR"]})
    >>> store = Store.in_memory()
    >>> report = store.add([builder.take()], name="example", loader="mail")
    >>> result = table(build_conversations(*store.log(Roster.from_pandas(people))), topic="website",
    ...                initiative="steering", min_group=1)
    >>> result.table[["function", "on_topic", "in_initiative"]].values.tolist()
    [['HR', 1, 1], ['IT', 1, 1], ['PR', 2, 0]]
    """
    if simulations < 1:
        raise UsageError(f"simulations must be at least 1, not {simulations}")
    if not conversations.functions:
        raise NotEnoughDataError(Sentence("lacks.no_functions"), mend=Sentence("mend.functions"))
    on_topic, in_initiative = _about_both(conversations, topic, initiative, declared=bool(members))
    pool = _pool(conversations, on_topic & ~in_initiative)
    seated = _seated(conversations, in_initiative, members, max_audience=max_audience)
    if seated.empty:
        raise NotEnoughDataError(Sentence("lacks.empty_initiative"), mend=Sentence("mend.check_initiative"))
    pool = pool.joined(seated)
    drawn = _draw_seats(pool, len(conversations.functions), simulations=simulations, seed=seed)
    rows = _rows(conversations, pool, drawn, min_group=min_group)
    names = list(conversations.functions)
    seats = dict(zip(names, rows["in_initiative"].tolist(), strict=True))
    return TableResult(
        table=rows,
        seats=int(pool.seated.sum()),
        threads=pool.wrote.shape[1],
        glue_seats={name: int(seats.get(name, 0)) for name in glue},
        parameters={
            "topic": topic,
            "initiative": initiative,
            "members": len(members),
            "glue": list(glue),
            "max_audience": max_audience,
            "simulations": simulations,
            "seed": seed,
            "min_group": min_group,
        },
        caveats=_caveats(conversations, pool),
    )


def _about_both(
    conversations: Conversations, topic: str | None, initiative: str | None, *, declared: bool
) -> tuple[BoolArray, BoolArray]:
    """Per message whether it is on the topic, and whether it belongs to the initiative."""
    if topic is None:
        raise NotEnoughDataError(Sentence("lacks.no_topic"), mend=Sentence("mend.name_topic"))
    if initiative is None and not declared:
        raise NotEnoughDataError(Sentence("lacks.no_initiative"), mend=Sentence("mend.name_initiative"))
    on_topic = _about(conversations, topic, option="topic")
    in_initiative = np.zeros(len(on_topic), dtype=bool)
    if initiative is not None:
        in_initiative = _about(conversations, initiative, option="initiative")
    if not (on_topic & ~in_initiative).any():
        raise NotEnoughDataError(
            Sentence("lacks.all_initiative"),
            mend=Sentence("mend.wider_than"),
        )
    return on_topic, in_initiative


def _about(conversations: Conversations, pattern: str, *, option: str) -> BoolArray:
    """Per message whether its space, its subject, or a subject in its thread matches."""
    try:
        wanted = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise UsageError(f"{pattern!r} is no regular expression: {error}", where=f"--{option}") from error
    sent = conversations.messages
    spaces = np.array([bool(wanted.search(name)) for name in conversations.spaces] + [False])
    found: BoolArray = spaces[sent["space"].to_numpy(dtype=np.int64)]  # NONE finds the last entry
    codes, subjects = pd.factorize(sent["subject"])  # most subjects are there many times
    matches = np.array([bool(wanted.search(str(subject))) for subject in subjects] + [False])
    by_subject = matches[codes]
    thread = sent["thread"].to_numpy(dtype=np.int64)
    threads = np.zeros(len(conversations.threads) + 1, dtype=bool)
    threads[thread[by_subject]] = True
    threads[NONE] = False
    found = found | by_subject | threads[thread]
    if found.any():
        return found
    if not len(subjects):
        raise NotEnoughDataError(
            Sentence("lacks.space_match", option=option, pattern=pattern),
            mend=Sentence("mend.keep_subjects"),
        )
    raise NotEnoughDataError(
        Sentence("lacks.match", option=option, pattern=pattern), mend=Sentence("mend.pattern")
    )


class _Pool(NamedTuple):
    """Who could sit at the table: people on the topic, and those who do sit there.

    Parameters
    ----------
    people
        ``actor function``, a row each.
    wrote
        (people, threads) 1 where the person wrote in the thread on the topic.
    seated
        Who has a seat.
    """

    people: pd.DataFrame
    wrote: csr_array
    seated: BoolArray

    @property
    def activity(self) -> IntArray:
        """Threads of each."""
        return np.asarray(self.wrote.sum(axis=1)).astype(np.int64).ravel()

    def joined(self, seated: pd.DataFrame) -> _Pool:
        """With the people who have seats; those without activity on the topic come last."""
        key = pd.MultiIndex.from_frame(self.people)
        sits = pd.MultiIndex.from_frame(seated)
        new = seated[~sits.isin(key)]
        old = self.wrote
        ends = np.concatenate([old.indptr, np.full(len(new), old.indptr[-1])])
        return _Pool(
            pd.concat([self.people, new], ignore_index=True),
            csr_array((old.data, old.indices, ends), shape=(len(ends) - 1, old.shape[1])),
            np.concatenate([key.isin(sits), np.ones(len(new), dtype=bool)]),
        )


def _pool(conversations: Conversations, about: BoolArray) -> _Pool:
    """The people and teams who wrote on the topic, and in which threads."""
    sent = conversations.messages
    writes = about & ~sent["automated"].to_numpy(dtype=bool)
    writes &= conversations.is_kind("person", "team")[sent["sender"]] & (sent["function"] > -2).to_numpy()
    rows = pd.DataFrame(
        {
            "actor": sent["sender"][writes],
            "function": sent["function"][writes],
            "thread": _occasion(conversations)[writes],
        }
    ).drop_duplicates()
    if rows.empty:
        raise NotEnoughDataError(Sentence("lacks.nobody_on_topic"), mend=Sentence("mend.wider"))
    grouped = rows.groupby(["actor", "function"])
    number, thread = grouped.ngroup().to_numpy(), pd.factorize(rows["thread"])[0]
    people = grouped.size().reset_index()[["actor", "function"]]
    wrote = csr_array((np.ones(len(rows)), (number, thread)))
    return _Pool(people, wrote, np.zeros(len(people), dtype=bool))


def _occasion(conversations: Conversations) -> IntArray:
    """Thread of each message; outside threads one per space and day, so that a busy afternoon counts once."""
    sent = conversations.messages
    thread = sent["thread"].to_numpy(dtype=np.int64)
    alone = np.where(sent["space"] == NONE, np.arange(len(sent)), NONE)
    day = pd.DataFrame({"space": sent["space"], "day": sent["sent_at"].dt.floor("D"), "alone": alone})
    number = day.groupby(["space", "day", "alone"], dropna=False).ngroup().to_numpy()
    return np.where(thread == NONE, len(conversations.threads) + number, thread)


def _seated(
    conversations: Conversations, in_initiative: BoolArray, members: Sequence[str], *, max_audience: int
) -> pd.DataFrame:
    """Who has a seat: ``actor function``."""
    sent, reached = conversations.messages, conversations.interactions
    counts = in_initiative & ~sent["automated"].to_numpy(dtype=bool)
    addressed = (counts & (sent["audience"] <= max_audience).to_numpy())[reached["message"]]
    addressed &= reached["role"].isin(ADDRESSED).to_numpy(dtype=bool)
    inside = conversations.is_kind("person", "team")
    code = {name: number for number, name in enumerate(conversations.functions)}
    declared = conversations.actors["actor_id"].isin(list(members)).to_numpy()
    found = pd.DataFrame(
        {
            "actor": np.concatenate(
                [sent["sender"][counts], reached["recipient"][addressed], np.flatnonzero(declared)]
            ),
            "function": np.concatenate(
                [
                    sent["function"][counts],
                    reached["function"][addressed],
                    conversations.actors.loc[declared, "function"].map(code).fillna(-1).astype(np.int64),
                ]
            ),
        }
    ).astype(np.int64)
    found = found[inside[found["actor"]] & (found["function"] > -2)]
    return found.drop_duplicates().sort_values(["actor", "function"], ignore_index=True)


def _draw_seats(pool: _Pool, n_functions: int, *, simulations: int, seed: int) -> IntArray:
    """Seats of each function when they go to people by their activity, (simulations, functions).

    Every draw weighs the threads at random, as if the topic's threads were a sample of those that might have been
    (Bayesian bootstrap), and takes the people with the smallest exponential times at rates of their activity. Who
    sits there without activity counts as active in one thread.
    """
    rng = np.random.default_rng([seed, simulations])
    idle = pool.activity == 0
    function = pool.people["function"].to_numpy()
    seats, parts = int(pool.seated.sum()), []
    for first in range(0, simulations, _AT_ONCE):
        count = min(_AT_ONCE, simulations - first)
        weights = rng.exponential(size=(pool.wrote.shape[1], count))
        rate = np.asarray(pool.wrote @ weights)
        rate[idle] = rng.exponential(size=(int(idle.sum()), count))
        time = rng.exponential(size=rate.shape) / rate
        taken = np.argpartition(time, seats - 1, axis=0)[:seats]
        of = function[taken]
        parts.append(np.stack([(of == f).sum(axis=0) for f in range(n_functions)], axis=1))
    return np.concatenate(parts)


def _rows(conversations: Conversations, pool: _Pool, drawn: IntArray, *, min_group: int) -> pd.DataFrame:
    n_functions = len(conversations.functions)
    function, activity = pool.people["function"].to_numpy(), pool.activity
    known = function >= 0
    on_topic = np.bincount(function[known], weights=activity[known], minlength=n_functions).astype(np.int64)
    sitting = np.bincount(function[known & pool.seated], minlength=n_functions)
    seats = int(pool.seated.sum())
    expected = drawn.mean(axis=0)
    sizes = group_sizes(conversations)
    judged = _judged(sizes, on_topic, min_group=min_group)
    p_value = np.where(judged, _chance_of_so_few(sitting, drawn), np.nan)
    q_value = benjamini_hochberg(p_value)
    low, high = wilson_interval(sitting / seats, seats)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(expected > 0, sitting / expected, np.nan)
    rows = pd.DataFrame(
        {
            "function": list(conversations.functions),
            "people": sizes,
            "on_topic": on_topic,
            "in_initiative": sitting,
            "share_on_topic": on_topic / activity.sum(),
            "share_in_initiative": sitting / seats,
            "low": low,
            "high": high,
            "expected": expected,
            "share_expected": expected / seats,
            "ratio": ratio,
            "p_value": p_value,
            "q_value": q_value,
        }
    )
    return rows.assign(verdict=_verdicts(rows, min_group=min_group))


def _judged(sizes: IntArray, on_topic: IntArray, *, min_group: int) -> BoolArray:
    """Which functions have people enough, and wrote on the topic."""
    return np.asarray((sizes >= min_group) & (on_topic > 0))


def _chance_of_so_few(sitting: IntArray, drawn: IntArray) -> FloatArray:
    """How often chance gives a function as few seats, or fewer."""
    return np.asarray((1 + (drawn <= sitting).sum(axis=0)) / (1 + len(drawn)))


def _verdicts(rows: pd.DataFrame, *, min_group: int) -> npt.NDArray[np.object_]:
    verdict = np.full(len(rows), "present", dtype=object)
    verdict[rows["in_initiative"] == 0] = "not_assessable"
    fewer = (rows["q_value"] < SIGNIFICANT) & (rows["ratio"] < HALF)
    verdict[fewer & (rows["high"] < rows["share_expected"])] = "absent"
    verdict[rows["on_topic"] == 0] = "silent"
    verdict[rows["people"] < min_group] = "not_assessable"
    return verdict


def _caveats(conversations: Conversations, pool: _Pool) -> tuple[Sentence, ...]:
    notes = [Sentence("note.table.seats")]
    unknown = float((pool.people["function"] < 0).mean())
    if unknown > 0.1:
        notes.append(Sentence("note.table.unknown", share=unknown))
    if conversations.messages["subject"].isna().all():
        notes.append(Sentence("note.table.no_subjects"))
    seats = int(pool.seated.sum())
    if seats == len(pool.people):
        notes.append(Sentence("note.table.everybody"))
    elif seats < 10:
        notes.append(Sentence("note.table.few", n=seats))
    return tuple(notes)


def _by_rank(glue: Any) -> list[str]:
    """Functions in the order of their rank as glue; none where glue was not asked for."""
    if glue is None:
        return []
    ranked = glue.table[glue.table["rank"].notna()].sort_values("rank")
    return [str(name) for name in ranked["function"]]


QUESTION = Question(
    name="table",
    function=table,
    result=TableResult,
    run=lambda on, done: table(
        on.conversations,
        topic=on.settings.topic,
        initiative=on.settings.initiative,
        glue=_by_rank(done.get("glue")),
        max_audience=on.settings.tie_rule.max_audience,
        seed=on.settings.seed,
        min_group=on.settings.min_group,
    ),
)
