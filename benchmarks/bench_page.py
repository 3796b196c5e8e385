"""The workshop page in headless Chromium, against stock pyvis beside it; medians of one run."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from silograph.graph.by_month import Slices
from silograph.graph.network import Network
from silograph.output.page import network_page

CHROMIUM = "/usr/bin/chromium"
ROUNDS = 5
PATIENCE = 60_000  # milliseconds after which stock pyvis is given up

# Time of an action until the browser has drawn what it led to.
TIMED = """async (action) => {
  const start = performance.now();
  eval(action);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""
SEARCH = "const box = document.getElementById('search'); box.value = 'P01'; box.oninput()"
ACTIONS = {
    "search": (SEARCH, "document.getElementById('search').value = ''"),
    "untick a function": (
        "document.querySelector('#panel input[data-f]').click()",
        "workshop.set({ off: new Set() })",
    ),
    "one month": ("workshop.set({ months: [2, 2] })", "workshop.set({ months: null })"),
    "all people": ("workshop.set({ view: 'people' })", ""),
    "one month, people": ("workshop.set({ months: [3, 3] })", "workshop.set({ months: null })"),
    "choose somebody": ("workshop.choose({ person: workshop.model.people[7] })", "workshop.choose(null)"),
}
EXPAND = "workshop.opening.open(workshop.model.functions[{f}])"


def organisation(people: int, ties: int, functions: int, *, seed: int = 0) -> Network:
    """Functions of uneven size; three quarters of the ties stay within one."""
    rng = np.random.default_rng(seed)
    function = np.sort(rng.choice(functions, people, p=rng.dirichlet(np.full(functions, 8.0))))
    first, count = np.searchsorted(function, np.arange(functions)), np.bincount(function, minlength=functions)
    a = rng.integers(0, people, int(1.1 * ties))
    near = first[function[a]] + rng.integers(0, count[function[a]])
    b = np.where(rng.random(len(a)) < 0.75, near, rng.integers(0, people, len(a)))
    pairs = np.unique((np.minimum(a, b) * people + np.maximum(a, b))[a != b])
    pairs = rng.permutation(pairs)[:ties]
    table = pd.DataFrame(
        {
            "person_id": [f"p{i}" for i in range(people)],
            "function": [f"Function {f:02d}" for f in function],
            "actor_kind": "person",
        }
    )
    strength = rng.lognormal(0, 1, len(pairs))
    return Network(
        table, pairs // people, pairs % people, strength=strength, messages=np.ones(len(pairs), np.int64)
    )


def by_month(network: Network, months: int = 12, *, seed: int = 0) -> Slices:
    """Each tie in two months and channels."""
    rng = np.random.default_rng(seed)
    ties, size = network.ties, 2 * len(network.ties)
    return Slices(
        network,
        months=tuple(f"2024-{month + 1:02d}" for month in range(months)),
        channels=("email", "post"),
        tie=np.repeat(np.arange(len(ties)), 2),
        month=rng.integers(0, months, size),
        channel=rng.integers(0, 2, size),
        strength=np.repeat(ties.strength / 2, 2),
        messages=np.ones(size, np.int64),
    )


def stock(nodes: int) -> str:
    """The same kind of network as pyvis draws it without further ado."""
    from pyvis.network import Network as Pyvis

    network = organisation(nodes, 5 * nodes, 8)
    page = Pyvis(cdn_resources="in_line")
    page.add_nodes(range(nodes), color=["#0072b2"] * nodes)
    page.add_edges([(int(a), int(b)) for a, b in zip(network.source, network.target, strict=True)])
    # Its "in_line" still fetches a style sheet from the network, on which the browser would wait.
    return str(page.generate_html()).replace("https://", "about:")


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def opened(chromium: Any, file: Path, *, drawn: str) -> tuple[Any, float]:
    """The page, and the milliseconds from asking for it until it has drawn and answers."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, bypass_csp=True)
    context.set_offline(True)
    page = context.new_page()
    start = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_function(drawn, timeout=PATIENCE)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")
    return page, 1000 * (time.perf_counter() - start)


def measure(
    chromium: Any, folder: Path, *, people: int, ties: int, functions: int, rounds: int = ROUNDS
) -> None:
    network = organisation(people, ties, functions)
    cpu = time.process_time()
    html = network_page(network, slices=by_month(network))
    made = time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    file = folder / f"{people}.html"
    file.write_text(html, encoding="utf-8", newline="\n")
    print(f"{people:,} people, {len(network.ties):,} ties, {functions} functions: {len(html) / 1e6:.2f} MB, "
          f"made in {made:.1f} s, peak memory {peak:.2f} GB", flush=True)  # fmt: skip
    took: dict[str, list[float]] = {}
    for _ in range(rounds):
        page, opening = opened(chromium, file, drawn="document.documentElement.dataset.ready")
        took.setdefault("open", []).append(opening)
        whole = page.evaluate("workshop.model.people.length > 0")
        for name, (action, undo) in ACTIONS.items() if whole else ():
            took.setdefault(name, []).append(page.evaluate(TIMED, action))
            page.evaluate(TIMED, undo)
        for f in range(0 if whole else functions):
            took.setdefault("open a function", []).append(page.evaluate(TIMED, EXPAND.format(f=f)))
            page.evaluate(TIMED, "workshop.opening.close()")
        page.context.close()
    for name, times in took.items():
        print(f"  {name}: {statistics.median(times):,.0f} ms (slowest {max(times):,.0f})", flush=True)


def measure_stock(chromium: Any, folder: Path, *, nodes: int) -> None:
    file = folder / "pyvis.html"
    made = "network = new vis.Network(container, data, options);"
    told = f"{made} network.once('afterDrawing', () => {{ window.drawn = 1; }});"
    file.write_text(stock(nodes).replace(made, told), encoding="utf-8")
    try:
        _, took = opened(chromium, file, drawn="window.drawn")
        print(f"stock pyvis, {nodes:,} nodes: first drawing after {took:,.0f} ms", flush=True)
    except Exception as error:
        print(
            f"stock pyvis, {nodes:,} nodes: {type(error).__name__} after {PATIENCE / 1000:.0f} s", flush=True
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        folder = Path(name)
        measure_stock(chromium, folder, nodes=200)
        measure(chromium, folder, people=400, ties=3_000, functions=10)
        measure(chromium, folder, people=1_500, ties=15_000, functions=15)
        measure(chromium, folder, people=3_000, ties=30_000, functions=20, rounds=3)
        measure(chromium, folder, people=50_000, ties=600_000, functions=22, rounds=3)


if __name__ == "__main__":
    main()
