"""Whether the social layer repeats the walls between functions, builds new ones, or opens them: "silos 2.0"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
from numba import njit
from scipy import sparse, stats
from sklearn.metrics import adjusted_mutual_info_score

from silograph import engine
from silograph.conversations import NONE, Conversations
from silograph.errors import NotEnoughDataError, UsageError
from silograph.messages import ROLES
from silograph.network import FloatArray, IntArray, TieRule
from silograph.planted import ModelTies, estimate
from silograph.results import Result
from silograph.statistics import bca_interval, benjamini_hochberg, percentile_interval, tie_multiplicities

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIGNIFICANT = 0.05
PURE = 0.5  # share of one function that the interval of purity must exceed
ISOLATED = 0.2  # isolation that its interval must exceed
MIXED = 1.25  # how many times the usual mixing the interval must exceed
WALL = 1.25  # walls that their interval must exceed to be called walls
THINNER = 0.8  # ratio of walls below which the whole interval must lie where posts open them
AS_THICK = 0.5  # ratio of walls above which it must lie, if it reaches THINNER, where posts repeat them
NEW = 0.5  # share of people in new closed communities beyond which posts build new walls
CLOSED = 0.5  # share of a community's exchange that leaves it, which the interval must stay below
MIN_GROUPS = 5  # below, no space or community is usual
MIN_TIES = 50  # of known functions, in each of two layers that are compared
SHUFFLES = (
    5  # attempted swaps per membership between one null and the next; the first gets four times as many
)
SMALL_SPACE = "(small space)"
LAYERS = ("post", "email", "handoff")


class Grouping(Protocol):
    """What `communities` returns, as far as it is read here: ``person_id function community`` of each node."""

    @property
    def people(self) -> pd.DataFrame:
        """``person_id function community``, a row per node of the network."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """With the ``resolution`` of the search."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Silos2Result(Result):
    """What `silos2` found.

    Parameters
    ----------
    table
        A row per space, and per community of the post layer. Spaces with fewer than `min_group` people have no name.
    layers
        A row per channel: ``channel people ties cross_share walls walls_low walls_high ratio ratio_low ratio_high
        ami_functions ami_posts``. `ratio` is the walls of posts over those of this channel; ``ami_`` the agreement
        of its communities with the functions and with the communities of the posts.
    by_month
        ``name kind month people messages staying``: share of the members' activity that stays inside, by month.
    layer_verdict
        ``repeats_walls``, ``new_walls``, ``opens_walls`` or ``too_little_data``; None where there are no walls
        to repeat or to open.
    """

    name: ClassVar[str] = "silos2"

    layers: pd.DataFrame
    by_month: pd.DataFrame
    layer_verdict: str | None

    @property
    def found(self) -> pd.DataFrame:
        """Spaces and communities with the verdict ``silo2``, most isolated first."""
        return self.table[self.table["verdict"] == "silo2"].sort_values("isolation_z", ascending=False)

    def headline(self) -> str:
        """The answer in one sentence, with its numbers."""
        assessed = self.table["verdict"].isin(["silo2", "bridge_space", "ordinary"])
        counts = self.table.loc[assessed, "verdict"].value_counts()
        judged = (
            f"{counts.get('silo2', 0)} of {assessed.sum()} spaces and communities are silos (one function, "
            f"and isolated), {counts.get('bridge_space', 0)} mix functions more than is usual"
        )
        if not assessed.any():
            judged = "no space or community can be assessed"
        return f"{self._layer_sentence()}; {judged}."

    def _layer_sentence(self) -> str:
        figures = _figures(self.layers)
        if np.isnan(figures["post"]["walls"]):
            return (
                "Too few posts between people of known functions to compare their walls with those of e-mail"
            )
        walls = f"walls of {figures['post']['walls']:.1f}"
        if "email" in figures:
            mail = figures["email"]
            walls = (
                f"walls of {mail['walls_posts']:.1f}, against {mail['walls']:.1f} in e-mail (ratio "
                f"{mail['ratio']:.2f}, 95 % interval {mail['ratio_low']:.2f} to {mail['ratio_high']:.2f})"
            )
        saying = {
            "repeats_walls": f"Posts repeat the walls between functions: {walls}",
            "opens_walls": f"Posts open the walls between functions: {walls}",
            "new_walls": "Posts build new walls: most people sit in closed communities that are not functions",
            "too_little_data": f"The data do not settle what posts do to the walls between functions: {walls}",
            None: f"There are no walls between functions to repeat or to open: {walls}",
        }
        return saying[self.layer_verdict]

    def tables(self) -> dict[str, pd.DataFrame]:
        """`table` with the small spaces, and the small communities, in one row each; `layers` and `by_month`."""
        small = self.table["people"] < self.parameters["min_group"]
        merged = [
            {"name": f"(small {plural})", "kind": kind, "verdict": "not_assessable"}
            for kind, plural in (("space", "spaces"), ("community", "communities"))
            if (small & (self.table["kind"] == kind)).any()
        ]
        table = pd.DataFrame([*self.table[~small].to_dict("records"), *merged], columns=self.table.columns)
        return {self.name: table, "silos2_layers": self.layers, "silos2_months": self.by_month}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Purity against isolation, a dot per space and community; dots at the top right are silos."""
        import matplotlib.pyplot as plt

        axes = plt.subplots(figsize=(7, 5), layout="constrained")[1] if ax is None else ax
        rows = self.table[self.table["purity"].notna() & self.table["isolation"].notna()]
        looks = {
            "silo2": "#b3541e",
            "bridge_space": "#2f7f86",
            "ordinary": "#5b6770",
            "not_assessable": "#c4cacd",
        }
        for verdict, colour in looks.items():
            part = rows[rows["verdict"] == verdict]
            for kind, marker in (("space", "o"), ("community", "s")):
                dots = part[part["kind"] == kind]
                if len(dots):
                    axes.scatter(dots["purity"], dots["isolation"].clip(lower=-1), s=8 + 4 * np.sqrt(dots["people"]),
                                 color=colour, marker=marker, label=f"{verdict} ({kind})")  # fmt: skip
        for _, row in rows[rows["verdict"].isin(["silo2", "bridge_space"])].head(12).iterrows():
            axes.annotate(str(row["name"]), (row["purity"], row["isolation"]), fontsize=8)
        axes.axhline(0, color="#b0b0b0", linewidth=1, zorder=0)
        axes.set(
            xlabel="purity (share of the largest function)",
            ylabel="isolation (0 = as by chance, 1 = complete)",
        )
        if len(rows):
            axes.legend(frameon=False, fontsize=8)
        axes.spines[["top", "right"]].set_visible(False)
        return axes


def silos2(
    conversations: Conversations,
    *,
    communities: Mapping[str, Grouping] | None = None,
    tie_rule: TieRule | None = None,
    simulations: int = 200,
    rewirings: int = 50,
    replicates: int = 200,
    seed: int = 0,
    min_group: int = 5,
) -> Silos2Result:
    """Do posts repeat the walls between functions, build new ones, or open them? And which spaces are silos?

    A space or community is a ``silo2`` when it is pure *and* isolated, each beyond chance (the larger of the two
    p-values, adjusted, below 0.05) and clearly: the interval of `purity` lies above 0.5, that of `isolation` above
    0.2. A space is a ``bridge_space`` when two of its people are of different functions more often than is usual in the
    other spaces: adjusted p-value below 0.05 and interval above 1.25 times the usual.

    Parameters
    ----------
    conversations
        With posts; e-mail and handoffs are compared where they are there.
    communities
        Communities of each channel's network, by channel: what `communities` returns. Without that of ``post``
        only spaces are looked at.
    tie_rule
        How interactions add up; the default rule where None.
    simulations
        Shuffled memberships, behind isolation of spaces, and ten times as many shuffled functions, behind purity.
    rewirings
        Rewired networks, each searched again, behind isolation of communities.
    replicates
        Bootstrap replicates of whole ties, behind the intervals of walls.
    min_group
        Spaces and communities with fewer people of known function are ``not_assessable``.

    Returns
    -------
    Silos2Result
        `table` has ``name kind people function purity purity_low purity_high purity_expected entropy isolation
        isolation_low isolation_high isolation_z conductance conductance_expected share disjointness bridges mixing
        mixing_usual trend p_value q_value verdict``.

    Raises
    ------
    NotEnoughDataError
        No posts.

    References
    ----------
    Newman (2003), Phys. Rev. E 67, 026126 (mixing). Kannan, Vempala & Vetta (2004), J. ACM 51, 497-515 (conductance).
    Blau (1977), Inequality and Heterogeneity (mixing of a group). Strona et al. (2014), Nature Communications 5, 4114
    (null of memberships). Karrer & Newman (2011), Phys. Rev. E 83, 016107 (walls).

    Examples
    --------
    >>> from silograph.conversations import build_conversations
    >>> from silograph.messages import BatchBuilder
    >>> from silograph.people import Roster
    >>> from silograph.store import Store
    >>> builder = BatchBuilder(channel="post")
    >>> for number, who in enumerate("abcdefgh" * 2):
    ...     builder.message(str(number), who, [], sent_at=None, space="#hr" if who < "e" else "#it")
    >>> store = Store.in_memory()
    >>> report = store.add([builder.take()], name="posts", loader="slack")
    >>> people = pd.DataFrame({"person_id": list("abcdefgh"), "function": ["HR"] * 4 + ["IT"] * 4})
    >>> talk = build_conversations(*store.log(Roster.from_pandas(people)))
    >>> silos2(talk, min_group=4).table[["name", "people", "purity", "disjointness"]].values.tolist()
    [['#hr', 4, 1.0, 1.0], ['#it', 4, 1.0, 1.0]]
    """
    for name, number in (("simulations", simulations), ("rewirings", rewirings), ("replicates", replicates)):
        if number < 2:
            raise UsageError(f"{name} must be at least 2, not {number}")
    posts = _counted(conversations, "post", tie_rule or TieRule())
    if not len(posts.messages):
        raise NotEnoughDataError(
            "no posts by people", mend="add an export of a social network (Slack, Teams, Yammer)"
        )
    rule, given = tie_rule or TieRule(), communities or {}
    draw = _Draws(simulations, rewirings, seed, min_group)
    groups = [_spaces(conversations, posts, draw)]
    if "post" in given:
        groups.append(_communities(conversations, posts, given["post"], draw))
    table = pd.concat([group.table for group in groups], ignore_index=True)
    table = _judged(table, min_group=min_group)
    layers = _layers(conversations, given, rule, replicates=replicates, seed=seed)
    small = (table["people"] < min_group) & (table["kind"] == "space")
    table.loc[small, "name"] = SMALL_SPACE
    by_month = pd.concat([group.by_month for group in groups], ignore_index=True)
    options = {"simulations": simulations, "rewirings": rewirings, "replicates": replicates}
    return Silos2Result(
        table=table[_COLUMNS],
        layers=layers,
        by_month=by_month[by_month["people"] >= min_group].reset_index(drop=True),
        layer_verdict=_layer_verdict(layers, table),
        parameters={**options, "seed": seed, "min_group": min_group, "tie_rule": rule.to_dict()},
        caveats=_caveats(conversations, table, layers, given),
    )


_COLUMNS = [
    "name", "kind", "people", "function", "purity", "purity_low", "purity_high", "purity_expected", "entropy",
    "isolation", "isolation_low", "isolation_high", "isolation_z", "conductance", "conductance_expected",
    "share", "disjointness", "bridges", "mixing", "mixing_usual", "trend", "p_value", "q_value", "verdict",
]  # fmt: skip


class _Draws(NamedTuple):
    simulations: int
    rewirings: int
    seed: int
    min_group: int


class _Counted(NamedTuple):
    """Messages of a channel that count, and the interactions that tie people: ``sender recipient weight month``."""

    messages: pd.DataFrame
    interactions: pd.DataFrame


class _Found(NamedTuple):
    table: pd.DataFrame
    by_month: pd.DataFrame


def _counted(
    talk: Conversations,
    channel: str,
    rule: TieRule,
    *,
    between: tuple[pd.Timestamp, pd.Timestamp] | None = None,
) -> _Counted:
    """What counts of a channel: not automated, no broadcasts, by and to people and teams."""
    inside = talk.is_kind("person", "team")
    messages = talk.messages
    counts = (messages["channel"] == channel) & inside[messages["sender"]]
    counts &= messages["audience"] <= rule.max_audience
    if not rule.automated:
        counts &= ~messages["automated"]
    if between:
        counts &= messages["sent_at"].between(*between)
    rows = talk.interactions[
        counts.to_numpy()[talk.interactions["message"]] & inside[talk.interactions["recipient"]]
    ]
    of = messages.loc[rows["message"], ["sender", "function", "sent_at", "audience"]].reset_index(drop=True)
    by_role = np.array([rule.role_weights.get(role, 0.0) for role in ROLES])
    weight = by_role[pd.Categorical(rows["role"], categories=ROLES).codes]
    weight = weight / of["audience"].clip(lower=1).to_numpy() ** rule.alpha
    table = pd.DataFrame(
        {
            "sender": of["sender"],
            "recipient": rows["recipient"].to_numpy(),
            "sender_function": of["function"],
            "recipient_function": rows["function"].to_numpy(),
            "weight": weight,
            "month": _month(of["sent_at"]),
        }
    )
    return _Counted(messages[counts].assign(month=_month(messages.loc[counts, "sent_at"])), table[weight > 0])


def _month(times: pd.Series[Any]) -> pd.Series[Any]:
    month: pd.Series[Any] = times.dt.strftime("%Y-%m")
    return month


def _main_function(talk: Conversations, posts: _Counted) -> IntArray:
    """The function each actor mostly had in posts, written or received; -1 where unknown (the latest on a draw)."""
    rows = posts.interactions
    seen = pd.concat(
        [
            posts.messages[["sender", "function"]].set_axis(["actor", "function"], axis=1),
            rows[["recipient", "recipient_function"]].set_axis(["actor", "function"], axis=1),
        ],
        ignore_index=True,
    )
    seen = seen[seen["function"] >= 0]
    often = seen.assign(place=seen.index).groupby(["actor", "function"])["place"].agg(["size", "max"])
    often = often.reset_index().sort_values(["size", "max"]).drop_duplicates("actor", keep="last")
    function = np.full(len(talk.actors), -1, dtype=np.int64)
    function[often["actor"]] = often["function"]
    return function


# --- spaces ---------------------------------------------------------------------------------------------------


def _spaces(talk: Conversations, posts: _Counted, draw: _Draws) -> _Found:
    """Everybody who wrote, answered or reacted in a space is one of its people."""
    person = talk.is_kind("person")
    acts = posts.messages[(posts.messages["space"] != NONE) & person[posts.messages["sender"]]]
    if not len(acts):
        return _nothing()
    counts = acts.groupby(["sender", "space"]).size()
    actors, who = np.unique(counts.index.get_level_values("sender"), return_inverse=True)
    spaces, where = np.unique(counts.index.get_level_values("space"), return_inverse=True)
    times = np.asarray(counts, dtype=np.float64)
    activity = _Activity(who, where, times, (len(actors), len(spaces)))
    crossing, volume = activity.flows()
    conductance, low, high = _ratio(crossing, volume, where, activity.share())
    null = np.array([drawn.conductance() for drawn in activity.shuffled(draw.simulations, seed=draw.seed)])
    several = np.bincount(who) > 1
    people = np.bincount(where, minlength=len(spaces))
    bridges = np.bincount(where, weights=several[who], minlength=len(spaces)).astype(np.int64)
    table = pd.DataFrame(
        {
            "name": np.array(talk.spaces, dtype=object)[spaces],
            "kind": "space",
            "people": people,
            **_composition(talk.functions, _main_function(talk, posts)[actors][who], who, where, draw),
            **_isolation(conductance, low, high, null),
            "share": activity.share(),
            "disjointness": 1 - bridges / people,
            "bridges": bridges,
        }
    )
    by_month = _space_months(acts, counts, names=table["name"], spaces=spaces)
    table["trend"] = table["name"].map(_slopes(by_month)).astype(float)
    return _Found(table, by_month)


class _Activity(NamedTuple):
    """How often whom was active where: one entry per membership. `shape` is (people, spaces)."""

    person: IntArray
    space: IntArray
    times: FloatArray
    shape: tuple[int, int]

    def _matrices(self) -> tuple[sparse.csr_array, FloatArray, FloatArray]:
        """Activity (people, spaces); that of each space's people in every space; total of each space."""
        ends = (self.person, self.space)
        activity = sparse.csr_array((self.times, ends), shape=self.shape)
        member = sparse.csr_array((np.ones_like(self.times), ends), shape=self.shape)
        total: FloatArray = activity.sum(axis=0)
        return activity, (member.T @ activity).toarray(), total

    def conductance(self) -> FloatArray:
        """Per space, the share of its people's activity that lies among others, in the network of co-activity."""
        _, theirs, total = self._matrices()
        crossing = (theirs * (1 - theirs / total)).sum(axis=1)
        smaller = np.minimum(theirs.sum(axis=1), total.sum() - theirs.sum(axis=1))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(smaller > 0, crossing / smaller, np.nan)

    def share(self) -> FloatArray:
        """Share of all activity that is by the people of each space."""
        _, theirs, total = self._matrices()
        share: FloatArray = theirs.sum(axis=1) / total.sum()
        return share

    def flows(self) -> tuple[FloatArray, FloatArray]:
        """Per membership: the person's activity among others than the people of the space, and all of it."""
        activity, theirs, total = self._matrices()
        own = np.asarray(activity.sum(axis=1), dtype=np.float64)
        kept = np.empty(len(self.person))
        for space in range(self.shape[1]):
            rows = np.flatnonzero(self.space == space)
            kept[rows] = activity[self.person[rows]] @ (theirs[space] / total)
        return own[self.person] - kept, own[self.person]

    def shuffled(self, draws: int, *, seed: int) -> Iterator[_Activity]:
        """Memberships dealt out again: everybody keeps the number of spaces, every space the number of people."""
        member = np.zeros(self.shape, dtype=np.bool_)
        member[self.person, self.space] = True
        space, rng = self.space.copy(), np.random.default_rng([seed, 7])
        for number in range(draws):
            _swap(self.person, space, member, (SHUFFLES if number else 4 * SHUFFLES) * len(space), rng)
            yield self._replace(space=space.copy())


