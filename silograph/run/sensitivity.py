"""Does the answer hang on how ties are counted? The same questions under other assumptions, with less effort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from silograph.analyses import ANALYSES
from silograph.analyses import inputs as inputs_of
from silograph.analyses.glue.answer import GlueResult, glue
from silograph.analyses.owner.answer import owner
from silograph.analyses.owner.criteria import Findings
from silograph.analyses.owner.rules import MIN_ACCEPTABILITY
from silograph.analyses.parts.declare import Column, Table
from silograph.analyses.parts.question import Inputs
from silograph.analyses.parts.result import Result
from silograph.analyses.silos.answer import silos
from silograph.charts.drawing import Interval, plot_intervals
from silograph.errors import NotEnoughDataError
from silograph.graph.network import Network, build_network
from silograph.language.words import Sentence, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PEOPLE = 3000  # effort: every row is a run
REPLICATES = 200
"""Draws of the links, which cost little beside the paths."""
_COPIES = ("cc", "bcc")
_FINDINGS = ("relay", "response", "hourglass", "maturity")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SensitivityResult(Result):
    """What `sensitivity` found.

    Parameters
    ----------
    table
        A row per assumption, the first one as analysed: ``assumption status owner acceptability owner_changes glue
        glue_changes silos silos_changes``. `status` is ``computed``, ``same_ties`` (nothing to change in this log) or
        ``too_little_data``; `owner` comes first among the candidates, whether recommended or not, and `glue` links
        most, both beyond noise; `silos` are names parted by "; ".
    recommended, leading
        Whom the run recommends as owner, if anybody, and who comes first there.
    closed
        The silos of each row, by `assumption`.
    """

    name: ClassVar[str] = "sensitivity"
    declared: ClassVar[Mapping[str, Table]] = {
        "sensitivity": Table(
            columns=(
                Column("assumption", "word"),
                Column("status", "word"),
                Column("owner", "function"),
                Column("acceptability", "share", joint=2),
                Column("owner_changes", "yes"),
                Column("glue", "function"),
                Column("glue_changes", "yes"),
                Column("silos", "functions"),  # leaves a run as `among` those whose own verdict does
                Column("silos_changes", "yes"),
            ),
            lines=(),
        )
    }
    named: ClassVar[tuple[str, ...]] = ("recommended", "leading", "closed")

    recommended: str | None
    leading: str
    closed: Mapping[str, tuple[str, ...]]

    def among(self, told: Iterable[str]) -> SensitivityResult:
        """The same, silos being those of some functions: what leaves a run has those whose own verdict does.

        Parameters
        ----------
        told
            The functions.
        """
        those = set(told)
        closed = {name: tuple(one for one in all_ if one in those) for name, all_ in self.closed.items()}
        found = set(closed.get(str(self.table["assumption"].iloc[0]), ()))
        table = self.table.copy()
        known = table["silos"].notna()
        names = table.loc[known, "assumption"].map(lambda name: closed.get(name, ()))
        table["silos"] = table["silos"].astype(object)
        table.loc[known, "silos"] = names.map("; ".join)
        table["silos_changes"] = table["silos_changes"].astype(object)
        table.loc[known, "silos_changes"] = names.map(lambda one: set(one) != found)
        return replace(self, table=table.infer_objects(), closed=closed)

    @property
    def owner_changes(self) -> int:
        """In how many of `others` another function would own."""
        return int(self.others["owner_changes"].sum())

    @property
    def stable(self) -> bool:
        """Whether no other function would own under any of `others`."""
        return not self.owner_changes

    @property
    def others(self) -> pd.DataFrame:
        """The rows that assume something else which changes ties or paths here, and could be computed."""
        rows = self.table.iloc[1:]
        return rows[rows["status"] == "computed"]

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        tried = len(self.others)
        changes = {name: int(self.others[f"{name}_changes"].sum()) for name in ("owner", "glue", "silos")}
        first = str(self.table["owner"].iloc[0])
        if self.recommended is None:
            key = "none_other" if changes["owner"] else "none"
            whom = Sentence(f"said.sensitivity.{key}", first=first, n=changes["owner"] or tried, of=tried)
        else:
            key = "unstable" if changes["owner"] else "stable"
            whom = Sentence(f"said.sensitivity.{key}", function=first, n=changes["owner"] or tried, of=tried)
        others = (
            Sentence(
                f"said.sensitivity.{name}{'_changes' if changes[name] else ''}", n=changes[name], of=tried
            )
            for name in ("glue", "silos")
        )
        return Sentence("said.sensitivity.whole", parts=(whom, *others))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Who comes first under each assumption, and in what share of weightings; marked where it is another."""
        words = Words()
        known = self.table[self.table["status"] != "too_little_data"]
        rows = [
            Interval(
                f"{words(f'assumption.{row.assumption}')}: {row.owner}",
                100 * row.acceptability,
                marked=bool(row.owner_changes),
            )
            for _, row in known.iterrows()
        ]
        return plot_intervals(rows, axis=words("owner.chart"), ax=ax)


