"""Analyses in worlds they were not made for: false alarms, power, bias with size. Makes the tables of ``worlds.md``.

    python docs/calibration/worlds.py --analysis glue --world sites --companies 120 --results glue.jsonl
    python docs/calibration/worlds.py --analysis silos --world all --planted all --seeds even --results rules.jsonl
    python docs/calibration/worlds.py --analysis glue --results glue.jsonl --print         # tables of what is there
    python docs/calibration/worlds.py --analysis glue,silos --results glue.jsonl --report  # into worlds.md
    python docs/calibration/worlds.py --analysis glue --results new.jsonl --add            # among its rows

Companies are judged one by one and noted at once in the file of results: a run that was interrupted goes on. Rules are
chosen on even seeds and reported on odd ones. ``--rule NAME`` keeps the results of rival rules apart in one file.

A company has 150 to 300 people in 8 to 10 functions of 6 to 80, walls of 8, and about a dozen contacts a person;
open functions talk more (``balanced=False``). F0, the function in which something is planted, has twelve people unless
its kind says otherwise; worlds with sizes of their own choose it themselves.
"""

from __future__ import annotations

import argparse
import inspect
import math
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from tables import Job, Row, markdown, read_rows, renew, run, wilson

from silograph.analyses import inputs as inputs_of
from silograph.analyses import with_needs
from silograph.analyses.communities.answer import communities
from silograph.analyses.glue.answer import glue
from silograph.analyses.parts.settings import Settings
from silograph.analyses.silos.answer import silos
from silograph.errors import NotEnoughDataError
from silograph.graph.network import Network, build_network
from silograph.run.run import analyze, answers
from silograph.simulation import WORLDS, Company, CompanySpec, MailRoom, Outside, simulate