@njit(cache=True)
def _swap(
    person: IntArray,
    space: IntArray,
    member: npt.NDArray[np.bool_],
    attempts: int,
    rng: np.random.Generator,
) -> None:
    """Swap the spaces of two memberships, in place, where neither person would be twice in one space."""
    for _ in range(attempts):
        one, two = int(rng.random() * len(person)), int(rng.random() * len(person))
        a, b, s, t = person[one], person[two], space[one], space[two]
        if member[a, t] or member[b, s]:
            continue
        member[a, s] = member[b, t] = False
        member[a, t] = member[b, s] = True
        space[one], space[two] = t, s


def _space_months(
    acts: pd.DataFrame, counts: pd.Series[Any], *, names: pd.Series[Any], spaces: IntArray
) -> pd.DataFrame:
    """Per space and month, what share of its people's activity lay in it."""
    members = counts.index.to_frame(index=False)
    monthly = acts.groupby(["sender", "month"]).size().rename("all").reset_index()
    here = acts.groupby(["sender", "space", "month"]).size().rename("here").reset_index()
    both = members.merge(monthly, on="sender").merge(here, on=["sender", "space", "month"], how="left")
    both["active"] = both["here"].notna()
    rows = both.groupby(["space", "month"])[["all", "here", "active"]].sum().reset_index()
    return pd.DataFrame(
        {
            "name": names.to_numpy()[np.searchsorted(spaces, rows["space"])],
            "kind": "space",
            "month": rows["month"],
            "people": rows["active"].astype(np.int64),
            "messages": rows["all"].astype(np.int64),
            "staying": rows["here"] / rows["all"],
        }
    )


