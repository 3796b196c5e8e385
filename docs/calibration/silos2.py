"""How often `silos2` is wrong where the truth is known. Renews the tables of ``silos2.md`` next to this file.

Two kinds of companies: those of the package's simulator, and, for rooms that have nothing to do with functions, those
drawn pair by pair here. A line per company is appended to ``results/silos2.jsonl``, so that a run can be interrupted
and resumed. Usage::

    python docs/calibration/silos2.py [--companies 200] [--planted 12] [--drawn 30] [--seconds 300]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tables import Job, Row, read_rows, renew, run, upper

from silograph.analyses.communities.answer import communities
from silograph.analyses.silos2.answer import SMALL_SPACE, Silos2Result, silos2
from silograph.graph.network import Network, build_network
from silograph.log.conversations import NONE, Conversations, build_conversations
from silograph.log.schema import CHANNELS, KINDS, ROLES
from silograph.simulation import CompanySpec, Social, simulate
from silograph.simulation.names import slug

PAGE = Path(__file__).with_suffix(".md")
RESULTS = PAGE.parent / "results" / "silos2.jsonl"
SETTINGS: dict[str, Any] = {"simulations": 100, "replicates": 100}
SEARCH: dict[str, Any] = {"simulations": 8, "runs": 2, "resolutions": (0.7, 1.0, 1.4, 2.0)}
NO_ALARM = (None, "too_little_data")

# --- companies of the simulator --------------------------------------------------------------------------------

STRENGTHS: dict[str, dict[str, dict[str, Any]]] = {
    "posts repeat the walls": {f"walls of {x} in both": {"walls": x} for x in (2.5, 4.0, 8.0)},
    "posts open the walls": {
        f"walls of {x} in posts, 8 in e-mail": {"social": Social(walls=x)} for x in (4.0, 2.8, 2.0, 1.0)
    },
    "posts build new walls": {
        f"walls of {x} between six clubs, 8 between functions in e-mail": {"social": Social(clubs=6, walls=x)}
        for x in (4.0, 6.0, 8.0, 16.0)
    },
    "closed spaces": {
        f"two circles, {x} posts each": {"social": Social(silos=2, posts_per_space=x)} for x in (20, 40, 80)
    },
    "a space that mixes, among walls": {
        f"a forum of {x} posts, walls of 8 in posts": {"social": Social(bridges=1, posts_per_space=x)}
        for x in (20, 80)
    },
    "a space that mixes, without walls": {
        f"a forum of {x} posts, no walls in posts": {
            "social": Social(walls=1.0, bridges=1, posts_per_space=x)
        }
        for x in (20, 40, 80)
    },
    "few post": {stage: {"social": Social(stage=stage)} for stage in ("pilot", "customer_facing")},
}


def nulls(companies: int) -> Iterator[tuple[str, int, CompanySpec]]:
    """Companies of all sizes with nothing planted but walls."""
    for seed in range(companies):
        rng = np.random.default_rng([seed, 22])
        functions = int(rng.integers(5, 11))
        people = int(functions * rng.integers(14, 26))
        spec = CompanySpec(
            people=people, functions=functions, messages=int(people * rng.integers(30, 70)), seed=seed,
            walls=(1.0, 3.0, 6.0, 9.0)[seed % 4], activity_spread=float(rng.uniform(0.4, 0.9)),
        )  # fmt: skip
        yield f"nothing, walls of {spec.walls:g}", seed, spec.null()


def planted(seed: int) -> Iterator[tuple[str, int, CompanySpec]]:
    """Companies with everything planted, at every strength."""
    usual = CompanySpec(people=150, messages=8000, functions=8, owner_presence=1.0, seed=seed)
    for rows in STRENGTHS.values():
        for what, options in rows.items():
            yield what, seed, replace(usual, **options)


def judge(spec: CompanySpec) -> Row:
    """What was planted in a company of the simulator, and what was found."""
    company = simulate(spec)
    log, roster = company.log()
    truth = company.truth
    posts = build_network(log, roster, layer="post")
    found = {"post": communities(posts, **SEARCH)}
    result = silos2(build_conversations(log, roster), communities=found, seed=spec.seed, **SETTINGS)
    spaces = result.table[result.table["kind"] == "space"].set_index("name")["verdict"]
    spaces = spaces.drop(SMALL_SPACE, errors="ignore")
    homes = [f"#{slug(name)}" for name in company.plan.functions]
    closed, mixed = truth["silos2"] or [], truth["bridge_spaces"] or []
    others = spaces.drop([*closed, *mixed], errors="ignore")
    return {
        "truth": truth["layer_verdict"] or _silent_truth(spec),
        "layer": result.layer_verdict,
        "closed": [int((spaces.reindex(closed) == "silo2").sum()), len(closed)],
        "mixed": [int((spaces.reindex(mixed) == "bridge_space").sum()), len(mixed)],
        "other_silo2": int((others == "silo2").sum()),
        "home_bridges": int((others.reindex(homes) == "bridge_space").sum()),
        "open_bridges": int((others.drop(homes, errors="ignore") == "bridge_space").sum()),
        "silo2_communities": int(
            ((result.table["kind"] == "community") & (result.table["verdict"] == "silo2")).sum()
        ),
    }


def _silent_truth(spec: CompanySpec) -> str:
    """Where ``truth.json`` says nothing about posts because nothing is planted in them."""
    if spec.social.walls is None and not spec.social.clubs:
        return "repeats_walls" if spec.walls > 2 else "no walls"
    return "in between"


# --- companies drawn pair by pair ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What a company is drawn from."""

    people: int = 120
    functions: int = 7
    posts: int = 3000
    mails: int = 4000
    walls: float = 6.0  # of e-mail
    ratio: float = 1.0  # walls of posts over those of e-mail
    room: float = 0.0  # share of their posts that the first function's people put in a room of their own


