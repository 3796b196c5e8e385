"""How walls, openness and communities develop from window to window, and which changes are more than noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csc_array, csr_array
from scipy.special import entr
from scipy.stats import t as student
from sklearn.metrics.cluster import expected_mutual_information

from silograph.conversations import Conversations
from silograph.engine import graph_from_arrays, leiden
from silograph.errors import NotEnoughDataError, UsageError
from silograph.network import FloatArray, IntArray, TieRule
from silograph.planted import ModelTies, estimate
from silograph.results import Result
from silograph.statistics import tie_multiplicities

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Window = Literal["week", "month", "quarter", "year"]
_PERIODS: Mapping[str, str] = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}

SIGNIFICANT = 0.05
MATTERS: Mapping[str, float] = {
    "walls": np.log(1.25),
    "openness": np.log(1.25),
    "modularity": 0.05,
    "cross_share": 0.05,
    "ami": 0.05,
    "stability": 0.05,
}
"""Least change that is marked, however sure: factors for walls and openness, differences for the others."""
COUNTS = ("messages", "people")  # shown, never marked, like ``ami``: volume is not structure
MIN_TIES = 60
"""Ties between people of known function, in at least two functions, that a window needs."""
MIN_WINDOWS = 3
COMMUNITY_DRAWS = 20  # most resamples for figures that need communities
Z95 = 1.959964
ROUNDING = 1e-9  # smaller changes are none


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TrendResult(Result):
    """What `trend` found.

    Parameters
    ----------
    table
        A row per window and figure (and function, for openness).
    windows
        First day of each window, in order, those with too little data included.
    """

    name: ClassVar[str] = "trend"

    windows: tuple[pd.Timestamp, ...]

    @property
    def changes(self) -> pd.DataFrame:
        """The marked rows, surest first."""
        rows = self.table[self.table["mark"].isin(["up", "down"])]
        return rows.sort_values("q_value", kind="stable", ignore_index=True)

    def headline(self) -> str:
        """The answer in one sentence, with its numbers."""
        enough = self.table.loc[
            (self.table["figure"] == "walls") & self.table["value"].notna(), "window"
        ].nunique()
        kind = self.parameters["window"]
        if self.changes.empty:
            return f"No figure changed beyond noise over {enough} {kind}s."
        parts = [_sentence(row) for _, row in self.changes.head(3).iterrows()]
        more = f"; {len(self.changes) - 3} further changes" if len(self.changes) > 3 else ""
        return f"{len(self.changes)} change(s) beyond noise over {enough} {kind}s: {'; '.join(parts)}{more}."

    def plot(self, ax: Axes | None = None) -> Axes:
        """Walls by window with their 95 % interval; lines where any figure was marked."""
        import matplotlib.pyplot as plt

        if ax is None:
            _, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
        rows = self.table[self.table["figure"] == "walls"]
        x = np.arange(len(rows))
        value, low, high = (rows[name].to_numpy(float) for name in ("value", "low", "high"))
        ax.fill_between(x, low, high, color="#2f7f86", alpha=0.2, linewidth=0)
        ax.plot(x, value, color="#2f7f86", marker="o", markersize=4)
        place = {window: float(number) for number, window in enumerate(rows["window"])}
        for window, marked in self.changes.groupby("window"):
            names = ", ".join(
                f"{f} {g}".strip() for f, g in marked[["figure", "function"]].fillna("").to_numpy()
            )
            ax.axvline(place[str(window)], color="#b3541e", linewidth=1)
            ax.annotate(names, (place[str(window)], 0.99), xycoords=("data", "axes fraction"), rotation=90,
                        va="top", ha="right", fontsize=7, color="#b3541e")  # fmt: skip
        step = -(-len(rows) // 12)
        ax.set_xticks(x[::step], rows["window"].tolist()[::step], rotation=30, ha="right", fontsize=8)
        ax.set_ylabel("walls (95 % interval)")
        ax.spines[["top", "right"]].set_visible(False)
        return ax


def _sentence(row: pd.Series[Any]) -> str:
    what = {
        "walls": "walls",
        "modularity": "modularity of functions",
        "cross_share": "share of exchange between functions",
        "ami": "agreement of communities with functions",
        "stability": "who exchanges with which functions",
        "openness": f"openness of {row['function']}",
    }[row["figure"]]
    if row["figure"] == "stability":
        return (
            f"{what} reshuffled from {row['window']} ({-row['change']:.0%} of exchange beyond what is usual)"
        )
    by = f"by a factor of {row['change']:.2f}" if row["figure"] in _RATIOS else f"by {row['change']:+.2f}"
    return f"{what} {row['mark']} from {row['window']} {by}"


def trend(
    on: Conversations,
    *,
    window: Window = "month",
    span: int = 3,
    tie_rule: TieRule | None = None,
    replicates: int = 60,
    permutations: int = 100,
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
    on
        The conversations, with times.
    window
        ``week``, ``month``, ``quarter`` or ``year``, in UTC.
    span
        Windows on either side that are compared; fewer near the ends. 1 finds what lasts a single window and is least
        sure.
    tie_rule
        How interactions become strength; the default rule where None.
    replicates
        Bootstrap replicates of whole ties, behind the intervals.
    permutations
        Random exchanges, behind the p-values.
    seed
        Makes every random step repeatable.
    min_group
        Functions with fewer people active in a window have no openness there.

    Returns
    -------
    TrendResult
        `table` has ``window figure function value low high change q_value mark``. Figures: ``messages people`` (counts,
        never marked), ``walls modularity cross_share ami stability`` and, for each function, ``openness``. `change` is
        what the windows from here on have more than those before: a factor for walls and openness, else a difference;
        for stability, what the modularity of the functions *as they were before* gained or (a reshuffle)
        lost. `mark` is ``up``, ``down``, ``none``, ``too_little_data`` or ``not_tested``.

    Raises
    ------
    NotEnoughDataError
        No times, no functions, or fewer than three windows with enough ties.
    UsageError
        A window that does not exist, or a span, number of replicates or permutations below its least.

    References
    ----------
    Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses, chapter 3 (paired exchange). Holm (1979),
    Scand. J. Statist. 6, 65-70. Vinh, Epps & Bailey (2010), J. Mach. Learn. Res. 11, 2837-2854 (AMI).

    Examples
    --------
    >>> import silograph as sg
    >>> company = sg.simulate(sg.CompanySpec(people=60, messages=2500, functions=5, months=4, seed=1))
    >>> from silograph.conversations import build_conversations
    >>> found = trend(build_conversations(*company.log()), replicates=10, permutations=30)
    >>> found.table["figure"].unique().tolist()
    ['messages', 'people', 'walls', 'modularity', 'cross_share', 'ami', 'stability', 'openness']
    """
    if window not in _PERIODS:
        raise UsageError(f"no window {window!r}", mend=f"windows are {', '.join(_PERIODS)}")
    for name, number, least in (
        ("span", span, 1),
        ("replicates", replicates, 2),
        ("permutations", permutations, 20),
    ):
        if number < least:
            raise UsageError(f"{name} must be at least {least}, not {number}")
    ledger = _ledger(on, window=window, rule=tie_rule or TieRule())
    enough = ledger.enough()
    if len(enough) < MIN_WINDOWS:
        raise NotEnoughDataError(
            f"only {len(enough)} {window}(s) have {MIN_TIES} ties between people of known function, "
            f"{MIN_WINDOWS} are needed",
            mend="take longer windows, a longer log, or give more people a function",
        )
    levels = _levels(ledger, enough, replicates=replicates, seed=seed, min_group=min_group)
    tests = _tests(ledger, enough, span=span, permutations=permutations, seed=seed)
    table = _table(ledger, enough, levels, tests, span=span)
    return TrendResult(
        table=table,
        windows=tuple(ledger.starts),
        parameters={
            "window": window,
            "span": span,
            "replicates": replicates,
            "permutations": permutations,
            "seed": seed,
            "min_group": min_group,
            "tie_rule": (tie_rule or TieRule()).to_dict(),
        },
        caveats=_caveats(ledger, enough, window),
    )


