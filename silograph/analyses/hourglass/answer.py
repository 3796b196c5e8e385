"""Who stands between contacts outside and functions inside: the waist of the hourglass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.arrays import FloatArray, IntArray
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.kernels import kernel
from silograph.graph.paths.adjacency import Adjacency, adjacency, sample_sources
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations
from silograph.log.outside_contacts import OutsideExchange, group_sizes, outside_exchange
from silograph.stats.intervals import percentile_interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CARRIED = 0.8
"""Share of the exchange that the people of the waist carry together."""
SIGNIFICANT = 0.05
NARROW = 2 / 3
"""Width of the waist relative to chance below which it matters: people differ in how much they look outward anyway."""
MAX_CONTACTS = 2000
MUCH_UNKNOWN = 0.1
HourglassVerdict = Literal["hourglass", "no_hourglass", "not_assessable"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class HourglassResult(Result):
    """What `hourglass` found.

    Parameters
    ----------
    table
        A row per function.
    contacts, people, teams
        Contacts outside; people and teams inside who exchange anything with anybody, and how many of these are teams.
    waist
        Fewest people who together carry 80 % of the exchange with the outside.
    waist_expected, waist_low, waist_high
        The same where contacts fall to people by chance, in proportion to their exchange inside: mean and range of
        95 % of the random assignments.
    p_value
        Of a waist as narrow by chance, one-sided.
    path_waist
        Fewest people through whom 80 % of the shortest paths from contacts to people inside enter.
    verdict
        ``hourglass``, ``no_hourglass``, or ``not_assessable`` with fewer than `min_group` contacts or people.
    """

    name: ClassVar[str] = "hourglass"

    contacts: int
    people: int
    teams: int
    waist: int
    waist_expected: float
    waist_low: float
    waist_high: float
    p_value: float
    path_waist: int
    verdict: HourglassVerdict

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        if self.verdict == "not_assessable":
            return Sentence("said.hourglass.too_few")
        waist = Sentence(
            "said.hourglass.waist",
            n=self.waist,
            inside=Sentence(f"said.hourglass.{'with_teams' if self.teams else 'people'}", n=self.people),
            carried=CARRIED,
            contacts=self.contacts,
            expected=self.waist_expected,
            low=self.waist_low,
            high=self.waist_high,
        )
        rows = self.table[self.table["people"] >= self.parameters["min_group"]]
        if self.verdict == "no_hourglass" or rows.empty:
            return Sentence("said.hourglass.none", waist=waist)
        first = rows.loc[rows["path_share"].fillna(-1).idxmax()]
        ends = {"low": first["low"], "high": first["high"]}
        return Sentence(
            "said.hourglass.found",
            waist=waist,
            function=first["function"],
            share=first["path_share"],
            **ends,
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Share of the paths to other functions with its 95 % interval, and of the exchange outside, per function."""
        import matplotlib.pyplot as plt

        rows = self.table[self.table["path_share"].notna()].sort_values("path_share")
        if ax is None:
            _, ax = plt.subplots(figsize=(7, 1.4 + 0.32 * len(rows)), layout="constrained")
        height = np.arange(len(rows))
        ax.hlines(height, rows["low"], rows["high"], color="#2f7f86", linewidth=2)
        ax.scatter(rows["path_share"], height, color="#2f7f86", zorder=3, label="paths to other functions")
        ax.scatter(rows["outside_share"], height, color="#b3541e", marker="D", s=18, label="exchange outside")
        ax.scatter(
            rows["outside_expected"], height, color="#b0b0b0", marker="|", s=80, label="same, by activity"
        )
        ax.set_yticks(height, rows["function"].tolist())
        ax.set_xlim(left=0)
        ax.set_xlabel("share that a function carries (95 % interval)")
        ax.legend(frameon=False, fontsize="small", loc="lower right")
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.tick_params(axis="y", length=0)
        return ax