# --- communities ----------------------------------------------------------------------------------------------


def _communities(talk: Conversations, posts: _Counted, given: Grouping, draw: _Draws) -> _Found:
    """The communities of the post layer; those of a layer without communities are no groups."""
    label = _labels(talk, given)
    ties = _undirected(posts.interactions)
    known = (label[ties["a"]] >= 0) & (label[ties["b"]] >= 0)
    ties = ties[known]
    groups = np.unique(label[np.r_[ties["a"], ties["b"]]]) if len(ties) else np.zeros(0, np.int64)
    if len(groups) < 2:
        return _nothing()
    actors, ends = np.unique(np.r_[ties["a"], ties["b"]], return_inverse=True)
    source, target = ends[: len(ties)].astype(np.int64), ends[len(ties) :].astype(np.int64)
    strength = ties["weight"].to_numpy()
    where = np.searchsorted(groups, label[actors])
    leaves = np.where(where[source] != where[target], strength, 0.0)
    crossing = np.bincount(ends, weights=np.r_[leaves, leaves]).astype(np.float64)
    volume = np.bincount(ends, weights=np.r_[strength, strength]).astype(np.float64)
    share = np.bincount(where, weights=volume) / volume.sum()
    conductance, low, high = _ratio(crossing, volume, where, share)
    resolution = max(float(given.parameters.get("resolution", 1.0)), 1.0)
    null = _searched_again(len(actors), (source, target, strength), share, resolution=resolution, draw=draw)
    person = talk.is_kind("person")[actors]
    people = np.bincount(where[person], minlength=len(groups))
    bridges = np.bincount(where[person & (crossing > 0)], minlength=len(groups))
    function = _main_function(talk, posts)[actors]
    composition = _composition(
        talk.functions, function[person], np.arange(person.sum()), where[person], draw, n=len(groups)
    )
    table = pd.DataFrame(
        {
            "name": [f"community {label}" for label in groups],
            "kind": "community",
            "people": people,
            **composition,
            **_isolation(conductance, low, high, null),
            "share": share,
            "disjointness": 1 - bridges / np.maximum(people, 1),
            "bridges": bridges,
        }
    )
    by_month = _community_months(posts.interactions, label)
    table["trend"] = table["name"].map(_slopes(by_month)).astype(float)
    return _Found(table, by_month)