PAGE = Path(__file__).with_suffix(".md")
PLANTED_PEOPLE, SMALLEST, LARGEST = 12, 6, 80
CONTACTS_TAKE = 15  # messages a person, for about a dozen contacts each
LIMIT = 0.05
# They decide who is in which function, so nobody says beforehand where something is planted.
OWN_SIZES = frozenset({"tiny", "giant", "uneven", "hyperactive", "trifles", "closeness"})
# Groups without any walls between functions: a community found there is no false alarm.
GROUPED = frozenset(
    {"sites", "buildings", "lone_building", "units", "teams", "teams_sites", "partners", "giant"}
)
WITHOUT_OUTSIDE = frozenset({"tickets_only", "contacts_only", "one_mailbox", "thin", "tiny"})


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What is planted.

    Parameters
    ----------
    about
        In words.
    options
        Of `CompanySpec`, over those of a company with nothing planted.
    people
        Of F0.
    in_contacts
        Whether what is planted is so many times the contacts, not so many times the exchange: `OPENNESS` says in which
        worlds, and how open that is.
    """

    about: str
    options: dict[str, Any] = field(default_factory=dict)
    people: int = PLANTED_PEOPLE
    in_contacts: bool = False


# Openness at which F0 has so many times the answered contacts outside as in the same company without: much exchange
# goes to the same few contacts, and more so across sites. Measured on 20 companies of even seeds, within 5 %.
OPENNESS = {
    ("plain", "contacts2"): 2.3, ("plain", "contacts3"): 3.9, ("plain", "contacts3_30"): 6.0,
    ("plain", "contacts3_6"): 3.85, ("sites", "contacts3"): 5.6, ("teams", "contacts3"): 4.0,
    ("outwardness", "contacts3"): 4.6,
}  # fmt: skip
KINDS = {
    "none": Kind(about="nothing"),
    "busy": Kind(about="nothing, functions differ in activity", options={"function_activity_spread": 0.3}),
    "glue2": Kind(about="a glue, twice as open", options={"glue_openness": 2.0}),
    "glue3": Kind(about="a glue, three times as open", options={"glue_openness": 3.0}),
    "glue3_30": Kind(about="the same, 30 people", options={"glue_openness": 3.0}, people=30),
    "glue3_6": Kind(about="the same, 6 people", options={"glue_openness": 3.0}, people=6),
    "contacts2": Kind(about="a glue with twice the contacts outside", in_contacts=True),
    "contacts3": Kind(about="a glue with three times the contacts outside", in_contacts=True),
    "contacts3_30": Kind(about="the same, 30 people", in_contacts=True, people=30),
    "contacts3_6": Kind(about="the same, 6 people", in_contacts=True, people=6),
    "busy2": Kind(about="a function twice as active", options={"busy": {0: 2.0}}),
    "busy3": Kind(about="a function three times as active", options={"busy": {0: 3.0}}),
    "silo4": Kind(about="a silo, 0.4 times as open", options={"silo_openness": 0.4}),
    "silo25": Kind(about="a silo, a quarter as open", options={"silo_openness": 0.25}),
    "silo4_30": Kind(about="a silo of 30, 0.4 times as open", options={"silo_openness": 0.4}, people=30),
    "open3": Kind(about="a function three times as open", options={"glue_openness": 3.0}),
    "walls": Kind(about="walls of 8 between functions", options={"walls": 8.0}),
    "room": Kind(about="a mail room", options={"mailroom": MailRoom(share=0.8, openness=8.0)}),
    "story": Kind(
        about="a silo and a glue that owns",
        options={"silo_openness": 0.3, "glue_openness": 8.0, "balanced": True},
    ),
}
NOTHING = ("none", "busy")
# What a prototype found on the same kinds of companies: (world, kind) -> found, of.
BARS: dict[str, dict[tuple[str, str], tuple[int, int]]] = {
    "glue": {
        ("plain", "contacts2"): (55, 120), ("plain", "contacts3"): (105, 120), ("sites", "contacts3"): (70, 80),
        ("teams", "contacts3"): (73, 80), ("outwardness", "contacts3"): (51, 80),
        ("plain", "contacts3_30"): (79, 80), ("plain", "contacts3_6"): (75, 120),
        ("plain", "busy2"): (20, 120), ("plain", "busy3"): (49, 80),
        ("sites", "busy3"): (35, 80),
    },
    "silos": {
        ("plain", "silo4"): (4, 20), ("plain", "silo25"): (9, 20), ("plain", "silo4_30"): (16, 20),
        ("outwardness", "silo4"): (3, 20), ("plain", "open3"): (17, 20),
    },
}  # fmt: skip


# --- companies ---------------------------------------------------------------------------------------------------


def drawn_sizes(rng: np.random.Generator, people: int, functions: int, first: int) -> tuple[int, ...]:
    """Sizes of functions, the first as asked for, the others log-normal (log sd 0.7) between the limits."""
    weights = rng.lognormal(0.0, 0.7, functions - 1)
    rest = people - first - SMALLEST * (functions - 1)
    sizes = SMALLEST + np.floor(rest * weights / weights.sum()).astype(int)
    return (first, *np.minimum(sizes, LARGEST).tolist())


def company_of(world: str, planted: str, seed: int, *, analysis: str = "glue") -> CompanySpec:
    """The company of a cell and a seed; the same people, whatever is planted."""
    kind, rng = KINDS[planted], np.random.default_rng([seed, 79])
    people, functions = int(rng.integers(150, 301)), int(rng.integers(8, 11))
    spec = CompanySpec(world=world, people=people, functions=functions, seed=seed, balanced=False).null()
    if analysis == "glue":  # a busier function is a glue by its definition: without any, functions are alike
        spec = replace(spec, function_activity_spread=0.0)
    spec = replace(spec, messages=CONTACTS_TAKE * people, **kind.options)
    if kind.in_contacts:
        spec = replace(spec, glue_openness=OPENNESS[world, planted])
    if analysis == "communities":
        spec = replace(spec, walls=kind.options.get("walls", 1.0))
    if analysis in ("owner", "relay"):
        spec = replace(spec, messages=3 * spec.messages)
        if world not in WITHOUT_OUTSIDE:
            spec = replace(spec, outside=Outside(contacts=100))
    if world in OWN_SIZES or planted == "story":
        return spec
    sizes = drawn_sizes(rng, people, functions, kind.people)
    return replace(
        spec,
        sizes=sizes,
        silo_function=0 if spec.silo_openness != 1 else None,
        glue_function=0 if spec.glue_openness != 1 else None,
    )


# --- analyses ----------------------------------------------------------------------------------------------------
# Each says which functions it called, which of these deserve it, which were planted, and how its measure goes with
# size.


def with_effort(analysis: Callable[..., Any], **effort: Any) -> Callable[..., Any]:
    """The analysis with those of the options that it has."""
    known = inspect.signature(analysis).parameters
    return partial(analysis, **{name: value for name, value in effort.items() if name in known})


def size_bias(table: pd.DataFrame, measure: str) -> float | None:
    """Spearman correlation of a measure with the number of people, over functions."""
    known = table.dropna(subset=[measure])
    if "verdict" in known:
        known = known[known["verdict"] != "not_assessable"]
    if len(known) < 4 or known[measure].nunique() < 2 or known["people"].nunique() < 2:
        return None
    return round(float(spearmanr(known["people"], known[measure]).statistic), 4)


def stored(table: pd.DataFrame, columns: Sequence[str]) -> dict[str, list[Any]]:
    """What verdicts rest on, by function: ``docs/constants.py`` tries other values of the constants on it."""
    kept = ["function", *(name for name in columns if name in table)]
    return {name: [None if pd.isna(one) else one for one in table[name].tolist()] for name in kept}


def planted_in(company: Company, planted: str) -> list[str]:
    """Functions in which something is planted that ought to be found."""
    truth = company.truth
    if "busy" in KINDS[planted].options:
        return [next(iter(truth["sizes"]))]
    return [] if planted in NOTHING else [truth["glue"]] if truth["glue"] else truth["silos"][:1]


def judge_glue(spec: CompanySpec, planted: str) -> Row:
    """Which function links the others: its own mail room does too, and is told apart by ``relay``."""
    company = simulate(spec)
    table = with_effort(glue, replicates=2, simulations=0, without=())(
        company.to_network(), seed=spec.seed
    ).table
    measure = "lift" if "lift" in table else "excess"
    called = table.loc[table["verdict"].isin(["glue", "bridge"]), "function"].tolist()
    wanted = planted_in(company, planted)
    room = [company.truth["mailroom"]] if company.truth["mailroom"] else []
    ranked = table.dropna(subset=[measure])
    first = ranked.loc[ranked[measure].idxmax(), "function"] if len(ranked) else None
    return {
        "called": called,
        "deserved": [*wanted, *room],
        "wanted": wanted,
        "found": set(wanted) <= set(table.loc[table["verdict"] == "glue", "function"]),
        "statistics": stored(table, ("q_value", "lift", "spread")),
        "first": first,
        "first_is_largest": bool(first == table.loc[table["people"].idxmax(), "function"]),
        "size": size_bias(table, measure),
    }


def judge_silos(spec: CompanySpec, planted: str) -> Row:
    """Which functions are closed or open: right where their openness is not 1."""
    company = simulate(spec)
    table = with_effort(silos, simulations=1)(company.to_network()).table
    called = table.loc[table["verdict"].isin(["silo", "open"]), "function"].tolist()
    wanted = planted_in(company, planted) if planted != "story" else company.truth["silos"][:1]
    special = [name for name, openness in company.truth["openness"].items() if openness != 1]
    right = "open" if planted == "open3" else "silo"
    return {
        "statistics": stored(table, ("q_value", "openness", "openness_low", "openness_high")),
        "called": called,
        "deserved": special,
        "wanted": wanted,
        "found": set(wanted) <= set(table.loc[table["verdict"] == right, "function"]),
        "size": size_bias(table, "openness"),
    }


def of_people(network: Network) -> Network:
    """Without ticket queues, unless there is nothing else: queues and people are two groups in any company."""
    return (
        network
        if network.teams_only
        else network.subset((network.people["actor_kind"] == "person").to_numpy())
    )


def judge_communities(spec: CompanySpec, planted: str) -> Row:
    """Whether groups are found; where nothing is planted there are no walls, and groups in some worlds only."""
    result = communities(of_people(simulate(spec).to_network()), seed=spec.seed)
    groups = planted != "none" or spec.world in GROUPED
    labels = np.asarray(result.partition.labels)
    called = ["communities"] if result.verdict == "communities" else []
    return {
        "called": called,
        "deserved": ["communities"] if groups else [],
        "wanted": ["communities"] if groups else [],
        "found": bool(called),
        "assigned": round(float((labels >= 0).mean()), 4),
        "ami": None if not called else result.agreement.get("ami"),
        "size": None,
    }


def quick(company: Company, settings: Settings) -> dict[str, Any]:
    """The answers of a run, without what can only withdraw a recommendation."""
    log, roster = company.log()
    inputs = inputs_of(log, roster, build_network(log, roster, tie_rule=settings.tie_rule), settings)
    return dict(answers(inputs, with_needs(settings.only), on_step=lambda _: None)[0])


def judge_owner(spec: CompanySpec, planted: str) -> Row:
    """Whom the whole run recommends, and which mail rooms it sees."""
    company = simulate(spec)
    settings = Settings(only=("owner",), replicates=60, simulations=100, seed=spec.seed)
    results, truth = quick(company, settings), company.truth
    if "owner" in results and results["owner"].recommended:  # sensitivity may withdraw it
        results = analyze(*company.log(), settings=settings).results
    owner = results.get("owner")  # none where there is too little of everything
    recommended = owner.recommended if owner else None
    wanted = planted_in(company, planted)
    rooms = list(results["relay"].mailrooms) if "relay" in results else []
    return {
        "called": [recommended] if recommended else [],
        "deserved": wanted,
        "wanted": wanted,
        "found": set(wanted) <= {recommended},
        "involve": list(owner.involve or ()) if owner else [],
        "mailrooms": rooms,
        "false_rooms": [name for name in rooms if name != truth["mailroom"]],
        "room_recommended": bool(recommended and recommended == truth["mailroom"]),
        "size": None,
    }


def judge_relay(spec: CompanySpec, _: str) -> Row:
    """Which functions pass on what they are asked."""
    company = simulate(spec)
    results = quick(company, Settings(only=("relay",), seed=spec.seed))
    called = list(results["relay"].mailrooms) if "relay" in results else []
    room = [company.truth["mailroom"]] if company.truth["mailroom"] else []
    return {
        "called": called,
        "deserved": room,
        "wanted": room,
        "found": set(room) <= set(called),
        "size": None,
    }


ANALYSES: dict[str, tuple[Callable[[CompanySpec, str], Row], tuple[str, ...]]] = {
    "glue": (
        judge_glue,
        (
            "none",
            "busy",
            "contacts2",
            "contacts3",
            "contacts3_30",
            "contacts3_6",
            "glue2",
            "glue3",
            "busy2",
            "busy3",
            "story",
        ),
    ),
    "silos": (judge_silos, ("none", "silo4", "silo25", "silo4_30", "open3", "story")),
    "communities": (judge_communities, ("none", "walls")),
    "owner": (judge_owner, ("none", "story")),
    "relay": (judge_relay, ("none", "room")),
}


def planted_at(world: str, kind: str) -> bool:
    """Whether the kind can be planted in the world."""
    if KINDS[kind].in_contacts:
        return (world, kind) in OPENNESS
    return not (kind.startswith("busy") and world in OWN_SIZES)


def jobs(
    analysis: str, worlds: Sequence[str], kinds: Sequence[str], given: argparse.Namespace
) -> Iterator[Job]:
    """Companies one by one, the first of every cell before the second of any."""
    judge, known = ANALYSES[analysis]
    for number in range(given.companies):
        seed = 2 * number + (given.seeds == "odd")
        for world in worlds:
            for kind in kinds:
                if not planted_at(world, kind) or kind not in known:
                    continue
                name = {
                    "analysis": analysis,
                    "rule": given.rule,
                    "world": world,
                    "planted": kind,
                    "seed": seed,
                }
                yield name, partial(_judged, judge, analysis, name)


def _judged(judge: Callable[[CompanySpec, str], Row], analysis: str, name: Row) -> Row:
    started = time.process_time()
    spec = company_of(name["world"], name["planted"], name["seed"], analysis=analysis)
    try:
        found = judge(spec, name["planted"])
    except NotEnoughDataError:  # a run says so, and nothing else
        found = {"called": [], "deserved": [], "wanted": [], "found": False, "size": None}
    return {**found, "seconds": round(time.process_time() - started, 2)}


# --- tables ------------------------------------------------------------------------------------------------------


def told(hits: int, of: int) -> str:
    """A share with its Wilson interval."""
    low, high = wilson(hits, of)
    return f"{hits} of {of} ({low:.0%} to {high:.0%})" if of else "–"


def false_alarms(rows: Sequence[Row]) -> int:
    """Companies in which a function is called that does not deserve it."""
    return sum(bool(set(row["called"]) - set(row["deserved"])) for row in rows)


def cells(rows: Sequence[Row], analysis: str, given: argparse.Namespace) -> dict[tuple[str, str], list[Row]]:
    """Rows of an analysis by world and kind, of the half of the seeds that is asked for."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        half = "odd" if row["seed"] % 2 else "even"
        if (row["analysis"], row["rule"], half) == (analysis, given.rule, given.seeds):
            found.setdefault((row["world"], row["planted"]), []).append(row)
    return found


