"""How walls, openness and communities develop from window to window, and which changes are more than noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csc_array
from scipy.stats import norm

from silograph.analyses.parts import Column, Question, Result, Table
from silograph.analyses.parts.options import day_of, number_of, whole_number
from silograph.analyses.parts.settings import Window
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.charts.drawing import MARKED, PLAIN, pyplot
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.igraph import graph_from_arrays, leiden
from silograph.graph.network import TieRule
from silograph.graph.partitions import adjusted_mutual_information, modularity, modularity_gradient
from silograph.graph.walls_model.estimates import gradients
from silograph.graph.walls_model.model import ModelTies
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations, exchanged, need_messages
from silograph.log.schema import MEETING
from silograph.stats.intervals import Z95
from silograph.stats.p_values import SIGNIFICANT, holm
from silograph.stats.resampling import tie_multiplicities

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PERIODS: Mapping[str, str] = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}

MATTERS: Mapping[str, float] = {
    "walls": np.log(1.25),
    "openness": np.log(1.25),
    "modularity": 0.05,
    "cross_share": 0.05,
    "continuity": 0.05,
}
"""Least change that is marked, however sure: factors for walls and openness, differences for the others."""
COUNTS = ("messages", "people")  # shown, never marked: volume is not structure
AGREEMENTS = ("ami", "stability")  # shown, never marked: they fall with the volume too
MIN_TIES = 60
"""Ties between people of known function, in at least two functions, that a window needs."""
MIN_WINDOWS = 3  # a change needs a before, an after and a window that is neither
ROUNDING = 1e-9  # smaller changes are none


# Messages add up over windows; a window of few people goes, and another one with it. All that is said of functions
# hangs on who is in which, month by month. Openness rests on those who cross a border, as that of `silos` does.
_FIGURES = Table(
    columns=(
        Column("window", "month"),
        Column("figure", "word"),
        Column("function", "function"),
        Column("value", "", "sum", of=("silos.openness",), ends=("low", "high")),
        Column("low"),
        Column("high"),
        Column("change", "", "derived", of=("value",), behind="compared"),
        Column("q_value", "p", "whole", of=("value",), behind="compared"),
        Column("mark", "word", of=("value",), behind="compared"),
    ),
    groups=("function",),
    behind="active",
    lines=(("figure",),),
    overlapping=True,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TrendResult(Result):
    """What `trend` found.

    Parameters
    ----------
    table
        A row per window and figure (and function, for openness); `active` are the people whose acts it rests on (of
        openness, those on both sides who cross the border; of what sums up exchange inside functions, the fewest who
        exchange inside one), `compared` those behind a change of openness.
    windows
        First day of each window, in order, those with too little data included.
    """

    name: ClassVar[str] = "trend"
    declared: ClassVar[Mapping[str, Table]] = {"trend": _FIGURES}
    kept: ClassVar[tuple[str, ...]] = ("windows",)
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="trend",
            value="value",
            ends=("low", "high"),
            by="window",
            where={"figure": "walls"},
            digits=1,
            logarithmic=True,
            ascending=None,
        ),
    )

    windows: tuple[pd.Timestamp, ...]

    @property
    def changes(self) -> pd.DataFrame:
        """The marked rows, surest first."""
        rows = self.table[self.table["mark"].isin(["up", "down"])]
        return rows.sort_values("q_value", kind="stable", ignore_index=True)

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        walls = self.table["figure"] == "walls"
        enough = int(self.table.loc[walls & self.table["value"].notna(), "window"].nunique())
        windows = Sentence(f"said.trend.{self.parameters['window']}", n=enough)
        if self.changes.empty:
            return Sentence("said.trend.none", windows=windows)
        changes = [_sentence(row) for _, row in self.changes.head(3).iterrows()]
        if more := len(self.changes) - len(changes):
            changes.append(Sentence("said.trend.more", n=more))
        return Sentence("said.trend.found", n=len(self.changes), windows=windows, changes=tuple(changes))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Walls by window with their 95 % interval; lines where any figure was marked."""
        plt = pyplot()

        if ax is None:
            _, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
        rows = self.table[self.table["figure"] == "walls"]
        x = np.arange(len(rows))
        value, low, high = (rows[name].to_numpy(float) for name in ("value", "low", "high"))
        ax.fill_between(x, low, high, color=PLAIN, alpha=0.2, linewidth=0)
        ax.plot(x, value, color=PLAIN, marker="o", markersize=4)
        place = {window: float(number) for number, window in enumerate(rows["window"])}
        for window, marked in self.changes.groupby("window"):
            names = ", ".join(
                f"{f} {g}".strip() for f, g in marked[["figure", "function"]].fillna("").to_numpy()
            )
            ax.axvline(place[str(window)], color=MARKED, linewidth=1)
            ax.annotate(names, (place[str(window)], 0.99), xycoords=("data", "axes fraction"), rotation=90,
                        va="top", ha="right", fontsize=7, color=MARKED)  # fmt: skip
        step = -(-len(rows) // 12)
        ax.set_xticks(x[::step], rows["window"].tolist()[::step], rotation=30, ha="right", fontsize=8)
        ax.set_ylabel("walls (95 % interval)")
        ax.spines[["top", "right"]].set_visible(False)
        return ax


def _sentence(row: pd.Series[Any]) -> Sentence:
    about = {"function": row["function"]} if row["figure"] == "openness" else {}
    way = f"{row['mark']}_factor" if row["figure"] in _RATIOS else row["mark"]
    return Sentence(
        f"said.trend.{way}",
        what=Sentence(f"said.trend.{row['figure']}", **about),
        window=row["window"],
        change=row["change"],
        q=row["q_value"],
    )


REPLICATES = 20
"""Redraws of ties, each searched for communities again, where none are asked for."""


def trend(
    conversations: Conversations,
    *,
    window: Window = "month",
    span: int = 6,
    baseline: str | None = None,
    tie_rule: TieRule | None = None,
    replicates: int | None = None,
    seed: int = 0,
    min_group: int = 5,
) -> TrendResult:
    """Is it getting better? The headline figures window by window, and which changes are beyond noise.

    A change is marked where the `span` windows from here on differ from the `span` windows before by more than
    exchanging the two at random, pair of people by pair, makes them differ. What belongs to a pair stays together, so
    that lasting ties and busy weeks are no change, and neither is volume. Adjusted for all windows and figures
    together (Holm): in a steady company, the chance of any mark at all is meant to be below 5 %.

    Parameters
    ----------
    conversations
        The messages, with times.
    window
        ``week``, ``month``, ``quarter`` or ``year``, in UTC: short enough to see when, long enough for most windows to
        have hundreds of ties.
    span
        Windows on either side that are compared; fewer near the ends. More find smaller changes, if they last; what is
        over after one or two windows needs 1 or 2. A figure has at most one mark within so many windows.
    baseline
        A day on which something was changed (2024-03-01): only the windows from there on are compared, as many as there
        are on either side, with those before. Openness is relative to the other functions, so that what changed
        everywhere is no change of one. The first whole window from that day on counts as the first after it.
    tie_rule
        How interactions become strength; the default rule where None.
    replicates
        Bootstrap replicates of whole ties, behind the intervals of ``ami`` and ``stability``; 20 where None.
    seed
        Makes every random step repeatable.
    min_group
        Functions with fewer people active in a window have no openness there.

    Returns
    -------
    TrendResult
        `table` has ``window figure function value low high change q_value mark active compared``. Figures: ``messages
        people ami stability`` (shown, never marked), ``walls modularity cross_share continuity`` and, for each
        function, ``openness``. `value` and its 95 % interval are of the window alone. `change` is what the `span`
        windows from here on have more than those before: a factor for walls and openness, else a difference.
        ``continuity`` is the modularity of the functions people were in *before*, over the `span` windows before this
        one; it has a mark only where it falls (a reshuffle). ``stability`` is the agreement (AMI) of the communities of
        this window and of the one before. `mark` is ``up``, ``down``, ``none``, ``too_little_data`` or ``not_tested``.

    Raises
    ------
    NotEnoughDataError
        No times, no functions, or fewer than three windows with enough ties.
    UsageError
        A window that does not exist, or a span or number of replicates below its least.

    References
    ----------
    Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, chapter 3 (paired exchange). Efron (1969),
    J. Am. Stat. Assoc. 64, 1278-1302 (normal tails of self-normalised sums). Aronow, Samii & Assenova (2015), Political
    Analysis 23, 564-577 (pairs that share a person). Holm (1979), Scand. J. Statist. 6, 65-70. Vinh, Epps & Bailey
    (2010), J. Mach. Learn. Res. 11, 2837-2854 (AMI).

    Examples
    --------
    >>> import silograph as sg
    >>> company = sg.simulate(sg.CompanySpec(people=60, messages=2500, functions=5, months=4, seed=1))
    >>> from silograph.log.conversations import build_conversations
    >>> found = trend(build_conversations(*company.log()), replicates=10)
    >>> found.table["figure"].unique().tolist()[:7]
    ['messages', 'people', 'ami', 'stability', 'walls', 'modularity', 'cross_share']
    >>> found.table["figure"].unique().tolist()[7:]
    ['continuity', 'openness']
    """
    need_messages(conversations)
    if window not in _PERIODS:
        raise UsageError(f"no window {window!r}", mend=f"windows are {', '.join(_PERIODS)}")
    whole_number(span, name="span", least=1)
    replicates = number_of(replicates, REPLICATES, name="replicates", least=2)
    rule = tie_rule or TieRule()
    ledger = _ledger(conversations, window=window, rule=rule)
    enough = ledger.enough()
    if len(enough) < MIN_WINDOWS:
        raise NotEnoughDataError(
            Sentence(
                "lacks.windows",
                windows=Sentence(f"said.trend.{window}", n=len(enough)),
                ties=MIN_TIES,
                needed=MIN_WINDOWS,
            ),
            mend=Sentence("mend.longer"),
        )
    levels = _levels(ledger, enough, span=span, min_group=min_group)
    agreements = _agreements(ledger, enough, replicates=replicates, seed=seed)
    if baseline is not None:
        span = len(enough)
    changes = _changes(ledger, enough, span=span, at=_boundary(ledger, enough, baseline))
    return TrendResult(
        table=_table(ledger, enough, (levels, agreements, changes), span=span),
        windows=tuple(ledger.starts),
        parameters={
            "window": window,
            "span": span,
            "baseline": baseline,
            "replicates": replicates,
            "seed": seed,
            "min_group": min_group,
            "tie_rule": rule.to_dict(),
        },
        caveats=_caveats(ledger, enough, window),
    )


# --- what passed between whom, by window ---------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Ledger:
    """Strength of each pair of nodes by window; a node is a person (`person`, a number) in a function.

    `strength` is (pairs, windows); `people` and `active` are per window, the latter teams where there is nobody else;
    `writers`: see `_writers`.
    """

    starts: Sequence[pd.Timestamp]
    functions: tuple[str, ...]
    function: IntArray
    person: IntArray
    is_person: BoolArray
    source: IntArray
    target: IntArray
    strength: csc_array
    messages: IntArray
    people: IntArray
    active: IntArray
    writers: IntArray
    untimed: int

    @cached_property
    def couple(self) -> IntArray:
        """Number of the two people of each pair, whatever functions they were in."""
        a, b = self.person[self.source], self.person[self.target]
        key = np.minimum(a, b) * (self.person.max() + 1) + np.maximum(a, b)
        return np.asarray(np.unique(key, return_inverse=True)[1], dtype=np.int64)

    @cached_property
    def within(self) -> npt.NDArray[np.bool_]:
        """Pairs whose people have a known function."""
        return (self.function[self.source] >= 0) & (self.function[self.target] >= 0)

    def column(self, windows: Sequence[int]) -> FloatArray:
        """Strength of each pair over these windows together."""
        return np.asarray(self.strength[:, list(windows)].sum(axis=1), dtype=np.float64).ravel()

    def enough(self) -> list[int]:
        """Windows with enough ties between people of known function, some inside functions and some across."""
        good = []
        for w in range(len(self.starts)):
            tied = (self.column([w]) > 0) & self.within
            a, b = self.function[self.source[tied]], self.function[self.target[tied]]
            if len(a) >= MIN_TIES and (a == b).any() and (a != b).any():
                good.append(w)
        return good

    def ties(self, rows: IntArray) -> ModelTies:
        """The pairs `rows` as ties without strength yet."""
        strength = np.ones(len(rows))
        return ModelTies(
            rows, self.source[rows], self.target[rows], strength, self.function, len(self.functions)
        )


def _ledger(on: Conversations, *, window: Window, rule: TieRule) -> _Ledger:
    messages, rows = on.messages, exchanged(on, max_audience=rule.max_audience)
    of = rows["message"].to_numpy()
    inside = on.is_kind("person", "team")
    counted = messages["audience"].le(rule.max_audience).to_numpy()
    if not rule.automated:
        counted = counted & ~messages["automated"].to_numpy()
    sender, recipient = rows["sender"].to_numpy(), rows["recipient"].to_numpy()
    weight = rows["role"].astype(object).map(rule.role_weights).fillna(0).to_numpy(np.float64)
    weight = weight / np.maximum(messages["audience"].to_numpy()[of], 1) ** rule.alpha
    keep = counted[of] & inside[sender] & inside[recipient] & (weight > 0)
    timed = messages["sent_at"].notna().to_numpy()[of]
    untimed = on.acts(messages["sender"].iloc[np.unique(of[keep & ~timed])])
    keep = keep & timed
    if not keep.any():
        raise NotEnoughDataError(Sentence("lacks.no_times"), mend=Sentence("mend.with_times"))
    if not on.functions:
        raise NotEnoughDataError(Sentence("lacks.nobody_placed"), mend=Sentence("mend.org_chart"))
    met = (messages["channel"] == MEETING).to_numpy()[of]
    keep[keep] = rule.ties(sender[keep], recipient[keep], met=met[keep])
    of, sender, recipient, weight = of[keep], sender[keep], recipient[keep], weight[keep]
    moments = messages["sent_at"].dt.tz_convert("UTC").dt.tz_localize(None)
    period = moments[of].dt.to_period(_PERIODS[window])
    all_periods = pd.period_range(period.min(), period.max(), freq=_PERIODS[window])
    number = (period.astype("int64") - all_periods[0].ordinal).to_numpy()
    count = len(on.functions) + 2
    keys = [
        actor * count + function + 2
        for actor, function in (
            (sender, rows["sender_function"].to_numpy()[keep]),
            (recipient, rows["recipient_function"].to_numpy()[keep]),
        )
    ]
    nodes, ends = np.unique(np.concatenate(keys), return_inverse=True)
    a, b = ends[: len(of)], ends[len(of) :]
    pairs, pair = np.unique(np.minimum(a, b) * len(nodes) + np.maximum(a, b), return_inverse=True)
    shape = (len(pairs), len(all_periods))
    seen = pd.DataFrame(
        {"window": np.r_[number, number], "actor": np.r_[sender, recipient]}
    ).drop_duplicates()
    persons = on.is_kind("person")
    people, anybody = (_count(rows["window"], shape[1]) for rows in (seen[persons[seen["actor"]]], seen))
    function = nodes % count - 2
    return _Ledger(
        starts=list(all_periods.start_time),
        functions=on.functions,
        function=np.where(function >= 0, function, -1),
        person=np.unique(nodes // count, return_inverse=True)[1].astype(np.int64),
        is_person=persons[nodes // count],
        source=pairs // len(nodes),
        target=pairs % len(nodes),
        strength=csc_array((weight, (pair, number)), shape=shape),
        messages=_count(pd.Series(number).groupby(of).first(), shape[1]),
        people=people,
        active=people if people.any() else anybody,
        writers=_writers(messages.iloc[of], number, persons, shape[1]),
        untimed=untimed,
    )


def _writers(messages: pd.DataFrame, window: IntArray, persons: BoolArray, n: int) -> IntArray:
    """Persons who write in the channel of each window that has fewest; as many as there are where nobody does.

    What passes in the others is counted elsewhere: less that, a window's messages are those of this channel.
    """
    who = pd.DataFrame({"window": window, "channel": messages["channel"].astype(str).to_numpy()})
    who["sender"] = messages["sender"].to_numpy()
    who = who[persons[who["sender"]]].drop_duplicates()
    fewest = who.groupby(["window", "channel"]).size().groupby("window").min()
    return np.asarray(fewest.reindex(range(n), fill_value=len(persons)), dtype=np.int64)


def _count(windows: pd.Series[Any], n: int) -> IntArray:
    return np.bincount(windows.to_numpy(np.int64), minlength=n).astype(np.int64)


# --- figures -------------------------------------------------------------------------------------------------------

_RATIOS = ("walls", "openness")  # computed as logarithms
_WHOLE = ("walls", "modularity", "cross_share", "continuity")  # then the openness of each function
OF_INSIDES = ("modularity", "cross_share", "continuity")  # sums over what functions exchange inside


class _Measured(NamedTuple):
    """Figures, and their derivatives by the strength of each tie (figures x ties); NaN where they cannot be told."""

    value: FloatArray
    gradient: FloatArray


def _measure(ties: ModelTies, strength: FloatArray, home: IntArray) -> _Measured:
    """Log walls, modularity of the functions, cross share, modularity of each node's `home`, log openness of each."""
    found = gradients(replace(ties, strength=strength))
    a, b = ties.function[ties.source], ties.function[ties.target]
    earlier = home[ties.source], home[ties.target]
    across, total = (a != b).astype(np.float64), float(strength.sum())
    share = float(across @ strength) / total
    value = [found.log_walls, modularity(a, b, strength), share, modularity(*earlier, strength)]
    by_tie = [
        found.gradients[0],
        modularity_gradient(a, b, strength),
        (across - share) / total,
        modularity_gradient(*earlier, strength),
    ]
    return _Measured(
        np.concatenate([value, found.log_openness]),
        np.concatenate([np.stack(by_tie), found.gradients[1:]]),
    )


class _Communities(NamedTuple):
    """Community of each person, and of each node (a person in a function); -1 without ties."""

    people: IntArray
    nodes: IntArray


def _communities(ledger: _Ledger, strength: FloatArray, seed: int) -> _Communities:
    rows = np.flatnonzero(strength > 0)
    nodes = np.unique(np.concatenate([ledger.source[rows], ledger.target[rows]]))
    tied, place = np.unique(ledger.person[nodes], return_inverse=True)
    number = np.zeros(len(ledger.person), dtype=np.int64)
    number[nodes] = place
    graph = graph_from_arrays(len(tied), number[ledger.source[rows]], number[ledger.target[rows]])
    found = leiden(graph, strength[rows], resolution=1.0, seed=seed)
    people, of_node = np.full(len(ledger.person), -1), np.full(len(ledger.person), -1)
    people[tied], of_node[nodes] = found, found[place]
    return _Communities(people, of_node)


def _ami(a: IntArray, b: IntArray) -> float:
    """Agreement over the nodes that have a place in both; NaN below ten, or where nothing is divided."""
    return adjusted_mutual_information(a, b) if ((a >= 0) & (b >= 0)).sum() >= 10 else np.nan


class _Levels(NamedTuple):
    """Per window (rows) and figure: value and standard error."""

    value: FloatArray
    error: FloatArray


def _levels(ledger: _Ledger, enough: list[int], *, span: int, min_group: int) -> _Levels:
    """Figures of each window alone; errors by the infinitesimal jackknife over whole pairs of people."""
    found = []
    for i, w in enumerate(enough):
        strength = np.where(ledger.within, ledger.column([w]), 0.0)
        rows = np.flatnonzero(strength)
        ties, own = ledger.ties(rows), strength[rows]
        earlier = ledger.column(enough[max(i - span, 0) : i])[rows]
        nobody = np.full(len(ledger.function), -1)
        measured = _measure(ties, own, _home(ledger, rows, (earlier, own)) if i else nobody)
        value, error = measured.value, np.sqrt(_by_pair(ledger, rows, measured.gradient * own))
        active = np.unique(np.concatenate([ties.source, ties.target]))
        small = np.bincount(ledger.function[active], minlength=len(ledger.functions)) < min_group
        value[len(_WHOLE) :][small] = np.nan
        found.append((value, error))
    value, error = (np.array(column) for column in zip(*found, strict=True))
    return _Levels(value, error)


def _active(ledger: _Ledger, w: int) -> IntArray:
    """Per function, people who exchange within known functions in a window; teams where it has nobody else."""
    rows = np.flatnonzero(np.where(ledger.within, ledger.column([w]), 0.0))
    nodes = np.unique(np.concatenate([ledger.source[rows], ledger.target[rows]]))
    persons, anybody = (
        np.bincount(ledger.function[which], minlength=len(ledger.functions))
        for which in (nodes[ledger.is_person[nodes]], nodes)
    )
    return np.asarray(np.where(persons > 0, persons, anybody), dtype=np.int64)


def _inside(ledger: _Ledger, w: int) -> int:
    """The fewest people of a function who exchange inside it in a window, of those where anybody does.

    Modularity and the share that crosses borders are equations for what each function exchanges inside: beside what a
    page tells of the window, they rest on the fewest. Teams count where there is nobody else.
    """
    inside = ledger.within & (ledger.function[ledger.source] == ledger.function[ledger.target])
    rows = np.flatnonzero(np.where(inside, ledger.column([w]), 0.0))
    nodes = np.unique(np.concatenate([ledger.source[rows], ledger.target[rows]]))
    people = [
        np.bincount(ledger.function[which], minlength=len(ledger.functions))
        for which in (nodes[ledger.is_person[nodes]], nodes)
    ]
    fewest = np.where(people[0] > 0, *people)
    return int(fewest[fewest > 0].min(initial=len(ledger.function)))


def _crossing(ledger: _Ledger, windows: Sequence[int]) -> IntArray:
    """Per function, people on both sides of its border who exchange across it; teams where there is nobody else."""
    across = ledger.within & (ledger.function[ledger.source] != ledger.function[ledger.target])
    rows = np.flatnonzero(np.where(across, ledger.column(windows), 0.0))
    ends = np.r_[ledger.source[rows], ledger.target[rows]]
    found = pd.DataFrame({"person": ledger.person[ends], "is_person": ledger.is_person[ends]})
    both = pd.concat(
        [found.assign(of=ledger.function[side][np.r_[rows, rows]]) for side in (ledger.source, ledger.target)]
    )
    both = both.drop_duplicates()
    persons, anybody = (_count(some["of"], len(ledger.functions)) for some in (both[both["is_person"]], both))
    return np.asarray(np.where(persons > 0, persons, anybody), dtype=np.int64)


def _agreements(ledger: _Ledger, enough: list[int], *, replicates: int, seed: int) -> _Levels:
    """``ami`` and ``stability``; errors by the bootstrap of whole ties."""
    value, error = np.full((2, len(enough), 2), np.nan)
    before: list[_Communities] = []
    for i, w in enumerate(enough):
        strength = ledger.column([w])
        labels = [_communities(ledger, strength, seed)]
        tied = np.flatnonzero(strength > 0)
        for r in range(replicates):
            again = np.zeros(len(strength))
            drawn = tie_multiplicities(len(tied), replicate=w * replicates + r, seed=seed)
            again[tied] = strength[tied] * drawn
            labels.append(_communities(ledger, again, seed))
        ami = np.array([_ami(one.nodes, ledger.function) for one in labels])
        value[i, 0], error[i, 0] = ami[0], ami[1:].std(ddof=1)
        if before:
            kept = np.array([_ami(a.people, b.people) for a, b in zip(before, labels, strict=True)])
            value[i, 1], error[i, 1] = kept[0], kept[1:].std(ddof=1)
        before = labels
    return _Levels(value, error)


# --- changes -------------------------------------------------------------------------------------------------------


class _Changes(NamedTuple):
    """Per boundary between windows (rows) and figure: change, its distance from chance in standard deviations, p."""

    change: FloatArray
    z: FloatArray
    p_value: FloatArray


def _boundary(ledger: _Ledger, enough: list[int], baseline: str | None) -> int | None:
    """Position of the first whole window from a day on; None where all windows are looked at."""
    if baseline is None:
        return None
    day = day_of(baseline, name="baseline")
    after = [i for i, w in enumerate(enough) if ledger.starts[w].tz_localize(None) >= day]
    if not after or after[0] == 0:
        raise NotEnoughDataError(
            Sentence("lacks.before_and_after", day=baseline), mend=Sentence("mend.baseline")
        )
    return after[0]


def _changes(ledger: _Ledger, enough: list[int], *, span: int, at: int | None = None) -> _Changes:
    """What the windows from each boundary on (or from one) have more than those before, and how sure that is."""
    figures = len(_WHOLE) + len(ledger.functions)
    change, z = np.full((2, len(enough), figures), np.nan)
    for i in range(1, len(enough)) if at is None else (at,):
        around = _around(enough, i, span)
        change[i], z[i] = _compare(ledger, around[: len(around) // 2], around[len(around) // 2 :])
    return _Changes(change, z, _p_values(change, z))


def _around(enough: list[int], i: int, span: int) -> list[int]:
    """The windows before a boundary, and as many from there on."""
    width = min(span, i, len(enough) - i)
    return enough[i - width : i + width]


def _p_values(change: FloatArray, z: FloatArray) -> FloatArray:
    p_value = 2 * norm.sf(np.abs(z))
    falls = _WHOLE.index("continuity")  # there is no such thing as too steady
    p_value[:, falls] = norm.cdf(z[:, falls])
    p_value[np.abs(change) < ROUNDING] = 1.0
    return np.asarray(p_value, dtype=np.float64)


def _compare(ledger: _Ledger, first: list[int], second: list[int]) -> tuple[FloatArray, FloatArray]:
    """Change of each figure and its z; both sides are scaled to the same total first.

    A change must be sure in two ways; the less sure one counts. *Score*: figures as linear functions of what pairs
    exchanged, taken where both sides are thrown together, which is the same whatever pair is exchanged. Their change is
    then a sum of one term per pair, exchanging a pair turns its sign, and the sum over its standard deviation has tails
    like a normal one however uneven the pairs are. *Wald*: figures computed on each side, whose change owes nothing to
    people or functions that became more active.
    """
    before, after = (np.where(ledger.within, ledger.column(block), 0.0) for block in (first, second))
    rows = np.flatnonzero(before + after > 0)
    a, b = before[rows] / before.sum(), after[rows] / after.sum()
    ties, home = ledger.ties(rows), _home(ledger, rows, (a, b))
    middle = _measure(ties, (a + b) / 2, home)
    left, right = (_measure(ties, side, home) for side in (a, b))
    score, wald = middle.gradient * (b - a), right.gradient * b - left.gradient * a
    with np.errstate(invalid="ignore", divide="ignore"):
        change = right.value - left.value
        sure = score.sum(axis=1) / _deviation(ledger, rows, score), change / _deviation(ledger, rows, wald)
        z = np.where(np.sign(sure[0]) == np.sign(sure[1]), np.minimum(*np.abs(sure)) * np.sign(change), 0.0)
    finite = np.isfinite(change) & np.isfinite(sure).all(
        axis=0
    )  # all ties of a kind lie on one side: cannot tell
    same = np.abs(change) < ROUNDING
    return np.where(np.isfinite(change), change, np.nan), np.where(same, 0.0, np.where(finite, z, np.nan))


def _deviation(ledger: _Ledger, rows: IntArray, terms: FloatArray) -> FloatArray:
    """Standard deviation of the sum of each figure's terms over ties, if chance gives each pair's its sign.

    The border of one function is the work of few people, and whoever is away or on a project takes all their pairs
    along. So for openness pairs that share a person may go together (the larger variance counts).
    """
    variance = _by_pair(ledger, rows, terms)
    ends = ledger.person[np.concatenate([ledger.source[rows], ledger.target[rows]])]
    for k in range(len(_WHOLE), len(terms)):
        of_person = np.bincount(ends, np.r_[terms[k], terms[k]])
        variance[k] = max(variance[k], float((of_person**2).sum()) - variance[k])
    return np.sqrt(variance)


def _by_pair(ledger: _Ledger, rows: IntArray, terms: FloatArray) -> FloatArray:
    """Per figure, the sum of squares over pairs of people of the sum of a pair's terms."""
    couple = np.unique(ledger.couple[rows], return_inverse=True)[1]
    return np.array([float((np.bincount(couple, one) ** 2).sum()) for one in terms])


def _home(ledger: _Ledger, rows: IntArray, sides: tuple[FloatArray, FloatArray]) -> IntArray:
    """Function in which each node's person had most exchange before; who was silent then, after. -1 without exchange.

    So `continuity` asks: do people still exchange within the functions they were in, whatever the chart says since?
    (Communities of single windows are too unsure to be compared.)
    """
    nodes = np.concatenate([ledger.source[rows], ledger.target[rows]])
    exchange = [np.bincount(nodes, weights=np.r_[side, side], minlength=len(ledger.person)) for side in sides]
    order = np.lexsort((exchange[1], exchange[0]))
    order = order[exchange[0][order] + exchange[1][order] > 0]
    of_person = np.full(len(ledger.person), -1)
    of_person[ledger.person[order]] = ledger.function[order]  # the last one written has most
    return of_person[ledger.person]


def _marks(
    q: FloatArray, z: FloatArray, change: FloatArray, least: FloatArray, span: int
) -> npt.NDArray[np.bool_]:
    """The surest change of each figure, then the surest that is not within `span` windows of one already marked."""
    marked = np.zeros(q.shape, dtype=bool)
    for figure in range(q.shape[1]):
        sure = np.flatnonzero((q[:, figure] < SIGNIFICANT) & (np.abs(change[:, figure]) >= least[figure]))
        for row in sure[np.argsort(-np.abs(z[sure, figure]), kind="stable")]:
            if not marked[max(row - span + 1, 0) : row + span, figure].any():
                marked[row, figure] = True
    return marked


def _direction(change: float) -> str:
    return "up" if change > 0 else "down"


def months_of(window: str, kind: Window) -> frozenset[str]:
    """The months (``2024-01``) that a window lies in, by its first day.

    Examples
    --------
    >>> sorted(months_of("2024-01-29", "week"))
    ['2024-01', '2024-02']
    """
    whole = pd.Period(window, freq=_PERIODS[kind])
    return frozenset(pd.period_range(whole.start_time, whole.end_time, freq="M").astype(str))


def _adjusted(p_value: FloatArray) -> FloatArray:
    """Holm over all windows and figures, half of the error for the organisation's figures and half for openness.

    Openness has most of the tests; so its number does not make the others blind.
    """
    split = [len(_WHOLE)]
    return np.hstack([np.minimum(2 * holm(part), 1.0) for part in np.split(p_value, split, axis=1)])


def _table(
    ledger: _Ledger, enough: list[int], found: tuple[_Levels, _Levels, _Changes], *, span: int
) -> pd.DataFrame:
    levels, agreements, changes = found
    names = [*((name, None) for name in _WHOLE), *(("openness", one) for one in ledger.functions)]
    assessed = ~np.isnan(levels.value)
    assessed_before = np.vstack([assessed[:1], assessed[:-1]])
    assessed_before[:, _WHOLE.index("continuity")] = True  # the first window has none by nature
    p_value = np.where(assessed & assessed_before, changes.p_value, np.nan)
    q_value = _adjusted(p_value)
    marked = _marks(q_value, changes.z, changes.change, np.array([MATTERS[name] for name, _ in names]), span)
    place = {w: i for i, w in enumerate(enough)}
    rows: list[tuple[Any, ...]] = []
    behind_changes: dict[int, int] = {}
    nothing = [np.nan] * 5
    for w, start in enumerate(ledger.starts):
        label, i, active = start.date().isoformat(), place.get(w), int(ledger.active[w])
        of_function = np.minimum(_active(ledger, w), _crossing(ledger, [w]))
        compared = None if i is None else _crossing(ledger, _around(enough, i, span))
        inside = min(active, _inside(ledger, w))
        messages = (ledger.messages, min(active, int(ledger.writers[w])))
        for figure, (counts, behind) in zip(COUNTS, (messages, (ledger.people, active)), strict=True):
            rows.append((label, figure, None, float(counts[w]), *nothing[1:], "not_tested", behind))
        for k, figure in enumerate(AGREEMENTS):
            shown = (
                nothing if i is None else _interval(figure, agreements.value[i, k], agreements.error[i, k])
            )
            rows.append(
                (label, figure, None, *shown[:3], np.nan, np.nan, _untested(i, figure, shown[0]), active)
            )
        for k, (figure, function) in enumerate(names):
            shown = nothing if i is None else _interval(figure, levels.value[i, k], levels.error[i, k])
            if i is None or np.isnan(q_value[i, k]):
                mark, change, q = _untested(i, figure, shown[0]), np.nan, np.nan
            else:
                change, q = changes.change[i, k], q_value[i, k]
                mark = _direction(change) if marked[i, k] else "none"
                change = float(np.exp(change)) if figure in _RATIOS else float(change)
            of_all = inside if figure in OF_INSIDES else active
            behind = of_all if function is None else of_function[k - len(_WHOLE)] * np.isfinite(shown[0])
            row = (label, figure, function, *shown[:3], change, q, mark, int(behind))
            if function is not None and compared is not None:
                behind_changes[len(rows)] = int(compared[k - len(_WHOLE)])
            rows.append(row)
    columns = ["window", "figure", "function", "value", "low", "high", "change", "q_value", "mark", "active"]
    table = pd.DataFrame(rows, columns=columns)
    table["compared"] = pd.Series(behind_changes).reindex(range(len(rows))).to_numpy(float)
    never = table.groupby("function")["value"].transform("count").eq(0)
    return table[~never].reset_index(drop=True)


def _interval(figure: str, value: float, error: float) -> list[float]:
    """Value with its 95 % interval, within what is possible; logarithms become factors."""
    low, high = value - Z95 * error, value + Z95 * error
    if figure in _RATIOS:
        return [float(x) for x in np.exp([value, low, high])]
    least = -0.5 if figure in ("modularity", "continuity") else 0.0
    return [float(value), float(np.maximum(low, least)), float(np.minimum(high, 1.0))]


def _untested(i: int | None, figure: str, value: float) -> str:
    """Why a figure of a window has no mark: it has no value, or nothing to be compared with."""
    first = i == 0 and figure in ("stability", "continuity")
    return "too_little_data" if i is None or (np.isnan(value) and not first) else "not_tested"


def _caveats(ledger: _Ledger, enough: list[int], window: str) -> tuple[Sentence, ...]:
    notes = [Sentence("note.trend.marks"), Sentence("note.trend.busy")]
    if poor := len(ledger.starts) - len(enough):
        windows = Sentence(f"said.trend.{window}", n=len(ledger.starts))
        notes.append(Sentence("note.trend.poor", poor=poor, windows=windows, least=MIN_TIES))
    if ledger.untimed:
        notes.append(Sentence("note.trend.untimed", n=ledger.untimed))
    return tuple(notes)


QUESTION = Question(
    function=trend,
    result=TrendResult,
    whole=True,
    references=(
        "Holm (1979), A simple sequentially rejective multiple test procedure. Scand. J. Stat. 6, 65-70.",
    ),
)
