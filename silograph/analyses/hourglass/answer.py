"""Who stands between contacts outside and functions inside: the waist of the hourglass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from silograph.analyses.parts import Column, Question, Result, Table, by_function, with_ends
from silograph.analyses.parts.options import number_of
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import TieRule
from silograph.graph.paths.adjacency import Adjacency, adjacency, sample_sources
from silograph.kernels import kernel
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations, exchanged, need_messages
from silograph.log.outside_contacts import OutsideExchange, outside_exchange
from silograph.stats.intervals import percentile_interval
from silograph.stats.p_values import SIGNIFICANT

CARRIED = 0.8
"""Share of the exchange that the people of the waist carry together."""
NARROW = 2 / 3
"""Width of the waist relative to chance below which it matters: people differ in how much they look outward anyway."""
MAX_CONTACTS = 2000  # effort, no verdict: of more, a sample is searched for paths
MUCH_UNKNOWN = 0.1  # of what is counted: a tenth can change a figure by its interval
HourglassVerdict = Literal["hourglass", "no_hourglass", "not_assessable"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class HourglassResult(Result):
    """What `hourglass` found.

    Parameters
    ----------
    table
        A row per function; see `hourglass`.
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
    leads
        The function through which most paths lead to others; None where all are smaller than `min_group`.
    """

    name: ClassVar[str] = "hourglass"
    declared: ClassVar[Mapping[str, Table]] = {
        "hourglass": by_function(
            Column("people", "count", "sum", among="size"),
            Column("contacts", "count", "sum", behind="outward", left_out="outward_unknown"),
            *with_ends(
                Column(
                    "outside_share",
                    "share",
                    "sum",
                    behind="outward",
                    left_out="outward_unknown",
                    ends=("outside_low", "outside_high"),
                )
            ),
            Column(  # the part in all exchange, counted twice inside
                "outside_expected",
                "share",
                "sum",
                of=("silos.internal", "silos.external"),
                behind="exchanging",
                left_out="exchanging_unknown",
            ),
            *with_ends(Column("path_share", "share", behind="carrying", ends=("low", "high"))),
            Column(
                "waist_people",
                "count",
                "sum",
                behind="waist_people",
                among="people",
                left_out="waist_people_unknown",
            ),
        )
    }
    figures: ClassVar[tuple[Column, ...]] = (
        Column("contacts", "count", behind="contacts", of=("hourglass.contacts",)),
        Column("people", "count", behind="people"),
        Column("teams", "count"),
        Column("waist", "count", behind="waist", of=("hourglass.waist_people",)),
        # beside a waist by chance, how likely one as narrow is, or the verdict, says how narrow it is
        Column("waist_expected", "mean", ends=("waist_low", "waist_high"), of=("waist",)),
        Column("p_value", "p", of=("waist",)),
        Column("path_waist", "count", behind="path_waist"),
    )
    kept: ClassVar[tuple[str, ...]] = ("verdict",)
    named: ClassVar[tuple[str, ...]] = ("leads",)
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(key="hourglass", value="path_share", ends=("low", "high"), percent=True),
        IntervalChart(
            key="hourglass.outside",
            value="outside_share",
            ends=("outside_low", "outside_high"),
            usual="outside_expected",
            percent=True,
        ),
    )

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
    leads: str | None

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        if self.verdict == "not_assessable":
            return Sentence("said.hourglass.too_few")
        few, untold = np.isnan(self.waist), np.isnan(self.contacts)  # in what leaves a run
        known = ("handful" if untold else "few") if few else ("untold" if untold else "waist")
        waist = Sentence(
            f"said.hourglass.{known}",
            n=self.waist,
            inside=Sentence(f"said.hourglass.{'with_teams' if self.teams else 'people'}", n=self.people),
            carried=CARRIED,
            contacts=self.contacts,
            expected=self.waist_expected,
            low=self.waist_low,
            high=self.waist_high,
        )
        if self.verdict == "no_hourglass":
            return Sentence("said.hourglass.none", waist=waist)
        first = self.table[(self.table["function"] == self.leads) & self.table["path_share"].notna()]
        if first.empty:  # in what leaves a run, where it rests on few
            return Sentence("said.hourglass.found_untold", waist=waist)
        share, low, high = first[["path_share", "low", "high"]].iloc[0]
        ends = {"share": share, "low": low, "high": high}
        return Sentence("said.hourglass.found", waist=waist, function=self.leads, **ends)


def _leads(table: pd.DataFrame, *, min_group: int) -> str | None:
    """The function through which most paths lead, of those that are large enough."""
    rows = table[table["people"] >= min_group]
    return None if rows.empty else str(rows["function"].iloc[int(rows["path_share"].fillna(-1).argmax())])


REPLICATES, SIMULATIONS = 200, 500
"""Resamples of contacts, and random assignments, where none are asked for."""


def hourglass(
    conversations: Conversations,
    *,
    tie_rule: TieRule | None = None,
    max_contacts: int = MAX_CONTACTS,
    replicates: int | None = None,
    simulations: int | None = None,
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
    tie_rule
        Its `max_audience`: messages to more recipients are broadcasts and not counted.
    max_contacts
        Paths are searched from a random sample of so many contacts where there are more.
    replicates
        Resamples of whole contacts, behind the intervals; 200 where None.
    simulations
        Random assignments, behind the p-value; 500 where None.
    seed
        Makes every random step repeatable.
    min_group
        Functions with fewer contacts have no count of contacts in the table; an organisation with fewer contacts or
        people is ``not_assessable``, and its table gives no figures.

    Returns
    -------
    HourglassResult
        `table` has ``function people contacts outside_share outside_low outside_high outside_expected path_share low
        high waist_people``; `waist_people` are those of the waist in the function. Then the people of the function on
        whom these rest: ``outward`` exchange with a contact, ``exchanging`` with anybody, ``carrying`` stand last on a
        shortest path that leaves the function; and ``NAME_unknown``, people of no known function who do the same.

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
    >>> from silograph.log.batches import BatchBuilder
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
    need_messages(conversations)
    max_audience = (tie_rule or TieRule()).max_audience
    replicates = number_of(replicates, REPLICATES, name="replicates")
    simulations = number_of(simulations, SIMULATIONS, name="simulations")
    if max_contacts < 1:
        raise UsageError(f"max_contacts must be at least 1, not {max_contacts}")
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
            "people": conversations.function_sizes,
            **_exchange_columns(sides, n_functions, replicates=replicates, seed=seed, min_group=min_group),
            **paths.columns(replicates=replicates, seed=seed),
        }
    )
    known = sides.function[in_waist]
    table["waist_people"] = np.bincount(known[known >= 0], minlength=n_functions)
    behind = _people_behind(sides, paths, n_functions)
    waist, n_contacts = len(in_waist), len(np.unique(sides.contact))
    p_value = _chance_of_so_few(waist, null)
    low, high = np.quantile(null, [0.025, 0.975])
    fewest = min(n_contacts, len(sides.function))
    verdict = _verdict(waist, float(null.mean()), p_value, few=fewest < min_group)
    if verdict == "not_assessable":
        table = table.assign(**dict.fromkeys(table.columns[2:], np.nan))
    unknown = {f"{name}_unknown": int(people[-1]) for name, people in behind.items()}
    return HourglassResult(
        table=table.assign(
            **{name: people[:-1] for name, people in behind.items()},
            **unknown,
            waist_people_unknown=int((known < 0).sum()),
        ),
        contacts=n_contacts,
        people=len(sides.function),
        teams=int(sides.team.sum()),
        waist=waist,
        waist_expected=float(null.mean()),
        waist_low=float(low),
        waist_high=float(high),
        p_value=p_value,
        path_waist=len(_fewest(paths.flow)),
        verdict=verdict,
        leads=_leads(table, min_group=min_group),
        parameters={
            "max_audience": max_audience,
            "max_contacts": max_contacts,
            "replicates": replicates,
            "simulations": simulations,
            "seed": seed,
            "min_group": min_group,
        },
        caveats=_caveats(sides, exchange, paths, min_group=min_group),
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
    team
        Whether each node is a team.
    graph
        The inside network.
    """

    contact: IntArray
    gate: IntArray
    rows: FloatArray
    function: IntArray
    activity: FloatArray
    team: BoolArray
    graph: Adjacency

    def by_function(self, some: BoolArray, n_functions: int) -> IntArray:
        """People of each function among some nodes (teams where there is none), and last those of no known one."""
        function = np.where(self.function >= 0, self.function, n_functions)
        persons, teams = (
            np.bincount(function[some & kind], minlength=n_functions + 1) for kind in (~self.team, self.team)
        )
        return np.where(persons > 0, persons, teams)


