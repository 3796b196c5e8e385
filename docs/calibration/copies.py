"""How often `copies` is wrong where the truth is known. Renews the tables of ``copies.md`` next to this file.

Companies are drawn by the package's own simulator, with ordinary mail (copies, forwards, broadcasts) and, where said,
copy storms. Usage::

    python docs/calibration/copies.py [--companies 200] [--planted 30]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from tables import renew, upper

from silograph.analyses.copies.answer import CopiesResult, copies
from silograph.log.batches import BatchBuilder
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.simulation import CompanySpec, simulate

PAGE = Path(__file__).with_suffix(".md")
REACHED = (0.2, 0.4, 0.5, 0.6, 0.8, 1.0)


def judge(spec: CompanySpec) -> CopiesResult:
    """The result for one company."""
    return copies(talk_of(spec), replicates=50)


def talk_of(spec: CompanySpec) -> Conversations:
    """One company's mail."""
    return build_conversations(*simulate(spec).log())


def null(seed: int) -> CompanySpec:
    """Nothing planted: companies of 60 to 160 people who copy each other little or much."""
    rng = np.random.default_rng(seed)
    return CompanySpec(
        people=int(rng.integers(40, 100)),
        messages=1200,
        functions=5,
        copies=float(rng.uniform(0.2, 3.0)),
        forwarding=float(rng.uniform(0, 0.15)),
        silo_openness=1.0,
        glue_openness=1.0,
        seed=seed,
    )


def false_alarms(companies: int) -> str:
    """Companies without a storm that are told of a thread that should be a post."""
    found = [len(judge(null(seed)).should_be_posts) for seed in range(companies)]
    hits = sum(number > 0 for number in found)
    return (
        f"In {hits} of {companies} companies a thread met the rule (exact upper 95 % bound "
        f"{upper(hits, companies):.1%}); {sum(found)} threads in all."
    )


def storms(companies: int) -> str:
    """Storms of the simulator that meet the rule."""
    counts = []
    for seed in range(companies):
        spec = CompanySpec(people=60, messages=1200, functions=5, copy_storms=3, seed=seed)
        counts.append(len(judge(spec).should_be_posts))
    return f"Of three storms in each of {companies} companies, {np.mean(counts) / 3:.0%} met the rule."


def curve(companies: int) -> str:
    """How often a thread of twelve people meets the rule, by what share of them each mail reaches."""
    rows = [
        "| share of the people whom each mail reaches | " + " | ".join(f"{x:.0%}" for x in REACHED) + " |"
    ]
    rows.append("|---" * (len(REACHED) + 1) + "|")
    cells = [
        np.mean([len(copies(talk).should_be_posts) > 0 for talk in threads(share, companies)])
        for share in REACHED
    ]
    return "\n".join([*rows, "| found | " + " | ".join(f"{cell:.0%}" for cell in cells) + " |"])


def threads(share: float, companies: int) -> Iterator[Conversations]:
    """Logs of one thread of ten mails among twelve people of four functions."""
    people = [f"p{i}" for i in range(12)]
    table = pd.DataFrame({"person_id": people, "function": [f"F{i % 4}" for i in range(len(people))]})
    roster = Roster.from_pandas(table)
    for seed in range(companies):
        rng = np.random.default_rng(seed)
        builder = BatchBuilder()
        for number in range(10):
            sender = people[int(rng.integers(5))]
            others = [one for one in people if one != sender]
            reached = [one for one in others if rng.random() < share] or others[:1]
            recipients = [(one, "cc" if place else "to") for place, one in enumerate(reached)]
            builder.message(f"m{number}", sender, recipients, sent_at=None, thread_id="t")
        store = Store.in_memory()
        store.add([builder.take()], name="mail", loader="mail")
        yield build_conversations(*store.log(roster))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--planted", type=int, default=30)
    options = parser.parse_args()
    renew(PAGE, {"storms": storms(options.planted), "detection": curve(options.planted)})
    renew(PAGE, {"false alarms": false_alarms(options.companies)})
