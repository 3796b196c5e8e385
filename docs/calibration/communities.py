"""How the rule of `communities` was chosen and checked: planted networks, networks without groups, confidence.

    python docs/calibration/communities.py rules 8         AMI of rival rules, 8 networks per family
    python docs/calibration/communities.py null 25         verdicts on networks without groups, 25 per family
    python docs/calibration/communities.py power 10        verdicts on planted networks by share of ties inside
    python docs/calibration/communities.py confidence 6    how often people of a given confidence are placed well
    python docs/calibration/communities.py worlds 40       who is assigned where some, all or none are in groups

No real network is read. The tables in docs/questions/communities.md are what this prints.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

import igraph as ig
import networkx as nx
import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score as ami

from silograph.analyses.communities.answer import communities
from silograph.analyses.communities.description import Counts, description_length
from silograph.analyses.communities.search import Search
from silograph.arrays import FloatArray, IntArray
from silograph.graph.network import Network
from silograph.simulation import CompanySpec, simulate

GRID = 0.4 * 1.25 ** np.arange(16)


class Planted(NamedTuple):
    """A network and the groups planted in it: one labelling per level, the first the one meant."""

    n: int
    source: IntArray
    target: IntArray
    strength: FloatArray
    levels: list[IntArray]


# --- drawing networks ---------------------------------------------------------------------------------------


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def unequal_groups(rng: np.random.Generator, n: int, low: int = 5, high: int = 100) -> IntArray:
    """Labels with group sizes from a power law (exponent 1.5) between `low` and `high`."""
    sizes: list[int] = []
    while sum(sizes) < n:
        u = rng.random()
        sizes.append(int((low**-0.5 + u * (high**-0.5 - low**-0.5)) ** -2))
    sizes[-1] -= sum(sizes) - n
    if sizes[-1] < low and len(sizes) > 1:
        rest = sizes.pop()
        sizes[-1] += rest
    return np.repeat(np.arange(len(sizes)), sizes)


def activities(rng: np.random.Generator, n: int, degree: float, spread: float) -> FloatArray:
    theta = np.exp(rng.normal(0, spread, n))
    return theta / theta.mean() * degree


def within(labels: IntArray, theta: FloatArray) -> FloatArray:
    """Rates that spend everybody's activity inside their own group."""
    total = np.bincount(labels, weights=theta)
    return np.where(labels[:, None] == labels, np.outer(theta, theta) / total[labels][:, None], 0)


def draw(rng: np.random.Generator, rate: FloatArray) -> tuple[IntArray, IntArray]:
    source, target = np.triu_indices(len(rate), 1)
    tied = rng.random(len(source)) < -np.expm1(-rate[source, target])
    return source[tied], target[tied]


def layered(
    rng: np.random.Generator,
    theta: FloatArray,
    levels: list[IntArray],
    shares: list[float],
    closure: float = 0,
) -> Planted:
    """Ties: a share inside the groups of each level, the rest anywhere; then triangles closed."""
    rate = sum(share * within(labels, theta) for labels, share in zip(levels, shares, strict=True))
    rate = rate + (1 - sum(shares)) * np.outer(theta, theta) / theta.sum()
    source, target = close_triangles(rng, len(theta), *draw(rng, rate), share=closure)
    return Planted(len(theta), source, target, np.ones(len(source)), levels)


def close_triangles(
    rng: np.random.Generator, n: int, source: IntArray, target: IntArray, share: float
) -> tuple[IntArray, IntArray]:
    """Replace a share of the ties by ties from one of their ends to a contact's contact."""
    around: list[set[int]] = [set() for _ in range(n)]
    for a, b in zip(source.tolist(), target.tolist(), strict=True):
        around[a].add(b)
        around[b].add(a)
    for tie in rng.permutation(len(source))[: int(share * len(source))]:
        a, b = int(source[tie]), int(target[tie])
        for _ in range(20):
            middle = list(around[a])[rng.integers(len(around[a]))]
            c = list(around[middle])[rng.integers(len(around[middle]))]
            if c != a and c not in around[a] and len(around[b]) > 1:
                around[a].discard(b)
                around[b].discard(a)
                around[a].add(c)
                around[c].add(a)
                break
    ends = np.array([(a, b) for a in range(n) for b in sorted(around[a]) if a < b]).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


