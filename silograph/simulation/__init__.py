"""An invented company with planted truth: what calibration, tests and the demo rest on.

>>> company = simulate(CompanySpec(people=80, messages=2000, functions=5, seed=1))
>>> network = company.to_network()
>>> company.truth["counts"]["messages"], len(network.functions)
(2000, 5)
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from silograph._version import __version__
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import UsageError
from silograph.graph.network import ALONE, Network, TieRule
from silograph.log.batches import Batch
from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.log.schema import CHANNELS, ROLES
from silograph.log.store import Store
from silograph.simulation.company import (
    CompanySpec,
    Plan,
    Staff,
    describe,
    draw_plan,
    draw_staff,
)
from silograph.simulation.exports import Exporter, to_batch
from silograph.simulation.shops import SHOPS, Shop, written
from silograph.simulation.themes import Change, Initiative, MailRoom, Outside, Pace, Social
from silograph.simulation.threads import ATTENDEE, MEETING
from silograph.simulation.traffic import Traffic, generate
from silograph.simulation.truth import themes
from silograph.simulation.worlds import WORLDS, settled
from silograph.writing import replaced

__all__ = [
    "SHOPS",
    "WORLDS",
    "Change",
    "Company",
    "CompanySpec",
    "Initiative",
    "MailRoom",
    "Outside",
    "Pace",
    "Shop",
    "Social",
    "simulate",
    "write",
]


def simulate(spec: CompanySpec | None = None) -> Company:
    """Invent a company: its people, what they send in a few months, and the truth about it.

    Conversations follow the degree-corrected planted partition that `silos` estimates: a pair exchanges with a
    rate proportional to both people's activity, times `walls` within a function, times the planted openness
    of each function whose border it crosses. Messages come in bursts, copies and forwards keep every pair's
    expected strength.

    Parameters
    ----------
    spec
        What the company is like, and what is planted in it; by default 300 people with one silo and one glue.

    Returns
    -------
    Company
        Its `log`, its `to_network`, the `truth` about it; `write` makes export files of it.

    Examples
    --------
    >>> company = simulate(CompanySpec(people=60, messages=1500, functions=4, seed=2, lang="fr"))
    >>> len(company.truth["silos"]), company.truth["glue"] == company.truth["owner"]
    (1, True)
    """
    spec = settled(spec or CompanySpec())
    rng = np.random.default_rng(spec.seed)
    plan = draw_plan(spec, rng)
    staff = draw_staff(spec, plan, rng)
    traffic = generate(spec, plan, staff, rng=rng)
    planted = {"silograph": __version__, **describe(spec, plan, staff), "parameters": asdict(spec)}
    return Company(spec=spec, plan=plan, staff=staff, traffic=traffic, planted=planted)


def write(company: Company, folder: Path, *, shop: Shop = "files") -> dict[str, Path]:
    """Write the company's exports, and ``truth.json``, into a folder.

    Parameters
    ----------
    company
        As `simulate` made it.
    folder
        Made where it does not exist; the exports of an earlier simulation are replaced, all of them or none.
    shop
        Whose products the company uses: ``files`` as below; ``m365`` has ``mail`` (message trace), ``teams``,
        ``engage`` and ``people`` (Entra); ``google`` has ``mail`` (Email Log Search), ``slack`` and ``people`` (users
        of the directory). What a product does not log is not there: no trace has threads or copies.

    Returns
    -------
    dict
        Paths of ``mail`` (mbox), ``slack`` (zip), ``tickets`` (XES, gzip), ``people`` (CSV) and ``truth`` (JSON);
        where there are meetings also of ``calendars`` (zip).

    Raises
    ------
    DataError
        Where the folder holds anything that no simulation wrote.

    Examples
    --------
    >>> import tempfile
    >>> company = simulate(CompanySpec(people=40, messages=600, functions=3))
    >>> paths = write(company, Path(tempfile.mkdtemp()) / "demo")
    >>> sorted(path.name for path in paths.values())
    ['mail.mbox', 'people.csv', 'slack.zip', 'tickets.xes.gz', 'truth.json']
    """
    truth = json.dumps(company.truth, ensure_ascii=False, indent=1)
    with replaced(folder) as new:
        files = written(shop, company.exporter, new) | {"truth": "truth.json"}
        (new / files["truth"]).write_text(truth + "\n", encoding="utf-8", newline="\n")
    return {what: folder / name for what, name in files.items()}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Company:
    """An invented company: see `simulate`.

    Parameters
    ----------
    spec
        What was asked for, with the options that the world decides.
    plan, staff, traffic
        What was planted, who works there, and what they sent, as arrays.
    planted
        What was planted, in words and numbers.
    """

    spec: CompanySpec
    plan: Plan
    staff: Staff
    traffic: Traffic
    planted: dict[str, Any]

    def __repr__(self) -> str:
        return f"Company({self.spec.people} people, {self.spec.messages} messages, seed {self.spec.seed})"

    @property
    def people(self) -> pd.DataFrame:
        """The people table: a row per person (two where the function changes) and ticket queue."""
        return self.staff.people

    @property
    def exporter(self) -> Exporter:
        """The traffic with the names and addresses under which exports know it."""
        return Exporter(self.spec, self.staff, self.traffic)

    def to_batch(self) -> Batch:
        """The messages, recipients and actors in the schemas of loaders, ready for `silograph.log.store.Store.add`."""
        return to_batch(self.exporter)

    def log(self) -> tuple[MessageLog, Roster]:
        """The log and the roster as analyses take them: what reading the exports gives, without the files.

        Second addresses and second copies of mails, which loaders find and remove, are left out.

        Examples
        --------
        >>> log, roster = simulate(CompanySpec(people=40, messages=600, functions=3)).log()
        >>> log.counts()["messages"]
        600
        """
        store = Store.in_memory()
        store.add([self.to_batch()], name="company", loader="simulate")
        return store.log(Roster.from_pandas(self.people))

    @cached_property
    def truth(self) -> dict[str, Any]:
        """What was planted and what must be counted: the content of ``truth.json``."""
        return {
            **self.planted,
            **themes(self.spec, self.plan, self.staff, self.traffic),
            "counts": self._counts(),
        }

    def _counts(self) -> dict[str, Any]:
        sent, real = self.traffic, self.traffic.is_message
        others = sent.recipient != sent.sender[sent.row]
        seen = np.unique(np.concatenate([sent.sender[sent.row][others], sent.recipient[others]]))
        by_channel = np.bincount(sent.channel[real], minlength=len(CHANNELS))
        return {
            "messages": int(real.sum()),
            "channels": {c: int(n) for c, n in zip(CHANNELS, by_channel, strict=True) if n},
            "interactions": int(others.sum()),
            "people": int((seen < self.staff.n_people).sum()),
            "self": int((~others).sum()),
            "broadcasts": int((sent.audience > TieRule().max_audience).sum()),
            "automated": int(sent.automated.sum()),
            "duplicates": int(sent.twice.sum()),
            "system": self.spec.people,
            "rejected": 0,
        }

    def to_network(self, *, layer: str = "all", tie_rule: TieRule | None = None) -> Network:
        """The network straight from the arrays: quick, and an oracle for loaders, store and `build_network`.

        Whoever changes function is one node per function, as in `build_network`.

        Parameters
        ----------
        layer
            ``all``, or one channel: ``email``, ``post``, ``handoff``, ``meeting``.
        tie_rule
            How interactions add up; the default rule where None.

        Raises
        ------
        UsageError
            A layer that does not exist.

        Examples
        --------
        >>> simulate(CompanySpec(people=40, messages=800, functions=3)).to_network(layer="handoff").layer
        'handoff'
        """
        if layer not in ("all", *CHANNELS):
            raise UsageError(f"unknown layer {layer!r}", mend=f"use all, {', '.join(CHANNELS)}")
        rule, sent, nodes = tie_rule or TieRule(), self.traffic, len(self.staff.table)
        weights = np.array([rule.role_weights.get(role, 0.0) for role in ROLES])
        audience, sender = sent.audience[sent.row], sent.sender[sent.row]
        keep = (sender != sent.recipient) & (sender < nodes) & (sent.recipient < nodes)
        keep &= (audience <= rule.max_audience) & (weights[sent.role] > 0)
        if not rule.automated:
            keep &= ~sent.automated[sent.row]
        if layer != "all":
            keep &= sent.channel[sent.row] == CHANNELS.index(layer)
        meets = keep & (sent.channel[sent.row] == MEETING)
        keep &= ~meets
        one, other, row, met = self._met(meets, weights)
        weight = (
            np.concatenate([weights[sent.role[keep]], met])
            / np.concatenate([audience[keep], sent.audience[row]]) ** rule.alpha
        )
        at = sent.sent_at[np.concatenate([sent.row[keep], row])]
        is_meeting = np.arange(len(at)) >= keep.sum()
        sender = self._as_of(np.concatenate([sender[keep], one]), at)
        recipient = self._as_of(np.concatenate([sent.recipient[keep], other]), at)
        nodes += len(self.staff.movers)
        pair, tie = np.unique(sender * nodes + recipient, return_inverse=True)
        source, target = np.divmod(pair, nodes)
        messages = np.bincount(tie, minlength=len(pair))
        meetings = np.bincount(tie, weights=is_meeting, minlength=len(pair)).astype(np.int64)
        halves = np.where(is_meeting, weight / 2, weight)
        strength = np.asarray(np.bincount(tie, weights=halves, minlength=len(pair)), dtype=np.float64)
        heaviest = np.zeros(len(pair))
        np.maximum.at(heaviest, tie, weight)
        enough = rule.ties(self._person_of(source), self._person_of(target), messages=messages - meetings / 2)
        source, target = source[enough], target[enough]
        present, number = np.unique(np.concatenate([source, target]), return_inverse=True)
        return Network(
            people=self._nodes(present),
            source=number[: len(source)],
            target=number[len(source) :],
            strength=strength[enough],
            messages=messages[enough],
            weighty=heaviest[enough] >= ALONE,
            met=meetings[enough] if meetings[enough].any() else None,
            layer=layer,
            tie_rule=rule,
            period=self._period,
            with_one=self._with_one(rule, layer),
        )

    def _met(self, meets: BoolArray, weights: FloatArray) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
        """Each two who meet, in both directions: one, the other, row of the meeting, and weight of their roles."""
        sent = self.traffic
        found: list[tuple[int, int, int, float]] = []
        share = {
            int(row): {int(sent.sender[row]): float(weights[ATTENDEE])} for row in np.unique(sent.row[meets])
        }
        for row, node, role in zip(sent.row[meets], sent.recipient[meets], sent.role[meets], strict=True):
            share[int(row)][int(node)] = float(weights[role])
        for row, people in share.items():
            found += [
                (one, other, row, min(people[one], people[other])) for one, other in permutations(people, 2)
            ]
        one, other, row, least = (
            (np.array(column) for column in zip(*found, strict=True)) if found else np.empty((4, 0))
        )
        return one.astype(np.int64), other.astype(np.int64), row.astype(np.int64), least.astype(np.float64)

    def _with_one(self, rule: TieRule, layer: str) -> float | None:
        """The largest share of messages that one person wrote or received: see `Network`."""
        sent, counted = self.traffic, self.traffic.sender[self.traffic.row] != self.traffic.recipient
        counted &= sent.audience[sent.row] <= rule.max_audience
        if not rule.automated:
            counted &= ~sent.automated[sent.row]
        if layer != "all":
            counted &= sent.channel[sent.row] == CHANNELS.index(layer)
        row, recipient = sent.row[counted], sent.recipient[counted]
        messages = np.unique(row)
        part = np.bincount(
            np.concatenate([sent.sender[messages], recipient]), minlength=len(self.staff.table)
        )
        persons = (self.staff.table["actor_kind"] == "person").to_numpy()
        most = part[: len(persons)][persons].max(initial=0)
        return float(most / len(messages)) if most else None

    def _as_of(self, nodes: IntArray, at: IntArray) -> IntArray:
        """Nodes at times: whoever has changed function by then is another node, after all others."""
        staff = self.staff
        if staff.change_on is None:
            return nodes
        since = pd.Timestamp(staff.change_on, tz="UTC").value // 1000
        afterwards = np.arange(len(staff.table))
        afterwards[staff.movers] = len(staff.table) + np.arange(len(staff.movers))
        return np.where(at >= since, afterwards[nodes], nodes)

    def _person_of(self, nodes: IntArray) -> IntArray:
        """The row of the staff that a node is."""
        rows = np.concatenate([np.arange(len(self.staff.table)), self.staff.movers])
        return np.asarray(rows[nodes])

    def _nodes(self, present: np.ndarray[Any, Any]) -> pd.DataFrame:
        staff = self.staff
        known = ["person_id", "function", "actor_kind", "level", "title", "location", "manager_id"]
        columns = [*known, *(column for column in ("unit", "team") if column in staff.table)]
        everybody = pd.concat([staff.table, staff.moved]) if len(staff.movers) else staff.table
        table = everybody.iloc[present][columns].reset_index(drop=True)
        table["level"] = pd.to_numeric(table["level"])
        return table

    @property
    def _period(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        times = self.traffic.sent_at
        return pd.Timestamp(times.min(), unit="us", tz="UTC"), pd.Timestamp(times.max(), unit="us", tz="UTC")
