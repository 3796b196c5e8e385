"""Outside contacts of the invented company: who serves them, and whether one hand knows what the other does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from silograph.arrays import FloatArray, IntArray
from silograph.simulation.scripts import Script, ScriptedThread, Setting
from silograph.simulation.themes import Stream
from silograph.simulation.threads import BROADCAST, DAY_LENGTH, NOBODY, Mark

_OPENED_INSIDE = 0.25  # share of cases in which the company writes first
_FURTHER = 0.3  # share of cases with one more round
_APART = 5 * DAY_LENGTH  # before and after a collision neither function hears of the other
_SLOWEST = 2 * DAY_LENGTH  # answer in a collision: both functions are at it within the same days


@dataclass(frozen=True)
class Contacts:
    """The contacts, as nodes, and the functions and people that serve each.

    Parameters
    ----------
    kind
        `Mark` of each contact's exchange: OUTSIDE is served by one function, COLLISION by two that do not know of
        each other, TWO_HANDED by two that do.
    functions, people
        Two per contact; only the first one serves those of one function.
    """

    kind: IntArray
    functions: IntArray
    people: IntArray


class OutsidePlay:
    """Plays the exchange with outside contacts."""

    def __init__(self, company: Setting, script: Script) -> None:
        self.company, self.script = company, script
        self.options = company.spec.outside
        self.rng = company.spec.generator(Stream.OUTSIDE)
        self._open: list[tuple[int, int, float, float]] = []  # contact, function, from, to

    @cached_property
    def by_function(self) -> FloatArray:
        """Probability of serving a contact, by function."""
        company, options = self.company, self.options
        people = company.staff.n_people
        activity = np.bincount(company.staff.function[:people], company.model.activity)
        share = (1 - options.waist) * activity / activity.sum()
        if company.plan.waist is not None:
            share[company.plan.waist] += options.waist
        return np.asarray(share)

    @cached_property
    def contacts(self) -> Contacts:
        """Who serves whom."""
        options, n, rng = self.options, self.options.contacts, self.rng
        colliding, two_handed = round(options.collisions * n), round(options.coordinated * n)
        kind = np.full(n, Mark.OUTSIDE)
        kind[:colliding] = Mark.COLLISION
        kind[colliding : colliding + two_handed] = Mark.TWO_HANDED
        kind = rng.permutation(kind)
        functions = np.empty((n, 2), dtype=np.int64)
        for contact in range(n):
            first = int(rng.choice(len(self.by_function), p=self.by_function))
            others = np.delete(np.arange(len(self.by_function)), first)
            functions[contact] = first, rng.choice(others)
        people = np.array([[self._server(int(f)) for f in pair] for pair in functions])
        return Contacts(kind, functions, people)

    def _server(self, function: int) -> int:
        """Who of a function serves a contact; at the waist this may be a few people only."""
        if function == self.company.plan.waist and self.options.people:
            return int(self.rng.choice(waist_people(self.company, self.options.people)))
        return self.company.member(function, self.rng)

    def play(self, budget: int) -> dict[str, Any]:
        """Cases of about `budget` messages; gives facts for ``truth.json``.

        Collisions come first, so that nothing else breaks their silence.
        """
        contacts, rng = self.contacts, self.rng
        first = self.company.staff.first_contact
        cases = rng.permutation(
            np.tile(np.arange(len(contacts.kind)), 1 + budget // (2 * len(contacts.kind)))
        )
        colliding = contacts.kind[cases] == Mark.COLLISION
        target = budget * colliding.mean()
        for contact in cases[colliding].tolist():
            if len(self.script) >= target:
                break
            self._collide(first + contact, contacts.people[contact], contacts.functions[contact])
        for contact in cases[~colliding].tolist():
            if len(self.script) >= budget:
                break
            self._serve(first + contact, contacts.people[contact], Mark(int(contacts.kind[contact])))
        campaigns = [self._campaign(first) for _ in range(self.options.campaigns)]
        return {"contacts": self._facts(), "campaigns": campaigns}

    def _facts(self) -> dict[str, Any]:
        plan, staff, contacts = self.company.plan, self.company.staff, self.contacts
        named = np.array(plan.functions, dtype=object)
        ids = staff.table["person_id"].to_numpy(object)
        facts = {}
        for i, address in enumerate(staff.contacts["email"]):
            served = 1 if contacts.kind[i] == Mark.OUTSIDE else 2
            facts[address] = {
                "served": Mark(int(contacts.kind[i])).name.lower(),
                "functions": named[contacts.functions[i, :served]].tolist(),
                "people": ids[contacts.people[i, :served]].tolist(),
            }
        return facts

    def _moment(self) -> float:
        return float(self.rng.random() * self.company.clock.length)

    def _collide(self, contact: int, people: IntArray, functions: IntArray) -> None:
        """The contact asks two functions within a day, and each answers on its own."""
        begin = self.rng.random() * max(self.company.clock.length - 4 * DAY_LENGTH, 0.0)
        end = begin + DAY_LENGTH + 2 * _SLOWEST
        one, other = people.tolist()
        self.script.silences.add(one, int(functions[1]), begin - _APART, end + _APART)
        self.script.silences.add(other, int(functions[0]), begin - _APART, end + _APART)
        for person in (one, other):
            asked = begin + float(self.rng.random() * DAY_LENGTH)
            answered = asked + min(self.company.delay(person, self.rng), _SLOWEST)
            thread = self.script.thread(Mark.COLLISION)
            thread.say(contact, [person], asked)
            thread.say(person, [contact], answered)
            self._open.append((contact, person, asked, answered))

    def _serve(self, contact: int, people: IntArray, mark: Mark) -> None:
        """One case: asked by the contact or opened inside, with a colleague consulted or a second function."""
        rng, company, thread = self.rng, self.company, self.script.thread(mark)
        server, second = people.tolist()
        hours = asked = self._moment()
        if rng.random() < _OPENED_INSIDE:
            thread.say(server, [contact], hours)
            hours += float(rng.lognormal(np.log(4.0), 1.0))
        thread.say(contact, [server], hours)
        if rng.random() < company.plan.unanswered[company.staff.function[server]]:
            return
        if mark == Mark.TWO_HANDED:
            hours, told = self._consult(thread, server, second, hours)
            hours += company.delay(second, rng)
            if told:
                thread.say(second, [contact], hours, cc=[server])
        elif rng.random() < self.options.consults:
            hours, _ = self._consult(thread, server, company.partner(server, rng), hours)
        hours += company.delay(server, rng)
        thread.say(server, [contact], hours)
        if rng.random() < _FURTHER:
            hours += float(rng.lognormal(np.log(4.0), 1.0))
            thread.say(contact, [server], hours)
            hours += company.delay(server, rng)
            thread.say(server, [contact], hours)
        self._open.append((contact, server, asked, hours))

    def _consult(
        self, thread: ScriptedThread, server: int, colleague: int, hours: float
    ) -> tuple[float, bool]:
        """Who serves the contact asks a colleague in the same thread; gives when that is over, and whether it was."""
        hours += self.company.delay(server, self.rng)
        if thread.say(server, [colleague], hours) == NOBODY:
            return hours, False
        hours += self.company.delay(colleague, self.rng)
        thread.say(colleague, [server], hours)
        return hours, True

    def _campaign(self, first: int) -> dict[str, Any]:
        """Somebody writes to most contacts at once, whoever is serving them."""
        staff, options = self.company.staff, self.options
        size = max(BROADCAST, round(0.8 * options.contacts))
        chosen = np.sort(first + self.rng.permutation(options.contacts)[:size])
        function = self._campaigner()
        sender = self.company.member(function, self.rng)
        hours = float(self.rng.random() * self.company.clock.length)
        self.script.thread(Mark.CAMPAIGN).say(sender, chosen.tolist(), hours)
        waiting = {
            contact
            for contact, server, asked, answered in self._open
            if asked < hours < answered and staff.function[server] != function
        }
        addresses = staff.contacts["email"].tolist()
        return {
            "function": self.company.plan.functions[function],
            "sent_at": pd.Timestamp(
                self.company.clock.utc(np.array([hours]))[0], unit="us", tz="UTC"
            ).isoformat(),
            "contacts": size,
            "open_cases": sorted(addresses[contact - first] for contact in waiting & set(chosen.tolist())),
        }

    def _campaigner(self) -> int:
        """Campaigns come from a function that is not at the waist."""
        others = [f for f in range(len(self.company.plan.functions)) if f != self.company.plan.waist]
        return int(self.rng.choice(others))


def waist_people(company: Setting, n: int) -> IntArray:
    """The busiest people of the function at the waist."""
    assert company.plan.waist is not None  # noqa: S101 - callers ask only where there is one
    people = company.people_of(company.plan.waist)
    return np.asarray(people[np.argsort(-company.staff.theta[people], kind="stable")[:n]])