# --- what passed between whom, by window ---------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Ledger:
    """Strength of each pair of nodes by window; a node is a person (`person`, a number) in a function.

    `strength` is (pairs, windows).
    """

    starts: Sequence[pd.Timestamp]
    functions: tuple[str, ...]
    function: IntArray
    person: IntArray
    source: IntArray
    target: IntArray
    strength: csc_array
    messages: IntArray
    people: IntArray
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
    messages, rows = on.messages, on.interactions
    of = rows["message"].to_numpy()
    inside = on.is_kind("person", "team")
    counted = messages["audience"].le(rule.max_audience).to_numpy()
    if not rule.automated:
        counted = counted & ~messages["automated"].to_numpy()
    sender, recipient = messages["sender"].to_numpy()[of], rows["recipient"].to_numpy()
    weight = rows["role"].astype(object).map(rule.role_weights).fillna(0).to_numpy(np.float64)
    weight = weight / np.maximum(messages["audience"].to_numpy()[of], 1) ** rule.alpha
    keep = counted[of] & inside[sender] & inside[recipient] & (weight > 0)
    timed = messages["sent_at"].notna().to_numpy()[of]
    untimed = int(np.unique(of[keep & ~timed]).size)
    keep = keep & timed
    if not keep.any():
        raise NotEnoughDataError("no message between people has a time", mend="give an export with times")
    if not on.functions:
        raise NotEnoughDataError("nobody has a function", mend="give an org chart with --people")
    of, sender, recipient, weight = of[keep], sender[keep], recipient[keep], weight[keep]
    moments = messages["sent_at"].dt.tz_convert("UTC").dt.tz_localize(None)
    period = moments[of].dt.to_period(_PERIODS[window])
    all_periods = pd.period_range(period.min(), period.max(), freq=_PERIODS[window])
    number = (period.astype("int64") - all_periods[0].ordinal).to_numpy()
    count = len(on.functions) + 2
    keys = [
        actor * count + function + 2
        for actor, function in (
            (sender, messages["function"].to_numpy()[of]),
            (recipient, rows["function"].to_numpy()[keep]),
        )
    ]
    nodes, ends = np.unique(np.concatenate(keys), return_inverse=True)
    a, b = ends[: len(of)], ends[len(of) :]
    pairs, pair = np.unique(np.minimum(a, b) * len(nodes) + np.maximum(a, b), return_inverse=True)
    shape = (len(pairs), len(all_periods))
    seen = pd.DataFrame(
        {"window": np.r_[number, number], "actor": np.r_[sender, recipient]}
    ).drop_duplicates()
    seen = seen[on.is_kind("person")[seen["actor"]]]
    function = nodes % count - 2
    return _Ledger(
        starts=list(all_periods.start_time),
        functions=on.functions,
        function=np.where(function >= 0, function, -1),
        person=np.unique(nodes // count, return_inverse=True)[1].astype(np.int64),
        source=pairs // len(nodes),
        target=pairs % len(nodes),
        strength=csc_array((weight, (pair, number)), shape=shape),
        messages=_count(pd.Series(number).groupby(of).first(), shape[1]),
        people=_count(seen["window"], shape[1]),
        untimed=untimed,
    )


def _count(windows: pd.Series[Any], n: int) -> IntArray:
    return np.bincount(windows.to_numpy(np.int64), minlength=n).astype(np.int64)


# --- figures -------------------------------------------------------------------------------------------------------

_RATIOS = ("walls", "openness")  # computed as logarithms
_LINEAR = ("walls", "modularity", "cross_share")  # then the openness of each function


def _linear(ties: ModelTies, strength: FloatArray, start: Any = None) -> FloatArray:
    """Log walls, modularity of the functions, share of exchange between functions, log openness of each."""
    found = estimate(ties, strength, start=start, errors=False)
    a, b = ties.function[ties.source], ties.function[ties.target]
    total = float(strength.sum())
    across = float(strength[a != b].sum()) / total
    return np.concatenate([[found.log_walls, _modularity((a, b), strength), across], found.log_openness])


def _modularity(groups: tuple[IntArray, IntArray], strength: FloatArray) -> float:
    """Newman's modularity, from the groups of both ends of each tie."""
    a, b = groups
    total = float(strength.sum())
    volume = np.bincount(np.r_[a, b], weights=np.r_[strength, strength])
    return float(strength[a == b].sum()) / total - float(((volume / (2 * total)) ** 2).sum())


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
    """Adjusted mutual information over the nodes both know (>= 0); NaN below ten, or where nothing is divided.

    As `sklearn.metrics.adjusted_mutual_info_score`, without its checks, which take most of the time here.
    """
    both = (a >= 0) & (b >= 0)
    if (n := int(both.sum())) < 10:
        return np.nan
    (x, first), (y, second) = (np.unique(labels[both], return_inverse=True) for labels in (a, b))
    joint = np.bincount(first * len(y) + second, minlength=len(x) * len(y)).reshape(len(x), len(y))
    entropies = [float(entr(sizes / n).sum()) for sizes in (joint.sum(axis=1), joint.sum(axis=0))]
    information = sum(entropies) - float(entr(joint / n).sum())
    chance = expected_mutual_information(csr_array(joint), n)
    room = sum(entropies) / 2 - chance
    return float((information - chance) / room) if room > 1e-12 else np.nan


class _Levels(NamedTuple):
    """Per window (rows): linear figures, then ami and stability, and their bootstrap standard deviations."""

    value: FloatArray
    error: FloatArray


def _levels(ledger: _Ledger, enough: list[int], *, replicates: int, seed: int, min_group: int) -> _Levels:
    figures = len(_LINEAR) + len(ledger.functions) + 2
    value, error = np.full((len(enough), figures), np.nan), np.full((len(enough), figures), np.nan)
    before: list[_Communities] = []
    for i, w in enumerate(enough):
        strength = ledger.column([w])
        rows = np.flatnonzero((strength > 0) & ledger.within)
        ties, own = ledger.ties(rows), strength[rows]
        start = estimate(ties, own, errors=False).common
        drawn = np.array(
            [
                _linear(
                    ties, own * tie_multiplicities(len(rows), replicate=w * replicates + r, seed=seed), start
                )
                for r in range(replicates)
            ]
        )
        value[i, :-2], error[i, :-2] = _linear(ties, own, start), _spread(drawn)
        active = np.unique(np.concatenate([ties.source, ties.target]))
        small = np.bincount(ledger.function[active], minlength=len(ledger.functions)) < min_group
        value[i, len(_LINEAR) : -2][small] = np.nan
        labels = [_communities(ledger, strength, seed)]
        tied = np.flatnonzero(strength > 0)
        for r in range(min(replicates, COMMUNITY_DRAWS)):
            again = np.zeros(len(strength))
            again[tied] = strength[tied] * tie_multiplicities(
                len(tied), replicate=w * replicates + r, seed=seed + 1
            )
            labels.append(_communities(ledger, again, seed))
        agreement = np.array([_ami(one.nodes, ledger.function) for one in labels])
        value[i, -2], error[i, -2] = agreement[0], _spread(agreement[1:])
        if before:
            kept = np.array([_ami(a.people, b.people) for a, b in zip(before, labels, strict=True)])
            value[i, -1], error[i, -1] = kept[0], _spread(kept[1:])
        before = labels
    return _Levels(value, error)


def _spread(drawn: FloatArray) -> FloatArray:
    """Standard deviation over replicates; NaN where one of them is not finite."""
    with np.errstate(invalid="ignore"):
        return np.asarray(
            np.std(drawn, axis=0, ddof=1) if len(drawn) > 1 else np.full(drawn.shape[1:], np.nan)
        )


# --- changes -------------------------------------------------------------------------------------------------------


class _Tests(NamedTuple):
    """Per boundary between windows (rows) and figure: change, its distance from chance in standard deviations, p."""

    change: FloatArray
    z: FloatArray
    p_value: FloatArray


def _tests(ledger: _Ledger, enough: list[int], *, span: int, permutations: int, seed: int) -> _Tests:
    """Exchange the windows before and after each boundary at random, pair by pair."""
    figures = len(_LINEAR) + len(ledger.functions) + 2
    empty = np.full((3, len(enough), figures), np.nan)
    for i in range(1, len(enough)):
        width = min(span, i, len(enough) - i)
        blocks = enough[i - width : i], enough[i : i + width]
        empty[:, i, :-2] = _exchange_linear(ledger, blocks, permutations=permutations, seed=[seed, i])
        empty[:, i, -1] = _exchange_membership(ledger, blocks, permutations=permutations, seed=[seed, i, 1])
    return _Tests(*empty)


def _exchange_linear(
    ledger: _Ledger, blocks: tuple[list[int], list[int]], *, permutations: int, seed: list[int]
) -> FloatArray:
    """Change, z and p of the linear figures; both sides are scaled to the same total first."""
    before, after = (np.where(ledger.within, ledger.column(block), 0.0) for block in blocks)
    rows = np.flatnonzero(before + after > 0)
    a, b = before[rows] / before.sum(), after[rows] / after.sum()
    ties = ledger.ties(rows)
    start = estimate(ties, (a + b) / 2, errors=False).common
    with np.errstate(invalid="ignore"):
        change = _linear(ties, b, start) - _linear(ties, a, start)
    rng, couple = np.random.default_rng(seed), ledger.couple[rows]
    null = np.empty((permutations, len(change)))
    for draw in range(permutations):
        swap = (rng.random(ledger.couple.max() + 1) < 0.5)[couple]
        with np.errstate(invalid="ignore"):
            null[draw] = _linear(ties, np.where(swap, a, b), start) - _linear(
                ties, np.where(swap, b, a), start
            )
    finite = np.isfinite(change) & np.isfinite(null).all(
        axis=0
    )  # some exchange lost all ties of a kind: cannot tell
    change, null = np.where(finite, change, np.nan), np.where(finite, null, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = change / np.sqrt((null**2).mean(axis=0))  # exchanging everything turns the sign: the mean is 0
    p = 2 * student.sf(np.abs(z), permutations)
    p[np.abs(change) < ROUNDING] = 1.0
    return np.array([change, z, p])


def _exchange_membership(
    ledger: _Ledger, blocks: tuple[list[int], list[int]], *, permutations: int, seed: list[int]
) -> FloatArray:
    """Change, z and p of membership: one-sided, there is no such thing as too steady.

    Communities of single windows are too unsure to be compared. So: do people still exchange within the functions they
    were in before, whatever the chart says since? Modularity of those functions, before and after.
    """
    before, after = (np.where(ledger.within, ledger.column(block), 0.0) for block in blocks)
    rows = np.flatnonzero(before + after > 0)
    a, b = before[rows] / before.sum(), after[rows] / after.sum()
    home = _home(ledger, rows, (a, b))[ledger.person]
    ends = home[ledger.source[rows]], home[ledger.target[rows]]
    change = _modularity(ends, b) - _modularity(ends, a)
    if abs(change) < ROUNDING:
        return np.array([0.0, 0.0, 1.0])
    rng, couple = np.random.default_rng(seed), ledger.couple[rows]
    null = np.empty(permutations)
    for draw in range(permutations):
        swap = (rng.random(ledger.couple.max() + 1) < 0.5)[couple]
        null[draw] = _modularity(ends, np.where(swap, a, b)) - _modularity(ends, np.where(swap, b, a))
    z = change / np.sqrt((null**2).mean())
    return np.array([change, z, student.sf(-z, permutations)])


def _home(ledger: _Ledger, rows: IntArray, sides: tuple[FloatArray, FloatArray]) -> IntArray:
    """Function in which each person had most exchange before; who was silent then, after. -1 without exchange."""
    nodes = np.concatenate([ledger.source[rows], ledger.target[rows]])
    exchange = [np.bincount(nodes, weights=np.r_[side, side], minlength=len(ledger.person)) for side in sides]
    order = np.lexsort((exchange[1], exchange[0]))
    order = order[exchange[0][order] + exchange[1][order] > 0]
    labels = np.full(len(ledger.person), -1)
    labels[ledger.person[order]] = ledger.function[order]  # the last one written has most
    return labels


def holm(p_values: FloatArray) -> FloatArray:
    """Adjusted p-values that control the family-wise error rate; NaN stays NaN and is not counted.

    Reference: Holm (1979), A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6, 65-70.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, np.nan, 0.03])).round(3).tolist()
    [0.03, 0.06, nan, 0.06]
    """
    q = np.full(p_values.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values.ravel()[known], kind="stable")]
    steps = p_values.ravel()[order] * np.arange(len(order), 0, -1)
    q.ravel()[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return q


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


def _table(ledger: _Ledger, enough: list[int], levels: _Levels, tests: _Tests, *, span: int) -> pd.DataFrame:
    names = [*((name, None) for name in _LINEAR), *(("openness", one) for one in ledger.functions)]
    names += [("ami", None), ("stability", None)]
    least = np.array([MATTERS[figure] for figure, _ in names])
    assessed = ~np.isnan(levels.value)
    p_value = np.where(assessed & np.roll(assessed, 1, axis=0), tests.p_value, np.nan)
    q_value = holm(p_value)
    marked = _marks(q_value, tests.z, tests.change, least, span)
    place = {w: i for i, w in enumerate(enough)}
    rows: list[tuple[Any, ...]] = []
    order = sorted(range(len(names)), key=lambda k: (names[k][0] == "openness", k))
    for w, start in enumerate(ledger.starts):
        label = start.date().isoformat()
        rows += [
            (label, figure, None, float(counts[w]), np.nan, np.nan, np.nan, np.nan, "not_tested")
            for figure, counts in zip(COUNTS, (ledger.messages, ledger.people), strict=True)
        ]
        for k in order:
            figure, function = names[k]
            i = place.get(w)
            if i is None or not assessed[i, k]:
                first = figure == "stability" and i == 0
                rows.append(
                    (label, figure, function, *[np.nan] * 5, "not_tested" if first else "too_little_data")
                )
                continue
            value, error, change = levels.value[i, k], levels.error[i, k], tests.change[i, k]
            low, high = value - Z95 * error, value + Z95 * error
            if figure in _RATIOS:
                value, low, high, change = np.exp([value, low, high, change]).tolist()
            else:
                low, high = max(low, -0.5 if figure == "modularity" else 0.0), min(high, 1.0)
            tested = not np.isnan(q_value[i, k])
            mark = (
                ("up" if tests.change[i, k] > 0 else "down")
                if marked[i, k]
                else "none"
                if tested
                else "not_tested"
            )
            shown = change if tested else np.nan
            rows.append((label, figure, function, float(value), low, high, shown, q_value[i, k], mark))
    columns = ["window", "figure", "function", "value", "low", "high", "change", "q_value", "mark"]
    table = pd.DataFrame(rows, columns=columns)
    never = table.groupby("function")["value"].transform("count").eq(0)
    return table[~never].reset_index(drop=True)


def _caveats(ledger: _Ledger, enough: list[int], window: str) -> tuple[str, ...]:
    notes = [
        "A mark says that something differs beyond noise, not why; the first and last window may be incomplete."
    ]
    if poor := len(ledger.starts) - len(enough):
        notes.append(
            f"{poor} of {len(ledger.starts)} {window}s have fewer than {MIN_TIES} ties and are left out."
        )
    if ledger.untimed:
        notes.append(f"{ledger.untimed:,} messages without a time are left out.")
    return tuple(notes)
