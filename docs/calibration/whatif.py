"""How close the liaisons of `whatif` come to the best of all choices. Writes ``whatif.md`` beside this file.

python docs/calibration/whatif.py [--networks 150]
"""

from __future__ import annotations

import argparse
from itertools import combinations
from math import comb
from pathlib import Path

import numpy as np
from numba import njit

from silograph.analyses.whatif.answer import whatif
from silograph.graph.network import Network

PAGE = Path(__file__).with_suffix(".md")


def draw(seed: int, *, liaisons: int) -> Network:
    """A small organisation, often in several pieces."""
    rng = np.random.default_rng([seed, liaisons])
    n, functions = int(rng.integers(8, 19 if liaisons == 2 else 15)), int(rng.integers(2, 5))
    code = np.arange(n) % functions
    i, j = np.triu_indices(n, 1)
    rate = np.where(code[i] == code[j], 5.0, 1.0)
    rate *= rng.uniform(1.5, 4) * n / 2 / rate.sum()
    tied = rng.random(len(rate)) < rate
    edges = zip(i[tied].tolist(), j[tied].tolist(), strict=True)
    return Network.from_edges(edges, {v: f"F{c}" for v, c in enumerate(code)})


@njit(cache=True)
def efficiency(hops: np.ndarray, group: np.ndarray) -> float:
    """Mean of 1 / distance over pairs of different groups."""
    total, pairs = 0.0, 0
    for i in range(len(hops)):
        for j in range(len(hops)):
            if group[i] != group[j]:
                total += 1 / hops[i, j]
                pairs += 1
    return total / pairs


@njit(cache=True)
def link(hops: np.ndarray, u: int, v: int) -> np.ndarray:
    """Distances with one more tie."""
    new = hops.copy()
    for i in range(len(hops)):
        for j in range(len(hops)):
            new[i, j] = min(hops[i, j], hops[i, u] + 1 + hops[v, j], hops[i, v] + 1 + hops[u, j])
    return new


@njit(cache=True)
def best_of_all(hops: np.ndarray, group: np.ndarray, pairs: np.ndarray, liaisons: int, first: int) -> float:
    """The highest efficiency of any choice, by trying them all."""
    best = 0.0
    for c in range(first, len(pairs)):
        new = link(hops, pairs[c, 0], pairs[c, 1])
        if liaisons == 1:
            best = max(best, efficiency(new, group))
        else:
            best = max(best, best_of_all(new, group, pairs, liaisons - 1, c + 1))
    return best


def row(liaisons: int, networks: int) -> str:
    """A row of the table."""
    gains, tried = [], 0
    for seed in range(networks):
        network = draw(seed, liaisons=liaisons)
        group = network.function_codes
        hops = np.where(np.eye(len(network), dtype=bool), 0.0, np.inf)
        hops[network.ties.source, network.ties.target] = hops[network.ties.target, network.ties.source] = 1
        untied = [
            (a, b)
            for a, b in combinations(range(len(network)), 2)
            if group[a] != group[b] and hops[a, b] != 1
        ]
        if len(untied) < liaisons:
            continue
        for middle in range(len(network)):
            hops = np.minimum(hops, hops[:, [middle]] + hops[[middle]])
        best = best_of_all(hops, group, np.array(untied), liaisons, 0)
        found = whatif(network, remove=[], liaisons=liaisons, min_group=1).efficiency
        gains.append((found[-1] - found[0]) / (best - found[0]))
        tried += comb(len(untied), liaisons)
    share = np.array(gains)
    return (
        f"| {liaisons} | {len(share)} | {tried:,} | {share.min():.4f} | {share.mean():.5f} "
        f"| {(share >= 0.99).sum()} of {len(share)} |"
    )


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--networks", type=int, default=150)
    networks = parser.parse_args().networks
    rows = "\n".join(row(liaisons, networks) for liaisons in (2, 3))
    PAGE.write_text(
        f"""# Calibration: whatif

Removing and merging are counts, tested against an independent implementation; there is nothing to calibrate. Measured
here is how close the chosen liaisons come to the best of *all* choices, on small random organisations (8 to 18 people,
2 to 4 functions, 1.5 to 4 ties a person, often in pieces), where all choices can be tried. The ratio is of what is
*gained*: efficiency with the chosen ties, less that without, divided by the same for the best choice. This is stricter
than the ratio of the efficiencies themselves.

| liaisons | organisations | choices tried | worst ratio | mean ratio | within 1 % of the best |
|---|---|---|---|---|---|
{rows}

In another 300 such organisations the worst ratio was 0.993. Plain greedy choice, one tie after the other, fell more
than 1 % short in 17 % (two liaisons) and 23 % (three) of those, with a worst ratio of 0.917: the objective is not
submodular. Hence the beam search and the exchanges. In organisations of several hundred people the beam is narrower
(one choice from about 400 people on) and the best is not known.
""",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