def false_table(known: dict[tuple[str, str], list[Row]]) -> str:
    """World by world: false alarms where nothing is planted, and how the measure goes with size."""
    lines = []
    for kind, world in product(NOTHING, WORLDS):
        rows = known.get((world, kind), [])
        if not rows:
            continue
        biases = [row["size"] for row in rows if row["size"] is not None]
        hits = false_alarms(rows)
        low, _ = wilson(hits, len(rows))
        lines.append(
            {
                "world": f"`{world}`",
                "what is true of it": WORLDS[world].about if kind == "none" else KINDS[kind].about,
                "false alarms": told(hits, len(rows)) + (" **above 5 %**" if low > LIMIT else ""),
                "with size": f"{np.median(biases):+.2f}" if biases else "–",
            }
        )
    return markdown(lines) if lines else "Nothing was run."


def power_table(known: dict[tuple[str, str], list[Row]], analysis: str) -> str:
    """What is planted by world: how often it is found, and others called besides."""
    lines = []
    for kind in ANALYSES[analysis][1]:
        for world in WORLDS:
            rows = known.get((world, kind), [])
            wanted = [row for row in rows if row["wanted"]]
            if not wanted or (kind in NOTHING and not any(row["wanted"] for row in rows)):
                continue
            bar = BARS.get(analysis, {}).get((world, kind))
            lines.append(
                {
                    "planted": KINDS[kind].about if kind not in NOTHING else "what the world has",
                    "world": f"`{world}`",
                    "found": told(sum(row["found"] for row in wanted), len(wanted)),
                    "another called": told(false_alarms(rows), len(rows)),
                    "prototype": f"{bar[0]} of {bar[1]}" if bar else "–",
                }
            )
    return markdown(lines) if lines else "Nothing was run."


