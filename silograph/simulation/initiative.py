"""An initiative with a function missing at its table, threads in which everybody copies everybody, round mails."""

from __future__ import annotations

from typing import Any

import numpy as np

from silograph.simulation.scripts import Script, Setting
from silograph.simulation.themes import Stream
from silograph.simulation.threads import Mark
from silograph.simulation.worlds import ROUND_MAIL_TO, ROUND_MAILS

_LINGER = 6.0  # median working hours between two messages
_STORM_FUNCTIONS, _STORM_ROUNDS = (4, 7), (8, 14)


def play_initiative(company: Setting, *, space: int) -> Script:
    """Threads in the initiative's space without the absent function, and mails on its topic with it."""
    options, plan = company.spec.initiative, company.plan
    rng, script = company.spec.generator(Stream.INITIATIVE), Script(company)
    functions = np.arange(len(plan.functions))
    present = functions[functions != plan.absent]
    for _ in range(options.threads):
        table = rng.permutation(present)[: rng.integers(2, 5)]
        speakers = [company.member(int(function), rng) for function in table]
        hours = float(rng.random() * company.clock.length)
        thread = script.thread(Mark.TOPIC, space=space)
        thread.say(speakers[0], speakers[1:2], hours)
        for speaker in speakers[1:]:
            hours += _LINGER * float(rng.lognormal(0.0, 1.0))
            thread.say(speaker, [], hours)
    for function in functions.tolist():
        for _ in range(options.mails):
            asker = company.member(function, rng)
            asked = company.partner(asker, rng)
            hours = float(rng.random() * company.clock.length)
            thread = script.thread(Mark.TOPIC)
            thread.say(asker, [asked], hours)
            thread.say(asked, [asker], hours + company.delay(asked, rng))
    return script


def initiative_facts(company: Setting, space: str) -> dict[str, Any]:
    """Where the initiative is at work, how its topic is written, and who is missing."""
    words, plan = company.spec.vocabulary, company.plan
    return {
        "space": f"#{space}",
        "topic": words.initiative,
        "absent": None if plan.absent is None else plan.functions[plan.absent],
    }


def play_storms(company: Setting) -> Script:
    """Mails to and fro between many people of many functions, all of them in copy of everything."""
    rng, script = company.spec.generator(Stream.STORMS), Script(company)
    k = len(company.plan.functions)
    for _ in range(company.spec.copy_storms):
        functions = rng.permutation(k)[: rng.integers(*_STORM_FUNCTIONS)]
        people = [int(p) for f in functions for p in rng.permutation(company.people_of(int(f)))[:3]]
        rounds = int(rng.integers(*_STORM_ROUNDS))
        # all rounds fall into the period
        pause = min(_LINGER, 0.5 * company.clock.length / rounds)
        hours = float(rng.random() * 0.4 * company.clock.length)
        thread, before = script.thread(Mark.STORM), int(rng.choice(people))
        for _ in range(rounds):
            speaker = int(rng.choice([p for p in people if p != before]))
            thread.say(speaker, [before], hours, cc=[p for p in people if p != speaker])
            before = speaker
            hours += pause * float(rng.random() * 2)
    return script


def play_round_mails(company: Setting) -> Script:
    """Mails of one person to many colleagues at random, whom nobody answers."""
    rng, script, person = (
        company.spec.generator(Stream.WORLD, 5),
        Script(company),
        company.staff.placed.person,
    )
    others = np.delete(np.arange(company.staff.n_people), [] if person is None else [person])
    for _ in range(ROUND_MAILS if person is not None else 0):
        to = rng.permutation(others)[:ROUND_MAIL_TO].tolist()
        script.thread(Mark.ROUND).say(int(person or 0), to, float(rng.random() * company.clock.length))
    return script
