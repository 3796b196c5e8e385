"""Ties between people: `TieRule`, `Network`, and `build_network` that makes one from a message log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.charts.cells import present, table_html
from silograph.charts.pages import maker
from silograph.errors import DataError, UsageError
from silograph.language.words import Lang, People
from silograph.log.given import need_log
from silograph.log.membership import function_spells, lasting_functions, valid_at
from silograph.log.messages import EXTERNAL, UNKNOWN, MessageLog
from silograph.log.people import Roster
from silograph.log.schema import MEETING

if TYPE_CHECKING:
    import networkx as nx

ROLE_WEIGHTS: Mapping[str, float] = {
    "to": 1.0,
    "cc": 0.5,
    "bcc": 0.25,
    "member": 0.25,
    "mention": 1.0,
    "reply": 1.0,
    "reaction": 0.25,
    "assignee": 1.0,
    "attendee": 1.0,
    "invited": 0.5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRule:
    """How interactions become the strength of a tie; printed in every output.

    One interaction weighs ``role_weight / audience ** alpha``. The attendees of a meeting meet each other: each two of
    n are tied by the weight of the one who is less certain to come, over ``(n - 1) ** alpha``, in no direction.

    Parameters
    ----------
    role_weights
        Weight of one interaction by the role of its recipient.
    alpha
        0 counts a mail to fifty people fifty times; 1 shares one unit of attention among them.
    max_audience
        Messages to more people are broadcasts: counted, but they tie nobody to anybody.
    min_messages
        A pair needs at least this many messages, both directions together.
    mutual
        Only pairs that wrote to each other, in both directions; a question may be answered in another month.
    automated
        Whether auto-replies, bounces and bots count.

    Examples
    --------
    >>> TieRule().weight("cc", audience=2)
    0.25
    """

    role_weights: Mapping[str, float] = field(default_factory=lambda: dict(ROLE_WEIGHTS))
    alpha: float = 1.0
    max_audience: int = 50
    min_messages: int = 1
    mutual: bool = False
    automated: bool = False

    def __post_init__(self) -> None:
        unknown = set(self.role_weights) - set(ROLE_WEIGHTS)
        if unknown:
            raise UsageError(f"unknown roles {sorted(unknown)}", mend=f"roles are {', '.join(ROLE_WEIGHTS)}")
        if any(weight < 0 for weight in self.role_weights.values()) or self.alpha < 0:
            raise UsageError("weights and alpha must not be negative")
        if self.max_audience < 1 or self.min_messages < 1:
            raise UsageError("max_audience and min_messages must be at least 1")

    def weight(self, role: str, *, audience: int) -> float:
        """The weight of one interaction.

        Parameters
        ----------
        role
            Of the recipient: ``to cc bcc member mention reply reaction assignee attendee invited``.
        audience
            Distinct recipients of the message.
        """
        return float(self.role_weights.get(role, 0.0) / max(audience, 1) ** self.alpha)

    def ties(
        self,
        sender: IntArray,
        recipient: IntArray,
        *,
        messages: FloatArray | IntArray | None = None,
        met: BoolArray | None = None,
    ) -> BoolArray:
        """Which rows belong to a pair with enough messages, and with messages in both directions where that is asked.

        Parameters
        ----------
        sender, recipient
            Numbers of people, a row per message or per sum of messages; no messages to oneself.
        messages
            Of each row; one where None.
        met
            Which rows are meetings, which have no direction: they count for both.

        Returns
        -------
        bool array
            True for each row that counts.

        Examples
        --------
        >>> one, other = np.array([0, 1, 0]), np.array([1, 0, 2])
        >>> TieRule(mutual=True).ties(one, other).tolist()
        [True, True, False]
        """
        kept = np.ones(len(sender), dtype=bool)
        if self.min_messages == 1 and not self.mutual:
            return kept
        low, high = np.minimum(sender, recipient), np.maximum(sender, recipient)
        number = pd.factorize(low.astype(np.int64) * (int(high.max(initial=0)) + 1) + high)[0]
        kept &= np.bincount(number, weights=messages)[number] >= self.min_messages
        if self.mutual:
            up = sender < recipient
            for direction in (up, ~up):
                seen = direction if met is None else direction | met
                kept &= np.bincount(number, weights=seen)[number] > 0
        return kept

    def to_dict(self) -> dict[str, Any]:
        """The rule as plain values, for outputs."""
        return asdict(self)


ONE_MAILBOX = 0.5
"""Share of messages (or ties) with one person, above which a log says more of that person than of all others."""
_FEWEST_ENDS = 5  # people: among fewer, each is an end of half of everything
ALONE = 0.1
"""Weight from which one message makes a tie of two people though nobody answers: one addressed to at most ten."""


@dataclass(frozen=True, slots=True)
class UndirectedTies:
    """Both directions of each pair summed: ``source < target``, sorted, no pair twice.

    Parameters
    ----------
    source, target
        Node numbers of each pair.
    strength, messages
        Sums of both directions.
    """

    source: IntArray
    target: IntArray
    strength: FloatArray
    messages: IntArray

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True)
class Network:
    """People (and teams) and the ties between them: plain arrays, no library object.

    Parameters
    ----------
    people
        A row per node; its position is the node's number. Columns ``person_id`` and ``function`` at least;
        ``actor_kind`` is filled with "person" where absent. Someone who changed function in the period is
        one node per function, so a tie always carries the function valid at its time.
    source, target
        Node numbers of each directed tie; no self-ties, no pair twice.
    strength
        Weight of each tie, positive. Distance is 1 / strength.
    messages
        Distinct messages behind each tie.
    weighty
        Per directed tie whether one message alone weighs `ALONE`; None where messages are not known.
    met
        How many of `messages` are meetings, which count in both directions, half their weight in each; None where
        there are none.
    layer
        ``all``, or the channel whose ties these are.
    tie_rule
        How interactions were added up.
    period
        First and last time of the log, where known.
    with_one
        The largest share of messages that one person wrote or received, where messages are known.

    Examples
    --------
    >>> people = pd.DataFrame({"person_id": ["a", "b", "c"], "function": ["HR", "HR", "IT"]})
    >>> network = Network.from_pandas(
    ...     pd.DataFrame({"source": ["a", "b", "c"], "target": ["b", "a", "a"], "strength": [1.0, 2.0, 0.5]}),
    ...     people)
    >>> len(network), network.ties.strength.tolist()
    (3, [3.0, 0.5])
    """

    people: pd.DataFrame
    source: IntArray
    target: IntArray
    _: KW_ONLY
    strength: FloatArray
    messages: IntArray
    weighty: BoolArray | None = None
    met: IntArray | None = None
    layer: str = "all"
    tie_rule: TieRule = field(default_factory=TieRule)
    period: tuple[pd.Timestamp, pd.Timestamp] | None = None
    with_one: float | None = None

    def __post_init__(self) -> None:
        n = len(self.people)
        lengths = {len(self.source), len(self.target), len(self.strength), len(self.messages)}
        lengths |= {len(column) for column in (self.weighty, self.met) if column is not None}
        if len(lengths) != 1:
            raise DataError("source, target, strength, messages, weighty and met must be equally long")
        if len(self.source):
            if (
                min(self.source.min(), self.target.min()) < 0
                or max(self.source.max(), self.target.max()) >= n
            ):
                raise DataError("a tie names a node that is not in people")
            if (self.source == self.target).any():
                raise DataError("a tie from a person to the same person")
            if not (np.isfinite(self.strength).all() and (self.strength > 0).all()):
                raise DataError("strengths must be positive and finite")
        for column in ("person_id", "function"):
            if column not in self.people:
                raise DataError(f"people has no column {column!r}")

    def __len__(self) -> int:
        return len(self.people)

    def __str__(self) -> str:
        teams = int(self.is_team.sum())
        nodes = f"{len(self) - teams:,} people" + (f" and {teams:,} teams" if teams else "")
        return f"{nodes}, {len(self.ties):,} ties, {len(self.functions)} functions"

    def __repr__(self) -> str:
        return f"Network({self}, layer={self.layer!r})"

    def _repr_html_(self) -> str:
        ties, codes = self.ties, self.function_codes + 1  # 0: unknown
        ends = codes[ties.source], codes[ties.target]
        inside = np.where(ends[0] == ends[1], ties.strength, 0.0)
        total, within = (
            np.bincount(np.concatenate(ends), np.tile(weights, 2), len(self.functions) + 1)[1:]
            for weights in (ties.strength, inside)
        )
        functions = pd.DataFrame(
            {
                "function": self.functions,
                "people": self.people_of_functions,
                "exchange inside": within / 2,
                "exchange with others": total - within,
            }
        )
        days = "" if self.period is None else " from {:%Y-%m-%d} to {:%Y-%m-%d}".format(*self.period)
        layer = "" if self.layer == "all" else f", {self.layer} only"
        return f"<p><b>Network of {self}{layer}{days}</b></p>{table_html(functions)}"

    def show(
        self,
        *,
        people: People = "pseudonyms",
        lang: Lang = "en",
        min_group: int = 5,
        height: int = 720,
        to: str | Path | None = None,
    ) -> None:
        """Show the network as an interactive page, in the cell of a notebook or written to a file.

        Parameters
        ----------
        people
            How they appear: under pseudonyms, with their ids, or not at all.
        lang
            Language of the page.
        min_group
            Functions with fewer people are shown merged.
        height
            Of the page in the notebook, in pixels.
        to
            File to write the page to, instead of showing it.
        """
        page = maker("network")(self, people=people, lang=lang, min_group=min_group)
        present(page, name="network", height=height, to=to, private=people == "names")

    @cached_property
    def ties(self) -> UndirectedTies:
        """The undirected projection, which silos, communities and brokerage use."""
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        pair, inverse = np.unique(low * max(len(self), 1) + high, return_inverse=True)
        return UndirectedTies(
            source=pair // max(len(self), 1),
            target=pair % max(len(self), 1),
            strength=np.bincount(inverse, weights=self.strength, minlength=len(pair)).astype(np.float64),
            messages=np.bincount(inverse, weights=self._counted, minlength=len(pair)).astype(np.int64),
        )

    @property
    def _counted(self) -> FloatArray:
        """Messages of each directed tie, a meeting half, so that both directions together count it once."""
        met = np.zeros(len(self.messages)) if self.met is None else self.met
        return np.asarray(self.messages - met / 2, dtype=np.float64)

    @cached_property
    def one_mailbox(self) -> bool:
        """Whether one person is an end of more than half of the ties or of their strength, or of half of the messages.

        Such a log says with whom that person exchanges, not who exchanges with whom. Whose it is stays unsaid.
        Copies to others make ties between these, too: the owner may be an end of a third of the ties of their own
        mailbox, yet of most of their strength. Only persons are looked at: a queue may well have most of either.

        Examples
        --------
        >>> star = [("ann", one) for one in "bcdef"]
        >>> Network.from_edges(star).one_mailbox
        True
        >>> copies = [("b", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("b", "f"), ("b", "d")]
        >>> Network.from_edges(5 * star + copies).one_mailbox, Network.from_edges(star + copies).one_mailbox
        (True, False)
        """
        who = pd.factorize(self.people["person_id"])[0]
        if len(self.ties) == 0 or who.max() + 1 < _FEWEST_ENDS:
            return False
        ends = np.concatenate([self.ties.source, self.ties.target])
        nodes = ends[~self.is_team[ends]]
        strength = np.tile(self.ties.strength, 2)[~self.is_team[ends]]
        of_ties = np.bincount(who[nodes], minlength=1).max() / len(self.ties)
        of_strength = np.bincount(who[nodes], strength, minlength=1).max() / self.ties.strength.sum()
        return bool(max(of_ties, of_strength, self.with_one or 0.0) > ONE_MAILBOX)

    @cached_property
    def answered(self) -> BoolArray:
        """Per tie of `ties` whether it is one to reach somebody by: shortest paths use no other.

        Both directions have been seen, or one message (or meeting) alone weighs `ALONE` for the two: a round mail that
        nobody answers makes no way through the organisation, nor does a large meeting, which answers nobody. Where
        messages are not known every tie is.

        Examples
        --------
        >>> contacts = Network.from_edges([("ann", "bob"), ("bob", "eve")])
        >>> contacts.answered.tolist()
        [True, True]
        >>> replace(contacts, weighty=np.array([True, False])).answered.tolist()
        [True, False]
        """
        ties, n = self.ties, max(len(self), 1)
        if self.weighty is None:
            return np.ones(len(ties), dtype=bool)
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        number = np.searchsorted(ties.source * n + ties.target, low * n + high)
        wrote = np.ones(len(number)) if self.met is None else self.messages > self.met
        found = np.bincount(number, weights=wrote, minlength=len(ties)) > 1
        found[number[self.weighty]] = True
        return found

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """Known functions, sorted; ``(unknown)`` and ``(external)`` are not functions."""
        known = set(self.people["function"].dropna()) - {UNKNOWN, EXTERNAL}
        return tuple(sorted(known))

    @cached_property
    def function_codes(self) -> IntArray:
        """Per node the position of its function in `functions`; -1 where unknown or external."""
        position = {name: code for code, name in enumerate(self.functions)}
        codes = [position.get(name, -1) for name in self.people["function"]]
        return np.array(codes, dtype=np.int64)

    @cached_property
    def function_sizes(self) -> IntArray:
        """Nodes of each of `functions`: people and teams alike, as the statistics of networks need them."""
        codes = self.function_codes
        return np.bincount(codes[codes >= 0], minlength=len(self.functions)).astype(np.int64)

    @cached_property
    def people_of_functions(self) -> IntArray:
        """Distinct persons of each of `functions`: teams take part, but they are not people."""
        persons = pd.DataFrame(
            {"code": self.function_codes, "person_id": self.people["person_id"].to_numpy()}
        )
        counted = (persons["code"] >= 0) & ~self.is_team
        codes = persons[counted].drop_duplicates()["code"].to_numpy(np.int64)
        return np.bincount(codes, minlength=len(self.functions)).astype(np.int64)

    @cached_property
    def is_team(self) -> BoolArray:
        """Per node whether it is a team."""
        kinds = self.people.get("actor_kind")
        return np.zeros(len(self), dtype=bool) if kinds is None else (kinds == "team").to_numpy(bool)

    @cached_property
    def teams_only(self) -> bool:
        """Whether all nodes are teams, so that words about people would be wrong."""
        return len(self) > 0 and bool(self.is_team.all())

    @cached_property
    def group_sizes(self) -> IntArray:
        """Size of each of `functions` for ``min_group``: its people, or its teams where it has teams only.

        The limit protects people and keeps single ones from deciding a verdict: a figure about two people and six
        queues is a figure about two people. One about queues only is about nobody, and event logs have nothing
        else: there, teams are what there has to be enough of.
        """
        return np.where(self.people_of_functions > 0, self.people_of_functions, self.function_sizes)

    def subset(self, keep: BoolArray) -> Network:
        """The network among some of the nodes, with the ties between them.

        Parameters
        ----------
        keep
            Per node whether it stays.
        """
        number = np.cumsum(keep) - 1
        inside = keep[self.source] & keep[self.target]
        return replace(
            self,
            people=self.people[keep].reset_index(drop=True),
            source=number[self.source[inside]],
            target=number[self.target[inside]],
            strength=self.strength[inside],
            messages=self.messages[inside],
            weighty=None if self.weighty is None else self.weighty[inside],
            met=None if self.met is None else self.met[inside],
        )

    @classmethod
    def from_pandas(
        cls,
        ties: pd.DataFrame,
        people: pd.DataFrame | None = None,
        *,
        weight: str | None = None,
        layer: str = "all",
    ) -> Network:
        """A network from a table of ties.

        Parameters
        ----------
        ties
            ``source target`` and optionally ``strength messages``. Rows of the same pair and direction are summed,
            self-ties dropped.
        people
            ``person_id function`` and more. Ids absent from it get the function ``(unknown)``.
        weight
            The column with the strength of ties; where None, ``strength`` or ``weight``, whichever there is. Without
            one, all ties have strength 1.
        layer
            What to call the network.

        Raises
        ------
        DataError
            A column is missing, or a strength is not positive.

        Examples
        --------
        >>> ties = pd.DataFrame({"source": ["ann"], "target": ["bob"], "weight": [2.5]})
        >>> Network.from_pandas(ties).strength.tolist()
        [2.5]
        """
        people = pd.DataFrame({"person_id": [], "function": []}) if people is None else people
        _need_columns(ties, ("source", "target", *([weight] if weight else [])), what="ties")
        _need_columns(people, ("person_id", "function"), what="people")
        weight = weight or next((name for name in ("strength", "weight") if name in ties), None)
        strength = pd.Series(1.0, ties.index)
        if weight is not None:
            strength = pd.to_numeric(ties[weight], errors="coerce").astype(np.float64)
        if wrong := int(np.sum(~((strength > 0) & np.isfinite(strength)))):
            raise DataError(
                f"{wrong} of {len(ties)} ties have no positive {weight}",
                mend="leave them out: no tie is no row",
            )
        names = list(dict.fromkeys([*people["person_id"], *ties["source"], *ties["target"]]))
        number = {name: i for i, name in enumerate(names)}
        frame = pd.DataFrame(
            {
                "source": ties["source"].map(number).astype(np.int64),
                "target": ties["target"].map(number).astype(np.int64),
                "strength": strength,
                "messages": ties["messages"] if "messages" in ties else 1,
            }
        )
        frame = frame[frame["source"] != frame["target"]]
        frame = frame.groupby(["source", "target"], as_index=False).sum()
        table = people.drop_duplicates("person_id").set_index("person_id").reindex(names)
        table["function"] = table["function"].astype(object).fillna(UNKNOWN).astype(str)
        if "actor_kind" not in table:
            table["actor_kind"] = "person"
        table.index.name = "person_id"
        return cls(
            people=table.reset_index(),
            source=frame["source"].to_numpy(np.int64),
            target=frame["target"].to_numpy(np.int64),
            strength=frame["strength"].to_numpy(np.float64),
            messages=frame["messages"].to_numpy(np.int64),
            layer=layer,
        )

    def renumbered(self, order: IntArray) -> Network:
        """The same network with its nodes in another order.

        Parameters
        ----------
        order
            (n,) the present number of each new node.

        Examples
        --------
        >>> network = Network.from_edges([("ann", "bob"), ("bob", "eve")])
        >>> network.renumbered(np.array([2, 0, 1])).people["person_id"].tolist()
        ['eve', 'ann', 'bob']
        """
        number = np.empty(len(order), dtype=np.int64)
        number[order] = np.arange(len(order))
        source, target = number[self.source], number[self.target]
        by_ends = _by_ends(source, target, len(order))
        return replace(
            self,
            people=self.people.iloc[order].reset_index(drop=True),
            source=source[by_ends],
            target=target[by_ends],
            strength=self.strength[by_ends],
            messages=self.messages[by_ends],
            weighty=None if self.weighty is None else self.weighty[by_ends],
            met=None if self.met is None else self.met[by_ends],
        )

    @classmethod
    def from_edges(
        cls, edges: Iterable[tuple[Any, Any]], functions: Mapping[Any, str] | None = None
    ) -> Network:
        """A network of unit ties.

        Parameters
        ----------
        edges
            Pairs of ids; a pair that comes twice is a tie of strength 2.
        functions
            Each person's function; without it, everybody's is ``(unknown)``.

        Examples
        --------
        >>> Network.from_edges([("ann", "bob"), ("bob", "eve")], {"ann": "HR", "bob": "IT", "eve": "IT"}).functions
        ('HR', 'IT')
        """
        ties = pd.DataFrame(list(edges), columns=["source", "target"])
        people = pd.Series(functions or {}, dtype=object).rename_axis("person_id").rename("function")
        return cls.from_pandas(ties, people.reset_index())

    def to_pandas(self) -> pd.DataFrame:
        """The directed ties with ids: ``source target strength messages``."""
        ids = self.people["person_id"].to_numpy()
        return pd.DataFrame(
            {
                "source": ids[self.source],
                "target": ids[self.target],
                "strength": self.strength,
                "messages": self.messages,
            }
        )

    def to_networkx(self) -> nx.Graph:
        """The undirected projection as a `networkx.Graph`: nodes are node numbers with the columns of `people`.

        Edges carry ``strength``, ``messages`` and ``distance`` (1 / strength): pass ``weight="distance"`` to
        shortest-path routines and ``weight="strength"`` to community detection.
        """
        import networkx as nx  # only who asks for it waits for it

        graph = nx.Graph(layer=self.layer)
        for node, row in enumerate(self.people.to_dict("records")):
            graph.add_node(node, **{str(key): value for key, value in row.items()})
        ties = self.ties
        columns = (ties.source.tolist(), ties.target.tolist(), ties.strength.tolist(), ties.messages.tolist())
        for u, v, strength, messages in zip(*columns, strict=True):
            graph.add_edge(u, v, strength=strength, messages=messages, distance=1 / strength)
        return graph


def _need_columns(table: pd.DataFrame, wanted: Sequence[str], *, what: str) -> None:
    """Refuse a table without some columns, naming those that it has."""
    if not isinstance(table, pd.DataFrame):
        raise UsageError(f"{what} must be a table of pandas, not a {type(table).__name__}")
    if lacking := [name for name in wanted if name not in table]:
        raise DataError(
            f"no column {lacking[0]!r} among {', '.join(map(str, table.columns)) or 'none'}",
            where=f"table of {what}",
            mend="rename the column",
        )


def build_network(
    log: MessageLog, roster: Roster, *, tie_rule: TieRule | None = None, layer: str = "all"
) -> Network:
    """The ties between the people and teams of a log.

    Somebody whose function changed within the log is one node per function, so that every tie carries the
    functions valid at its time. Outside contacts, lists and bots are no nodes.

    Parameters
    ----------
    log
        The messages; filter it first for a period.
    roster
        The roster that came with the log.
    tie_rule
        How interactions add up; the default rule where None.
    layer
        A channel, or "all".

    Returns
    -------
    Network
        Everybody with at least one tie.
    """
    need_log(log, roster, call="sg.build_network(log, roster)")
    rule = tie_rule or TieRule()
    part = log if layer == "all" else log.filter(channels=[layer])
    names, sums = _sum_ties(part, roster, rule)
    nodes, source, target = _numbered(sums, len(names))
    order = _by_ends(source, target, len(nodes))
    sums = {name: column[order] for name, column in sums.items()}
    return Network(
        people=_describe(nodes, names, part, roster),
        source=source[order],
        target=target[order],
        strength=sums["strength"],
        messages=sums["messages"],
        weighty=sums["heaviest"] >= ALONE,
        met=sums["met"].astype(np.int64) if sums["met"].any() else None,
        layer=layer,
        tie_rule=rule,
        period=part.period,
        with_one=_with_one(part, rule),
    )


def sum_by_slice(log: MessageLog, roster: Roster, *, tie_rule: TieRule) -> pd.DataFrame:
    """What passed between the nodes of ``build_network(log, roster, tie_rule=tie_rule)``, by month and channel.

    Returns
    -------
    DataFrame
        ``source target month channel strength messages``: node numbers as in that network, months since year 0
        (year * 12 + month - 1, in UTC; missing for messages without a time), names of channels. A meeting is half a
        tie in each direction, and counted in one.
    """
    by = {"month": "year(sent_at) * 12 + month(sent_at) - 1", "channel": "channel::VARCHAR"}
    names, sums = _sum_ties(log, roster, tie_rule, by=by)
    _, source, target = _numbered(sums, len(names))
    columns = {name: sums[name] for name in ("month", "channel", "strength", "messages")}
    columns["messages"] = np.where(source > target, sums["messages"] - sums["met"], sums["messages"])
    frame = pd.DataFrame({"source": source, "target": target, **columns})
    return frame.astype({"month": "Int64", "messages": np.int64})


Columns = dict[str, npt.NDArray[Any]]

# Whole numbers add up to the same in any order, floats do not, and DuckDB adds in parallel.
_SUM = "sum(round(weight * 17592186044416)::BIGINT)::DOUBLE / 17592186044416"  # 2 ** 44
_SUMS = f"{_SUM} AS strength, count(*) AS messages, max(alone) AS heaviest, count(*) FILTER (met) AS met"


def _columns(log: MessageLog, query: str) -> Columns:
    """The result of a query as arrays, masked where values are missing."""
    found: Columns = log.connection.execute(query).fetchnumpy()  # type: ignore[assignment]  # none is categorical
    return found


def _sum_ties(
    log: MessageLog, roster: Roster, rule: TieRule, *, by: Mapping[str, str] | None = None
) -> tuple[npt.NDArray[np.object_], Columns]:
    """Function names, and the interactions of each pair of people or teams summed.

    Columns ``sender sender_function recipient recipient_function strength messages heaviest met``, actors and functions
    as numbers; and those of `by`, given in SQL, by which a pair's interactions are parted.
    """
    by = by or {}
    counted = _counted_sql(log, rule, by=by)
    if roster.changes_over_time:
        names, sums = _sum_over_periods(log, roster, counted, by=by)
    else:
        sums = _columns(
            log,
            f"SELECT {', '.join(['sender', 'recipient', *by])}, {_SUMS} FROM ({counted}) GROUP BY ALL",
        )
        codes, names = lasting_functions(log, roster)
        for end in ("sender", "recipient"):
            sums[f"{end}_function"] = codes[sums[end]]
    inside = log.actors["actor_kind"].isin(["person", "team"]).to_numpy()
    keep = inside[sums["sender"]] & inside[sums["recipient"]] & (sums["strength"] > 0)
    sums = {name: column[keep] for name, column in sums.items()}
    tied = rule.ties(sums["sender"], sums["recipient"], messages=sums["messages"] - sums["met"] / 2)
    return names, {name: column[tied] for name, column in sums.items()}


def _counted_sql(log: MessageLog, rule: TieRule, *, by: Mapping[str, str]) -> str:
    """SQL of what ties people: ``sender recipient sent_at weight alone met``, and `by`.

    Of a meeting each two attendees in both directions, half its weight in each; `alone` is the whole weight of one
    message, `met` whether it is a meeting. Whoever organises it attends, unless it is `NOBODY`, who is no person.
    """
    weights = " ".join(f"WHEN '{role}' THEN {weight!r}" for role, weight in rule.role_weights.items())
    parted = "".join(f"{sql} AS {name}, " for name, sql in by.items())
    by_role = f"(CASE role {weights} ELSE 0 END)::DOUBLE"
    met = f"channel = '{MEETING}'"
    counts = f"audience <= {int(rule.max_audience)} {'' if rule.automated else 'AND NOT automated'}"
    written = f"""
        SELECT sender, recipient, sent_at, {parted} {by_role} / {_attention(rule.alpha)} AS weight, weight AS alone,
               FALSE AS met
        FROM {log.relation} WHERE recipient <> sender AND {counts} AND {by_role} > 0 AND NOT {met}
    """
    if MEETING not in log.channels:
        return written
    share = f"{rule.role_weights.get('attendee', 0.0)!r}::DOUBLE"
    return f"""
        WITH attending AS MATERIALIZED (
            SELECT message_no, recipient AS actor, {by_role} AS share, sent_at, channel, audience
            FROM {log.relation} WHERE recipient <> sender AND {counts} AND {met}
            UNION ALL SELECT DISTINCT message_no, sender, {share}, sent_at, channel, audience
            FROM {log.relation} WHERE {counts} AND {met}),
        meeting AS (
            SELECT a.actor AS sender, b.actor AS recipient, a.sent_at, a.channel, a.audience,
                   least(a.share, b.share) AS share
            FROM attending a JOIN attending b USING (message_no) WHERE a.actor <> b.actor)
        {written}
        UNION ALL
        SELECT sender, recipient, sent_at, {parted} share / {_attention(rule.alpha)} / 2 AS weight, 2 * weight AS alone,
               TRUE AS met
        FROM meeting WHERE share > 0
    """


def _with_one(log: MessageLog, rule: TieRule) -> float | None:
    """The largest share of messages that one person wrote or received; None where there are none."""
    told = (
        f"FROM {log.relation} WHERE recipient <> sender AND audience <= {int(rule.max_audience)} "
        f"{'' if rule.automated else 'AND NOT automated'}"
    )
    counts = _columns(
        log,
        "SELECT actor, sum(messages)::BIGINT AS messages, sum(written)::BIGINT AS written FROM ("
        f"SELECT sender AS actor, count(DISTINCT message_no) AS messages, messages AS written {told} GROUP BY 1 "
        f"UNION ALL SELECT recipient, count(*), 0 {told} GROUP BY 1) GROUP BY 1",
    )
    persons = (log.actors["actor_kind"] == "person").to_numpy()[counts["actor"]]
    return float(counts["messages"][persons].max() / counts["written"].sum()) if persons.any() else None


def _sum_over_periods(
    log: MessageLog, roster: Roster, counted: str, *, by: Mapping[str, str]
) -> tuple[npt.NDArray[np.object_], Columns]:
    """The same where functions depend on the time of the message."""
    with function_spells(log, roster) as names:
        unknown = len(names) - 1
        sums = _columns(
            log,
            f"""
            SELECT sender, recipient, coalesce(s.function_no, {unknown}) AS sender_function,
                   coalesce(r.function_no, {unknown}) AS recipient_function,
                   {"".join(f"{name}, " for name in by)}{_SUMS}
            FROM ({counted})
                 LEFT JOIN spells s ON {valid_at("s", "sender")} LEFT JOIN spells r ON {valid_at("r", "recipient")}
            GROUP BY ALL
            """,
        )
    return names, sums


def _numbered(sums: Columns, n_functions: int) -> tuple[IntArray, IntArray, IntArray]:
    """The nodes (actor times `n_functions` plus function), sorted, and the positions of both ends among them."""
    keys = [
        np.asarray(sums[end], dtype=np.int64) * n_functions
        + np.asarray(sums[f"{end}_function"], dtype=np.int64)
        for end in ("sender", "recipient")
    ]
    # By hashing: sorting millions of ends takes far longer.
    number, found = pd.factorize(np.concatenate(keys))
    order = np.argsort(found)
    place = np.empty(len(found), dtype=np.int64)
    place[order] = np.arange(len(found))
    number, half = place[number], len(keys[0])
    return found[order], number[:half], number[half:]


def _by_ends(source: IntArray, target: IntArray, n_nodes: int) -> IntArray:
    """The order by source, then target, of ties that differ: counted rather than sorted, so linear in their number."""
    row = np.arange(len(source))
    by_target = sparse.csr_array((row, (target, source)), shape=(n_nodes, n_nodes))
    return by_target.tocsc().data.astype(np.int64)


def participants(log: MessageLog, roster: Roster) -> pd.DataFrame:
    """Who took part in at least one interaction, broadcasts and automated ones included, and in which function.

    Returns
    -------
    DataFrame
        ``actor_id actor_kind function``, a row per actor and function held at the time of an interaction.
    """
    ends = " UNION ALL ".join(
        f"SELECT {end} AS actor, sent_at FROM {log.relation} WHERE recipient <> sender"
        for end in ("sender", "recipient")
    )
    if roster.changes_over_time:
        with function_spells(log, roster) as names:
            frame = log.connection.execute(
                f"SELECT DISTINCT actor, coalesce(s.function_no, {len(names) - 1}) AS function_no FROM ({ends}) "
                f"LEFT JOIN spells s ON {valid_at('s', 'actor')} ORDER BY 1, 2"
            ).df()
        functions = names[frame["function_no"]]
    else:
        frame = log.connection.execute(f"SELECT DISTINCT actor FROM ({ends}) ORDER BY 1").df()
        codes, names = lasting_functions(log, roster)
        functions = names[codes[frame["actor"]]]
    return log.actors.iloc[frame["actor"]].reset_index(drop=True).assign(function=functions)


def _attention(alpha: float) -> str:
    """SQL of ``audience ** alpha``."""
    return "greatest(audience, 1)" if alpha == 1 else f"pow(greatest(audience, 1), {float(alpha)!r})"


_PLACES = ("location", "unit", "manager_id")  # what two people may share besides their function


def _describe(
    nodes: IntArray, names: npt.NDArray[np.object_], log: MessageLog, roster: Roster
) -> pd.DataFrame:
    """The people table of a network from the numbers of its actors and functions."""
    actors = log.actors.iloc[nodes // len(names)].reset_index(drop=True)
    latest = roster.latest.reindex(actors["actor_id"])
    level = pd.to_numeric(latest["level"], errors="coerce")
    known = {name: latest[name].to_numpy(object) for name in _PLACES if latest[name].notna().any()}
    return pd.DataFrame(
        {
            "person_id": actors["actor_id"],
            "function": names[nodes % len(names)],
            "actor_kind": actors["actor_kind"],
            "level": level.to_numpy(np.float64),
            **known,
        }
    )