def _labels(talk: Conversations, given: Grouping) -> IntArray:
    """Community of each actor, -1 where none; who changed function keeps that of the function held last."""
    people = given.people
    number = pd.Index(talk.actors["actor_id"]).get_indexer(people["person_id"])
    latest = talk.actors["function"].to_numpy()[number] == people["function"].to_numpy()
    label = np.full(len(talk.actors), -1, dtype=np.int64)
    for rows in (~latest, latest):
        label[number[rows]] = people["community"].to_numpy(dtype=np.int64)[rows]
    return label


def _undirected(interactions: pd.DataFrame) -> pd.DataFrame:
    """``a b weight``: both directions of each pair summed."""
    ends = np.sort(interactions[["sender", "recipient"]].to_numpy(), axis=1)
    frame = pd.DataFrame({"a": ends[:, 0], "b": ends[:, 1], "weight": interactions["weight"].to_numpy()})
    return frame.groupby(["a", "b"])["weight"].sum().reset_index()


def _by_chance(share: FloatArray) -> FloatArray:
    """Conductance of a part with this share of all strength where ties are blind to it."""
    return np.maximum(share, 1 - share)


def _searched_again(
    n: int,
    ties: tuple[IntArray, IntArray, FloatArray],
    share: FloatArray,
    *,
    resolution: float,
    draw: _Draws,
) -> FloatArray:
    """Conductance (rewirings, groups) of the communities that the same search finds where there are none.

    A search makes communities look closed in any network, so the yardstick of each is the found one nearest in size,
    as a share of what its size gives by chance.
    """
    null = np.empty((draw.rewirings, len(share)))
    for replicate in range(draw.rewirings):
        source, target, strength = engine.rewire(n, *ties, seed=draw.seed, replicate=replicate)
        graph = engine.graph_from_arrays(n, source, target)
        label = engine.leiden(graph, strength, resolution=resolution, seed=draw.seed + replicate)
        leaves = np.where(label[source] != label[target], strength, 0.0)
        both = np.r_[label[source], label[target]]
        volume = np.bincount(both, weights=np.r_[strength, strength])
        cut = np.bincount(both, weights=np.r_[leaves, leaves])[volume > 0]
        found = volume[volume > 0] / volume.sum()
        relative = cut / volume.sum() / np.minimum(found, 1 - found).clip(min=1e-12) / _by_chance(found)
        relative[found == 1] = 1.0  # one single community: nothing found
        nearest = np.abs(np.log(found) - np.log(share)[:, None]).argmin(axis=1)
        null[replicate] = relative[nearest] * _by_chance(share)
    return null