@dataclass(frozen=True)
class _Assumption:
    """One other way to look at the log, and whether questions, contacts and posts stay the same in it."""

    name: str
    inputs: Inputs
    same_findings: bool


@dataclass(frozen=True)
class _Answer:
    owner: str
    acceptability: float
    glue: str
    closed: tuple[str, ...]


def sensitivity(inputs: Inputs, results: Mapping[str, Any]) -> SensitivityResult:
    """Whether the winner, the first of the glue or a silo changes when ties are counted in another way.

    Tried are: copies count nothing; a copy counts as much as an address; a message counts in full for each of
    its recipients, or half-way; only pairs that wrote in both directions are tied, or only those with two messages;
    broadcasts begin at 5, 20 or 100 recipients; each channel is left out; paths by the strength of ties instead of
    steps (or the reverse). One thing is changed at a time.

    The first row is what the run found. The owner changes where another function is first in at least half of the
    weightings: one that is first among many that are tied says nothing. The glue changes where the usual one is not
    first in 95 % of the draws of that row. Silos draw nothing, and are what the run finds.

    Parameters
    ----------
    inputs
        Of the run.
    results
        Of the run: `silos`, `glue` and `owner`, and what `owner` read.

    Raises
    ------
    NotEnoughDataError
        More than 3,000 people: it would take as long as the whole run, several times.
    """
    people = len(inputs.network)
    if people > MOST_PEOPLE:
        raise NotEnoughDataError(
            f"not computed for more than {MOST_PEOPLE:,} people ({people:,} here): it takes too long",
            mend=Sentence("mend.part"),
        )
    usual = _as_analysed(results)
    found = tuple(results["silos"].silos)
    rows: list[tuple[str, str, _Answer | None, tuple[str, ...]]] = [("as_analysed", "computed", usual, found)]
    for one in _assumptions(inputs):
        if (
            _same_ties(one.inputs.network, inputs.network)
            and one.inputs.settings.weighted == inputs.settings.weighted
        ):
            rows.append((one.name, "same_ties", usual, found))
            continue
        try:
            findings = _given(results) if one.same_findings else None
            answer = _answer(one.inputs, findings, usual=results["glue"])
        except NotEnoughDataError:
            rows.append((one.name, "too_little_data", None, ()))
            continue
        rows.append((one.name, "computed", answer, answer.closed))
    return SensitivityResult(
        table=pd.DataFrame([_row(*row, usual=usual, found=found) for row in rows]),
        recommended=results["owner"].recommended,
        leading=str(results["owner"].table["function"].iloc[0]),
        closed={name: closed for name, _, _, closed in rows},
        parameters={
            "replicates": REPLICATES,
            "seed": inputs.settings.seed,
        },
        caveats=(
            Sentence(
                "note.sensitivity.effort",
                replicates=REPLICATES,
            ),
        ),
    )


def _row(
    name: str,
    status: str,
    answer: _Answer | None,
    closed: tuple[str, ...],
    *,
    usual: _Answer,
    found: tuple[str, ...],
) -> dict[str, Any]:
    if answer is None:
        nothing = dict.fromkeys(("owner", "glue", "silos"))
        return {"assumption": name, "status": status, **nothing, "acceptability": np.nan}
    return {
        "assumption": name,
        "status": status,
        "owner": answer.owner,
        "acceptability": answer.acceptability,
        "owner_changes": answer.owner != usual.owner and answer.acceptability >= MIN_ACCEPTABILITY,
        "glue": answer.glue,
        "glue_changes": answer.glue != usual.glue,
        "silos": "; ".join(closed),
        "silos_changes": set(closed) != set(found),
    }


