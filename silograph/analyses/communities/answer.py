"""The groups people really form, whatever the organisation chart says, and how they match the functions.

Leiden runs over a range of resolutions give candidates; the candidate that describes the ties in the fewest
words sets the scale; a consensus of many runs at that scale is the answer; and rewired networks, put through the
same search, say whether there is anything to find at all. No step sees a function before the answer stands.
How the rule was chosen, on planted networks only, is told in ``docs/questions/communities.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse, stats
from scipy.special import gammaln, xlogy
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from silograph.analyses.communities.show import section
from silograph.analyses.parts.declare import Column, Table
from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.arrays import FloatArray, IntArray
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph import igraph as engine
from silograph.graph.network import Network
from silograph.graph.partitions import adjusted_mutual_information, modularity
from silograph.graph.small import people_behind
from silograph.language.words import Persons, Sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Settings of the rule: each was chosen on planted networks, see docs/questions/communities.md.
EVIDENCE = 1.25  # what one effective tie counts for against the cost of one more community
STEP = 1.25  # ratio of neighbouring resolutions
FIRST_RESOLUTION = 0.4
DIVISION_RESOLUTIONS = (0.7, 1.0, 1.4, 2.0)
PATIENCE = 6  # the sweep ends after this many resolutions without a shorter description
ENSEMBLE = (-2, -1, 0, 1, 2)  # steps around the chosen resolution whose runs make the consensus
SECOND_SWEEP = range(-3, 5)  # steps around the chosen resolution tried on the consensus
SIGNIFICANCE = 0.01
NO_COMMUNITY = -1
SHARPNESS = 3  # power of the share of runs that keep a tie inside
UNANIMOUS = 1e-9  # added to it so that no tie vanishes
CHUNK = 50_000  # ties whose similarity is computed at a time
SMALL_COMMUNITIES = "(small communities)"


@dataclass(frozen=True, eq=False)
class Partition:
    """Who belongs together, and how that was found.

    Parameters
    ----------
    labels
        Community of each node, numbered by size (0 is the largest, ties by first member); -1 for people
        without a tie.
    method, parameters, seed
        How to find it again.
    quality
        Nats by which the communities shorten the description of the ties, against one single community.
    stability
        Mean agreement (AMI) of single runs with these labels; 1 = every run says the same.
    """

    labels: IntArray
    method: str
    parameters: Mapping[str, Any]
    seed: int
    quality: float
    stability: float

    def __len__(self) -> int:
        """Number of communities."""
        return int(self.labels.max(initial=NO_COMMUNITY)) + 1


# Of purity, a person or two of another function would follow from the number of people; so would those of the largest
# one who are elsewhere.
_COMMUNITIES = Table(
    columns=(
        Column("community", "number"),
        Column("people", "count", "sum"),
        Column("largest_function", "function"),
        Column("purity", "share", behind="smallest_part"),
        Column("cohesion", "share", behind="smallest_side"),
        Column("confidence", "share"),
    ),
    behind="persons",
    describes=("largest_function",),
    made_of=("purity",),
    merged=True,
    rest=("community", SMALL_COMMUNITIES),
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CommunitiesResult(Result):
    """What `communities` found.

    Parameters
    ----------
    table
        A row per community: ``community people largest_function purity cohesion confidence``. `purity` is the
        largest function's share of members whose function is known; `cohesion` the share of members' strength
        that stays inside. Then the persons behind: ``persons`` of the row (its teams where it has teams only),
        ``smallest_part`` of its purity and ``smallest_side`` of its cohesion, that have any.
    people
        A row per node: ``person_id function community confidence function_of_community elsewhere``. A
        community is a function's own when more than half of its members of known function are of that
        function; `elsewhere` marks people in another function's community.
    number
        How many communities there are.
    partition
        The answer; one single community when the verdict is ``none``.
    candidate
        The best partition found, whatever the verdict.
    agreement
        ``ami ari nmi`` of communities and functions, over the ``people`` for whom both are known.
    overlap
        People of each function (columns) in each community (rows).
    verdict
        ``communities`` or ``none``.
    modularity, modularity_expected, modularity_z, modularity_z_needed
        Modularity (resolution 1, square roots of strengths) of `candidate`; its mean over rewired networks; how
        many of their standard deviations the search on the observed ties exceeds the same search on rewired ones;
        and how many the verdict asks for.
    sweep
        A row per resolution tried: ``resolution communities description_length``.
    """

    name: ClassVar[str] = "communities"
    declared: ClassVar[Mapping[str, Table]] = {"communities": _COMMUNITIES}
    figures: ClassVar[tuple[Column, ...]] = (
        Column("number", "count"),
        Column("agreement", "share", "whole", of=("ami", "ari", "nmi")),
        Column("modularity"),
        Column("modularity_expected"),
        Column("modularity_z", "z"),
        Column("modularity_z_needed", "z"),
    )
    kept: ClassVar[tuple[str, ...]] = ("verdict",)

    people: pd.DataFrame
    number: int
    partition: Partition
    candidate: Partition
    agreement: Mapping[str, float]
    overlap: pd.DataFrame
    verdict: str
    modularity: float
    modularity_expected: float
    modularity_z: float
    modularity_z_needed: float
    sweep: pd.DataFrame

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        numbers = {"modularity": self.modularity, "expected": self.modularity_expected}
        if self.verdict == "none":
            return Sentence(
                "said.communities.none", **numbers, z=self.modularity_z, needed=self.modularity_z_needed
            )
        numbers["n"] = self.number
        if np.isnan(self.agreement.get("ami", np.nan)):
            return Sentence("said.communities.found", **numbers)
        return Sentence("said.communities.agree", **numbers, ami=self.agreement["ami"])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Share of each community's members by function; sizes alone where no function is known."""
        import matplotlib.pyplot as plt

        if ax is None:
            height = 2.5 + 0.3 * min(len(self.overlap), 20)
            ax = plt.subplots(figsize=(8, height), layout="constrained")[1]
        axes = ax
        if self.overlap.empty:
            axes.bar(self.table["community"], self.table["people"])
            axes.set(xlabel="community", ylabel="people")
            return axes
        share = self.overlap.div(self.overlap.sum(axis=1).clip(lower=1), axis=0)
        image = axes.imshow(share, aspect="auto", cmap="Blues", vmin=0, vmax=1)
        axes.set(xlabel="function", ylabel="community", title="Who the communities are made of")
        axes.set_xticks(range(share.shape[1]), share.columns, rotation=90)
        axes.set_yticks(range(share.shape[0]), [str(label) for label in share.index])
        axes.figure.colorbar(image, ax=axes, label="share of the community")
        return axes