def _community_months(interactions: pd.DataFrame, label: IntArray) -> pd.DataFrame:
    """Per community and month, what share of its people's strength stayed in it."""
    ends = interactions[["sender", "recipient"]].to_numpy()
    stays = label[ends[:, 0]] == label[ends[:, 1]]
    rows = pd.DataFrame(
        {
            "actor": ends.ravel(),
            "label": label[ends].ravel(),
            "weight": np.repeat(interactions["weight"].to_numpy(), 2),
            "stays": np.repeat(np.where(stays, interactions["weight"].to_numpy(), 0.0), 2),
            "month": np.repeat(interactions["month"].to_numpy(), 2),
        }
    )
    by = rows[rows["label"] >= 0].groupby(["label", "month"])
    sums = by[["weight", "stays"]].sum()
    return pd.DataFrame(
        {
            "name": [f"community {one}" for one in sums.index.get_level_values("label")],
            "kind": "community",
            "month": sums.index.get_level_values("month"),
            "people": by["actor"].nunique().to_numpy(),
            "messages": by.size().to_numpy(),
            "staying": (sums["stays"] / sums["weight"]).to_numpy(),
        }
    )


# --- what both have in common ---------------------------------------------------------------------------------


def _nothing() -> _Found:
    months = ["name", "kind", "month", "people", "messages", "staying"]
    drop = {"p_value", "q_value", "verdict"}
    extra = ["p_pure", "p_isolated", "p_mixed", "known", "mixing_low"]
    columns = [column for column in _COLUMNS if column not in drop] + extra
    return _Found(pd.DataFrame(columns=columns), pd.DataFrame(columns=months))