def _people_behind(sides: _Sides, paths: _Paths, n_functions: int) -> dict[str, IntArray]:
    """People of each function, and of none, on whom the columns of the table rest."""
    everybody = np.ones(len(sides.function), dtype=bool)
    outward = np.bincount(sides.gate, minlength=len(everybody)) > 0
    carrying = sides.by_function(paths.leaves, n_functions)
    # where nobody hands on to another function itself, though paths lead there by people of no known function
    carrying[:-1] = np.maximum(carrying[:-1], paths.through.sum(axis=0) > 0)
    return {
        "outward": sides.by_function(outward, n_functions),
        "exchanging": sides.by_function(everybody, n_functions),
        "carrying": carrying,
    }


def _sides(conversations: Conversations, exchange: OutsideExchange, *, max_audience: int) -> _Sides:
    sent, reached = conversations.messages, exchanged(conversations, max_audience=max_audience)
    message = reached["message"].to_numpy()
    inside = conversations.is_kind("person", "team")
    sender, recipient = reached["sender"].to_numpy(), reached["recipient"].to_numpy()
    kept = ~sent["automated"].to_numpy(dtype=bool) & (sent["audience"].to_numpy() <= max_audience)
    kept = kept[message] & inside[sender] & inside[recipient]
    width = len(conversations.functions) + 3  # codes begin at -2
    ends = [
        sender[kept] * width + reached["sender_function"].to_numpy()[kept] + 2,
        recipient[kept] * width + reached["recipient_function"].to_numpy()[kept] + 2,
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
        team=conversations.is_kind("team")[keys // width],
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
    leaves
        (nodes,) whether a path leads from the node to somebody of another function next.
    unreached
        Share of the pairs of contact and person without any path.
    sampled
        Whether these are only a sample of the contacts.
    """

    through: FloatArray
    targets: FloatArray
    flow: FloatArray
    leaves: BoolArray
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
        leaves = np.zeros(len(sides.function), dtype=np.bool_)
        _search(
            sides.graph,
            sides.function.astype(np.int64),
            gate_start,
            gates,
            np.bincount(which).astype(np.float64),
            through,
            targets,
            flow,
            leaves,
        )
        known = sides.function >= 0
        others = known.sum() - np.bincount(sides.function[known], minlength=n_functions)
        wanted = float(others.sum() * len(which))
        unreached = 1 - float(targets[which].sum()) / wanted if wanted else 0.0
        return cls(through[which], targets[which], flow, leaves, unreached, len(chosen) < len(everybody))

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
    leaves: BoolArray,
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
                    leaves[u] |= function[v] >= 0 and function[v] != f
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


def _caveats(
    sides: _Sides, exchange: OutsideExchange, paths: _Paths, *, min_group: int
) -> tuple[Sentence, ...]:
    notes = []
    if exchange.shared:
        notes.append(Sentence("note.shared_addresses", n=exchange.shared))
    no_function, quiet = sides.function < 0, sides.activity == 0
    unknown = float(sides.rows[no_function[sides.gate]].sum() / sides.rows.sum())
    for key, whose, share in (("unknown", no_function, unknown), ("quiet", quiet, quiet[sides.gate].mean())):
        if share > MUCH_UNKNOWN:
            # of few people the share is theirs alone
            few = len(np.unique(sides.gate[whose[sides.gate]])) < min_group
            notes.append(Sentence(f"note.hourglass.{key}{'_few' if few else ''}", share=float(share)))
    if paths.unreached > MUCH_UNKNOWN:
        notes.append(Sentence("note.hourglass.unreached", share=paths.unreached))
    if paths.sampled:
        notes.append(Sentence("note.hourglass.sampled", n=len(paths.through)))
    return tuple(notes)


QUESTION = Question(
    function=hourglass,
    result=HourglassResult,
)