def summary(nulls: Mapping[str, tuple[int, int]]) -> str:
    """The mean over worlds of (false alarms, companies), and the worlds in which it is too much for certain."""
    if not nulls:
        return "Nothing was run."
    rates = [hits / of for hits, of in nulls.values()]
    above = [world for world, (hits, of) in nulls.items() if wilson(hits, of)[0] > LIMIT]
    named = ", ".join(f"`{w}`" for w in above) or "none"
    fewest = min(of for _, of in nulls.values())
    return (
        f"{len(nulls)} worlds, at least {fewest} companies each: false alarms in {np.mean(rates):.1%} of companies in "
        f"the mean over worlds; interval wholly above 5 %: {named}."
    )


def text_of(rows: Sequence[Row], analysis: str, given: argparse.Namespace) -> str:
    known = cells(rows, analysis, given)
    nulls = {
        world: (false_alarms(rows), len(rows)) for (world, kind), rows in known.items() if kind == "none"
    }
    return "\n\n".join([summary(nulls), false_table(known), power_table(known, analysis)])


def with_rows(page: str, rows: Sequence[Row], analysis: str, given: argparse.Namespace) -> str:
    """The tables of the page with rows of what was run: in the place of those of the same world, or as new ones."""
    old = page.partition(f"<!-- {analysis} -->\n")[2].partition("\n<!-- end -->")[0].split("\n\n")
    new = text_of(rows, analysis, given).split("\n\n")
    null = _merged(old[1], new[1], cells=2)  # where functions differ in activity, a world has two rows
    power = _merged(old[2], new[2], cells=2)
    about = {one.about: name for name, one in WORLDS.items()}
    counted = re.findall(r"^\| `\w+` \| (.*?) \| (\d+) of (\d+)", null, re.MULTILINE)
    return "\n\n".join(
        [
            summary({about[told]: (int(hits), int(of)) for told, hits, of in counted if told in about}),
            null,
            power,
        ]
    )