def _ratio(
    crossing: FloatArray, volume: FloatArray, where: IntArray, share: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Conductance of each group and its 95 % interval over members (ratio estimator, linearised).

    Conductance is what crosses over the volume of the smaller side, so that of a group with a `share` above a half
    is that of the rest.
    """
    n = len(share)
    cut, whole = (np.bincount(where, weights=one, minlength=n) for one in (crossing, volume))
    size = np.bincount(where, minlength=n)
    with np.errstate(invalid="ignore", divide="ignore"):
        smaller = np.minimum(share, 1 - share) / share
        leaving = cut / whole
        spread = np.bincount(where, weights=(crossing - leaving[where] * volume) ** 2, minlength=n)
        error = np.sqrt(spread * size / np.maximum(size - 1, 1)) / whole
        reach = stats.t.ppf(0.975, np.maximum(size - 1, 1)) * error
        return leaving / smaller, (leaving - reach).clip(min=0) / smaller, (leaving + reach) / smaller


def _isolation(
    conductance: FloatArray, low: FloatArray, high: FloatArray, null: FloatArray
) -> dict[str, FloatArray]:
    """How far conductance lies below chance, as a share of chance and in standard deviations."""
    expected, spread = null.mean(axis=0), null.std(axis=0, ddof=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(spread > 1e-12, (expected - conductance) / spread, np.nan)
        isolation, least, most = (1 - one / expected for one in (conductance, high, low))
    known = ~np.isnan(z)
    return {
        "isolation": np.where(known, isolation, np.nan),
        "isolation_low": np.where(known, least, np.nan),
        "isolation_high": np.where(known, most, np.nan),
        "isolation_z": z,
        "conductance": conductance,
        "conductance_expected": expected,
        "p_isolated": stats.t.sf(z / np.sqrt(1 + 1 / len(null)), len(null) - 1),
    }


def _composition(
    names: Sequence[str], function: IntArray, who: IntArray, where: IntArray, draw: _Draws, *, n: int = 0
) -> dict[str, Any]:
    """Which functions a group is made of, against groups of the same people with functions shuffled.

    `function who where` have an entry per membership.
    """
    n = n or int(where.max()) + 1
    known = function >= 0
    function, who, where = function[known], who[known], where[known]
    actors, person = np.unique(who, return_inverse=True)
    theirs = np.zeros(len(actors), dtype=np.int64)
    theirs[person] = function
    counts = _counts(where, function, n=n, k=len(names))
    size = counts.sum(axis=1)
    rng, null = np.random.default_rng([draw.seed, 8]), np.empty((10 * draw.simulations, n))
    with np.errstate(invalid="ignore", divide="ignore"):
        purity = counts.max(axis=1, initial=0) / size
        for row in null if len(names) else ():
            shuffled = rng.permutation(theirs)[person]
            row[:] = _counts(where, shuffled, n=n, k=len(names)).max(axis=1) / size
        mix = np.bincount(theirs, minlength=len(names)) / max(len(theirs), 1)
        entropy = _entropy(counts / size[:, None]) / _entropy(mix[None])
    low, high = _wilson(purity, size)
    largest = counts.argmax(axis=1) if len(names) else np.zeros(n, np.int64)
    return {
        "function": [names[code] if size[row] else None for row, code in enumerate(largest)],
        "purity": purity,
        "purity_low": low,
        "purity_high": high,
        "purity_expected": null.mean(axis=0) if len(names) else np.full(n, np.nan),
        "entropy": entropy,
        "p_pure": [_upper_p(one, column) for one, column in zip(purity, null.T, strict=True)],
        "known": size,
        **_mixing(counts, assessable=size >= draw.min_group),
    }


def _counts(where: IntArray, function: IntArray, *, n: int, k: int) -> IntArray:
    """People of each function (columns) in each group (rows)."""
    return np.bincount(where * k + function, minlength=n * k).reshape(n, k)


def _entropy(share: FloatArray) -> FloatArray:
    if not share.shape[1]:
        return np.full(len(share), np.nan)
    return np.asarray(stats.entropy(share, axis=1), dtype=np.float64)


def _upper_p(observed: float, null: FloatArray) -> float:
    if np.isnan(observed):
        return np.nan
    return float((1 + (null >= observed - 1e-12).sum()) / (1 + len(null)))


def _wilson(share: FloatArray, n: IntArray) -> tuple[FloatArray, FloatArray]:
    """95 % interval of a share (Wilson 1927)."""
    z2 = stats.norm.ppf(0.975) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        reach = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    return middle - reach, middle + reach


def _mixing(counts: IntArray, *, assessable: npt.NDArray[np.bool_]) -> dict[str, FloatArray]:
    """How often two people of a group are of different functions, and how often that is in the other groups.

    The usual is the mean over the other assessable groups, each counting once: the few that everybody is in must not
    define it. Standard errors are those of a U-statistic over members, and over groups for the usual.
    """
    size = counts.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mixing = 1 - (counts * (counts - 1)).sum(axis=1) / (size * (size - 1))
        differ = (size[:, None] - counts) / (size - 1)[
            :, None
        ]  # what share of the others differ from a member
        first = (counts * (differ - mixing[:, None]) ** 2).sum(axis=1) / size
        variance = (4 * (size - 2) * first + 2 * mixing * (1 - mixing)) / (size * (size - 1))
        reach = stats.t.ppf(0.975, np.maximum(size - 1, 1)) * np.sqrt(variance)
    usual, p = np.full(len(size), np.nan), np.full(len(size), np.nan)
    if assessable.sum() >= MIN_GROUPS:
        for group in np.flatnonzero(assessable):
            others = assessable.copy()
            others[group] = False
            usual[group] = mixing[others].mean()
            spread = mixing[others].var(ddof=1) / others.sum()
            with np.errstate(invalid="ignore", divide="ignore"):
                z = (mixing[group] - usual[group]) / np.sqrt(variance[group] + spread)
            p[group] = stats.t.sf(z, min(size[group], others.sum()) - 1)
    return {"mixing": mixing, "mixing_low": mixing - reach, "mixing_usual": usual, "p_mixed": p}


def _slopes(by_month: pd.DataFrame) -> dict[str, float]:
    """Change per month of the share that stays inside, by name; only over three months or more."""
    found = {}
    for name, rows in by_month[by_month["messages"] > 0].groupby("name"):
        months = pd.PeriodIndex(rows["month"], freq="M").astype("int64").to_numpy()
        if len(rows) >= 3:
            weight = np.sqrt(rows["messages"].to_numpy(dtype=float))
            found[str(name)] = float(np.polyfit(months - months[0], rows["staying"], 1, w=weight)[0])
    return found


def _judged(table: pd.DataFrame, *, min_group: int) -> pd.DataFrame:
    """p-values adjusted over everything assessable, and verdicts."""
    both = table[["p_pure", "p_isolated"]].astype(float).max(axis=1, skipna=False)
    assessable = table["known"] >= min_group
    judged = table.assign(p_value=both.where(assessable))
    judged["q_value"] = benjamini_hochberg(judged["p_value"])
    # a community of several functions is no place where they meet: only spaces bridge
    space = assessable & (table["kind"] == "space")
    mixed_q = benjamini_hochberg(table["p_mixed"].astype(float).where(space))
    pure = judged["purity_low"] > PURE
    isolated = judged["isolation_low"] > ISOLATED
    mixed = judged["mixing_low"] > MIXED * judged["mixing_usual"]
    verdict = pd.Series("ordinary", index=table.index)
    verdict[(mixed_q < SIGNIFICANT) & mixed] = "bridge_space"
    verdict[(judged["q_value"] < SIGNIFICANT) & pure & isolated] = "silo2"
    verdict[~assessable] = "not_assessable"
    judged["verdict"] = verdict
    return judged


# --- the layer ------------------------------------------------------------------------------------------------


def _layers(
    talk: Conversations,
    given: Mapping[str, Grouping],
    rule: TieRule,
    *,
    replicates: int,
    seed: int,
) -> pd.DataFrame:
    """Walls of each channel, over the time that it shares with the posts, and among the same people."""
    rows = []
    posts = _counted(talk, "post", rule)
    for channel in LAYERS:
        if not (talk.messages["channel"] == channel).any():
            continue
        theirs = _counted(talk, channel, rule)
        between = _shared_time(posts, theirs)
        pair = [_counted(talk, one, rule, between=between).interactions for one in ("post", channel)]
        if channel == "email":  # queues, between which cases pass, do not post
            one, other = (part[["sender", "recipient"]].to_numpy().ravel() for part in pair)
            both = np.intersect1d(one, other)
            pair = [part[part["sender"].isin(both) & part["recipient"].isin(both)] for part in pair]
        rows.append(
            {
                "channel": channel,
                **_walls_of(pair, n_functions=len(talk.functions), replicates=replicates, seed=seed),
                **_agreement(talk, given, channel),
            }
        )
    return pd.DataFrame(rows)


def _shared_time(one: _Counted, other: _Counted) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    times = [part.messages["sent_at"].dropna() for part in (one, other)]
    if not all(len(part) for part in times):
        return None
    return max(part.min() for part in times), min(part.max() for part in times)


_WALLS = (
    "walls",
    "walls_low",
    "walls_high",
    "walls_posts",
    "walls_posts_low",
    "ratio",
    "ratio_low",
    "ratio_high",
)


def _walls_of(pair: list[pd.DataFrame], *, n_functions: int, replicates: int, seed: int) -> dict[str, float]:
    """Walls of the second of two layers, and how those of the first compare; pairs are resampled whole, in both."""
    rows = [part[(part["sender_function"] >= 0) & (part["recipient_function"] >= 0)] for part in pair]
    posts, theirs = (_ties(part, n_functions) for part in rows)
    cross = theirs.function[theirs.source] != theirs.function[theirs.target]
    found = {
        "people": len(np.unique(rows[1][["sender", "recipient"]])),
        "ties": len(theirs.source),
        "cross_share": float(theirs.strength @ cross / theirs.strength.sum()) if len(cross) else np.nan,
        **dict.fromkeys(_WALLS, np.nan),
    }
    if min(len(posts.source), len(theirs.source)) < MIN_TIES:
        return found
    # `row` names a pair of people, the same in both layers
    every, place = np.unique(np.concatenate([posts.row, theirs.row]), return_inverse=True)
    places = place[: len(posts.row)], place[len(posts.row) :]
    points = [estimate(part, only=0) for part in (posts, theirs)]
    drawn = np.empty((replicates, 2))
    for replicate in range(replicates):
        times = tie_multiplicities(len(every), replicate=replicate, seed=seed)
        for side, part in enumerate((posts, theirs)):
            resampled = part.strength * times[places[side]]
            drawn[replicate, side] = estimate(
                part, resampled, start=points[side].common, errors=False, only=0
            ).log_walls
    log = [point.log_walls for point in points]
    low, high = bca_interval(log, drawn, acceleration=[point.log_walls_acceleration for point in points])
    with np.errstate(invalid="ignore"):
        log_ratio, ratios = np.subtract(log[0], log[1]), drawn[:, 0] - drawn[:, 1]
    known = np.isfinite(ratios)  # resamples, or layers, in which nothing crosses have infinite walls
    ratio_low, ratio_high = percentile_interval(ratios[known]) if known.any() else (np.nan, np.nan)
    values = (log[1], low[1], high[1], log[0], low[0], log_ratio, ratio_low, ratio_high)
    return found | dict(zip(_WALLS, np.exp(np.array(values, dtype=float)).tolist(), strict=True))


def _ties(interactions: pd.DataFrame, n_functions: int) -> ModelTies:
    """Ties of the wall model; somebody who changed function is one person per function."""
    ends = [
        interactions[end].to_numpy(np.int64) * n_functions
        + interactions[f"{end}_function"].to_numpy(np.int64)
        for end in ("sender", "recipient")
    ]
    pairs = _undirected(
        pd.DataFrame({"sender": ends[0], "recipient": ends[1], "weight": interactions["weight"].to_numpy()})
    )
    nodes, number = np.unique(np.r_[pairs["a"], pairs["b"]], return_inverse=True)
    number = number.astype(np.int64)
    return ModelTies(
        row=(pairs["a"] * (ends[0].max(initial=0) + ends[1].max(initial=0) + 1) + pairs["b"]).to_numpy(),
        source=number[: len(pairs)],
        target=number[len(pairs) :],
        strength=pairs["weight"].to_numpy(),
        function=nodes % max(n_functions, 1),
        n_functions=n_functions,
    )


def _agreement(talk: Conversations, given: Mapping[str, Grouping], channel: str) -> dict[str, float]:
    """How well the communities of a channel match the functions, and those of the posts (AMI)."""
    found = {"ami_functions": np.nan, "ami_posts": np.nan}
    if channel not in given:
        return found
    label = _labels(talk, given[channel])
    function = pd.Index(talk.functions).get_indexer(pd.Index(talk.actors["function"]))
    found["ami_functions"] = _ami(label, function)
    if "post" in given:
        found["ami_posts"] = _ami(label, _labels(talk, given["post"]))
    return found


def _ami(one: IntArray, other: IntArray) -> float:
    """Adjusted mutual information over those who have both labels; NaN where either does not divide them."""
    both = (one >= 0) & (other >= 0)
    if min(len(np.unique(one[both])), len(np.unique(other[both]))) < 2:
        return float("nan")
    return float(adjusted_mutual_info_score(one[both], other[both]))


def _figures(layers: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Walls by channel."""
    rows = layers[list(_WALLS)].to_numpy(dtype=float)
    return {
        channel: dict(zip(_WALLS, row.tolist(), strict=True))
        for channel, row in zip(layers["channel"], rows, strict=True)
    }


def _layer_verdict(layers: pd.DataFrame, table: pd.DataFrame) -> str | None:
    walls = _figures(layers)
    mail = walls.get("email", dict.fromkeys(_WALLS, np.nan))
    thinner = mail["ratio_high"] < THINNER
    if mail["walls_posts_low"] > WALL and mail["ratio_low"] > AS_THICK and not thinner:
        return "repeats_walls"
    if _share_in_new_walls(table) > NEW:
        return "new_walls"
    if mail["walls_low"] > WALL and thinner:
        return "opens_walls"
    no_walls = max(mail["walls_high"], walls["post"]["walls_high"]) < WALL / THINNER
    return None if no_walls else "too_little_data"


def _share_in_new_walls(table: pd.DataFrame) -> float:
    """Share of the post communities' people who sit in closed ones that are not functions."""
    rows = table[table["kind"] == "community"]
    if not len(rows):
        return 0.0
    assessable = rows["verdict"] != "not_assessable"
    isolated = benjamini_hochberg(rows["p_isolated"].astype(float).where(assessable)) < SIGNIFICANT
    closed = (1 - rows["isolation_low"]) * rows["conductance_expected"] < CLOSED
    new = isolated & (rows["isolation_low"] > ISOLATED) & closed & ~(rows["purity_low"] > PURE)
    new &= rows["share"] <= 0.5  # the rest of a company with one closed community looks closed, too
    return float(rows.loc[new, "people"].sum() / rows["people"].sum())


def _caveats(
    talk: Conversations, table: pd.DataFrame, layers: pd.DataFrame, given: Mapping[str, Grouping]
) -> tuple[str, ...]:
    notes = []
    if not talk.functions:
        notes.append("No function is known: purity cannot be told, and no verdict given; give an org chart.")
    if "email" not in set(layers["channel"]):
        notes.append("No e-mail: whether posts repeat or open the walls cannot be told.")
    if not (table["kind"] == "space").any():
        notes.append("No post names its space: only communities are looked at.")
    if "post" not in given:
        notes.append("Communities of the posts were not given: only spaces are looked at.")
    elif not (table["kind"] == "community").any():
        notes.append("The posts show no communities beyond chance.")
    small = int((table["name"] == SMALL_SPACE).sum())
    if small:
        notes.append(f"{small} spaces have too few people to be named or assessed.")
    return tuple(notes)