def communities(
    network: engine.AnyNetwork,
    *,
    seed: int = 0,
    runs: int | None = None,
    resolutions: Sequence[float] | None = None,
    rewirings: int | None = None,
) -> CommunitiesResult:
    """Which groups people really form, and whether those are the functions.

    Uses the undirected projection and the square roots of its strengths; functions are looked at only afterwards,
    to compare.

    Parameters
    ----------
    network
        Also a graph of networkx or igraph (see `as_network`). People without a tie get community -1; parts of the
        network that are not connected are never one community.
    seed
        The same seed gives the same answer.
    runs
        Leiden runs per resolution, in the sweep and again at the five resolutions of the consensus. Default 4,
        less beyond 50,000 ties.
    resolutions
        Resolutions to try. By default from 0.4 upwards in steps of 25 % until descriptions only get longer.
    rewirings
        Rewired networks for the verdict. Default 20, less beyond 50,000 ties.

    Returns
    -------
    CommunitiesResult
        `table` has ``community people largest_function purity cohesion confidence``, `people` who is where,
        `agreement` how far communities are the functions.

    Raises
    ------
    NotEnoughDataError
        When the network has no ties.
    UsageError
        When an option makes no sense.

    Notes
    -----
    The scale is the resolution whose partitions have the smallest mean `description_length`. The verdict is
    ``communities`` when the best of several runs at that resolution (at least 1) has more modularity than the
    same search finds on rewired networks (Student's t, 1 %).

    References
    ----------
    Traag, Waltman & van Eck (2019), Scientific Reports 9, 5233. Lancichinetti & Fortunato (2012), Consensus
    clustering in complex networks, Scientific Reports 2, 336. Newman (2016), Phys. Rev. E 94, 052315. Zhang &
    Peixoto (2020), Phys. Rev. Research 2, 043271.

    Examples
    --------
    >>> from itertools import combinations
    >>> teams = [*combinations("abcde", 2), *combinations("vwxyz", 2), ("e", "v")]
    >>> found = communities(Network.from_edges(teams))
    >>> found.verdict, len(found.partition)
    ('communities', 2)
    >>> found.people.groupby("community")["person_id"].sum().tolist()
    ['abcde', 'vwxyz']
    """
    network = engine.as_network(network)
    ties = network.ties
    if not len(ties):
        raise NotEnoughDataError(Sentence("lacks.no_ties"), mend=Sentence("mend.check_rule"))
    effort = _Effort.for_ties(len(ties), runs=runs, rewirings=rewirings)
    if resolutions is not None and (not len(resolutions) or min(resolutions) <= 0):
        raise UsageError("resolutions must be positive and at least one")

    tied, ends = np.unique(np.r_[ties.source, ties.target], return_inverse=True)
    source, target = ends[: len(ties)], ends[len(ties) :]
    search = _Search.prepare(len(tied), source, target, ties.strength)
    tried = search.sweep(resolutions, runs=effort.runs, seed=seed)
    scale = min(tried, key=lambda trial: trial.description_length)
    ensemble = search.ensemble(scale.resolution, runs=effort.runs, seed=seed)
    agreed = search.consensus(ensemble, scale.resolution, runs=effort.runs, seed=seed)
    # below resolution 1 rewired networks often are one community, which is no yardstick
    resolution = max(scale.resolution, 1.0)
    null = search.rewired_modularity(resolution, effort, seed=seed)
    observed = search.best_modularity(resolution, runs=effort.runs, seed=[seed, 3])
    z = _standardised(observed, null)
    needed = _limit(len(null))
    verdict = _verdict(z, needed, groups=int(agreed.max()) + 1)

    parameters = {
        "resolution": scale.resolution,
        "resolutions": [trial.resolution for trial in tried],
        "runs": effort.runs,
        "rewirings": effort.rewirings,
        "evidence": EVIDENCE,
        "layer": network.layer,
        "tie_rule": network.tie_rule.to_dict(),
        "seed": seed,
    }
    candidate = Partition(
        labels=_spread(agreed, tied, len(network)),
        method="leiden, consensus, shortest description",
        parameters=parameters,
        seed=seed,
        quality=search.description_length(np.zeros_like(agreed)) - search.description_length(agreed),
        stability=float(
            np.mean([adjusted_mutual_information(agreed, run, undivided=1.0) for run in ensemble])
        ),
    )
    confidence = np.full(len(network), np.nan)
    if verdict == "communities":
        partition = candidate
        confidence[tied] = co_membership(agreed, ensemble)
    else:
        partition = Partition(
            labels=_spread(np.zeros_like(agreed), tied, len(network)),
            method="one community",
            parameters=parameters,
            seed=seed,
            quality=0.0,
            stability=1.0,
        )
    overlap = _overlap(network, partition.labels)
    people = _people_table(network, partition.labels, confidence, overlap)
    return CommunitiesResult(
        table=_community_table(network, people, overlap),
        parameters=parameters,
        people=people,
        number=len(partition),
        partition=partition,
        candidate=candidate,
        agreement=_agreement(network, partition.labels),
        overlap=overlap,
        verdict=verdict,
        modularity=search.modularity(agreed),
        modularity_expected=float(null.mean()),
        modularity_z=z,
        modularity_z_needed=needed,
        sweep=pd.DataFrame([trial.row() for trial in tried]).sort_values("resolution", ignore_index=True),
        caveats=_caveats(network, tied, candidate, verdict),
    )


