"""What speaks for a function as owner: its ties, and from the results of other analyses values with standard errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import pandas as pd

from silograph.analyses.glue.answer import GlueResult, glue
from silograph.analyses.hourglass.answer import HourglassResult
from silograph.analyses.maturity.answer import MaturityResult
from silograph.analyses.owner.rules import MIN_CANDIDATES
from silograph.analyses.parts.declare import people_behind
from silograph.analyses.parts.result import Result
from silograph.analyses.relay.answer import RelayResult
from silograph.analyses.response.answer import ResponseResult
from silograph.analyses.silos.answer import SilosResult, silos
from silograph.arrays import FloatArray
from silograph.errors import NotEnoughDataError
from silograph.graph.network import Network
from silograph.stats.intervals import Z95

_SURE = 0.005  # shares are kept this far from 0, where the logarithm has no end


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What is known of the ties between functions: a network, and the results of `glue` and `silos` on it.

    Parameters
    ----------
    network, glue, silos
        Results with the same seed and number of replicates, so that replicates are joint.
    """

    network: Network
    glue: GlueResult
    silos: SilosResult

    @property
    def candidates(self) -> tuple[str, ...]:
        """The functions that can be assessed, in the order of the network's."""
        ranked = set(self.glue.table.loc[self.glue.table["rank"].notna(), "function"])
        return tuple(name for name in self.network.functions if name in ranked)

    def without(self, functions: AbstractSet[str]) -> Links:
        """The same of the network without some functions; as it is where too little would be left to tell.

        A function that routes onward stands on most shortest paths between the others, and what it passes on makes
        two functions look close that never talk. Whoever does link them then has next to no paths left, however
        many they exchange with. Without it the question is who links the others if what is only passed on does not
        count: null networks, intervals and what is usual are those of the people who remain.
        """
        rest = self.network.subset(~self.network.people["function"].isin(functions).to_numpy())
        options = self.silos.parameters
        try:
            left = Links(
                network=rest,
                glue=glue(rest, **{**self.glue.parameters, "person_measures": (), "without": ()}),
                silos=silos(rest, simulations=1, min_group=options["min_group"]),  # modularity is not read
            )
        except NotEnoughDataError:
            return self
        return left if len(left.candidates) >= MIN_CANDIDATES else self


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """One criterion per candidate, on a scale of which `rules.MATTERS` says what matters.

    Parameters
    ----------
    family, name
        Which family of criteria it belongs to, and its own name.
    estimates, errors
        More is better; missing where a function could not be assessed. Standard errors over its own units.
    units
        Independent units behind each estimate: people, threads, contacts.
    people
        How many people it rests on: the fewest behind any function's value, as each is compared with the others'.
    common
        Whether the same people stand behind every function's value, as leaders do.
    deviations
        Replicates less their mean, (replicates, candidates), where those of several criteria are drawn together.
    readable
        False where its own analysis says that it cannot be read.
    """

    family: str
    name: str
    estimates: FloatArray
    errors: FloatArray
    units: FloatArray
    people: float = np.inf
    common: bool = False
    deviations: FloatArray | None = None
    readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Results of other analyses on the same log, as far as they gave an answer.

    Parameters
    ----------
    relay, response, hourglass, maturity
        Each of them, or None.
    """

    relay: RelayResult | None = None
    response: ResponseResult | None = None
    hourglass: HourglassResult | None = None
    maturity: MaturityResult | None = None

    def criteria(self, network: Network, candidates: Sequence[str]) -> list[Criterion]:
        """The criteria that could be measured for at least three candidates.

        Parameters
        ----------
        network
            Whose ties give load and contact with leaders.
        candidates
            Names of the functions to compare.
        """
        found = [*self._answers(network, candidates), *self._outside(candidates), *self._practice(candidates)]
        return [one for one in found if np.isfinite(one.estimates).sum() >= 3]

    def _answers(self, network: Network, candidates: Sequence[str]) -> Iterator[Criterion]:
        if self.relay is not None:
            table = _rows(self.relay.table, candidates, assessed=True)
            values, errors = _with_error(table, "relay_share")
            decided = table[["relayed", "answered", "resolved"]].sum(axis=1).to_numpy(float)
            people = _fewest_behind(self.relay, "relay_share", candidates)
            yield Criterion("answers", "answering", 1 - values, errors, decided, people)
        if self.response is not None:
            first = self.response.functions[self.response.functions["clock"] == "first_reply"]
            table = _rows(first, candidates, assessed=True)
            people = _fewest_behind(self.response, "within_24h", candidates, table="response_functions")
            # less what is usual in the same channels; questions to one colleague go together in the error
            values, errors, asked = (
                table[name].to_numpy(float) for name in ("difference", "difference_error", "asked")
            )
            yield Criterion("answers", "within_24h", values, errors, asked, people)
        if self.relay is not None or self.response is not None:
            yield _load(network, candidates)

    def _outside(self, candidates: Sequence[str]) -> Iterator[Criterion]:
        if self.hourglass is None:
            return
        table = _rows(self.hourglass.table, candidates)
        share, low, high = (
            np.log(np.maximum(table[name].to_numpy(float), _SURE))
            for name in ("outside_share", "outside_low", "outside_high")
        )
        usual = np.log(np.maximum(table["outside_expected"].to_numpy(float), _SURE))
        people = _fewest_behind(self.hourglass, "outside_share", candidates)
        errors, contacts = (high - low) / (2 * Z95), table["contacts"].to_numpy(float)
        readable = not _said(self.hourglass, "note.hourglass.quiet", "note.hourglass.quiet_few")
        yield Criterion("outside", "contacts", share - usual, errors, contacts, people, readable=readable)

    def _practice(self, candidates: Sequence[str]) -> Iterator[Criterion]:
        if self.maturity is None:
            return
        table = _rows(self.maturity.table, candidates, assessed=True)
        # not how many post, which those have more of who write more: how much of what they write is a post
        share, error, written = (
            table[name].to_numpy(float) for name in ("post_share", "post_share_error", "written")
        )
        fewest = float(np.nanmin(np.append(table["post_share_people"].to_numpy(float), np.inf)))
        yield Criterion("practice", "presence", share, error, written, fewest)
        fewest = _fewest_behind(self.maturity, "dialogue_share", candidates)
        dialogue = _with_error(table, "dialogue_share")
        posts = table["posts"].to_numpy(float)
        yield Criterion("practice", "dialogue", *dialogue, posts, fewest)


def _said(result: Result, *keys: str) -> bool:
    """Whether a result has one of these caveats."""
    return any(getattr(caveat, "key", "") in keys for caveat in result.caveats)


def _fewest_behind(result: Result, column: str, candidates: Sequence[str], *, table: str = "") -> float:
    """The fewest people behind the value of any candidate."""
    people = people_behind(result, column, table=table)
    rows = getattr(result, result.declared[table or result.name].source) if result.declared else result.table
    return float(people[rows["function"].isin(list(candidates))].min())


def _rows(table: pd.DataFrame, candidates: Sequence[str], *, assessed: bool = False) -> pd.DataFrame:
    """A row per candidate, missing where the analysis has none, or could not assess it."""
    if assessed:
        table = table[table["verdict"] != "not_assessable"]
    return table.set_index("function").reindex(list(candidates))


def _with_error(table: pd.DataFrame, share: str) -> tuple[FloatArray, FloatArray]:
    """A share and the standard error that its 95 % interval implies."""
    low, high = (table[f"{share}_{end}"].to_numpy(float) for end in ("low", "high"))
    return table[share].to_numpy(float), (high - low) / (2 * Z95)


def _load(network: Network, candidates: Sequence[str]) -> Criterion:
    """Messages received per person (no meetings), on a logarithmic scale, less being better: who would have time."""
    met = 0 if network.met is None else network.met  # one meeting would count once for everybody met in it
    received = np.bincount(network.target, network.messages - met, len(network))
    values, errors, units, people = [], [], [], [np.inf]
    for name in candidates:
        of = received[network.function_codes == network.functions.index(name)]
        mean = of.mean()
        units.append(len(of))
        people.append(float((of > 0).sum()) or np.inf)
        values.append(-np.log(mean) if mean > 0 else np.nan)
        errors.append(of.std(ddof=1) / mean / np.sqrt(len(of)) if mean > 0 and len(of) > 1 else np.nan)
    return Criterion(
        "answers", "load", np.array(values), np.array(errors), np.array(units, dtype=float), min(people)
    )
