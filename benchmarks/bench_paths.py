"""Shortest-path kernels against igraph: ``python benchmarks/bench_paths.py [--people N] [--sources N]``.

Processor time of one thread. Each round runs every kernel once, and ratios are medians over rounds, so that a
busy machine slows both sides alike. All sides search the same number of sources.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

os.environ.setdefault("NUMBA_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import igraph as ig
import numpy as np

from silograph.graph.paths.adjacency import adjacency, sample_sources
from silograph.graph.paths.betweenness import betweenness
from silograph.graph.paths.brokerage import brokerage, group_sets

FUNCTIONS, MEAN_DEGREE = 22, 40


def random_ties(people: int, *, seed: int) -> np.ndarray:
    """Distinct undirected ties of a uniform random graph."""
    rng = np.random.default_rng(seed)
    pairs = np.sort(rng.integers(0, people, (people * MEAN_DEGREE, 2)), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    return rng.permutation(pairs)[: people * MEAN_DEGREE // 2]


def timed(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--sources", type=int, default=0, help="0: all, exact betweenness")
    parser.add_argument("--rounds", type=int, default=1)
    options, _ = parser.parse_known_args()  # `python -m benchmarks paths` names the benchmark
    people = options.people
    ties = random_ties(people, seed=0)
    rng = np.random.default_rng(1)
    groups = rng.integers(0, FUNCTIONS, people)
    lengths = 1 / rng.integers(1, 30, len(ties))
    hops = adjacency(people, ties[:, 0], ties[:, 1])
    weighted = adjacency(people, ties[:, 0], ties[:, 1], length=lengths)
    sets, graph = group_sets(groups), ig.Graph(n=people, edges=ties.tolist())
    sources = sample_sources(np.arange(people), options.sources or people, seed=0)
    # Weighted searches cost ten times as much: a sample of sources, the same for both sides.
    few = sample_sources(sources, max(len(sources) // 20, 8), seed=0)
    subset = None if len(sources) == people else sources.tolist()
    weights, chosen = lengths.tolist(), few.tolist()
    kernels: dict[str, tuple[int, Callable[[], object]]] = {
        "igraph betweenness, hops": (len(sources), lambda: graph.betweenness(sources=subset)),
        "person + cross-function betweenness, hops": (
            len(sources), lambda: betweenness(hops, groups, sources=sources)),
        f"brokerage of {FUNCTIONS} functions, hops": (
            len(sources), lambda: brokerage(hops, groups, sets, sources=sources)),
        "igraph betweenness, weighted": (len(few), lambda: graph.betweenness(sources=chosen, weights=weights)),
        "person + cross-function betweenness, weighted": (
            len(few), lambda: betweenness(weighted, groups, sources=few)),
        f"brokerage of {FUNCTIONS} functions, weighted": (
            len(few), lambda: brokerage(weighted, groups, sets, sources=few)),
    }  # fmt: skip
    for graph_, run in ((hops, betweenness), (weighted, betweenness)):
        run(graph_, groups, sources=sources[:8])  # compile
    for graph_ in (hops, weighted):
        brokerage(graph_, groups, sets, sources=sources[:8])
    seconds = np.array([[timed(run) for _, run in kernels.values()] for _ in range(options.rounds)])
    ratio = np.median(seconds / seconds[:, [0, 0, 0, 3, 3, 3]], axis=0)
    print(f"{people} people, {len(ties)} ties, {options.rounds} round(s)")
    print(f"{'':48}{'sources':>8}{'ms/source':>11}{'/ igraph':>10}")
    for i, (name, (searched, _)) in enumerate(kernels.items()):
        print(f"{name:48}{searched:>8}{1e3 * np.median(seconds[:, i]) / searched:>11.3f}{ratio[i]:>10.2f}")
    print(f"\nbetweenness / igraph, hops:    {ratio[1]:.2f}  (bar 0.60)")
    print(f"brokerage / betweenness, hops: {np.median(seconds[:, 2] / seconds[:, 1]):.2f}  (bar 4.00)")


if __name__ == "__main__":
    main()
