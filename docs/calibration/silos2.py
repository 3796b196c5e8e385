"""How often `silos2` is wrong where the truth is known. Renews the tables of ``silos2.md`` next to this file.

Companies are drawn here, pair by pair, not with the package's own simulator. A line per company is appended to
``results/silos2.jsonl``, so that a run can be interrupted and resumed. Usage::

    python docs/calibration/silos2.py [--companies 60] [--planted 20] [--seconds 300]
"""

from __future__ import annotations

import argparse
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import beta

from silograph.analyses.communities import communities
from silograph.analyses.silos2 import Silos2Result, silos2
from silograph.conversations import NONE, Conversations
from silograph.messages import CHANNELS, KINDS, ROLES
from silograph.network import Network

PAGE = Path(__file__).with_suffix(".md")
RESULTS = PAGE.parent / "results" / "silos2.jsonl"
SETTINGS: dict[str, Any] = {"simulations": 100, "rewirings": 30, "replicates": 100}


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What a company is drawn from."""

    people: int = 120
    functions: int = 7
    posts: int = 3000
    mails: int = 4000
    walls: float = 6.0  # of e-mail
    ratio: float = 1.0  # walls of posts over those of e-mail
    new_walls: float = 1.0  # between groups of posters that cut across functions
    room: float = 0.0  # share of their posts that the first function's people put in a room of their own
    rooms: bool = False  # every function has a room, for posts among its own people
    meeting: float = (
        0.0  # share of posts in a room where functions meet, where the others are rooms of functions
    )


NULLS = {
    "walls of 6 in both layers, rooms at random": Truth(),
    "no walls anywhere, rooms at random": Truth(walls=1.0),
    "walls of 6 in e-mail, none in posts": Truth(ratio=1 / 6),
    "no walls, few posts": Truth(walls=1.0, posts=400, people=80),
}
PLANTED = {
    "room of its own: share of posts in it": [
        ("room", x, Truth(walls=1.0, room=x)) for x in (0.3, 0.5, 0.7, 0.9)
    ],
    "posts open the walls: ratio of walls": [("ratio", x, Truth(ratio=x)) for x in (0.7, 0.5, 0.35, 0.2)],
    "posts repeat the walls: walls of both": [("walls", x, Truth(walls=x)) for x in (1.5, 2.0, 4.0, 8.0)],
    "new walls: walls between groups of posters": [
        ("new_walls", x, Truth(walls=4.0, ratio=0.25, new_walls=x)) for x in (3.0, 6.0, 12.0, 24.0)
    ],
    "a room where functions meet: its share of posts": [
        ("meeting", x, Truth(rooms=True, meeting=x)) for x in (0.02, 0.05, 0.1, 0.2)
    ],
}
LOOKED_FOR = ("silo2", "opens_walls", "repeats_walls", "new_walls", "bridge_space")
HOME_ROOMS = 3


def draw(truth: Truth, seed: int) -> Conversations:
    """One company: half a year of mail, and of posts that answer somebody in a room."""
    rng = np.random.default_rng(seed)
    sizes = 5 + rng.multinomial(
        truth.people - 5 * truth.functions, rng.dirichlet(np.full(truth.functions, 4.0))
    )
    function = np.repeat(np.arange(truth.functions), sizes)
    group = rng.permutation(np.arange(truth.people) % 6)
    active = np.exp(0.7 * rng.normal(size=truth.people))
    same, together = (one[:, None] == one for one in (function, group))
    mails = _pairs(rng, active, np.where(same, truth.walls, 1.0), truth.mails)
    blind = np.where(same, max(truth.walls * truth.ratio, 1.0), 1.0)
    posts = _pairs(rng, active, blind * np.where(together, truth.new_walls, 1.0), truth.posts)
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
    return Conversations(messages, interactions, pd.DataFrame(), names, rooms, actors, ())


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
    if truth.rooms:
        space = function[posts[:, 0]]
        space = np.where(rng.random(n) < truth.meeting, k, space)
    own = (function[posts[:, 0]] == 0) & (rng.random(n) < truth.room)
    return np.where(own, k, space)


def judge(truth: Truth, seed: int) -> tuple[Silos2Result, dict[str, Any]]:
    """The result for one company, and what it found."""
    talk = draw(truth, seed)
    rows = talk.interactions.assign(sender=talk.messages["sender"])[
        (talk.messages["channel"] == "post").to_numpy()
    ]
    functions = dict(zip(range(truth.people), talk.actors["function"], strict=True))
    network = Network.from_edges(zip(rows["sender"], rows["recipient"], strict=True), functions)
    network = Network(
        network.people.assign(person_id=[f"p{i}" for i in network.people["person_id"]]),
        network.source, network.target, network.strength, network.messages,
    )  # fmt: skip
    found = communities(network, rewirings=8, runs=2, resolutions=(0.7, 1.0, 1.4, 2.0))
    result = silos2(talk, communities={"post": found}, seed=seed, **SETTINGS)
    space = result.table["kind"] == "space"
    planted = result.table["name"] == f"#room{truth.functions}"
    verdict = result.table["verdict"]
    return result, {
        "layer": result.layer_verdict,
        "silo2_spaces": int((verdict[space] == "silo2").sum()),
        "silo2_communities": int((verdict[~space] == "silo2").sum()),
        "bridges": int((verdict == "bridge_space").sum()),
        "planted_silo2": bool((verdict[planted] == "silo2").any()),
        "planted_bridge": bool((verdict[planted] == "bridge_space").any()),
        "covered": bool(_covers(result, truth)),
    }


def _covers(result: Silos2Result, truth: Truth) -> bool:
    mail = result.layers.set_index("channel").loc["email"]
    true = max(truth.walls * truth.ratio, 1.0) / truth.walls
    return bool(mail["ratio_low"] <= true <= mail["ratio_high"])


def run(companies: int, planted: int, seconds: float) -> None:
    """Draw companies in turn until each setting has its number, or the time is over."""
    done = {(line["what"], line["seed"]) for line in _lines()}
    jobs = [(what, truth, seed) for seed in range(companies) for what, truth in NULLS.items()]
    jobs += [
        (f"{what}|{value}", truth, seed)
        for seed in range(1000, 1000 + planted)
        for what, rows in PLANTED.items()
        for _, value, truth in rows
    ]
    RESULTS.parent.mkdir(exist_ok=True)
    started = time.monotonic()
    with RESULTS.open("a", encoding="utf-8") as stream:
        for what, truth, seed in jobs:
            if (what, seed) in done:
                continue
            if time.monotonic() - started > seconds:
                print("time is over; run again to go on")
                break
            _, found = judge(truth, seed)
            stream.write(json.dumps({"what": what, "seed": seed, **found}) + "\n")
            stream.flush()


def _lines() -> list[dict[str, Any]]:
    if not RESULTS.exists():
        return []
    return [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines()]


def upper(hits: int, trials: int) -> float:
    """Exact upper 95 % bound (one-sided) of a share."""
    return float(beta.ppf(0.95, hits + 1, trials - hits)) if hits < trials else 1.0


def tables() -> dict[str, str]:
    """The sections of the page."""
    lines = pd.DataFrame(_lines())
    null = lines[lines["what"].isin(NULLS)]
    wrong = {
        "walls of 6 in both layers, rooms at random": ("opens_walls", "new_walls"),
        "no walls anywhere, rooms at random": ("repeats_walls", "opens_walls", "new_walls"),
        "walls of 6 in e-mail, none in posts": ("repeats_walls", "new_walls"),
        "no walls, few posts": ("repeats_walls", "opens_walls", "new_walls"),
    }
    rows = [
        "| nothing planted | companies | verdict | companies that got it | upper 95 % bound |",
        "|---|---|---|---|---|",
    ]
    for what, part in null.groupby("what", sort=False):
        counts = {one: int((part["layer"] == one).sum()) for one in wrong[str(what)]}
        counts["silo2 (a space)"] = int((part["silo2_spaces"] > 0).sum())
        if "6 in both" not in str(what):  # where communities are functions, they are silos
            counts["silo2 (a community)"] = int((part["silo2_communities"] > 0).sum())
        counts["bridge_space"] = int((part["bridges"] > 0).sum())
        rows += [
            f"| {what} | {len(part)} | {v} | {n} | {upper(n, len(part)):.1%} |" for v, n in counts.items()
        ]
    every = null.assign(silo=null["silo2_spaces"] > 0, bridge=null["bridges"] > 0)
    for verdict in ("silo", "bridge"):
        n = int(every[verdict].sum())
        name = {"silo": "silo2 (a space)", "bridge": "bridge_space"}[verdict]
        rows.append(f"| **all** | {len(every)} | {name} | {n} | {upper(n, len(every)):.1%} |")
    for verdict in ("repeats_walls", "opens_walls", "new_walls"):
        part = every[every["what"].map(lambda what, v=verdict: v in wrong[what])]
        n = int((part["layer"] == verdict).sum())
        rows.append(f"| **all** | {len(part)} | {verdict} | {n} | {upper(n, len(part)):.1%} |")
    curves = ["| planted | strength | companies | found |", "|---|---|---|---|"]
    for (what, cells), verdict in zip(PLANTED.items(), LOOKED_FOR, strict=True):
        for _, value, _ in cells:
            part = lines[lines["what"] == f"{what}|{value}"]
            if not len(part):
                continue
            column = {"silo2": "planted_silo2", "bridge_space": "planted_bridge"}.get(verdict)
            hits = part[column] if column else part["layer"] == verdict
            curves.append(f"| {what} | {value} | {len(part)} | {hits.mean():.0%} |")
    covered = null["covered"]
    coverage = f"The 95 % interval of the ratio of walls covers the truth in {covered.mean():.1%} of {len(null)} companies."
    return {"false alarms": "\n".join(rows), "detection": "\n".join(curves), "coverage": coverage}


def write(found: dict[str, str]) -> None:
    """Put the tables into the page, between their marks."""
    page = PAGE.read_text(encoding="utf-8")
    for name, text in found.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        page = pattern.sub(lambda match, text=text: f"{match[1]}{text}\n{match[2]}", page)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=60)
    parser.add_argument("--planted", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=300.0)
    options = parser.parse_args()
    run(options.companies, options.planted, options.seconds)
    write(tables())