# --- families -----------------------------------------------------------------------------------------------


def unequal(rng: np.random.Generator, closure: float = 0) -> Planted:
    """Degree-corrected planted partition, groups of 5 to 100."""
    n = int(log_uniform(rng, 100, 1600))
    theta = activities(rng, n, min(log_uniform(rng, 5, 50), n / 5), rng.uniform(0.2, 1))
    labels = unequal_groups(rng, n, high=min(100, n // 3))
    return layered(rng, theta, [labels], [rng.uniform(0.35, 0.85)], closure)


def triangles(rng: np.random.Generator) -> Planted:
    """The same with 15 to 50 % of ties moved to close triangles."""
    return unequal(rng, rng.uniform(0.15, 0.5))


def hierarchy(rng: np.random.Generator) -> Planted:
    """Teams in departments in divisions."""
    n = int(log_uniform(rng, 200, 1600))
    department = unequal_groups(rng, n)
    many = department.max() + 1
    division = rng.integers(0, max(2, round(many / rng.uniform(4, 8))), many)[department]
    team = department * 100 + rng.integers(0, np.maximum(1, np.bincount(department) // 10)[department])
    levels = [np.unique(level, return_inverse=True)[1] for level in (department, team, division)]
    theta = activities(rng, n, min(log_uniform(rng, 8, 50), n / 8), rng.uniform(0.3, 1))
    shares = [rng.uniform(0.3, 0.45), rng.uniform(0, 0.25), rng.uniform(0.05, 0.2)]
    return layered(rng, theta, levels, shares, 0.2 * float(rng.random() < 0.5))


def few(rng: np.random.Generator) -> Planted:
    """Two to four large groups."""
    n = int(log_uniform(rng, 60, 1600))
    groups = int(rng.integers(2, 5))
    labels = np.sort(rng.choice(groups, n, p=rng.dirichlet(np.full(groups, 5))))
    theta = activities(rng, n, min(log_uniform(rng, 6, 40), n / 4), rng.uniform(0.3, 1.3))
    return layered(
        rng, theta, [labels], [rng.uniform(0.5, 0.85)], rng.uniform(0, 0.4) * float(rng.random() < 0.5)
    )


def smooth(rng: np.random.Generator) -> Planted:
    """Two to four large sides inside which people differ smoothly, heavy-tailed activity."""
    n, groups = int(rng.integers(300, 1400)), int(rng.integers(2, 5))
    labels = np.sort(rng.choice(groups, n, p=rng.dirichlet(np.full(groups, 6))))
    theta = activities(rng, n, log_uniform(rng, 8, 35), rng.uniform(0.9, 1.5))
    place = rng.normal(0, 1, (n, 2))
    apart = ((place[:, None] - place) ** 2).sum(axis=2)
    kernel = np.exp(-apart / (2 * rng.uniform(1, 2.5) ** 2)) * (labels[:, None] == labels)
    inside, anywhere, mixing = kernel * np.outer(theta, theta), np.outer(theta, theta), rng.uniform(0.12, 0.4)
    rate = theta.sum() * ((1 - mixing) * inside / inside.sum() + mixing * anywhere / anywhere.sum())
    source, target = close_triangles(rng, n, *draw(rng, rate), share=rng.uniform(0, 0.3))
    return Planted(n, source, target, np.ones(len(source)), [labels])


def small(rng: np.random.Generator) -> Planted:
    """30 to 80 people, few ties, two or three groups."""
    n = int(rng.integers(30, 80))
    labels = np.arange(n) % int(rng.integers(2, 4))
    theta = activities(rng, n, rng.uniform(4, 8), 0.6)
    return layered(rng, theta, [labels], [rng.uniform(0.65, 0.85)], 0.3 * float(rng.random() < 0.6))


def equal(rng: np.random.Generator) -> Planted:
    """Six to thirteen equal groups of about ten, everybody equally active."""
    labels = np.repeat(np.arange(int(rng.integers(6, 14))), int(rng.integers(8, 13)))
    return layered(rng, activities(rng, len(labels), 11, 0.1), [labels], [rng.uniform(0.55, 0.75)])


def lfr(rng: np.random.Generator) -> Planted:
    """Lancichinetti, Fortunato & Radicchi (2008)."""
    n = int(rng.choice([250, 500, 1000]))
    while True:
        try:
            graph = nx.LFR_benchmark_graph(
                n,
                rng.uniform(2.2, 3),
                rng.uniform(1.2, 1.9),
                rng.uniform(0.15, 0.6),
                average_degree=rng.uniform(8, 20),
                max_degree=n // 8,
                min_community=10,
                max_community=n // 6,
                max_iters=300,
                seed=int(rng.integers(10**9)),
            )
        except nx.ExceededMaxIterations:
            continue
        break
    labels = np.zeros(n, int)
    for i, members in enumerate({frozenset(graph.nodes[v]["community"]) for v in graph}):
        labels[list(members)] = i
    ends = np.array([sorted(edge) for edge in graph.edges() if edge[0] != edge[1]])
    return Planted(n, ends[:, 0], ends[:, 1], np.ones(len(ends)), [labels])


def weighted(rng: np.random.Generator) -> Planted:
    """One of the above, with heavy-tailed strengths, higher inside."""
    planted = (unequal, hierarchy, few)[int(rng.integers(3))](rng)
    same = planted.levels[0][planted.source] == planted.levels[0][planted.target]
    noise = np.exp(rng.normal(0, rng.uniform(0.4, 1.3), len(same)))
    strength = noise * np.where(same, rng.uniform(1, 4), 1)
    return planted._replace(strength=strength if rng.random() < 0.5 else 1.0 + rng.poisson(strength))


def contacts(rng: np.random.Generator) -> Planted:
    """Almost everybody meets everybody; how often carries the groups."""
    groups = int(rng.integers(4, 11))
    n = groups * int(rng.integers(15, 26))
    labels, active = np.sort(rng.integers(0, groups, n)), np.exp(rng.normal(0, 0.4, n))
    same = labels[:, None] == labels
    chance = np.where(same, rng.uniform(0.7, 0.95), rng.uniform(0.08, 0.35)) * np.sqrt(
        np.outer(active, active)
    )
    source, target = draw(rng, -np.log1p(-np.clip(chance, 0, 0.98)))
    often = np.exp(rng.normal(0, 1.1, len(source))) * active[source] * active[target]
    often *= np.where(labels[source] == labels[target], rng.uniform(3, 10), 1)
    return Planted(n, source, target, np.ceil(often), [labels])


def overlap(rng: np.random.Generator) -> Planted:
    """Loyalty differs from person to person; a quarter also belong to a second group."""
    n = int(rng.integers(300, 1400))
    labels = unequal_groups(rng, n)
    theta = activities(rng, n, log_uniform(rng, 10, 45), rng.uniform(0.6, 1.2))
    loyal, second, has = rng.beta(6, 3, n), rng.permutation(labels), rng.random(n) < 0.25
    away = theta * (1 - loyal)
    total = np.bincount(labels, weights=theta)
    rate = np.sqrt(np.outer(loyal, loyal)) * within(labels, theta) + 0.6 * np.outer(away, away) / away.sum()
    guest = 0.4 * np.outer(away * has, theta) / total[labels] * (second[:, None] == labels)
    ends = draw(rng, rate / 2 + rate.T / 2 + (guest + guest.T) / 2)
    source, target = close_triangles(rng, n, *ends, share=rng.uniform(0, 0.3))
    return Planted(n, source, target, np.ones(len(source)), [labels])


def office(rng: np.random.Generator) -> Planted:
    """As `overlap`, with divisions and the very unequal activity of mail."""
    n = int(rng.integers(400, 1200))
    labels = unequal_groups(rng, n)
    theta = activities(rng, n, log_uniform(rng, 20, 60), rng.uniform(1.1, 1.6))
    loyal, second, has = rng.beta(5, 4, n), rng.permutation(labels), rng.random(n) < 0.25
    away = theta * (1 - loyal)
    many = labels.max() + 1
    division = np.unique(rng.integers(0, max(2, many // 6), many)[labels], return_inverse=True)[1]
    rate = np.sqrt(np.outer(loyal, loyal)) * within(labels, theta)
    rate += 0.4 * np.outer(away, away) / away.sum() + 0.3 * within(division, away)
    guest = 0.3 * np.outer(away * has, theta) / np.bincount(labels, weights=theta)[labels]
    guest *= second[:, None] == labels
    source, target = close_triangles(
        rng, n, *draw(rng, rate + (guest + guest.T) / 2), share=rng.uniform(0, 0.3)
    )
    return Planted(n, source, target, np.ones(len(source)), [labels])


def meetings(rng: np.random.Generator) -> Planted:
    """Everybody in a meeting meets everybody: meetings of a department, a division or the company."""
    n = int(rng.integers(400, 1300))
    labels = unequal_groups(rng, n)
    many = labels.max() + 1
    division = rng.integers(0, max(2, many // 6), many)[labels]
    theta = activities(rng, n, 1, rng.uniform(1, 1.5))
    wanted = log_uniform(rng, 15, 45) * n / 2
    home, near, extra = rng.uniform(0.45, 0.75), rng.uniform(0.05, 0.25), rng.uniform(0.2, 2)
    circles = {
        scope: [(who := np.flatnonzero(group == g), np.cumsum(theta[who])) for g in range(group.max() + 1)]
        for scope, group in (("home", labels), ("near", division), ("all", np.zeros(n, int)))
    }

    def somebody(circle: tuple[IntArray, FloatArray]) -> int:
        who, activity = circle
        return int(who[min(np.searchsorted(activity, rng.random() * activity[-1]), len(who) - 1)])

    pairs: set[tuple[int, int]] = set()
    for _ in range(int(4 * wanted)):
        host = somebody(circles["all"][0])
        scope = rng.choice(["home", "near", "all"], p=[home, near, 1 - home - near])
        group = {"home": labels[host], "near": division[host], "all": 0}[scope]
        there = {host, *(somebody(circles[scope][group]) for _ in range(rng.geometric(1 / (1 + extra))))}
        pairs.update(combinations(sorted(there), 2))
        if len(pairs) >= wanted:
            break
    ends = np.array(sorted(pairs))
    return Planted(n, ends[:, 0], ends[:, 1], np.ones(len(ends)), [labels])


def company(rng: np.random.Generator) -> Planted:
    """An invented company: functions are the groups, strengths those of its messages."""
    spec = CompanySpec(
        people=int(rng.integers(80, 400)),
        messages=int(rng.integers(3000, 20000)),
        functions=int(rng.integers(5, 12)),
        walls=float(rng.choice([4, 8, 15])),
        seed=int(rng.integers(1_000_000)),
    )
    network = simulate(spec).to_network()
    ties = network.ties
    return Planted(len(network), ties.source, ties.target, ties.strength, [network.function_codes])


FAMILIES: tuple[Callable[[np.random.Generator], Planted], ...] = (
    unequal, triangles, hierarchy, few, smooth, small, equal, lfr, weighted, contacts, overlap, office, meetings,
    company,
)  # fmt: skip


def as_network(planted: Planted) -> Network:
    people = pd.DataFrame({"person_id": np.arange(planted.n), "function": "(unknown)"})
    ones = np.ones(len(planted.source), np.int64)
    return Network(people, planted.source, planted.target, strength=planted.strength, messages=ones)


# --- rules --------------------------------------------------------------------------------------------------


def map_equation(search: Search, weight: FloatArray, labels: IntArray) -> float:
    """Rosvall & Bergstrom (2008), without the terms that are the same for every partition."""
    counts = Counts.of(search.n, search.source, search.target, weight, labels)
    total = counts.volume.sum()
    leave = (counts.volume - 2 * counts.inside) / total

    def plogp(x: FloatArray | float) -> FloatArray:
        return np.where(np.asarray(x) > 0, x * np.log(np.maximum(x, 1e-300)), 0)

    return float(plogp(leave.sum()) - 2 * plogp(leave).sum() + plogp(leave + counts.volume / total).sum())


def held_out(planted: Planted, resolution: float, rng: np.random.Generator) -> float:
    """Minus the mean log-likelihood of a tenth of the ties under the planted partition found in the rest."""
    test = rng.random(len(planted.source)) < 0.1
    source, target, strength = (a[~test] for a in (planted.source, planted.target, planted.strength))
    search = Search.prepare(planted.n, source, target, strength)
    labels = search.run(resolution, runs=1, seed=[1])[0]
    counts = Counts.of(planted.n, source, target, strength, labels)
    total = strength.sum()
    inside, chance = counts.inside.sum() / total, ((counts.volume / (2 * total)) ** 2).sum()
    same = labels[planted.source[test]] == labels[planted.target[test]]
    gain = np.where(
        same, np.log(max(inside, 1e-9) / chance), np.log(max(1 - inside, 1e-9) / max(1 - chance, 1e-9))
    )
    return -float(np.average(gain, weights=planted.strength[test]))


def self_consistent(search: Search) -> float:
    """Newman (2016): iterate resolution = (w_in - w_out) / (ln w_in - ln w_out)."""
    resolution = 1.0
    for step in range(15):
        labels = search.run(resolution, runs=1, seed=[step])[0]
        counts = Counts.of(search.n, search.source, search.target, search.strength, labels)
        total, inside = search.strength.sum(), counts.inside.sum()
        chance = (counts.volume**2).sum() / (4 * total)
        if inside >= total or chance >= total:
            break
        w_in, w_out = inside / chance, (total - inside) / (total - chance)
        resolution = float(np.clip((w_in - w_out) / np.log(w_in / w_out), 0.1, 100))
    return resolution


def rules(planted: Planted) -> dict[str, float]:
    """Score (AMI with the nearest planted level) of each rule on one network."""
    search = Search.prepare(planted.n, planted.source, planted.target, planted.strength)
    runs = {r: search.run(r, runs=3, seed=[i]) for i, r in enumerate(GRID)}

    def score(labels: IntArray) -> float:
        return max(ami(level, labels) for level in planted.levels)

    def length(weight: FloatArray) -> Callable[[IntArray], float]:
        ties = search.source, search.target, weight
        return lambda run: description_length(search.n, *ties, labels=run) if run.max() else np.inf

    quality = {r: float(np.mean([score(run) for run in found])) for r, found in runs.items()}

    def by(criterion: Callable[[IntArray], float]) -> float:
        return quality[min(runs, key=lambda r: np.mean([criterion(run) for run in runs[r]]))]

    strength = np.bincount(np.r_[search.source, search.target], np.r_[search.strength, search.strength])
    even = search.strength / np.sqrt(strength[search.source] * strength[search.target])
    agree = {r: np.mean([ami(a, b) for a, b in zip(f, f[1:] + f[:1], strict=True)]) for r, f in runs.items()}
    flat = [r for r in runs if all(run.max() for run in runs[r])]
    plateau = max(flat[1:], key=lambda r: ami(runs[r][0], runs[flat[flat.index(r) - 1]][0]), default=flat[0])
    outs = {r: np.mean([held_out(planted, r, np.random.default_rng([7, k])) for k in range(2)]) for r in GRID}
    infomap = {
        name: np.array(search.graph.community_infomap(edge_weights=w.tolist(), trials=3).membership)
        for name, w in (("strengths", search.strength), ("w / sqrt(s s)", even))
    }
    return {
        "this rule, with consensus": score(communities(as_network(planted), simulations=3).candidate.labels),
        "this rule, strengths without square root": score(plain(search, planted.strength)),
        "this rule, mean of single runs": by(length(search.alike)),
        "same description, plain strengths": by(length(search.strength)),
        "map equation, similarities": by(lambda run: map_equation(search, search.alike, run)),
        "map equation, strengths": by(lambda run: map_equation(search, search.strength, run)),
        "held-out ties": quality[min(outs, key=lambda r: outs[r])],
        "Newman 2016, self-consistent": score(search.run(self_consistent(search), runs=1, seed=[0])[0]),
        "most stable over seeds": quality[max(agree, key=lambda r: agree[r])],
        "longest plateau": quality[plateau],
        "resolution 1": quality[GRID[np.abs(GRID - 1).argmin()]],
        "resolution 4": quality[GRID[np.abs(GRID - 4).argmin()]],
        **{f"Infomap, {name}": score(labels) for name, labels in infomap.items()},
        "(best resolution, seen with labels)": max(quality.values()),
    }


def plain(search: Search, strength: FloatArray) -> IntArray:
    """The answer of this rule where strengths enter as they are."""
    search = replace(search, strength=strength / strength.mean())
    found = min(search.sweep(None, runs=4, seed=0), key=lambda trial: trial.description_length).resolution
    return search.consensus(search.ensemble((), found, runs=4, seed=0), found, runs=4, seed=0)[0]


def connected(planted: Planted) -> Planted:
    """The largest connected component."""
    graph = ig.Graph(
        n=planted.n, edges=list(zip(planted.source.tolist(), planted.target.tolist(), strict=True))
    )
    part = np.array(graph.connected_components().membership)
    keep = part == np.bincount(part).argmax()
    number, tie = np.cumsum(keep) - 1, keep[planted.source]
    ends = number[planted.source[tie]], number[planted.target[tie]]
    return Planted(int(keep.sum()), *ends, planted.strength[tie], [level[keep] for level in planted.levels])


def compare_rules(networks: int) -> pd.DataFrame:
    rows = []
    for number in range(networks):
        for position, family in enumerate(FAMILIES):
            rng = np.random.default_rng([2024, position, number])
            planted = connected(family(rng))
            rows.append({"family": family.__name__, **rules(planted)})
    table = pd.DataFrame(rows).groupby("family", sort=False).mean().T
    return table.assign(mean=table.mean(axis=1)).sort_values("mean", ascending=False)


# --- verdicts -----------------------------------------------------------------------------------------------


def without_groups(rng: np.random.Generator, *, heavy: bool, strengths: str) -> Planted:
    n = int(log_uniform(rng, 30, 1000))
    degree = min(log_uniform(rng, 4, 40), n / 5)
    theta = activities(rng, n, degree, 1.2 if heavy else 0)
    source, target = draw(rng, np.outer(theta, theta) / theta.sum())
    strength = np.ones(len(source))
    if strengths != "none":
        strength = np.exp(rng.normal(0, 1.2, len(source)))
    if strengths == "by activity":
        busy = np.exp(rng.normal(0, 0.7, n))
        strength *= busy[source] * busy[target]
    return Planted(n, source, target, strength, [np.zeros(n, int)])


def null(networks: int) -> pd.DataFrame:
    rows = []
    for heavy in (False, True):
        for strengths in ("none", "lognormal", "by activity"):
            for number in range(networks):
                rng = np.random.default_rng([77, heavy, len(strengths), number])
                found = communities(
                    as_network(without_groups(rng, heavy=heavy, strengths=strengths)), seed=number
                )
                ties = "heavy-tailed degrees" if heavy else "Erdos-Renyi"
                rows.append((ties, strengths, found.verdict == "none", found.p_value))
    table = pd.DataFrame(rows, columns=["ties", "strengths", "none", "p"])
    return table.groupby(["ties", "strengths"]).agg(
        networks=("p", "size"), none=("none", "mean"), p=("p", "median")
    )


def power(networks: int) -> pd.DataFrame:
    rows = []
    for share in (0.1, 0.2, 0.3, 0.4, 0.5):
        for name, n, degree, size in (
            ("30 people, 2 groups", 30, 5, 15),
            ("120, 8", 120, 10, 15),
            ("600, 30", 600, 12, 20),
            ("600, 3", 600, 12, 200),
        ):
            for number in range(networks):
                rng = np.random.default_rng([78, int(share * 10), n, size, number])
                labels = np.arange(n) // size
                planted = layered(rng, activities(rng, n, degree, 0.6), [labels], [share])
                found = communities(as_network(planted), seed=number)
                rows.append((name, share, found.verdict == "communities"))
    table = pd.DataFrame(rows, columns=["network", "share inside, beyond chance", "found"])
    return table.pivot_table("found", "network", "share inside, beyond chance", sort=False)


def confidence(networks: int) -> pd.DataFrame:
    """Share of people whose planted group is the majority of their community, by confidence."""
    rows = []
    for number in range(networks):
        for position, family in enumerate((unequal, hierarchy, overlap, few)):
            planted = connected(family(np.random.default_rng([2025, position, number])))
            found = communities(as_network(planted), simulations=3)
            if found.verdict == "none":
                continue
            labels = found.partition.labels
            here = labels >= 0
            labels, planted = labels[here], planted._replace(levels=[planted.levels[0][here]])
            right = (
                pd.Series(planted.levels[0]).groupby(labels).transform(lambda x: x.mode()[0])
                == planted.levels[0]
            )
            confident = found.people["confidence"].to_numpy()[here]
            rows.append(pd.DataFrame({"confidence": confident, "right": right.to_numpy()}))
    table = pd.concat(rows).dropna()
    bins = pd.cut(table["confidence"], [0, 0.4, 0.6, 0.8, 0.9, 1.0])
    return table.groupby(bins, observed=True)["right"].agg(people="size", placed_well="mean")


# --- worlds ---------------------------------------------------------------------------------------------------


def scaled(rate: FloatArray, degree: float) -> FloatArray:
    """The rates, so that people have this many ties on average."""
    rate = rate * ~np.eye(len(rate), dtype=bool)
    return rate * (degree * len(rate) / rate.sum())


def equally_closed(rng: np.random.Generator, *, groups: int, ratio: float, degree: float) -> Planted:
    labels = np.arange(200) * groups // 200
    theta = rng.lognormal(0, 0.6, 200)
    rate = np.where(labels[:, None] == labels, ratio, 1.0) * np.outer(theta, theta)
    source, target = draw(rng, scaled(rate, degree))
    return Planted(200, source, target, np.ones(len(source)), [labels + 1])


def noise(rng: np.random.Generator, *, spread: float = 0.0, clique: int = 0) -> Planted:
    """Random ties; `spread` makes degrees heavy-tailed, the first few may be a clique (group 1)."""
    theta, labels = rng.lognormal(0, spread, 200), (np.arange(200) < clique).astype(int)
    rate = scaled(np.outer(theta, theta), 8)
    rate[:clique, :clique] = 99
    source, target = draw(rng, rate)
    return Planted(200, source, target, np.ones(len(source)), [labels])


def half(rng: np.random.Generator) -> Planted:
    """Half of the people in four groups, half in none (0)."""
    labels = np.where(np.arange(200) < 100, np.arange(200) // 25 + 1, 0)
    together = (labels[:, None] == labels) & (labels > 0)
    source, target = draw(rng, scaled(np.where(together, 15.0, 1.0), 10))
    return Planted(200, source, target, np.ones(len(source)), [labels])


WORLDS: dict[str, Callable[[np.random.Generator], Planted]] = {
    "random, degree 8": noise,
    "heavy-tailed degrees": lambda rng: noise(rng, spread=1.2),
    "random and a clique of 12": lambda rng: noise(rng, clique=12),
    "half in four groups (x15)": half,
    "5 groups x6, degree 10": lambda rng: equally_closed(rng, groups=5, ratio=6, degree=10),
    "5 groups x4, degree 14": lambda rng: equally_closed(rng, groups=5, ratio=4, degree=14),
    "10 groups x12, degree 10": lambda rng: equally_closed(rng, groups=10, ratio=12, degree=10),
}


def worlds(networks: int) -> pd.DataFrame:
    """How often something is found, who is assigned, and agreement with the truth (people in no group are one)."""
    rows = []
    for position, (name, world) in enumerate(WORLDS.items()):
        for number in range(networks):
            planted = connected(world(np.random.default_rng([81, position, number])))
            found = communities(as_network(planted), seed=number)
            truth, label = planted.levels[0], found.partition.labels
            inside, member = label >= 0, truth > 0
            rows.append(
                {
                    "world": name,
                    "found": found.verdict == "communities",
                    "members": inside[member].mean() if member.any() else np.nan,
                    "others": inside[~member].mean() if not member.all() else np.nan,
                    "AMI": ami(truth, label),
                    "theirs": ami(truth[inside], label[inside]) if inside.any() else np.nan,
                    "all assigned": ami(truth, found.candidate.labels),
                    "rewirings": found.parameters["simulations"],
                }
            )
    return pd.DataFrame(rows).groupby("world", sort=False).mean()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    parts = {"rules": compare_rules, "null": null, "power": power, "confidence": confidence, "worlds": worlds}
    table = parts[sys.argv[1]](int(sys.argv[2]))
    print(table.round(3).to_string())
