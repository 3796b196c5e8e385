"""How often `response` is wrong where the truth is known. Renews the tables of ``response.md`` next to this file.

Conversations are drawn here question by question, save for the companies called simulated. Results are appended company
by company to a file, so that a run can be interrupted and resumed. Usage::

    python docs/calibration/response.py [--results FILE] [--companies 36] [--only null,coverage,...]
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from tables import Job, Row, read_rows, renew, run, share

from silograph.analyses.response.answer import response
from silograph.log.conversations import NONE, Conversations, build_conversations
from silograph.simulation import CompanySpec, simulate
from silograph.simulation.themes import Pace

PAGE = Path(__file__).with_suffix(".md")
START = pd.Timestamp("2024-01-01", tz="UTC")
MEDIANS = (1.5, 3.0, 6.0, 12.0, 24.0, 48.0, 96.0)  # hours until the first reply, by speed
NEVER = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
USUAL = 3
SIGMA, OTHERS, OTHERS_HOURS, MORE, MORE_HOURS = 1.2, 0.15, 24.0, 0.35, 20.0
CLOCKS = ("first_reply", "final_answer")
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What a company is drawn from."""

    functions: tuple[int, int] = (6, 12)
    people: tuple[int, int] = (6, 40)
    questions: int = 1500
    days: float = 90.0
    people_differ: bool = False  # everybody up to two speeds faster or slower
    pairs_differ: bool = False
    first_speed: int = USUAL  # of the first function
    first_share: float = 0.0  # of all questions that go to it, where not 0


NULLS = {
    "all alike": Truth(),
    "few questions": Truth(questions=300),
    "a log of 20 days": Truth(days=20.0),
    "people differ": Truth(people_differ=True),
    "people differ, functions of 5 to 12": Truth(people_differ=True, people=(5, 12), questions=600),
    "20 functions, people differ": Truth(people_differ=True, functions=(20, 20), questions=4000),
}
COVERAGES = {
    "all alike": Truth(),
    "pairs differ": Truth(pairs_differ=True),
    "pairs differ, few questions": Truth(pairs_differ=True, questions=300),
    "pairs and people differ, a log of 20 days": Truth(pairs_differ=True, people_differ=True, days=20.0),
    "one slow function, few questions": Truth(first_speed=6, questions=400),
}
STRESSES = {
    "one very slow function that gets half of the questions": Truth(first_speed=6, first_share=0.5),
    "one very fast function that gets half of the questions": Truth(first_speed=0, first_share=0.5),
}
PLANTED = tuple(range(7))
SIMULATED = 20


@dataclass(frozen=True)
class Company:
    """A company, and per function pair and clock the true share answered within 24 hours."""

    conversations: Conversations
    truth: dict[str, Floats]
    naive_final: float