def _merged(old: str, new: str, *, cells: int) -> str:
    """Rows of two tables, in the order of the worlds; those of the second where their first cells are the same."""
    if not (old.startswith("|") and new.startswith("|")):
        return new if new.startswith("|") else old
    head = old.splitlines()[:2]
    rows = {tuple(line.split(" | ")[:cells]): line for line in (*old.splitlines()[2:], *new.splitlines()[2:])}
    kinds = list(dict.fromkeys(_kind_of(line) for line in rows.values()))
    worlds = list(WORLDS)
    return "\n".join(
        [
            *head,
            *sorted(
                rows.values(), key=lambda line: (kinds.index(_kind_of(line)), worlds.index(_world_of(line)))
            ),
        ]
    )


def _world_of(line: str) -> str:
    return str(re.findall(r"`(\w+)`", line)[0])


def _kind_of(line: str) -> str:
    """What is planted: in the first cell, or in the second where that is the world."""
    first, second = line.removeprefix("| ").split(" | ")[:2]
    if not first.startswith("`"):
        return first
    return "" if second == WORLDS[first.strip("`")].about else second


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--analysis", default="glue", help=f"all, or some of {', '.join(ANALYSES)}")
    parser.add_argument("--world", default="all", help="all, or names separated by commas")
    parser.add_argument("--planted", default="none", help=f"all, or some of {', '.join(KINDS)}")
    parser.add_argument("--companies", type=int, default=120, help="per cell")
    parser.add_argument(
        "--seeds", choices=["even", "odd"], default="odd", help="even to choose rules, odd to report"
    )
    parser.add_argument("--rule", default="", help="a name for the rule that is tried")
    parser.add_argument("--results", type=Path, required=True, help="file of results, a line per company")
    parser.add_argument(
        "--seconds", type=float, default=math.inf, help="stop after so many; run again to go on"
    )
    parser.add_argument("--print", action="store_true", help="only print the tables of what was run")
    parser.add_argument("--report", action="store_true", help="only put them into worlds.md")
    parser.add_argument("--add", action="store_true", help="only put them among what is in worlds.md")
    given = parser.parse_args()
    analyses, worlds, kinds = (
        list(known) if asked == "all" else asked.split(",")
        for asked, known in ((given.analysis, ANALYSES), (given.world, WORLDS), (given.planted, KINDS))
    )
    unknown = {*analyses} - {*ANALYSES} | {*worlds} - {*WORLDS} | {*kinds} - {*KINDS}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    for analysis in analyses:
        if given.print:
            print(text_of(read_rows(given.results), analysis, given))
        elif given.add:
            page = PAGE.read_text(encoding="utf-8")
            added = with_rows(page, read_rows(given.results), analysis, given)
            renew(PAGE, {analysis: added}, measured=False)
        elif given.report:
            renew(PAGE, {analysis: text_of(read_rows(given.results), analysis, given)})
        else:
            for row in run(given.results, jobs(analysis, worlds, kinds, given), seconds=given.seconds):
                wrong = sorted(set(row["called"]) - set(row["deserved"]))
                named = (row["analysis"], row["world"], row["planted"], row["seed"])
                print(*named, "found" if row["found"] and row["wanted"] else "", "false:" if wrong else "", *wrong,
                      f"{row['seconds']} s", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
