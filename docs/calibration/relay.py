"""How often `relay` is wrong where the truth is known. Writes ``relay.md`` next to this file.

Two kinds of truth: items drawn directly, for the test and the interval (quick), and companies from the package's
simulator, for the verdicts. Companies are appended to ``results/relay.csv`` one by one, so that a run can be
interrupted and taken up again. Usage::

    python docs/calibration/relay.py [--companies 200] [--seconds 300]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tables import at_most, markdown, renew

from silograph.analyses.glue.answer import glue
from silograph.analyses.glue.point_estimates import glue_criteria
from silograph.analyses.relay.answer import relay
from silograph.arrays import FloatArray, IntArray
from silograph.graph.network import build_network
from silograph.log.conversations import build_conversations
from silograph.simulation import CompanySpec, MailRoom, simulate
from silograph.stats.intervals import effective_counts, exact_interval
from silograph.stats.p_values import exact_greater

PAGE = Path(__file__).with_suffix(".md")
RESULTS = Path(__file__).parent / "results" / "relay.csv"
STRENGTHS = (0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
SIZES = (6, 10, 20)  # people from which a mail room counts as of a size
CLEAR = 0.4  # planted strengths above it are told from ordinary forwarding in nearly all companies
LEVEL = 0.05
BUSY = 54  # companies that may send up to 8,000 messages; the others send up to 4,000
PLANTED = 270  # companies of which every third also comes with something planted


# --- the test, on items drawn directly -------------------------------------------------------------------------


def items(
    rng: np.random.Generator, n: int, rate: float, *, per_thread: float, likeness: float
) -> tuple[Any, IntArray]:
    """Outcomes of about `n` items and their threads, of geometric size, beta-binomial within a thread."""
    sizes = rng.geometric(1 / per_thread, n)
    thread = np.repeat(np.arange(n), sizes)[:n]
    if likeness:
        spread = 1 / likeness - 1
        rates = rng.beta(rate * spread, (1 - rate) * spread, n)[thread]
    else:
        rates = np.full(n, rate)
    return rng.random(n) < rates, thread


def bootstrap_p(own: tuple[Any, IntArray], others: tuple[Any, IntArray], rng: np.random.Generator) -> float:
    """The test tried first: share of bootstraps of whole threads in which the function does not pass on more."""

    def shares(hits: Any, thread: IntArray) -> FloatArray:
        size = np.bincount(thread)
        hit = np.bincount(thread, weights=hits)
        drawn = rng.integers(0, len(size), (200, len(size)))
        return np.asarray(hit[drawn].sum(axis=1) / size[drawn].sum(axis=1))

    return float((np.sum(shares(*own) <= shares(*others)) + 1) / 201)


def test_table(draws: int) -> list[dict[str, str]]:
    """False alarms of one test at 5 %, against four times as many items of others; coverage of the interval."""
    rows = []
    for n in (10, 30, 100):
        for rate in (0.05, 0.3):
            for per_thread, likeness in ((1.0, 0.0), (2.0, 0.4)):
                rng = np.random.default_rng([n, int(100 * rate), int(per_thread)])
                alarms = np.zeros(3, dtype=int)
                covered = 0
                for _ in range(draws):
                    own = items(rng, n, rate, per_thread=per_thread, likeness=likeness)
                    others = items(rng, 4 * n, rate, per_thread=per_thread, likeness=likeness)
                    counts, rest = effective_counts(*own), effective_counts(*others)
                    plain = exact_greater(own[0].sum(), n, others[0].sum(), 4 * n)
                    p = exact_greater(*counts, *rest), plain, bootstrap_p(own, others, rng)
                    alarms += np.array(p) < LEVEL
                    low, high = exact_interval(*counts)
                    covered += low <= rate <= high
                rows.append(
                    {
                        "items": str(n),
                        "passed on": f"{rate:.0%}",
                        "items per thread": f"{per_thread:g}"
                        + (f", correlated {likeness:g}" if likeness else ""),
                        "false alarms at 5 %": f"{alarms[0] / draws:.1%}",
                        "without design effect": f"{alarms[1] / draws:.1%}",
                        "bootstrap of threads": f"{alarms[2] / draws:.1%}",
                        "interval covers": f"{covered / draws:.1%}",
                    }
                )
    return rows


# --- the verdicts, on companies --------------------------------------------------------------------------------


def specs(companies: int) -> Iterator[tuple[str, int, CompanySpec]]:
    """Companies with nothing planted; every third of the first `PLANTED` also with a mail room of one of the
    strengths, and of the first `BUSY` with a bridge that answers."""
    for n in range(max(companies, PLANTED)):
        rng = np.random.default_rng([7, n])
        common: dict[str, Any] = {
            "people": int(rng.integers(80, 260)),
            "functions": int(rng.integers(6, 13)),
            "messages": int(rng.integers(3000, 8000 if n < BUSY else 4000)),
            "forwarding": float(rng.uniform(0.05, 0.35)),
            "seed": n,
        }
        planted = CompanySpec(**common)
        if n < companies:
            yield "nothing", n, planted.null()
        if n < BUSY and n % 3 == 0:
            yield "bridge", n, planted
        if n < PLANTED and n % 3 == 0:
            strength = STRENGTHS[n // 3 % len(STRENGTHS)]
            yield f"{strength}", n, replace(planted.null(), mailroom=MailRoom(share=strength, openness=4.0))


def measure(kind: str, number: int, spec: CompanySpec) -> pd.DataFrame:
    """The table of one company, with what was planted."""
    company = simulate(spec)
    log, roster = company.log()
    network, conversations = build_network(log, roster), build_conversations(log, roster)
    linking = glue_criteria(network).assign(verdict="ordinary")
    result = relay(conversations, glue=linking)
    if result.mailrooms:  # only then does it matter who is glue
        linking = glue(network, replicates=40, simulations=40, seed=number).table
        result = relay(conversations, glue=linking)
    planted = company.truth.get("mailroom")
    return result.table.assign(
        kind=kind, company=number, planted=result.table["function"] == planted, syndrome=result.mailroom_syndrome,
        forwarding=spec.forwarding,
    )  # fmt: skip


def run(companies: int, seconds: float) -> pd.DataFrame:
    """All companies, those measured before included."""
    RESULTS.parent.mkdir(exist_ok=True)
    done: set[tuple[str, int]] = set()
    if RESULTS.exists():
        before = pd.read_csv(RESULTS, dtype={"kind": str})
        done = set(zip(before["kind"], before["company"], strict=True))
    start = time.monotonic()
    for kind, number, spec in specs(companies):
        if (kind, number) in done:
            continue
        if time.monotonic() - start > seconds:
            break
        measure(kind, number, spec).to_csv(RESULTS, mode="a", header=not RESULTS.exists(), index=False)
    return pd.read_csv(RESULTS, dtype={"kind": str})


def false_table(table: pd.DataFrame) -> list[dict[str, str]]:
    """Functions and companies with a verdict where no mail room is planted."""
    rows = []
    for kind, name in (("nothing", "nothing planted"), ("bridge", "a bridge that answers, a silo")):
        part = table[table["kind"] == kind]
        known = part[part["verdict"] != "not_assessable"]
        by_company = known.groupby("company")
        called = known["verdict"].eq("mailroom").groupby(known["company"]).any()
        beyond = by_company["q_value"].min() < LEVEL
        syndrome = by_company["syndrome"].first().astype(str) == "True"
        rows.append(
            {
                "companies": f"{name} ({len(called)})",
                "functions called": at_most(int((known["verdict"] == "mailroom").sum()), len(known)),
                "companies with one": at_most(int(called.sum()), len(called)),
                "with mailroom_syndrome": at_most(int(syndrome.sum()), len(called)),
                "with some q < 0.05, whatever else": at_most(int(beyond.sum()), len(called)),
            }
        )
    return rows


def found_table(table: pd.DataFrame) -> list[dict[str, str]]:
    """How often a planted mail room is found, by the share it passes on."""
    parts = {strength: table[table["kind"] == f"{strength}"] for strength in STRENGTHS}
    return [{"passes on": f"{one:.0%}", **found(part)} for one, part in parts.items() if len(part)]


def size_table(table: pd.DataFrame) -> list[dict[str, str]]:
    """How often one that passes on a lot is found, by its size."""
    strong = table[table["kind"].isin([f"{one}" for one in STRENGTHS if one > CLEAR])]
    size = strong["company"].map(strong[strong["planted"]].set_index("company")["people"])
    rows = []
    for low, next_low in zip(SIZES, (*SIZES[1:], None), strict=True):
        label = f"{low} to {next_low - 1}" if next_low else f"{low} and more"
        among = strong[(size >= low) & (size < (next_low or np.inf))]
        if len(among):
            rows.append({"people of the mail room": label, **found(among)})
    return rows


def found(part: pd.DataFrame) -> dict[str, str]:
    """What is said of the mail rooms planted, and of the other functions of their companies."""
    planted = part[part["planted"]]
    others = part[~part["planted"] & (part["verdict"] != "not_assessable")]
    syndrome = planted["syndrome"].astype(str) == "True"
    quartile = part.groupby("company")["brokerage"].quantile(0.75)
    return {
        "companies": str(len(planted)),
        "measured share": f"{planted['relay_share'].mean():.2f}",
        "in the top quartile of brokerage": f"{(planted['brokerage'] >= planted['company'].map(quartile)).mean():.0%}",
        "q < 0.05": f"{(planted['q_value'] < LEVEL).mean():.0%}",
        "called": f"{(planted['verdict'] == 'mailroom').mean():.0%}",
        "mailroom_syndrome": f"{syndrome.mean():.0%}",
        "functions of others called": at_most(int((others["verdict"] == "mailroom").sum()), len(others)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--draws", type=int, default=400)
    options = parser.parse_args()
    table = run(options.companies, options.seconds)
    renew(
        PAGE,
        {
            "false": markdown(false_table(table)),
            "found": markdown(found_table(table)),
            "size": markdown(size_table(table)),
        },
    )
    if options.draws:
        renew(PAGE, {"test": markdown(test_table(options.draws))})


if __name__ == "__main__":
    main()