def hourglass(
    conversations: Conversations,
    *,
    max_audience: int = 50,
    max_contacts: int = MAX_CONTACTS,
    replicates: int = 200,
    simulations: int = 500,
    seed: int = 0,
    min_group: int = 5,
) -> HourglassResult:
    """Who stands between the contacts outside and the functions inside, and how few people is that?

    Contacts above, the inside network below, and between them the people who know both: the waist. Its width is the
    fewest people who carry 80 % of the exchange (messages times contacts, both directions). Chance gives every contact
    of a person, with all its messages, to a random person in proportion to 1 + their exchange with colleagues. Verdict
    ``hourglass`` when the waist is narrower than in 95 % of the random assignments and below two thirds of their mean.

    `path_share` of a function F: the share of the shortest paths (by hops) from contacts to people of *other* functions
    that pass through somebody of F, first inside or later; a contact's direct exchange with the person passes through
    nobody. Paths do not lead through other contacts.

    Parameters
    ----------
    conversations
        The log; contacts are actors of kind ``external`` (see `silograph.log.outside_contacts`).
    max_audience
        Messages to more recipients are broadcasts and not counted.
    max_contacts
        Paths are searched from a random sample of so many contacts where there are more.
    replicates
        Resamples of whole contacts, behind the intervals.
    simulations
        Random assignments, behind the p-value.
    seed
        Makes every random step repeatable.
    min_group
        Functions with fewer contacts have no count of contacts in the table; an organisation with fewer contacts or
        people is ``not_assessable``, and its table gives no figures.

    Returns
    -------
    HourglassResult
        `table` has ``function people contacts outside_share outside_low outside_high outside_expected path_share low
        high waist_people``; `waist_people` are those of the waist in the function.

    Raises
    ------
    NotEnoughDataError
        No contact outside, or nobody of known function who exchanges anything.
    UsageError
        A number of replicates, simulations or contacts below 1.

    References
    ----------
    Everett & Borgatti (1999), J. Math. Sociol. 23, 181-201 (paths through a group). Tushman & Scanlan (1981), Academy
    of Management Journal 24, 289-305 (boundary spanners). Brandes (2001), J. Math. Sociol. 25, 163-177.

    Examples
    --------
    >>> from silograph.log.conversations import build_conversations
    >>> from silograph.log.messages import BatchBuilder
    >>> from silograph.log.people import Roster
    >>> from silograph.log.store import Store
    >>> builder = BatchBuilder()
    >>> builder.message("m1", "eve@client.org", [("ann@x.org", "to")], sent_at=None)
    >>> builder.message("m2", "ann@x.org", [("bob@x.org", "to")], sent_at=None)
    >>> people = pd.DataFrame({"person_id": ["1", "2"], "function": ["PR", "HR"], "email": ["ann@x.org", "bob@x.org"]})
    >>> store = Store.in_memory()
    >>> report = store.add([builder.take()], name="example", loader="mail")
    >>> result = hourglass(build_conversations(*store.log(Roster.from_pandas(people))), min_group=1)
    >>> result.table[["function", "outside_share", "path_share"]].values.tolist()
    [['HR', 0.0, 0.0], ['PR', 1.0, 1.0]]
    """
    for name, number in (
        ("replicates", replicates), ("simulations", simulations), ("max_contacts", max_contacts),
        ("max_audience", max_audience),
    ):  # fmt: skip
        if number < 1:
            raise UsageError(f"{name} must be at least 1, not {number}")
    exchange = outside_exchange(conversations)
    sides = _sides(conversations, exchange, max_audience=max_audience)
    n_functions = len(conversations.functions)
    if (sides.function < 0).all():
        raise NotEnoughDataError(Sentence("lacks.nobody_known"), mend=Sentence("mend.functions"))
    carried = np.bincount(sides.gate, weights=sides.rows, minlength=len(sides.function))
    in_waist = _fewest(carried)
    null = _random_waists(sides, simulations=simulations, seed=seed)
    paths = _Paths.of(sides, n_functions, max_contacts=max_contacts, seed=seed)
    table = pd.DataFrame(
        {
            "function": list(conversations.functions),
            "people": group_sizes(conversations),
            **_exchange_columns(sides, n_functions, replicates=replicates, seed=seed, min_group=min_group),
            **paths.columns(replicates=replicates, seed=seed),
        }
    )
    known = sides.function[in_waist]
    table["waist_people"] = np.bincount(known[known >= 0], minlength=n_functions)
    waist, n_contacts = len(in_waist), len(np.unique(sides.contact))
    p_value = _chance_of_so_few(waist, null)
    low, high = np.quantile(null, [0.025, 0.975])
    fewest = min(n_contacts, len(sides.function))
    verdict = _verdict(waist, float(null.mean()), p_value, few=fewest < min_group)
    if verdict == "not_assessable":
        table = table.assign(**dict.fromkeys(table.columns[2:], np.nan))
    return HourglassResult(
        table=table,
        contacts=n_contacts,
        people=len(sides.function),
        teams=sides.teams,
        waist=waist,
        waist_expected=float(null.mean()),
        waist_low=float(low),
        waist_high=float(high),
        p_value=p_value,
        path_waist=len(_fewest(paths.flow)),
        verdict=verdict,
        parameters={
            "max_audience": max_audience,
            "max_contacts": max_contacts,
            "replicates": replicates,
            "simulations": simulations,
            "seed": seed,
            "min_group": min_group,
        },
        caveats=_caveats(sides, exchange, paths),
    )