def _assumptions(inputs: Inputs) -> Iterator[_Assumption]:
    """The other ways, one change each."""
    rule, channels = inputs.settings.tie_rule, inputs.log.channels
    weights = dict(rule.role_weights)
    rules = {
        "to_only": replace(rule, role_weights={**weights, **dict.fromkeys(_COPIES, 0.0)}),
        "cc_as_to": replace(rule, role_weights={**weights, **dict.fromkeys(_COPIES, weights["to"])}),
        **{f"alpha_{alpha:g}": replace(rule, alpha=alpha) for alpha in (0.0, 0.5) if alpha != rule.alpha},
    }
    if not rule.mutual:
        rules["mutual_only"] = replace(rule, mutual=True)
    if rule.min_messages < 2:
        rules["two_messages"] = replace(rule, min_messages=2)
    limits = {f"limit_{n}": replace(rule, max_audience=n) for n in (5, 20, 100) if n != rule.max_audience}
    for name, other in {**rules, **limits}.items():
        yield _Assumption(name, _with(inputs, tie_rule=other), same_findings=name in rules)
    if len(channels) > 1:
        for channel in channels:
            log = inputs.log.filter(channels=[other for other in channels if other != channel])
            yield _Assumption(f"without_{channel}", _with(replace(inputs, log=log)), same_findings=False)
    weighted = not inputs.settings.weighted
    yield _Assumption(
        "by_strength" if weighted else "by_steps", _with(inputs, weighted=weighted), same_findings=True
    )


def _with(inputs: Inputs, **changes: Any) -> Inputs:
    settings = replace(inputs.settings, replicates=REPLICATES, **changes)
    network = build_network(inputs.log, inputs.roster, tie_rule=settings.tie_rule)
    return inputs_of(inputs.log, inputs.roster, network, settings)


def _same_ties(one: Network, other: Network) -> bool:
    return (
        len(one) == len(other)
        and np.array_equal(one.source, other.source)
        and np.array_equal(one.target, other.target)
        and np.allclose(one.strength, other.strength)
    )


def _given(results: Mapping[str, Any]) -> Findings:
    return Findings(**{name: results.get(name) for name in _FINDINGS})


def _by_question(findings: Findings) -> dict[str, Any]:
    return {name: getattr(findings, name) for name in _FINDINGS}


def _findings(inputs: Inputs, links: GlueResult) -> Findings:
    """What is found of questions, contacts and posts in another part of the log.

    Of `response` differences from what is usual are read, which have their errors without drawing.
    """
    done: dict[str, Any] = {"glue": links}
    undrawn = replace(inputs, settings=replace(inputs.settings, replicates=1))
    for name in _FINDINGS:
        with suppress(NotEnoughDataError):
            done[name] = ANALYSES[name].run(undrawn if name == "response" else inputs, done)
    return _given(done)


def _as_analysed(results: Mapping[str, Any]) -> _Answer:
    """The three answers of the run."""
    first = results["owner"].table.iloc[0]
    return _Answer(
        owner=str(first["function"]),
        acceptability=float(first["acceptability"]),
        glue=results["glue"].first,
        closed=tuple(results["silos"].silos),
    )


def _answer(inputs: Inputs, findings: Findings | None, *, usual: GlueResult) -> _Answer:
    """The three answers under another assumption; the glue stays the `usual` one unless that is clearly not first.

    No function is compared with those that the run found to route onward.
    """
    on = inputs.settings
    joint: dict[str, Any] = {"replicates": REPLICATES, "seed": on.seed, "min_group": on.min_group}
    borders = silos(inputs.network, simulations=1, min_group=on.min_group)  # modularity is not read
    links = glue(
        inputs.network,
        **joint,
        weighted=on.weighted,
        simulations=0,
        without=(),
        aside=usual.parameters["aside"],
    )
    recommendation = owner(
        inputs.network,
        glue=links,
        silos=borders,
        **_by_question(findings or _findings(inputs, links)),
        channels=inputs.log.channels,
        audience=on.audience,
        seed=on.seed,
    )
    first = recommendation.table.iloc[0]
    return _Answer(
        owner=str(first["function"]),
        acceptability=float(first["acceptability"]),
        glue=usual.first if usual.first in links.contenders else links.first,
        closed=borders.silos,
    )
