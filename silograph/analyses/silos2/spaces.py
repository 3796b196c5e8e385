"""Spaces and communities of posts: who they are made of, and how far their people keep to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse, stats

from silograph.analyses.silos2.channels import Counted, Grouping, labels, undirected
from silograph.arrays import FloatArray, IntArray
from silograph.graph import igraph as engine
from silograph.kernels import kernel
from silograph.log.conversations import NONE, Conversations
from silograph.stats.intervals import wilson_interval

MIN_GROUPS = 5  # below, no space or community is usual
SHUFFLES = 5  # attempted swaps per membership from one null to the next, four times as many to the first
COLUMNS = [
    "name", "kind", "people", "largest_function", "purity", "purity_low", "purity_high", "purity_expected", "entropy",
    "isolation", "isolation_low", "isolation_high", "isolation_z", "conductance", "conductance_expected",
    "share", "disjointness", "bridges", "mixing", "mixing_usual", "trend",
    "p_pure", "p_isolated", "p_mixed", "known", "mixing_low",
]  # fmt: skip


class Draws(NamedTuple):
    """How many shuffled memberships and rewired networks, from which seed, and the smallest group that is assessed."""

    simulations: int
    rewirings: int
    seed: int
    min_group: int


class Found(NamedTuple):
    """A row per group, with `COLUMNS`, and how much of the members' activity stayed inside by month."""

    table: pd.DataFrame
    by_month: pd.DataFrame


def _main_function(talk: Conversations, posts: Counted) -> IntArray:
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


def spaces_of(talk: Conversations, posts: Counted, draw: Draws) -> Found:
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
    return Found(table, by_month)


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


@kernel
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


def communities_of(talk: Conversations, posts: Counted, given: Grouping, draw: Draws) -> Found:
    """The communities of the post layer; those of a layer without communities are no groups.

    People in no community are no group, but what members exchange with them leaves the community.
    """
    label = labels(talk, given)
    ties = undirected(posts.interactions)
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
    )[groups >= 0].reset_index(drop=True)
    by_month = _community_months(posts.interactions, label)
    table["trend"] = table["name"].map(_slopes(by_month)).astype(float)
    return Found(table, by_month)


def _by_chance(share: FloatArray) -> FloatArray:
    """Conductance of a part with this share of all strength where ties are blind to it."""
    return np.maximum(share, 1 - share)


def _searched_again(
    n: int,
    ties: tuple[IntArray, IntArray, FloatArray],
    share: FloatArray,
    *,
    resolution: float,
    draw: Draws,
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


def _nothing() -> Found:
    months = ["name", "kind", "month", "people", "messages", "staying"]
    return Found(pd.DataFrame(columns=COLUMNS), pd.DataFrame(columns=months))


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
    names: Sequence[str], function: IntArray, who: IntArray, where: IntArray, draw: Draws, *, n: int = 0
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
    low, high = wilson_interval(purity, size)
    largest = counts.argmax(axis=1) if len(names) else np.zeros(n, np.int64)
    return {
        "largest_function": [names[code] if size[row] else None for row, code in enumerate(largest)],
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