def similarity(n: int, source: IntArray, target: IntArray, strength: FloatArray) -> FloatArray:
    """How alike the circles of the two people of each tie are: cosine of their closed neighbourhoods.

    A closed neighbourhood is a person's strengths to everybody, and to themselves their mean strength. 1 means
    the same people in the same proportions. Ties inside a group score high, chance ties near 0.

    Examples
    --------
    >>> path = np.array([0, 1]), np.array([1, 2])
    >>> similarity(3, *path, np.ones(2)).round(3).tolist()
    [0.816, 0.816]
    """
    ends, other = np.r_[source, target], np.r_[target, source]
    both = np.r_[strength, strength]
    mean = np.bincount(ends, both, n) / np.maximum(np.bincount(ends, minlength=n), 1)
    matrix = sparse.csr_array((both, (ends, other)), shape=(n, n)) + sparse.diags_array(mean)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    unit = (sparse.diags_array(1 / np.where(length > 0, length, 1)) @ matrix).tocsr()
    parts = [
        np.asarray(unit[source[i : i + CHUNK]].multiply(unit[target[i : i + CHUNK]]).sum(axis=1)).ravel()
        for i in range(0, len(source), CHUNK)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def description_length(
    n: int, source: IntArray, target: IntArray, weight: FloatArray, *, labels: IntArray
) -> float:
    """Nats needed to say who is in which community and then, knowing that, where the ties are.

    Ties are described by the shorter of two degree-corrected models of separate groups: *planted partition*,
    where all groups are equally closed; and *own openness*, where each group has its own closedness and its own
    attraction for outside ties. Communities may form *divisions* (found by Leiden) with more ties inside a
    division than between, where saying so is worth its cost: without that, neighbouring departments would be
    merged only because they talk. Terms that are the same for every partition are left out. `weight` may be any
    positive numbers: they are divided by their dispersion sum(w^2) / sum(w) (quasi-likelihood), so that a few
    heavy ties do not pass for many observations, and multiplied by the constant ``EVIDENCE``.

    Parameters
    ----------
    n
        Number of nodes.
    source, target, weight
        One entry per undirected tie.
    labels
        Community of each node, 0, 1, ...

    References
    ----------
    Newman (2016), Equivalence between modularity optimization and maximum likelihood methods for community
    detection, Phys. Rev. E 94, 052315. Peixoto (2014), Hierarchical block structures and high-resolution model
    selection in large networks, Phys. Rev. X 4, 011047 (divisions, cost of the partition).
    Wedderburn (1974), Biometrika 61, 439-447 (quasi-likelihood).

    Examples
    --------
    >>> from itertools import combinations
    >>> clique = np.array(list(combinations(range(10), 2)))
    >>> source, target = np.r_[clique, clique + 10].T
    >>> two, one = np.arange(20) // 10, np.zeros(20, int)
    >>> lengths = [description_length(20, source, target, np.ones(90), labels=k) for k in (two, one)]
    >>> lengths[0] < lengths[1]
    True
    """
    weight = weight * (EVIDENCE * weight.sum() / (weight**2).sum())
    counts = _Counts.of(n, source, target, weight, labels)
    groups = len(counts.people)
    who = _who(n, counts.people)
    if groups == 1:
        return who
    between = _between(source, target, weight, labels)
    divisions = _divisions(counts, between)
    attraction = _attraction(counts)
    equally = _equally_closed(counts) + _gain_of_divisions(counts, between, divisions, counts.volume)
    own = _own_openness(counts, attraction) + _gain_of_divisions(counts, between, divisions, attraction)
    how_closed = _log_binomial(counts.volume.sum() / 2 + groups, groups)
    return who - max(equally, own - how_closed)


def co_membership(labels: IntArray, ensemble: Sequence[IntArray]) -> FloatArray:
    """Per person, how often a run puts them together with a member of their community (mean over both).

    NaN for the only member of a community.

    Examples
    --------
    >>> co_membership(np.array([0, 0, 0]), [np.array([0, 0, 0]), np.array([0, 0, 1])]).tolist()
    [0.75, 0.75, 0.5]
    """
    size = np.bincount(labels)[labels]
    together = np.zeros(len(labels))
    for run in ensemble:
        both = labels * (run.max() + 1) + run
        _, which, count = np.unique(both, return_inverse=True, return_counts=True)
        together += count[which] - 1
    return np.where(size > 1, together / (np.maximum(size - 1, 1) * len(ensemble)), np.nan)


@dataclass(frozen=True, slots=True)
class _Effort:
    """How much to compute."""

    runs: int
    rewirings: int

    @classmethod
    def for_ties(cls, ties: int, *, runs: int | None, rewirings: int | None) -> _Effort:
        small, large = ties <= 50_000, ties > 500_000
        effort = cls(
            runs=runs if runs is not None else 4 if small else 1 if large else 2,
            rewirings=rewirings if rewirings is not None else 20 if small else 5 if large else 10,
        )
        if effort.runs < 1:
            raise UsageError("runs must be at least 1")
        if effort.rewirings < 3:
            raise UsageError("a verdict needs at least 3 rewirings")
        return effort


@dataclass(frozen=True, slots=True)
class _Counts:
    """What a partition leaves of the ties: per community, people, strength inside, and ends of ties."""

    people: IntArray
    inside: FloatArray
    volume: FloatArray

    @property
    def outside(self) -> FloatArray:
        """Ends of ties that leave each community."""
        return np.maximum(self.volume - 2 * self.inside, 0)

    @classmethod
    def of(cls, n: int, source: IntArray, target: IntArray, weight: FloatArray, labels: IntArray) -> _Counts:
        groups = int(labels.max()) + 1
        if len(labels) != n:
            raise UsageError(f"{len(labels)} labels for {n} nodes")
        from_, to = labels[source], labels[target]
        same = from_ == to
        return cls(
            people=np.bincount(labels, minlength=groups).astype(np.int64),
            inside=np.bincount(from_[same], weight[same], groups).astype(np.float64),
            volume=(np.bincount(from_, weight, groups) + np.bincount(to, weight, groups)).astype(np.float64),
        )


def _between(
    source: IntArray, target: IntArray, weight: FloatArray, labels: IntArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Ties between communities: each pair once, with the summed weight."""
    low, high = np.minimum(labels[source], labels[target]), np.maximum(labels[source], labels[target])
    groups = int(labels.max()) + 1
    across = low != high
    pair, which = np.unique(low[across] * groups + high[across], return_inverse=True)
    summed = np.bincount(which, weight[across], len(pair)).astype(np.float64)
    return pair // groups, pair % groups, summed


def _log_binomial(n: float, k: float) -> float:
    return float(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def _who(n: int, sizes: IntArray) -> float:
    """Nats to say who is in which group: how many groups, how large, and which members."""
    ways = gammaln(n + 1) - gammaln(sizes + 1).sum()
    return float(np.log(n) + _log_binomial(n - 1, len(sizes) - 1) + ways)


def _equally_closed(counts: _Counts) -> float:
    """Log-likelihood of the planted partition, less that of one community."""
    total = counts.volume.sum() / 2
    inside = counts.inside.sum()
    chance = (counts.volume**2).sum() / (4 * total)
    return _log_ratio(inside, chance) + _log_ratio(total - inside, total - chance)


def _log_ratio(observed: float, expected: float) -> float:
    return 0.0 if observed <= 0 else float(observed * np.log(observed / max(expected, 1e-300)))


def _own_openness(counts: _Counts, attraction: FloatArray) -> float:
    """Log-likelihood with a closedness and an attraction per community, less that of one community."""
    volume, outside = counts.volume, counts.outside
    return float(
        xlogy(volume.sum() / 2, volume.sum())
        - xlogy(volume, volume).sum()
        + xlogy(counts.inside, 2 * counts.inside).sum()
        + xlogy(outside, np.maximum(attraction, 1e-300)).sum()
    )


def _attraction(counts: _Counts) -> FloatArray:
    """Per community a_r with a_r (sum a - a_r) = its outside ends: expected equal observed ends."""
    attraction = np.sqrt(counts.outside + 1e-12)
    for _ in range(60):
        rest = np.maximum(attraction.sum() - attraction, 1e-12)
        attraction = np.sqrt(attraction * counts.outside / rest)  # geometric mean of old and new: converges
    return attraction


def _divisions(counts: _Counts, ties: tuple[IntArray, IntArray, FloatArray]) -> list[IntArray]:
    """Ways to put communities together in divisions, from the ties between communities."""
    groups = len(counts.people)
    if groups <= 3 or not len(ties[0]):
        return []
    graph = engine.graph_from_arrays(groups, ties[0], ties[1])
    found = (engine.leiden(graph, ties[2], resolution=r, seed=0) for r in DIVISION_RESOLUTIONS)
    return [division for division in found if 1 < division.max() + 1 < groups]


def _gain_of_divisions(
    counts: _Counts, ties: tuple[IntArray, IntArray, FloatArray], divisions: list[IntArray], pull: FloatArray
) -> float:
    """Nats saved by saying that ties between communities stay in divisions; 0 if none are.

    Without divisions, two communities r and s expect ties in proportion to ``pull_r pull_s``.
    """
    from_, to, weight = ties
    total = weight.sum()
    best = 0.0
    for division in divisions:
        within = weight[division[from_] == division[to]].sum()
        pairs = (np.bincount(division, pull) ** 2).sum() - (pull**2).sum()
        chance = total * pairs / (pull.sum() ** 2 - (pull**2).sum())
        gain = _log_ratio(within, chance) + _log_ratio(total - within, total - chance)
        cost = _who(len(division), np.bincount(division)) + np.log(counts.volume.sum() / 2 + 1)
        best = max(best, gain - cost)
    return best


@dataclass(frozen=True, slots=True)
class _Trial:
    """The runs at one resolution."""

    resolution: float
    runs: list[IntArray]
    description_length: float

    def row(self) -> dict[str, float]:
        return {
            "resolution": self.resolution,
            "communities": float(np.mean([run.max() + 1 for run in self.runs])),
            "description_length": self.description_length,
        }


@dataclass(frozen=True, slots=True)
class _Search:
    """One network of people who all have ties, ready to be searched."""

    n: int
    source: IntArray
    target: IntArray
    strength: FloatArray
    alike: FloatArray
    graph: Any = field(repr=False)

    @classmethod
    def prepare(cls, n: int, source: IntArray, target: IntArray, strength: FloatArray) -> _Search:
        """Strengths enter as square roots, which vary about as much for strong ties as for weak ones."""
        # a common factor of all strengths must not matter, not even by rounding
        strength = np.sqrt(strength / strength.mean()).round(12)
        alike = similarity(n, source, target, strength)
        return cls(n, source, target, strength, alike, engine.graph_from_arrays(n, source, target))

    def description_length(self, labels: IntArray) -> float:
        return description_length(self.n, self.source, self.target, self.alike, labels=labels)

    def length_if_several(self, labels: IntArray) -> float:
        """As `description_length`; whether one community is the answer is for the rewired networks to say."""
        return self.description_length(labels) if labels.max() else np.inf

    def modularity(self, labels: IntArray, resolution: float = 1.0) -> float:
        return modularity(labels[self.source], labels[self.target], self.strength, resolution=resolution)

    def run(
        self, resolution: float, *, runs: int, seed: Sequence[int], weight: FloatArray | None = None
    ) -> list[IntArray]:
        seeds = np.random.default_rng([*seed]).integers(2**32, size=runs)
        weight = self.strength if weight is None else weight
        return [engine.leiden(self.graph, weight, resolution=resolution, seed=int(s)) for s in seeds]

    def trial(self, resolution: float, *, runs: int, seed: Sequence[int]) -> _Trial:
        found = self.run(resolution, runs=runs, seed=seed)
        lengths = [self.length_if_several(run) for run in found]
        return _Trial(resolution, found, float(np.mean(lengths)))

    def sweep(self, resolutions: Sequence[float] | None, *, runs: int, seed: int) -> list[_Trial]:
        """Trials at the given resolutions, or upwards until descriptions only get longer."""
        if resolutions is not None:
            return [self.trial(r, runs=runs, seed=[seed, 0, i]) for i, r in enumerate(resolutions)]
        tried: list[_Trial] = []
        best = 0
        while len(tried) - best <= PATIENCE or not np.isfinite(tried[best].description_length):
            step = len(tried)
            tried.append(self.trial(FIRST_RESOLUTION * STEP**step, runs=runs, seed=[seed, 0, step]))
            if tried[-1].description_length < tried[best].description_length:
                best = step
            if min(run.max() for run in tried[-1].runs) + 1 > self.n / 2:
                break
        return tried

    def ensemble(self, resolution: float, *, runs: int, seed: int) -> list[IntArray]:
        """Runs at the chosen resolution and its neighbours: neither seed nor scale is certain."""
        around = [resolution * STEP**step for step in ENSEMBLE]
        return [run for i, r in enumerate(around) for run in self.run(r, runs=runs, seed=[seed, 1, i])]

    def consensus(self, ensemble: Sequence[IntArray], resolution: float, *, runs: int, seed: int) -> IntArray:
        """The run with the shortest description where ties weigh by how many of the ensemble keep them inside.

        Borders that most runs agree on are then sharp, so the scale is looked for once more around the first.
        """
        kept = np.mean([run[self.source] == run[self.target] for run in ensemble], axis=0)
        weight = self.strength * (kept**SHARPNESS + UNANIMOUS)
        found = [
            run
            for i, step in enumerate(SECOND_SWEEP)
            for run in self.run(resolution * STEP**step, runs=runs, seed=[seed, 2, i], weight=weight)
        ]
        return _numbered_by_size(min(found, key=self.length_if_several))

    def best_modularity(self, resolution: float, *, runs: int, seed: Sequence[int]) -> float:
        """Modularity (resolution 1) of the best of several runs."""
        found = self.run(resolution, runs=runs, seed=seed)
        return self.modularity(max(found, key=lambda run: self.modularity(run, resolution)))

    def rewired_modularity(self, resolution: float, effort: _Effort, *, seed: int) -> FloatArray:
        """What the same search finds where people keep the number and vigour of their ties, but no group exists."""
        activity, residual = _activity(self.n, self.source, self.target, self.strength)
        found = np.empty(effort.rewirings)
        for i in range(effort.rewirings):
            source, target, shuffled = engine.rewire(
                self.n, self.source, self.target, residual, seed=seed, replicate=i
            )
            strength = shuffled * activity[source] * activity[target]
            graph = engine.graph_from_arrays(self.n, source, target)
            null = _Search(self.n, source, target, strength, self.alike, graph)
            found[i] = null.best_modularity(resolution, runs=effort.runs, seed=[seed, 4, i])
        return found


def _activity(
    n: int, source: IntArray, target: IntArray, strength: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Per person a factor for how strong their ties are, and per tie what remains of its strength.

    Random effects: log strength of i-j = mean + a_i + a_j + noise; the variance of a is the covariance of ties
    that share a person. Predicted effects and residuals are rescaled to the estimated variances, as in the
    bootstrap of mixed models: predictions vary too little. Rewired ties with the product of both factors times
    a shuffled residual then look like the observed ones, except that there is no group.

    Reference: Carpenter, Goldstein & Rasbash (2003), J. R. Stat. Soc. C 52, 431-443.
    """
    ends, other = np.r_[source, target], np.r_[target, source]
    log = np.log(strength)
    log -= log.mean()
    both, degree = np.r_[log, log], np.bincount(ends, minlength=n)
    total = np.bincount(ends, both, n)
    pairs = (degree * (degree - 1)).sum()
    between = (total**2 - np.bincount(ends, both**2, n)).sum() / pairs if pairs else 0.0
    if between <= 0:
        return np.ones(n), strength
    noise = max(log.var() - 2 * between, 0.01 * between)
    effect = np.zeros(n)
    for _ in range(50):
        rest = total - np.bincount(ends, effect[other], n)
        effect = (effect + rest / (degree + noise / between)) / 2  # half steps: full ones may swing
    residual = log - effect[source] - effect[target]
    effect = _with_variance(effect, between, weights=degree.astype(np.float64))
    residual = _with_variance(residual, noise, weights=np.ones(len(residual)))
    return np.exp(effect), np.exp(residual)


def _with_variance(x: FloatArray, variance: float, *, weights: FloatArray) -> FloatArray:
    spread = float(np.average((x - float(np.average(x, weights=weights))) ** 2, weights=weights))
    return x * np.sqrt(variance / spread) if spread > 0 else x


def _standardised(observed: float, null: FloatArray) -> float:
    spread = null.std(ddof=1)
    excess = observed - null.mean()
    if spread < 1e-9:  # the degrees allow one network only
        return 0.0 if excess < 1e-9 else float("inf")
    return float(excess / spread)


def _verdict(z: float, needed: float, *, groups: int) -> str:
    return "communities" if z > needed and groups > 1 else "none"


def _limit(draws: int) -> float:
    """How far one more draw may lie above the mean of `draws` draws of the same normal variable."""
    return float(stats.t.isf(SIGNIFICANCE, draws - 1) * np.sqrt(1 + 1 / draws))


def _numbered_by_size(labels: npt.ArrayLike) -> IntArray:
    """The same groups numbered 0, 1, ... from the largest; equal sizes by first member."""
    _, first, group, size = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[group]


def _spread(labels: IntArray, tied: IntArray, n: int) -> IntArray:
    everyone = np.full(n, NO_COMMUNITY, dtype=np.int64)
    everyone[tied] = labels
    return everyone


def _agreement(network: Network, labels: IntArray) -> dict[str, float]:
    codes = network.function_codes
    known = (codes >= 0) & (labels != NO_COMMUNITY)
    scores = {"ami": np.nan, "ari": np.nan, "nmi": np.nan, "people": float(known.sum())}
    if known.any():
        pair = codes[known], labels[known]
        scores["ami"] = adjusted_mutual_information(*pair, undivided=1.0)  # as the others say
        scores["ari"] = float(adjusted_rand_score(*pair))
        scores["nmi"] = float(normalized_mutual_info_score(*pair))
    return scores


def _overlap(network: Network, labels: IntArray) -> pd.DataFrame:
    """People of each known function in each community."""
    count = np.zeros((labels.max() + 1, len(network.functions)), np.int64)
    codes = network.function_codes
    known = (codes >= 0) & (labels != NO_COMMUNITY)
    np.add.at(count, (labels[known], codes[known]), 1)
    index = pd.RangeIndex(len(count), name="community")
    return pd.DataFrame(
        count, index=index, columns=pd.Index(network.functions, name="function", dtype=object)
    )


def _owners(overlap: pd.DataFrame) -> list[str | None]:
    """The function that has more than half of each community's known members."""
    return [
        str(overlap.columns[int(row.argmax())]) if row.sum() and 2 * row.max() > row.sum() else None
        for row in overlap.to_numpy()
        if row.size
    ] or [None] * len(overlap)


def _people_table(
    network: Network, labels: IntArray, confidence: FloatArray, overlap: pd.DataFrame
) -> pd.DataFrame:
    owners = np.array([*_owners(overlap), None], dtype=object)  # -1 finds the last
    owner = owners[labels]
    function = network.people["function"].to_numpy(dtype=object)
    known = network.function_codes >= 0
    foreign = np.array([o is not None and o != f for o, f in zip(owner, function, strict=True)], dtype=bool)
    return pd.DataFrame(
        {
            "person_id": network.people["person_id"].to_numpy(),
            "function": function,
            "community": labels,
            "confidence": confidence,
            "function_of_community": owner,
            "elsewhere": known & foreign,
        }
    )


def _community_table(network: Network, people: pd.DataFrame, overlap: pd.DataFrame) -> pd.DataFrame:
    groups = len(overlap)
    ties = network.ties
    labels = people["community"].to_numpy(np.int64)
    members = labels[labels != NO_COMMUNITY]
    from_, to = labels[ties.source], labels[ties.target]
    same = from_ == to
    inside = np.bincount(from_[same], ties.strength[same], groups)
    volume = np.bincount(from_, ties.strength, groups) + np.bincount(to, ties.strength, groups)
    count = overlap.to_numpy()
    known = count.sum(axis=1)
    largest = count.max(axis=1, initial=0)
    names = [str(overlap.columns[int(row.argmax())]) if row.sum() else None for row in count]
    return pd.DataFrame(
        {
            "community": np.arange(groups),
            "people": np.bincount(members, minlength=groups),
            "largest_function": names,
            "purity": np.divide(largest, known, out=np.full(groups, np.nan), where=known > 0),
            "cohesion": 2 * inside / volume,
            "confidence": people[labels != NO_COMMUNITY].groupby("community")["confidence"].mean().to_numpy(),
            **_people_behind(network, labels, groups),
        }
    )


def _people_behind(network: Network, labels: IntArray, groups: int) -> dict[str, IntArray]:
    """The persons on whom the figures of each community rest: all, those of the smallest part, of the smallest side."""
    person = np.ones(len(network), dtype=bool)
    if "actor_kind" in network.people and not network.teams_only:
        person = (network.people["actor_kind"] != "team").to_numpy()
    codes = network.function_codes
    count = np.zeros((groups, len(network.functions) + 1), np.int64)  # those of unknown function last
    counted = person & (labels != NO_COMMUNITY)
    np.add.at(count, (labels[counted], codes[counted]), 1)
    everywhere = np.bincount(codes[person & (codes >= 0)], minlength=len(network.functions))
    all_nodes = _overlap(network, labels).to_numpy()
    if all_nodes.shape[1]:
        largest = all_nodes.argmax(axis=1)  # as the table names it, teams counted
        own = count[np.arange(groups), largest]
        parts = np.stack(
            [own, count[:, :-1].sum(axis=1) - own, count[:, -1], everywhere[largest] - own], axis=1
        )
    else:
        parts = count
    a, b = labels[network.ties.source], labels[network.ties.target]
    tie, across = np.arange(len(a)), a != b
    sides = np.stack(
        [
            people_behind(network, tie[~across], a[~across], cells=groups),
            people_behind(
                network, np.tile(tie[across], 2), np.concatenate([a[across], b[across]]), cells=groups
            ),
        ],
        axis=1,
    )
    persons, members = count.sum(axis=1), np.bincount(labels[labels != NO_COMMUNITY], minlength=groups)
    return {
        "persons": np.where(persons > 0, persons, members),
        "smallest_part": _smallest(parts),
        "smallest_side": _smallest(sides),
    }


def _smallest(parts: IntArray) -> IntArray:
    """Per row the smallest part that has anybody; 0 where none has."""
    most = np.iinfo(np.int64).max
    least = np.where(parts > 0, parts, most).min(axis=1, initial=most)
    return np.where(least < most, least, 0)


def _caveats(network: Network, tied: IntArray, candidate: Partition, verdict: str) -> tuple[Sentence, ...]:
    notes = []
    if verdict == "none":
        notes.append(Sentence("note.communities.none"))
    elif candidate.stability < 0.7:
        notes.append(Sentence("note.communities.unstable", ami=candidate.stability))
    if len(tied) < len(network):
        notes.append(Sentence("note.communities.alone", n=Persons(len(network) - len(tied)), of=len(network)))
    if len(tied) < 30:
        notes.append(Sentence("note.communities.few", n=Persons(len(tied))))
    unknown = int((network.function_codes[tied] < 0).sum())
    if unknown and network.functions:
        notes.append(Sentence("note.communities.unknown", n=Persons(unknown)))
    return tuple(notes)


QUESTION = Question(
    name="communities",
    function=communities,
    result=CommunitiesResult,
    run=lambda on, _: communities(on.network, seed=on.settings.seed),
    whole=True,
    section=section,
    expected=True,
    documented="Which groups do people really form?",
    references=(
        "Traag, Waltman & van Eck (2019), From Louvain to Leiden. Scientific Reports 9, 5233.",
        (
            "Vinh, Epps & Bailey (2010), Information theoretic measures for clusterings comparison. "
            "JMLR 11, 2837-2854."
        ),
    ),
)