def _chance_of_so_few(waist: int, null: IntArray) -> float:
    """How often chance gives so narrow a waist, or a narrower one."""
    return float((1 + (null <= waist).sum()) / (1 + len(null)))


def _verdict(waist: float, expected: float, p_value: float, *, few: bool) -> HourglassVerdict:
    if few:
        return "not_assessable"
    return "hourglass" if p_value < SIGNIFICANT and waist < NARROW * expected else "no_hourglass"


class _Sides(NamedTuple):
    """Both halves of the hourglass. Nodes are people inside, once per function they had.

    Parameters
    ----------
    contact, gate, rows
        A tie across the border each: contact (numbered from 0), node inside, messages.
    function, activity
        Of each node: function (negative: unknown), interactions with others inside.
    teams
        How many nodes are teams.
    graph
        The inside network.
    """

    contact: IntArray
    gate: IntArray
    rows: FloatArray
    function: IntArray
    activity: FloatArray
    teams: int
    graph: Adjacency


def _sides(conversations: Conversations, exchange: OutsideExchange, *, max_audience: int) -> _Sides:
    sent, reached = conversations.messages, conversations.interactions
    message = reached["message"].to_numpy()
    inside = conversations.is_kind("person", "team")
    sender, recipient = sent["sender"].to_numpy()[message], reached["recipient"].to_numpy()
    kept = ~sent["automated"].to_numpy(dtype=bool) & (sent["audience"].to_numpy() <= max_audience)
    kept = kept[message] & inside[sender] & inside[recipient]
    width = len(conversations.functions) + 3  # codes begin at -2
    ends = [
        sender[kept] * width + sent["function"].to_numpy()[message[kept]] + 2,
        recipient[kept] * width + reached["function"].to_numpy()[kept] + 2,
    ]
    across = exchange.personal(max_audience=max_audience)
    if across.empty:
        raise NotEnoughDataError(
            Sentence("lacks.no_crossing"),
            mend=Sentence("mend.outside_mail"),
        )
    border = across["person"].to_numpy() * width + across["function"].to_numpy() + 2
    keys, node = np.unique(np.concatenate([*ends, border]), return_inverse=True)
    a, b, gate = np.split(node, [len(ends[0]), 2 * len(ends[0])])
    n = len(keys)
    pairs = np.unique(np.minimum(a, b) * n + np.maximum(a, b))
    pairs = pairs[pairs // n != pairs % n]
    contact = np.unique(across["contact"], return_inverse=True)[1]
    tie, which = np.unique(contact * n + gate, return_inverse=True)
    return _Sides(
        contact=tie // n,
        gate=tie % n,
        rows=np.bincount(which).astype(np.float64),
        function=keys % width - 2,
        activity=np.bincount(np.concatenate([a, b]), minlength=n).astype(np.float64),
        teams=int(conversations.is_kind("team")[keys // width].sum()),
        graph=adjacency(n, pairs // n, pairs % n),
    )


def _fewest(carried: npt.ArrayLike) -> IntArray:
    """The fewest nodes that carry `CARRIED` of the total, those who carry most first."""
    amount = np.asarray(carried, dtype=np.float64)
    order = np.argsort(-amount, kind="stable")
    total = np.cumsum(amount[order])
    if not len(total) or total[-1] <= 0:
        return order[:0]
    return order[: int(np.searchsorted(total, CARRIED * total[-1] * (1 - 1e-12))) + 1]


def _random_waists(sides: _Sides, *, simulations: int, seed: int) -> IntArray:
    """Widths of the waist when every tie across the border falls to a node in proportion to 1 + activity."""
    rng = np.random.default_rng([seed, len(sides.gate)])
    share = np.cumsum(1 + sides.activity)
    share /= share[-1]
    n = len(sides.function)
    widths = np.empty(simulations, dtype=np.int64)
    for s in range(simulations):
        drawn = np.minimum(np.searchsorted(share, rng.random(len(sides.gate))), n - 1)
        widths[s] = len(_fewest(np.bincount(drawn, weights=sides.rows, minlength=n)))
    return widths


def _exchange_columns(
    sides: _Sides, n_functions: int, *, replicates: int, seed: int, min_group: int
) -> dict[str, npt.ArrayLike]:
    """Share of the exchange with the outside by function, its interval, and what activity alone would give."""
    function = sides.function[sides.gate]
    n_contacts = int(sides.contact.max()) + 1
    by_contact = np.zeros((n_contacts, n_functions + 1))
    np.add.at(by_contact, (sides.contact, np.where(function >= 0, function, n_functions)), sides.rows)
    times = _resamples(n_contacts, replicates=replicates, seed=seed)
    drawn = times @ by_contact
    low, high = percentile_interval(drawn[:, :-1] / drawn.sum(axis=1, keepdims=True))
    contacts = (by_contact[:, :-1] > 0).sum(axis=0)
    weight = 1 + sides.activity
    known = sides.function >= 0
    expected = np.bincount(sides.function[known], weights=weight[known], minlength=n_functions)
    return {
        "contacts": pd.Series(contacts, dtype="Int64").mask((contacts > 0) & (contacts < min_group)),
        "outside_share": by_contact[:, :-1].sum(axis=0) / by_contact.sum(),
        "outside_low": low,
        "outside_high": high,
        "outside_expected": expected / weight.sum(),
    }


def _resamples(n: int, *, replicates: int, seed: int) -> FloatArray:
    """How often each contact is drawn, (replicates, n)."""
    rng = np.random.default_rng([seed, n, replicates])
    return np.array([np.bincount(rng.integers(0, n, n), minlength=n) for _ in range(replicates)], dtype=float)


# --- shortest paths from contacts --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Paths:
    """Shortest paths from the contacts searched.

    Parameters
    ----------
    through, targets
        (contacts, functions) sum over targets of other functions of the share of paths through the function, and
        the number of those targets that can be reached.
    flow
        (nodes,) paths that enter by a node and go on.
    unreached
        Share of the pairs of contact and person without any path.
    sampled
        Whether these are only a sample of the contacts.
    """

    through: FloatArray
    targets: FloatArray
    flow: FloatArray
    unreached: float
    sampled: bool

    @classmethod
    def of(cls, sides: _Sides, n_functions: int, *, max_contacts: int, seed: int) -> _Paths:
        """Search from the contacts, or a sample of them; contacts with the same gates share a search."""
        everybody = np.unique(sides.contact)
        chosen = sample_sources(everybody, max_contacts, seed=seed)
        starts = np.searchsorted(sides.contact, chosen)
        ends = np.searchsorted(sides.contact, chosen, side="right")
        number: dict[tuple[int, ...], int] = {}
        which = np.array(
            [
                number.setdefault(tuple(sides.gate[a:b].tolist()), len(number))
                for a, b in zip(starts, ends, strict=True)
            ],
            dtype=np.int64,
        )
        gates = np.array([gate for group in number for gate in group], dtype=np.int64)
        gate_start = np.cumsum([0, *(len(group) for group in number)])
        through, targets = np.zeros((2, len(number), n_functions))
        flow = np.zeros(len(sides.function))
        _search(
            sides.graph,
            sides.function.astype(np.int64),
            gate_start,
            gates,
            np.bincount(which).astype(np.float64),
            through,
            targets,
            flow,
        )
        known = sides.function >= 0
        others = known.sum() - np.bincount(sides.function[known], minlength=n_functions)
        wanted = float(others.sum() * len(which))
        unreached = 1 - float(targets[which].sum()) / wanted if wanted else 0.0
        return cls(through[which], targets[which], flow, unreached, len(chosen) < len(everybody))

    def columns(self, *, replicates: int, seed: int) -> dict[str, npt.ArrayLike]:
        """Share of paths through each function, with the 95 % interval over resamples of contacts."""
        times = _resamples(len(self.through), replicates=replicates, seed=seed)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = self.through.sum(axis=0) / self.targets.sum(axis=0)
            drawn = (times @ self.through) / (times @ self.targets)
        low, high = np.full((2, len(share)), np.nan)
        some = ~np.isnan(share)
        if some.any():
            low[some], high[some] = percentile_interval(drawn[:, some])
        return {"path_share": share, "low": low, "high": high}


@kernel
def _search(  # noqa: PLR0912, C901 - one pass over a search, written out for the compiler
    graph: Adjacency,
    function: IntArray,
    gate_start: IntArray,
    gates: IntArray,
    weight: FloatArray,
    through: FloatArray,
    targets: FloatArray,
    flow: FloatArray,
) -> None:
    """Breadth-first search from each set of gates at once, counting paths and those that avoid each function.

    Going back in the order of distance, each node adds up the paths that depend on it (Brandes 2001): what arrives
    at a gate is its part of the flow.
    """
    n, n_functions = len(function), through.shape[1]
    distance, order = np.empty(n, np.int64), np.empty(n, np.int64)
    paths, depend = np.empty(n), np.empty(n)
    avoiding = np.empty((n, n_functions))
    for s in range(len(gate_start) - 1):
        distance[:], paths[:], depend[:], avoiding[:] = -1, 0.0, 0.0, 0.0
        reached = 0
        for k in range(gate_start[s], gate_start[s + 1]):
            order[reached], distance[gates[k]], paths[gates[k]] = gates[k], 0, 1.0
            avoiding[gates[k]] = 1.0
            reached += 1
        i = 0
        while i < reached:
            u = order[i]
            f = function[u]
            if f >= 0:
                avoiding[u, f] = 0.0
                for g in range(n_functions):
                    if g != f:
                        through[s, g] += 1.0 - avoiding[u, g] / paths[u]
                        targets[s, g] += 1.0
            for k in range(graph.start[u], graph.start[u + 1]):
                v = np.int64(graph.neighbour[k])
                if distance[v] < 0:
                    distance[v] = distance[u] + 1
                    order[reached] = v
                    reached += 1
                if distance[v] == distance[u] + 1:
                    paths[v] += paths[u]
                    for g in range(n_functions):
                        avoiding[v, g] += avoiding[u, g]
            i += 1
        for i in range(reached - 1, -1, -1):
            u = order[i]
            for k in range(graph.start[u], graph.start[u + 1]):
                v = np.int64(graph.neighbour[k])
                if distance[v] == distance[u] + 1:
                    arrives = 1.0 if function[v] >= 0 else 0.0
                    depend[u] += paths[u] / paths[v] * (arrives + depend[v])
        for k in range(gate_start[s], gate_start[s + 1]):
            flow[gates[k]] += weight[s] * depend[gates[k]]


def _caveats(sides: _Sides, exchange: OutsideExchange, paths: _Paths) -> tuple[Sentence, ...]:
    notes = []
    if exchange.shared:
        notes.append(Sentence("note.shared_addresses", n=exchange.shared))
    unknown = float(sides.rows[sides.function[sides.gate] < 0].sum() / sides.rows.sum())
    if unknown > MUCH_UNKNOWN:
        notes.append(Sentence("note.hourglass.unknown", share=unknown))
    quiet = sides.activity[sides.gate] == 0
    if quiet.mean() > MUCH_UNKNOWN:
        notes.append(Sentence("note.hourglass.quiet", share=float(quiet.mean())))
    if paths.unreached > MUCH_UNKNOWN:
        notes.append(Sentence("note.hourglass.unreached", share=paths.unreached))
    if paths.sampled:
        notes.append(Sentence("note.hourglass.sampled", n=len(paths.through)))
    return tuple(notes)


QUESTION = Question(
    name="hourglass",
    function=hourglass,
    result=HourglassResult,
    run=lambda on, _: hourglass(
        on.conversations,
        max_audience=on.settings.tie_rule.max_audience,
        replicates=on.settings.replicates,
        simulations=on.settings.simulations,
        seed=on.settings.seed,
        min_group=on.settings.min_group,
    ),
)
