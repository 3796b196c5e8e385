"""Channels as layers of one organisation: what counts in each, and how their walls compare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import logit

from silograph.analyses.parts.people import fewest
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.graph import igraph as engine
from silograph.graph.network import TieRule
from silograph.graph.partitions import adjusted_mutual_information
from silograph.graph.walls_model.estimates import log_walls, walls_weights
from silograph.graph.walls_model.influences import influences
from silograph.graph.walls_model.model import ModelTies, fit
from silograph.log.conversations import Conversations
from silograph.log.messages import ROLES
from silograph.stats.intervals import Z95, bca_interval, percentile_interval
from silograph.stats.resampling import tie_multiplicities

MIN_TIES = 50  # of known functions, in each of two layers that are compared; across functions for circles
FOLDS = 10  # parts of the ties; each is looked at with circles found in the others
LAYERS = ("post", "email", "handoff")


class Grouping(Protocol):
    """What `communities` returns, as far as it is read here: ``person_id function community`` of each node."""

    @property
    def people(self) -> pd.DataFrame:
        """``person_id function community``, a row per node of the network."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """With the ``resolution`` of the search."""


class Counted(NamedTuple):
    """Messages of a channel that count, and the interactions that tie people.

    These have ``sender recipient sender_function recipient_function weight month``.
    """

    messages: pd.DataFrame
    interactions: pd.DataFrame


def counted(
    talk: Conversations,
    channel: str,
    rule: TieRule,
    *,
    between: tuple[pd.Timestamp, pd.Timestamp] | None = None,
) -> Counted:
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
    table = table[weight > 0]
    table = table[rule.ties(table["sender"].to_numpy(), table["recipient"].to_numpy())]
    return Counted(messages[counts].assign(month=_month(messages.loc[counts, "sent_at"])), table)


def _month(times: pd.Series[Any]) -> pd.Series[Any]:
    month: pd.Series[Any] = times.dt.strftime("%Y-%m")
    return month


def labels(talk: Conversations, given: Grouping) -> IntArray:
    """Community of each actor, -1 where none; who changed function keeps that of the function held last."""
    people = given.people
    number = pd.Index(talk.actors["actor_id"]).get_indexer(people["person_id"])
    latest = talk.actors["function"].to_numpy()[number] == people["function"].to_numpy()
    label = np.full(len(talk.actors), -1, dtype=np.int64)
    for rows in (~latest, latest):
        label[number[rows]] = people["community"].to_numpy(dtype=np.int64)[rows]
    return label


def undirected(interactions: pd.DataFrame) -> pd.DataFrame:
    """``a b weight``: both directions of each pair summed."""
    ends = np.sort(interactions[["sender", "recipient"]].to_numpy(), axis=1)
    frame = pd.DataFrame({"a": ends[:, 0], "b": ends[:, 1], "weight": interactions["weight"].to_numpy()})
    return frame.groupby(["a", "b"])["weight"].sum().reset_index()


def compare_layers(
    talk: Conversations,
    given: Mapping[str, Grouping],
    rule: TieRule,
    *,
    replicates: int,
    seed: int,
) -> pd.DataFrame:
    """Walls of each channel, over the time that it shares with the posts, and among the same people."""
    rows = []
    posts = counted(talk, "post", rule)
    for channel in LAYERS:
        if not (talk.messages["channel"] == channel).any():
            continue
        theirs = counted(talk, channel, rule)
        between = _shared_time(posts, theirs)
        pair = [counted(talk, one, rule, between=between).interactions for one in ("post", channel)]
        if channel == "email":  # queues, between which cases pass, do not post
            one, other = (part[["sender", "recipient"]].to_numpy().ravel() for part in pair)
            both = np.intersect1d(one, other)
            pair = [part[part["sender"].isin(both) & part["recipient"].isin(both)] for part in pair]
        rows.append(
            {
                "channel": channel,
                **_walls_of(pair, n_functions=len(talk.functions), replicates=replicates, seed=seed),
                **_circles(
                    theirs.interactions, given.get(channel), n_functions=len(talk.functions), seed=seed
                ),
                **_agreement(talk, given, channel, theirs=theirs, posts=posts),
            }
        )
    return pd.DataFrame(rows)


def _shared_time(one: Counted, other: Counted) -> tuple[pd.Timestamp, pd.Timestamp] | None:
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
_CIRCLES = ("circle_walls", "circle_walls_low", "circle_walls_high")
FIGURES = (*_WALLS, *_CIRCLES)


def _walls_of(pair: list[pd.DataFrame], *, n_functions: int, replicates: int, seed: int) -> dict[str, float]:
    """Walls of the second of two layers, and how those of the first compare; pairs are resampled whole, in both."""
    rows = [_of_known_functions(part) for part in pair]
    posts, theirs = (_ties(part, n_functions) for part in rows)
    cross = theirs.function[theirs.source] != theirs.function[theirs.target]
    found = {
        "people": len(np.unique(rows[1][["sender", "recipient"]])),
        "ties": len(theirs.source),
        "cross_share": float(theirs.strength @ cross / theirs.strength.sum()) if len(cross) else np.nan,
        "crossing": _crossing(rows[1]),
        "crossing_posts": _crossing(rows[0]),
        **dict.fromkeys(_WALLS, np.nan),
    }
    if min(len(posts.source), len(theirs.source)) < MIN_TIES:
        return found
    # `row` names a pair of people, the same in both layers
    every, place = np.unique(np.concatenate([posts.row, theirs.row]), return_inverse=True)
    places = place[: len(posts.row)], place[len(posts.row) :]
    log, moves = zip(*(_moving_walls(part) for part in (posts, theirs)), strict=True)
    drawn = np.empty((replicates, 2))
    for replicate in range(replicates):
        times = tie_multiplicities(len(every), replicate=replicate, seed=seed)
        for side in range(2):
            drawn[replicate, side] = log[side] + moves[side] @ (times[places[side]] - 1)
    low, high = bca_interval(log, drawn, acceleration=[_acceleration(one) for one in moves])
    with np.errstate(invalid="ignore"):
        log_ratio, ratios = np.subtract(log[0], log[1]), drawn[:, 0] - drawn[:, 1]
    known = np.isfinite(ratios)  # resamples, or layers, in which nothing crosses have infinite walls
    ratio_low, ratio_high = percentile_interval(ratios[known]) if known.any() else (np.nan, np.nan)
    values = (log[1], low[1], high[1], log[0], low[0], log_ratio, ratio_low, ratio_high)
    return found | dict(zip(_WALLS, np.exp(np.array(values, dtype=float)).tolist(), strict=True))


def _crossing(rows: pd.DataFrame) -> int:
    """The fewest people that a share of what crosses functions tells of: those with ties across, and inside one."""
    across = rows["sender_function"] != rows["recipient_function"]
    ends = [rows.loc[which, ["sender", "recipient"]] for which in (across, ~across)]
    return fewest(*(len(np.unique(one)) for one in ends))


def _moving_walls(ties: ModelTies) -> tuple[float, FloatArray]:
    """Log walls, and how far each whole tie moves them; walls without limit stay so."""
    common = fit(ties, openness=False)
    value, weights = log_walls(common), walls_weights(common)
    if weights is None or not np.isfinite(value):
        return value, np.zeros(len(ties.row))
    return value, influences(common, weights[None]).ties[:, 0] * ties.strength


def _acceleration(moves: FloatArray) -> float:
    """A sixth of the skewness."""
    spread = float((moves**2).sum())
    return float((moves**3).sum() / spread**1.5 / 6) if spread > 0 else 0.0


def _circles(
    interactions: pd.DataFrame, given: Grouping | None, *, n_functions: int, seed: int
) -> dict[str, float]:
    found = (np.nan, np.nan, np.nan)
    if given is not None:
        resolution = max(float(given.parameters.get("resolution", 1.0)), 1.0)
        ties = _ties(_of_known_functions(interactions), n_functions)
        found = circle_walls(ties, resolution=resolution, seed=seed)
    return dict(zip(_CIRCLES, found, strict=True))


def _of_known_functions(interactions: pd.DataFrame) -> pd.DataFrame:
    return interactions[(interactions["sender_function"] >= 0) & (interactions["recipient_function"] >= 0)]


def circle_walls(ties: ModelTies, *, resolution: float, seed: int) -> tuple[float, float, float]:
    """How much likelier (odds ratio) two people of different functions exchange in one circle, with 95 % interval.

    Circles are the communities of a network. A search finds some in any network, and those it finds look closed; so
    each tenth of the ties is looked at with circles found in the other nine tenths, which know nothing of it. Only ties
    between functions count, against what people's activity and circles make of the same pair of functions: where
    circles are functions, or teams within them, the answer is about 1.

    References
    ----------
    Li, Levina & Zhu (2020), Network cross-validation by edge sampling, Biometrika 107, 257-276.
    """
    cross = ties.function[ties.source] != ties.function[ties.target]
    if cross.sum() < MIN_TIES:
        return np.nan, np.nan, np.nan
    n, k = len(ties.function), ties.n_functions
    activity = np.bincount(np.r_[ties.source, ties.target], np.tile(ties.strength, 2), n)
    fold = np.random.default_rng([seed, 9]).permutation(len(ties.source)) % FOLDS
    together, by_chance = np.zeros(len(fold)), np.zeros(len(fold))
    for number in range(FOLDS):
        here, rest = fold == number, fold != number
        graph = engine.graph_from_arrays(n, ties.source[rest], ties.target[rest])
        root = np.sqrt(ties.strength[rest])
        circle = engine.leiden(graph, root, resolution=resolution, seed=seed + number)
        where = sparse.csr_array((activity, (ties.function, circle)), shape=(k, int(circle.max()) + 1))
        total: FloatArray = where.sum(axis=1)
        ends = ties.source[here], ties.target[here]
        one, other = (ties.function[end] for end in ends)
        together[here] = circle[ends[0]] == circle[ends[1]]
        by_chance[here] = (where @ where.T).toarray()[one, other] / (total[one] * total[other])
    return _odds_ratio(ties.strength[cross], together[cross], by_chance[cross])


def _odds_ratio(weight: FloatArray, observed: FloatArray, expected: FloatArray) -> tuple[float, float, float]:
    """Odds ratio of two weighted shares over the same ties, with its 95 % interval (linearised, on a log scale)."""
    shares = [float(weight @ values / weight.sum()) for values in (observed, expected)]
    if not all(0 < share < 1 for share in shares):
        return np.nan, np.nan, np.nan
    one, other = (
        (x - share) / (share * (1 - share)) for x, share in zip((observed, expected), shares, strict=True)
    )
    error = np.sqrt(((weight * (one - other)) ** 2).sum()) / weight.sum()
    ratio, reach = np.exp(logit(shares[0]) - logit(shares[1])), np.exp(Z95 * error)
    return float(ratio), float(ratio / reach), float(ratio * reach)


def _ties(interactions: pd.DataFrame, n_functions: int) -> ModelTies:
    """Ties of the wall model; somebody who changed function is one person per function."""
    ends = [
        interactions[end].to_numpy(np.int64) * n_functions
        + interactions[f"{end}_function"].to_numpy(np.int64)
        for end in ("sender", "recipient")
    ]
    pairs = undirected(
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


def _agreement(
    talk: Conversations, given: Mapping[str, Grouping], channel: str, *, theirs: Counted, posts: Counted
) -> dict[str, float]:
    """How well the communities of a channel match the functions, and those of the posts (AMI)."""
    found = {"ami_functions": np.nan, "ami_posts": np.nan}
    if channel not in given:
        return found
    label, tied = labels(talk, given[channel]), _tied(theirs, len(talk.actors))
    function = pd.Index(talk.functions).get_indexer(pd.Index(talk.actors["function"]))
    known = tied & (function >= 0)
    found["ami_functions"] = agreement_of_everybody(label[known], function[known])
    if "post" in given:
        both = tied & _tied(posts, len(talk.actors))
        found["ami_posts"] = agreement_of_everybody(label[both], labels(talk, given["post"])[both])
    return found


def _tied(part: Counted, n: int) -> BoolArray:
    """Who has a tie in a channel."""
    ends = part.interactions[["sender", "recipient"]].to_numpy().ravel()
    return np.bincount(ends, minlength=n) > 0


def agreement_of_everybody(one: IntArray, other: IntArray) -> float:
    """Adjusted mutual information of two divisions of the same people; NaN where either divides nobody.

    Those in no group (-1) count once as one group, and once as a group each; the lower value is given, so that what
    divides a few does not pass for a division of all.

    Examples
    --------
    >>> agreement_of_everybody(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    >>> round(agreement_of_everybody(np.array([0, 0, 1, 1, -1, -1]), np.array([1, 1, 0, 0, 2, 1])), 2)
    0.5
    """
    if min(len(np.unique(x[x >= 0])) + (x < 0).any() for x in (one, other)) < 2:
        return float("nan")

    def as_one(label: IntArray) -> IntArray:
        return np.where(label < 0, label.max(initial=-1) + 1, label)

    def each(label: IntArray) -> IntArray:
        return np.where(label < 0, label.max(initial=-1) + 1 + np.arange(len(label)), label)

    return min(adjusted_mutual_information(way(one), way(other)) for way in (as_one, each))


def figures(layers: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Walls, those between circles included, by channel."""
    rows = layers[list(FIGURES)].to_numpy(dtype=float)
    return {
        channel: dict(zip(FIGURES, row.tolist(), strict=True))
        for channel, row in zip(layers["channel"], rows, strict=True)
    }
