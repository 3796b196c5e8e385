"""Does the answer hang on how ties are counted? The same questions under other assumptions, with less effort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from silograph.analyses import ANALYSES
from silograph.analyses import inputs as inputs_of
from silograph.analyses.glue.answer import glue
from silograph.analyses.glue.result import GlueResult
from silograph.analyses.owner.answer import OwnerResult, owner
from silograph.analyses.owner.criteria import Findings
from silograph.analyses.owner.reasons import FEWEST
from silograph.analyses.parts.declare import Column, Table
from silograph.analyses.parts.question import Inputs
from silograph.analyses.parts.result import Result
from silograph.analyses.silos.answer import SilosResult, silos
from silograph.charts.drawing import Interval, plot_intervals
from silograph.errors import NotEnoughDataError
from silograph.graph.network import Network, build_network
from silograph.language.words import Sentence, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PEOPLE = 3000
REPLICATES, SIMULATIONS = 20, 6
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
        ``too_little_data``; `owner` comes first among the candidates, whether recommended or not; `glue` links most;
        `silos` are names parted by "; ".
    recommended
        Whom the run recommends as owner, if anybody.
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
                Column("acceptability", "share"),
                Column("owner_changes", "yes"),
                Column("glue", "function"),
                Column("glue_changes", "yes"),
                Column("silos", "functions"),
                Column("silos_changes", "yes"),
            ),
            lines=(),
        )
    }
    named: ClassVar[tuple[str, ...]] = ("recommended", "closed")

    recommended: str | None
    closed: Mapping[str, tuple[str, ...]]

    @property
    def others(self) -> pd.DataFrame:
        """The rows that assume something else which changes ties or paths here, and could be computed."""
        rows = self.table.iloc[1:]
        return rows[rows["status"] == "computed"]

    @property
    def stable(self) -> bool:
        """Whether the same function comes first under all of them: no owner is recommended else."""
        return not self.others["owner_changes"].any()

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        tried = len(self.others)
        changes = {name: int(self.others[f"{name}_changes"].sum()) for name in ("owner", "glue", "silos")}
        first = str(self.table["owner"].iloc[0])
        if self.recommended is None:
            key = "none" if self.stable else "none_other"
            whom = Sentence(f"said.sensitivity.{key}", first=first, n=changes["owner"] or tried, of=tried)
        else:
            key = "stable" if self.stable else "unstable"
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

    @classmethod
    def of(cls, recommendation: OwnerResult, links: GlueResult, borders: SilosResult) -> _Answer:
        first = recommendation.table.iloc[0]
        return cls(
            owner=str(first["function"]),
            acceptability=float(first["acceptability"]),
            glue=str(links.table["function"].iloc[0]),
            closed=borders.silos,
        )


def sensitivity(inputs: Inputs, results: Mapping[str, Any]) -> SensitivityResult:
    """Whether the winner, the first of the glue or a silo changes when ties are counted in another way.

    Tried are: copies count nothing; a copy counts as much as an address; a message counts in full for each of
    its recipients, or half-way; broadcasts begin at 20 or at 100 recipients; each channel is left out; paths by the
    strength of ties instead of steps (or the reverse). One thing is changed at a time.

    The first row is the run. To be affordable the others are computed with 20 resamples and 6 random networks for the
    owner; where another function comes first so, the row is computed again with the resamples of the run and 50
    networks: a doubt that is only noise is none. Silos draw nothing.

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
    usual = _Answer.of(results["owner"], results["glue"], results["silos"])
    found = usual.closed
    rows: list[tuple[str, str, _Answer | None, tuple[str, ...]]] = [("as_analysed", "computed", usual, found)]
    for one in _assumptions(inputs):
        if (
            _same_ties(one.inputs.network, inputs.network)
            and one.inputs.settings.weighted == inputs.settings.weighted
        ):
            rows.append((one.name, "same_ties", usual, found))
            continue
        try:
            answer = _settled(one, results, usual, replicates=inputs.settings.replicates)
        except NotEnoughDataError:
            rows.append((one.name, "too_little_data", None, ()))
            continue
        rows.append((one.name, "computed", answer, answer.closed))
    return SensitivityResult(
        table=pd.DataFrame([_row(*row, usual=usual, found=found) for row in rows]),
        recommended=results["owner"].recommended,
        closed={name: closed for name, _, _, closed in rows},
        parameters={
            "replicates": REPLICATES,
            "simulations": SIMULATIONS,
            "seed": inputs.settings.seed,
        },
        caveats=(
            Sentence(
                "note.sensitivity.effort",
                replicates=REPLICATES,
                simulations=SIMULATIONS,
                full=inputs.settings.replicates,
                least=FEWEST,
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
        "owner_changes": answer.owner != usual.owner,
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
    limits = {f"limit_{n}": replace(rule, max_audience=n) for n in (20, 100) if n != rule.max_audience}
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


def _findings(inputs: Inputs, links: GlueResult) -> Findings:
    """What is found of questions, contacts and posts in another part of the log."""
    done: dict[str, Any] = {"glue": links}
    for name in _FINDINGS:
        with suppress(NotEnoughDataError):
            done[name] = ANALYSES[name].run(inputs, done)
    return _given(done)


def _settled(one: _Assumption, results: Mapping[str, Any], usual: _Answer, *, replicates: int) -> _Answer:
    """The answers under an assumption: quickly, and again with effort where another owner comes first so.

    Glue and silos are the same with any effort.
    """
    findings = _given(results) if one.same_findings else None
    answer = _answer(one.inputs, findings, simulations=SIMULATIONS)
    if answer.owner == usual.owner:
        return answer
    settings = replace(one.inputs.settings, replicates=replicates)
    return _answer(replace(one.inputs, settings=settings), findings, simulations=FEWEST)


def _answer(inputs: Inputs, findings: Findings | None, *, simulations: int) -> _Answer:
    """The three answers, with the resamples that the settings ask for and so many random networks."""
    on = inputs.settings
    joint: dict[str, Any] = {"replicates": on.replicates, "seed": on.seed, "min_group": on.min_group}
    borders = silos(inputs.network, rewirings=1, min_group=on.min_group)  # modularity is not read
    links = glue(inputs.network, **joint, weighted=on.weighted, null_networks=0, without=())
    recommendation = owner(
        links,
        borders,
        inputs.network,
        findings=findings or _findings(inputs, links),
        channels=inputs.log.channels,
        audience=on.audience,
        simulations=simulations,
        seed=on.seed,
    )
    return _Answer.of(recommendation, links, borders)