NULLS = {
    "walls of 6 in both layers, rooms at random": Truth(),
    "no walls anywhere, rooms at random": Truth(walls=1.0),
    "walls of 6 in e-mail, none in posts": Truth(ratio=1 / 6),
    "no walls, few posts": Truth(walls=1.0, posts=400, people=80),
}
ROOM = {
    f"{x:.0%} of a function's posts in its own room": Truth(walls=1.0, room=x)
    for x in (0.3, 0.5, 0.6, 0.7, 0.9)
}
HOME_ROOMS = 3


def draw(truth: Truth, seed: int) -> Conversations:
    """One company: half a year of mail, and of posts that answer somebody in a room."""
    rng = np.random.default_rng(seed)
    sizes = 5 + rng.multinomial(
        truth.people - 5 * truth.functions, rng.dirichlet(np.full(truth.functions, 4.0))
    )
    function = np.repeat(np.arange(truth.functions), sizes)
    active = np.exp(0.7 * rng.normal(size=truth.people))
    same = function[:, None] == function
    mails = _pairs(rng, active, np.where(same, truth.walls, 1.0), truth.mails)
    posts = _pairs(rng, active, np.where(same, max(truth.walls * truth.ratio, 1.0), 1.0), truth.posts)
    space = _rooms(rng, truth, posts, function)
    ends = np.concatenate([mails, posts])
    n = len(ends)
    order = rng.permutation(n)
    ends, is_post = ends[order], np.arange(n)[order] >= len(mails)
    spaces = np.concatenate([np.full(len(mails), NONE), space])[order]
    names = tuple(f"F{code}" for code in range(truth.functions))
    messages = pd.DataFrame(
        {
            "sent_at": pd.Timestamp("2024-01-01", tz="UTC")
            + pd.to_timedelta(np.arange(n) * 180 / n, unit="D"),
            "time_quality": "exact",
            "channel": pd.Categorical(np.where(is_post, "post", "email"), categories=CHANNELS),
            "kind": pd.Categorical(np.where(is_post, "reply", "mail"), categories=KINDS),
            "sender": ends[:, 0],
            "function": function[ends[:, 0]],
            "thread": NONE,
            "parent": NONE,
            "space": spaces,
            "audience": 1,
            "automated": False,
            "source": 0,
            "subject": None,
        }
    )
    interactions = pd.DataFrame(
        {
            "message": np.arange(n),
            "recipient": ends[:, 1],
            "function": function[ends[:, 1]],
            "role": pd.Categorical(np.where(is_post, "reply", "to"), categories=ROLES),
        }
    )
    actors = pd.DataFrame(
        {
            "actor_id": [f"p{i}" for i in range(truth.people)],
            "actor_kind": "person",
            "function": np.array(names)[function],
            "level": np.nan,
            "title": None,
            "manager_id": None,
        }
    )
    rooms = tuple(f"#room{number}" for number in range(int(spaces.max()) + 1))
    return Conversations(
        messages, interactions, pd.DataFrame(), functions=names, spaces=rooms, actors=actors, threads=()
    )