def answer_times(speed: npt.NDArray[np.int64], rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """First and last answer of those asked, and the single one of somebody else; infinite where there is none."""
    n = len(speed)
    first = np.array(MEDIANS)[speed] * np.exp(SIGMA * rng.normal(size=n))
    first[rng.random(n) < np.array(NEVER)[speed]] = np.inf
    last = first + rng.gamma(np.maximum(rng.geometric(1 - MORE, n) - 1, 1e-9)) * MORE_HOURS
    others = np.where(rng.random(n) < OTHERS, rng.exponential(OTHERS_HOURS, n), np.inf)
    return first, last, others


def true_shares() -> dict[str, Floats]:
    """By speed, from the definition, over a great many questions."""
    rng = np.random.default_rng(99)
    shares: dict[str, list[float]] = {clock: [] for clock in CLOCKS}
    for speed in range(len(MEDIANS)):
        first, last, others = answer_times(np.full(400_000, speed), rng)
        shares["first_reply"].append(float(((first <= 24) & (first < others)).mean()))
        shares["final_answer"].append(float(((last <= 24) & (first <= others + 14 * 24)).mean()))
    return {clock: np.array(values) for clock, values in shares.items()}


TRUE = true_shares()


def draw(rng: np.random.Generator, truth: Truth) -> Company:
    """One company."""
    count = int(rng.integers(truth.functions[0], truth.functions[1] + 1))
    sizes = rng.integers(truth.people[0], truth.people[1] + 1, count)
    function = np.repeat(np.arange(count), sizes)
    popularity = rng.lognormal(0, 0.7, len(function))
    offset = rng.integers(-2, 3, len(function)) * truth.people_differ
    pair_speed = np.full((count, count), USUAL)
    pair_speed[:, 0] = truth.first_speed
    if truth.pairs_differ:
        pair_speed = np.clip(pair_speed + rng.integers(-2, 3, (count, count)), 0, 6)

    n = truth.questions
    share = np.bincount(function, popularity) * rng.lognormal(0, 0.7, count)
    if truth.first_share:
        share[0] = truth.first_share / (1 - truth.first_share) * share[1:].sum()
    answering = rng.choice(count, n, p=share / share.sum())
    asking = (answering + rng.integers(1, count, n)) % count
    third = (answering + rng.integers(1, count, n)) % count
    third = np.where(third == asking, answering, third)  # then somebody of the function asked: no competitor

    def member(of: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        chosen = np.empty(len(of), dtype=np.int64)
        for f in range(count):
            here, people = of == f, np.flatnonzero(function == f)
            chosen[here] = rng.choice(people, here.sum(), p=popularity[people] / popularity[people].sum())
        return chosen

    asker, asked, other = member(asking), member(answering), member(third)
    speed = np.clip(pair_speed[asking, answering] + offset[asked], 0, 6)
    first, last, others = answer_times(speed, rng)
    others[third == answering] = np.inf
    at = np.sort(rng.uniform(0, truth.days * 24, n))
    sent = [at, at + first, np.where(last > first + 1e-3, at + last, np.inf), at + others]
    senders, reached = [asker, asked, asked, other], [asked, asker, asker, asker]
    frame = pd.DataFrame(
        {
            "hours": np.concatenate(sent),
            "sender": np.concatenate(senders),
            "recipient": np.concatenate(reached),
            "thread": np.tile(np.arange(n), 4),
        }
    )
    frame = frame[frame["hours"] <= truth.days * 24].sort_values(["hours", "thread"], ignore_index=True)
    return Company(
        _conversations(frame, function),
        _truth(function, popularity, offset, pair_speed),
        naive_final=_naive(frame, function, answering, n),
    )


def _truth(
    function: npt.NDArray[np.int64],
    popularity: Floats,
    offset: npt.NDArray[np.int64],
    pair_speed: npt.NDArray[np.int64],
) -> dict[str, Floats]:
    """Per ordered pair of functions: over those asked, by how often they are."""
    count = len(pair_speed)
    result = {clock: np.zeros((count, count)) for clock in CLOCKS}
    for clock, shares in TRUE.items():
        alone = _without_competitors(clock)
        for b in range(count):
            people = function == b
            weight = popularity[people] / popularity[people].sum()
            speed = np.clip(pair_speed[:, b][:, None] + offset[people], 0, 6)
            # the third function is drawn among the others of which the asking one is none (1 in count - 1)
            mixed = (shares[speed] * (count - 2) + alone[speed]) / (count - 1)
            result[clock][:, b] = mixed @ weight
    return result


def _without_competitors(clock: str) -> Floats:
    if clock not in _ALONE:
        rng = np.random.default_rng(98)
        place = CLOCKS.index(clock)
        _ALONE[clock] = np.array(
            [float((answer_times(np.full(400_000, s), rng)[place] <= 24).mean()) for s in range(len(MEDIANS))]
        )
    return _ALONE[clock]


_ALONE: dict[str, Floats] = {}


def _naive(
    frame: pd.DataFrame, function: npt.NDArray[np.int64], answering: npt.NDArray[np.int64], n: int
) -> float:
    """The last message of the function asked that the log happens to hold, taken for the final answer."""
    opened = frame.drop_duplicates("thread").set_index("thread")["hours"]
    own = frame[function[frame["sender"]] == answering[frame["thread"]]]
    final = own.drop_duplicates("thread", keep="last").set_index("thread")["hours"]
    return float(((final - opened).dropna() <= 24).sum() / n)


def _conversations(frame: pd.DataFrame, function: npt.NDArray[np.int64]) -> Conversations:
    n, people = len(frame), len(function)
    names = tuple(f"F{f:02d}" for f in range(int(function.max()) + 1))
    opener = frame.drop_duplicates("thread")
    first = pd.Series(opener.index, index=opener["thread"])
    parent = np.where(frame.index.isin(opener.index), NONE, first.reindex(frame["thread"]))
    messages = pd.DataFrame(
        {
            "sent_at": START + pd.to_timedelta(frame["hours"], unit="h"),
            "time_quality": pd.Categorical(["exact"] * n),
            "channel": pd.Categorical(["email"] * n),
            "kind": pd.Categorical(["mail"] * n),
            "sender": frame["sender"],
            "function": function[frame["sender"]],
            "thread": frame["thread"],
            "parent": parent,
            "parent_missing": False,
            "space": NONE,
            "audience": 1,
            "automated": False,
            "source": 1,
            "subject": None,
        }
    )
    messages["sent_at"] = messages["sent_at"].astype("datetime64[us, UTC]")
    interactions = pd.DataFrame(
        {
            "message": np.arange(n),
            "recipient": frame["recipient"],
            "function": function[frame["recipient"]],
            "role": pd.Categorical(["to"] * n),
        }
    )
    moment = pd.Series([], dtype="datetime64[us, UTC]")
    cases = pd.DataFrame(
        {
            "thread": pd.Series([], dtype=np.int64),
            "opened_at": moment,
            "ended_at": moment,
            "closed": None,
            "source": 1,
        }
    )
    actors = pd.DataFrame(
        {
            "actor_id": [f"p{p}" for p in range(people)],
            "actor_kind": "person",
            "function": np.array(names)[function],
        }
    )
    threads = tuple(map(str, range(int(frame["thread"].max()) + 1)))
    return Conversations(
        messages, interactions, cases, functions=names, spaces=(), actors=actors, threads=threads
    )


# --- what is recorded -----------------------------------------------------------------------------------------


def verdicts(company: Company) -> dict[str, Any]:
    """Per clock: functions with a verdict, of how many; the first function's verdict apart."""
    table = response(company.conversations, replicates=2).functions
    record: dict[str, Any] = {}
    for clock in CLOCKS:
        rows = table[(table["clock"] == clock) & table["verdict"].isin(["slower", "faster", "ordinary"])]
        wrong = rows["verdict"] != "ordinary"
        mine = table[(table["clock"] == clock) & (table["function"] == "F00")]
        record[clock] = {
            "assessed": len(rows),
            "told": int(wrong.sum()),
            "others": int((wrong & (rows["function"] != "F00")).sum()),
            "first": str(mine["verdict"].iloc[0]) if len(mine) else "none",
            "asked": int(mine["asked"].iloc[0]) if len(mine) else 0,
        }
    return record


def coverage(company: Company) -> dict[str, Any]:
    """Per clock: intervals of pairs by number of questions, and of functions, and how many hold the truth."""
    result = response(company.conversations, replicates=300)
    names = list(company.conversations.functions)
    record: dict[str, Any] = {"naive_final": company.naive_final}
    for clock in CLOCKS:
        rows = result.table[result.table["clock"] == clock]
        true = company.truth[clock][
            rows["function_a"].map(names.index).to_numpy(), rows["function_b"].map(names.index).to_numpy()
        ]
        held = ((rows["within_24h_low"] <= true) & (true <= rows["within_24h_high"])).to_numpy()
        group = np.digitize(rows["asked"], (5, 15, 50))
        by = [[int((group == g).sum()), int(held[group == g].sum())] for g in range(4)]
        margin = result.functions[result.functions["clock"] == clock]
        own = rows.assign(true=true).groupby("function_b")[["asked", "true"]]
        mean = own.apply(lambda part: np.average(part["true"], weights=part["asked"])).reindex(
            margin["function"]
        )
        fine = (margin["within_24h_low"].to_numpy() <= mean) & (mean <= margin["within_24h_high"].to_numpy())
        record[clock] = {
            "pairs": by,
            "functions": [len(margin), int(fine.sum())],
            "width": float((rows["within_24h_high"] - rows["within_24h_low"]).mean()),
            "bias": float((rows["within_24h"] - true) @ rows["asked"] / rows["asked"].sum()),
            "true": float(np.average(true, weights=rows["asked"])),
        }
    return record


ROLES = ("prompt", "slow", "often silent", "usual")


def simulated(number: int) -> dict[str, Any]:
    """First replies by mail in an invented company: per role of a function the truth, the estimate and the interval."""
    pace = Pace(spread=0.0, median_hours={0: 1.5, 1: 20.0}, unanswered={2: 0.4})
    spec = CompanySpec(
        people=120,
        messages=9000,
        functions=6,
        seed=9000 + number,
        silo_openness=1.0,
        glue_openness=1.0,
        pace=pace,
    )
    company = simulate(spec)
    log, roster = company.log()
    found = response(build_conversations(log.filter(channels=["email"]), roster), replicates=200).functions
    rows = found[found["clock"] == "first_reply"].set_index("function")
    functions = []
    for place, (function, law) in enumerate(company.truth["response"].items()):
        row, true = rows.loc[function], law["within_24h"]
        held = bool(row["within_24h_low"] <= true <= row["within_24h_high"])
        role = ROLES[min(place, 3)]
        functions.append([role, true, float(row["within_24h"]), held, int(row["asked"]), str(row["verdict"])])
    return {"functions": functions}


def jobs(companies: int, only: Collection[str]) -> Iterator[Job]:
    """What is to be judged, in an order in which an interrupted run is of use."""
    for part, name, number, truth in _plan(companies):
        if part in only:
            yield {"job": [part, name, number]}, partial(judge, part, name, number, truth)


def judge(part: str, name: str, number: int, truth: Truth) -> Row:
    """One company."""
    if part == "simulated":
        return simulated(number)
    company = draw(np.random.default_rng([2, number, sum(map(ord, part + name))]), truth)
    return coverage(company) if part == "coverage" else verdicts(company)


def _plan(companies: int) -> Iterator[tuple[str, str, int, Truth]]:
    """Part, scenario, number and truth."""
    for number in range(companies):
        for name, truth in NULLS.items():
            yield "null", name, number, truth
        for name, truth in STRESSES.items():
            if number % 3 == 0:
                yield "stress", name, number, truth
        if number < SIMULATED:
            yield "simulated", "mail", number, Truth()
        if number % 3 == 0:
            for name, truth in COVERAGES.items():
                yield "coverage", name, number, truth
            for speed in PLANTED:
                for questions in (600, 2400):
                    planted = Truth(
                        first_speed=speed, people_differ=True, questions=questions, first_share=0.1
                    )
                    yield "planted", f"{speed} {questions}", number, planted


# --- the page -------------------------------------------------------------------------------------------------


def tables(found: list[dict[str, Any]]) -> dict[str, str]:
    """The tables of the page by name."""
    by: dict[str, dict[str, list[dict[str, Any]]]] = {}
    parts = {"naive": "coverage"}
    for record in found:
        by.setdefault(record["job"][0], {}).setdefault(record["job"][1], []).append(record)

    def alarms(part: str, key: str) -> str:
        lines = [
            "| companies | clock | functions with a verdict | companies with any |",
            "|---|---|---|---|",
        ]
        total = dict.fromkeys(CLOCKS, (0, 0, 0, 0))
        for name, many in by.get(part, {}).items():
            for clock in CLOCKS:
                told = sum(one[clock][key] for one in many)
                assessed = sum(one[clock]["assessed"] for one in many)
                any_ = sum(one[clock][key] > 0 for one in many)
                lines.append(f"| {name} | {clock} | {share(told, assessed)} | {share(any_, len(many))} |")
                total[clock] = tuple(
                    a + b for a, b in zip(total[clock], (told, assessed, any_, len(many)), strict=True)
                )
        for clock in CLOCKS:
            told, assessed, any_, n = total[clock]
            lines.append(f"| **all** | {clock} | **{share(told, assessed)}** | **{share(any_, n)}** |")
        every = [one for many in by.get(part, {}).values() for one in many]
        either = sum(any(one[clock][key] for clock in CLOCKS) for one in every)
        lines.append(f"| **all** | either | | **{share(either, len(every))}** |")
        return "\n".join(lines)

    cover = [
        "| companies | clock | pairs: 1-4 | 5-14 | 15-49 | 50+ questions | functions | bias | true |",
        "|---" * 9 + "|",
    ]
    for name, many in by.get("coverage", {}).items():
        for clock in CLOCKS:
            pairs = np.sum([one[clock]["pairs"] for one in many], axis=0)
            functions = np.sum([one[clock]["functions"] for one in many], axis=0)
            cells = [
                f"{hit / n:.1%} of {n:,}" if n else "-" for n, hit in [*pairs.tolist(), functions.tolist()]
            ]
            bias, true = (np.mean([one[clock][key] for one in many]) for key in ("bias", "true"))
            cover.append(f"| {name} | {clock} | {' | '.join(cells)} | {bias:+.3f} | {true:.3f} |")
    naive = ["| companies | true | `response` | last in the log |", "|---|---|---|---|"]
    for name, many in by.get("coverage", {}).items():
        true = np.mean([one["final_answer"]["true"] for one in many])
        bias = np.mean([one["final_answer"]["bias"] for one in many])
        last = np.mean([one["naive_final"] for one in many])
        naive.append(f"| {name} | {true:.3f} | {true + bias:.3f} | {last:.3f} |")
    planted = [
        "| speed of the function | questions to it | first_reply: told | final_answer: told |",
        "|---|---|---|---|",
    ]
    for name, many in by.get("planted", {}).items():
        speed, _ = map(int, name.split())
        right = "faster" if speed < USUAL else "slower"
        cells = [
            share(
                sum(one[c]["first"] != "ordinary" if speed == USUAL else one[c]["first"] == right for one in many
                    if one[c]["first"] in ("slower", "faster", "ordinary")),
                sum(one[c]["first"] in ("slower", "faster", "ordinary") for one in many),
            )
            for c in CLOCKS
        ]  # fmt: skip
        asked = int(np.median([one["first_reply"]["asked"] for one in many]))
        first, final = (TRUE[c][speed] for c in CLOCKS)
        law = f"median {MEDIANS[speed]:g} h; {first:.0%} first, {final:.0%} final within 24 h"
        planted.append(f"| {law} | {asked} | {cells[0]} | {cells[1]} |")
    invented = [
        "| function | functions | questions | true | estimate | interval holds the truth | told |",
        "|---" * 7 + "|",
    ]
    rows = [row for many in by.get("simulated", {}).values() for one in many for row in one["functions"]]
    for role in ROLES if rows else ():
        _, true, estimate, held, asked, verdict = zip(*(row for row in rows if row[0] == role), strict=True)
        told = ", ".join(f"{word} {verdict.count(word)}" for word in ("slower", "faster") if word in verdict)
        invented.append(
            f"| {role} | {len(true)} | {np.median(asked):.0f} | {np.mean(true):.3f} | {np.mean(estimate):.3f} "
            f"| {share(sum(held), len(held))} | {told or 'none'} |"
        )
    every = {
        "null": alarms("null", "told"),
        "stress": alarms("stress", "others"),
        "coverage": "\n".join(cover),
        "naive": "\n".join(naive),
        "simulated": "\n".join(invented),
        "planted": "\n".join(planted),
    }
    return {name: table for name, table in every.items() if parts.get(name, name) in by}


def main() -> None:
    """Run what is missing and renew the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--results", type=Path, default=PAGE.parent / "results" / "response.jsonl")
    parser.add_argument("--companies", type=int, default=36)
    parser.add_argument("--only", default="null,stress,coverage,simulated,planted")
    options = parser.parse_args()
    for row in run(options.results, jobs(options.companies, options.only.split(","))):
        print(*row["job"], flush=True)
    renew(PAGE, tables(read_rows(options.results)))


if __name__ == "__main__":
    main()