def _pairs(rng: np.random.Generator, active: Any, factor: Any, count: int) -> Any:
    """Who answers whom; what a pair exchanges varies beyond chance (gamma)."""
    rate = np.triu(active[:, None] * active * factor, 1) * rng.gamma(0.5, 2.0, factor.shape)
    drawn = rng.choice(rate.size, count, p=rate.ravel() / rate.sum())
    return rng.permuted(np.column_stack(np.divmod(drawn, len(active))), axis=1)


def _rooms(rng: np.random.Generator, truth: Truth, posts: Any, function: Any) -> Any:
    """In which room each post is: one of the sender's usual ones, and what is planted."""
    k, n = truth.functions, len(posts)
    home = rng.integers(0, k, (truth.people, HOME_ROOMS))
    space = home[posts[:, 0], rng.integers(0, HOME_ROOMS, n)]
    own = (function[posts[:, 0]] == 0) & (rng.random(n) < truth.room)
    return np.where(own, k, space)


def judge_drawn(truth: Truth, seed: int) -> Row:
    """What was found in a company that was drawn here."""
    talk = draw(truth, seed)
    rows = talk.interactions.assign(sender=talk.messages["sender"])[
        (talk.messages["channel"] == "post").to_numpy()
    ]
    functions = dict(zip(range(truth.people), talk.actors["function"], strict=True))
    network = Network.from_edges(zip(rows["sender"], rows["recipient"], strict=True), functions)
    network = Network(
        network.people.assign(person_id=[f"p{i}" for i in network.people["person_id"]]),
        network.source, network.target, strength=network.strength, messages=network.messages,
    )  # fmt: skip
    result = silos2(talk, communities={"post": communities(network, **SEARCH)}, seed=seed, **SETTINGS)
    space = result.table["kind"] == "space"
    planted = result.table["name"] == f"#room{truth.functions}"
    verdict = result.table["verdict"]
    return {
        "layer": result.layer_verdict,
        "silo2_spaces": int((verdict[space] == "silo2").sum()),
        "silo2_communities": int((verdict[~space] == "silo2").sum()),
        "bridges": int((verdict == "bridge_space").sum()),
        "planted_silo2": bool((verdict[planted] == "silo2").any()),
        "covered": _covers(result, truth),
    }


def _covers(result: Silos2Result, truth: Truth) -> bool:
    mail = result.layers.set_index("channel").loc["email"]
    true = max(truth.walls * truth.ratio, 1.0) / truth.walls
    return bool(mail["ratio_low"] <= true <= mail["ratio_high"])


# --- running, and the page -------------------------------------------------------------------------------------


def _of(what: str) -> pd.DataFrame:
    """The companies of one kind, or of all kinds whose name begins so."""
    lines = pd.DataFrame(read_rows(RESULTS))
    return lines[lines["what"].str.startswith(what)]


def _share(hits: int, trials: int) -> str:
    return f"{hits} of {trials} | {upper(hits, trials):.1%}" if trials else "– | –"


def false_alarms() -> str:
    """Verdicts that nothing was planted for, over companies of both kinds."""
    null = _of("nothing, walls")
    walled = {what: _of(what) for what in STRENGTHS["posts open the walls"]}
    opened = pd.concat([rows for what, rows in walled.items() if not what.startswith("walls of 4")])
    drawn = pd.concat([_of(what) for what in NULLS])
    random = drawn["what"].map(lambda what: NULLS[str(what)])
    no_walls = null[null["what"] == "nothing, walls of 1"]
    blind = drawn[random.map(lambda truth: truth.walls * truth.ratio <= 1)]
    rows = [
        ("`repeats_walls`", "no walls in posts, or thin ones (at most 0.35 of those in e-mail)",
         pd.concat([no_walls, opened, blind])["layer"] == "repeats_walls"),
        ("`opens_walls`", "nothing planted, or the same walls in both layers",
         pd.concat([null, drawn[random.map(lambda truth: truth.ratio == 1)]])["layer"] == "opens_walls"),
        ("`new_walls`", "no clubs", pd.concat([null, opened, drawn])["layer"] == "new_walls"),
        ("`silo2`, some space", "nothing planted; functions have rooms", null["other_silo2"] > 0),
        ("`silo2`, some space", "rooms at random", drawn["silo2_spaces"] > 0),
        ("`silo2`, some community", "no walls in posts",
         pd.concat([no_walls, blind])["silo2_communities"] > 0),
        ("`bridge_space`, some function's room", "nothing planted", null["home_bridges"] > 0),
        ("`bridge_space`, some room", "rooms at random", drawn["bridges"] > 0),
    ]  # fmt: skip
    head = [
        "| verdict | where it would be wrong | companies that got it | upper 95 % bound |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *(f"| {v} | {w} | {_share(int(x.sum()), len(x))} |" for v, w, x in rows)])


def confusion() -> str:
    """Truth about the layer against its verdict, over all companies of the simulator."""
    lines = pd.DataFrame(read_rows(RESULTS))
    lines = lines[lines["truth"].notna()]
    names = ["repeats_walls", "opens_walls", "new_walls", "too_little_data", "none"]
    counts = pd.crosstab(lines["truth"], lines["layer"].fillna("none")).reindex(columns=names, fill_value=0)
    counts = counts.reindex([*names[:3], "no walls", "in between", names[3]]).dropna().astype(int)
    rows = [
        f"| {truth} | " + " | ".join(map(str, row)) + " |"
        for truth, row in zip(counts.index, counts.to_numpy(), strict=True)
    ]
    return "\n".join([f"| truth | {' | '.join(names)} |", "|---" * 6 + "|", *rows])


def detection() -> str:
    """How often what is planted is found, by strength."""
    wanted = {"posts repeat the walls": "repeats_walls", "posts open the walls": "opens_walls",
              "posts build new walls": "new_walls", "few post": None}  # fmt: skip
    rows = ["| planted | strength | companies | found | other verdicts |", "|---|---|---|---|---|"]
    for theme, strengths in STRENGTHS.items():
        for what in strengths:
            part = _of(what)
            if not len(part):
                continue
            if theme in wanted:
                hits = part["layer"] == (wanted[theme] or part["truth"])
                found = f"{hits.mean():.0%}"
                missed = part.loc[~hits, "layer"].fillna("none").value_counts()
                other = ", ".join(f"{name} {count}" for name, count in missed.items())
            else:
                column = "closed" if theme == "closed spaces" else "mixed"
                got, of = np.array(part[column].tolist()).sum(axis=0)
                found, other = f"{got} of {of} spaces", ""
            rows.append(f"| {theme} | {what} | {len(part)} | {found} | {other} |")
    for what in ROOM:
        part = _of(what)
        if len(part):
            hits = part["planted_silo2"].astype(bool)
            rows.append(f"| a room of its own (drawn) | {what} | {len(part)} | {hits.mean():.0%} | |")
    return "\n".join(rows)


def coverage() -> str:
    """How often the interval of the ratio of walls holds the truth."""
    covered = pd.concat([_of(what) for what in NULLS])["covered"].astype(bool)
    return f"The 95 % interval of the ratio covers the truth in {covered.mean():.1%} of {len(covered)} drawn companies."


def _job(planned: tuple[str, int, CompanySpec | Truth]) -> Job:
    what, seed, truth = planned
    work = partial(judge, truth) if isinstance(truth, CompanySpec) else partial(judge_drawn, truth, seed)
    return {"what": what, "seed": seed}, work


def main() -> None:
    """Run what is missing, and renew the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--planted", type=int, default=12)
    parser.add_argument("--drawn", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=300.0)
    options = parser.parse_args()

    def plan() -> Iterator[tuple[str, int, CompanySpec | Truth]]:
        yield from nulls(options.companies)
        for seed in range(max(options.planted, options.drawn)):
            if seed < options.planted:
                yield from planted(seed)
                yield from ((what, 1000 + seed, truth) for what, truth in ROOM.items())
            if seed < options.drawn:
                yield from ((what, seed, truth) for what, truth in NULLS.items())

    for row in run(RESULTS, map(_job, plan()), seconds=options.seconds):
        print(row["what"], row["seed"], flush=True)
    renew(
        PAGE,
        {
            "false alarms": false_alarms(),
            "confusion": confusion(),
            "detection": detection(),
            "coverage": coverage(),
        },
    )


if __name__ == "__main__":
    main()
