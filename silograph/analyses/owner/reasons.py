"""Why `owner` says what it says, and when not to trust it: sentences with numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from silograph.analyses.owner.criteria import Findings, Links
from silograph.analyses.owner.weights import PROFILES
from silograph.analyses.ownership.answer import OwnershipResult
from silograph.analyses.ownership.comparison import MATTERS
from silograph.analyses.parts.declare import Claim, people_behind
from silograph.language.words import Sentence
from silograph.log.messages import CHANNELS

ARRANGEMENTS = ("hub", "own_function")  # those that may be recommended instead of a single function
_FEW_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Involved:
    """The functions to involve in every initiative, whether they link the others beyond chance, and without whom."""

    functions: tuple[str, ...]
    beyond_chance: bool
    without: tuple[str, ...] = ()

    @classmethod
    def of(cls, whole: Links, counted: Links, barred: frozenset[str]) -> Involved:
        """The glue; where there is none, that of the links that count; else whoever links most in these.

        What routes onward is left out.
        """
        if whole.glue.too_little:  # its own answer is that nobody can tell
            return cls((), beyond_chance=False)
        left_out = tuple(sorted(set(whole.network.functions) - set(counted.network.functions)))
        for links, without in ((whole, ()), (counted, left_out)):
            if found := tuple(name for name in links.glue.glue if name not in barred):
                return cls(found, beyond_chance=True, without=without)
        table = counted.glue.table
        ranked = table[table["rank"].notna() & ~table["function"].isin(barred)].sort_values("rank")
        return cls(tuple(ranked["function"].head(1)), beyond_chance=False)


@dataclass(frozen=True)
class Told:
    """The sentences of a recommendation, and how many people their numbers rest on.

    `whole` is everything, `links` what counts: without what routes onward.
    """

    table: pd.DataFrame
    whole: Links
    links: Links
    involved: Involved
    findings: Findings
    ownership: OwnershipResult | None
    recommended: str | None
    barred: frozenset[str]
    gates: Mapping[str, bool]

    @property
    def first(self) -> str:
        """The candidate that comes first, recommended or not."""
        return str(self.table["function"].iloc[0])

    def reasons(self, threshold: float, flips: pd.DataFrame, families: Sequence[str]) -> tuple[Claim, ...]:
        """What speaks for the first, and what would make another one overtake it."""
        first = self.table.iloc[0]
        claims = [
            *self._links(),
            *self._answers(),
            *self._outside(),
            *self._practice(),
            *self._arrangements(),
            *self._doubts(families),
            *self._sum(first, threshold),
            *self._judgement(),
            *_of_flips(flips),
        ]
        return tuple(claim for claim in claims if _is_known(claim))

    def _sum(self, first: pd.Series[Any], threshold: float) -> Iterator[Claim]:
        """How the first fares under all weightings; nothing where too little counts to weigh."""
        if self.gates["families"]:
            numbers = {"share": first["acceptability"], "score": first["score"], "threshold": threshold}
            key = "acceptability" if self.recommended else "no_clear_owner"
            yield replace(_claim(key, function=self.first, **numbers), rule="whole")

    def _doubts(self, families: Sequence[str]) -> Iterator[Claim]:
        """Why nobody is recommended: too little evidence, or something of the first."""
        if not self.gates["families"]:
            key = "thin" if families else "thin_all"
            yield _claim(key, n=len(families), known=tuple(_word(family) for family in families))
            return
        for gate in ("linking", "answers"):
            if not self.gates[gate]:
                yield _claim(f"gate_{gate}", function=self.first)
        if not self.gates["settled"]:
            yield _claim("borderline", function=self.first)

    def _links(self) -> Iterator[Claim]:
        about = _known(self.links.glue.table, self.first)
        carried = _claim(
            "brokerage",
            function=self.first,
            share=about["brokerage"],
            x=about["lift"],
            low=about["lift_low"],
            high=about["lift_high"],
            rank=int(about["rank"]),
            of=len(self.links.candidates),
        )
        yield replace(carried, rule="whole")
        coverage = _claim("coverage", function=self.first, coverage=about["coverage"])
        yield replace(coverage, rule="whole", of=("glue.coverage",), about=(self.first,))
        border = self.links.silos.table.set_index("function").loc[self.first]
        ends = {"low": border["openness_low"], "high": border["openness_high"]}
        openness = _claim("openness", function=self.first, x=border["openness"], **ends)
        yield replace(openness, rule="whole", of=("silos.openness",), about=(self.first,))
        for name in sorted(set(self.whole.network.functions) - set(self.links.network.functions)):
            yield _claim("not_counted", function=name)

    def _answers(self) -> Iterator[Claim]:
        response, relay = self.findings.response, self.findings.relay
        if response is not None:
            clock = response.functions[response.functions["clock"] == "first_reply"]
            if (row := _row(clock, self.first)) is not None:
                people = _behind(response, "within_24h", row, table="response_functions")
                told = {**_share(row, "within_24h"), "usual": row["usual_24h"]}
                within = _claim("within", people, function=self.first, **told)
                yield _quoting(within, row, "response_functions.within_24h", "response_functions.usual_24h")
        if relay is None or (row := _row(relay.table, self.first)) is None:
            return
        people = _behind(relay, "relay_share", row)
        usual = row["relay_share_others"]
        relays = _claim("relays", people, function=self.first, **_share(row, "relay_share"), usual=usual)
        yield _quoting(relays, row, "relay.relay_share", "relay.relay_share_others")

    def _outside(self) -> Iterator[Claim]:
        hourglass = self.findings.hourglass
        if hourglass is not None and (row := _row(hourglass.table, self.first)) is not None:
            ends = {"share_low": row["outside_low"], "share_high": row["outside_high"]}
            people = _behind(hourglass, "outside_share", row)
            share = {"share": row["outside_share"], **ends, "usual": row["outside_expected"]}
            outside = _claim("outside", people, function=self.first, **share)
            yield _quoting(outside, row, "hourglass.outside_share", "hourglass.outside_expected")

    def _practice(self) -> Iterator[Claim]:
        maturity = self.findings.maturity
        if maturity is None:
            return
        shown = maturity.table[maturity.table["verdict"] != "not_assessable"]
        shown = shown[shown["participation"].notna()].sort_values("participation", ascending=False)
        if (row := _row(shown, self.first)) is None:
            return
        people = _behind(maturity, "participation", row)
        practice = _claim("practice", people, function=self.first, **_share(row, "participation"))
        yield _quoting(practice, row, "maturity.participation")
        most = shown.iloc[0]
        if (
            self.recommended
            and most["function"] != self.recommended
            and most["participation_low"] > row["participation"]
        ):
            people = _behind(maturity, "participation", most)
            told = {"pilot": most["function"], "function": self.first}
            pilot = _claim("pilot", people, **told, **_share(most, "participation"))
            yield _quoting(pilot, most, "maturity.participation")

    def _arrangements(self) -> Iterator[Claim]:
        if self.ownership is None:
            return
        rows = {str(row["arrangement"]): row for _, row in self.ownership.table.iterrows()}
        if self.first not in rows:
            return

        def within(key: str, name: str, **values: Any) -> Claim:
            people = _behind(self.ownership, "within_24h", rows[name])
            told = _claim(key, people, **values, **_share(rows[name], "within_24h"))
            return replace(told, rule="whole")

        yield within("owning", self.first, function=self.first)
        told = set()
        for name in clearly_ahead(self.ownership, self.first):
            kind = str(rows[name]["kind"])
            if kind == "everybody":
                yield within("everybody", name)
            elif kind in ARRANGEMENTS and kind not in told:  # the best of its kind
                yield within("arrangement", name, arrangement=_word(kind))
            told.add(kind)

    def _judgement(self) -> Iterator[Claim]:
        judged = self.table[self.table["suitability"].notna()].sort_values("suitability", ascending=False)
        if judged.empty:
            return
        best = judged.iloc[0]
        yield _claim(
            "suitability", function=best["function"], value=float(best["suitability"]), of=len(judged)
        )

    def cautions(
        self, audience: str, families: Sequence[str], channels: Sequence[str], criteria: pd.DataFrame
    ) -> tuple[Claim, ...]:
        """What to bear in mind."""
        claims: list[Claim] = []
        if not self.involved.beyond_chance and self.involved.functions:
            claims.append(_claim("no_glue", function=self.involved.functions[0]))
        claims.extend(self._routing())
        if not self._relay_is_known():
            claims.append(_claim("relay_unknown", function=self.first))
        claims.extend(self._about_first())
        measured = dict.fromkeys(criteria["family"])
        if silent := tuple(_word(family) for family in measured if family not in families):
            claims.append(_claim("silent", n=len(silent), families=silent))
        unknown = self.whole.network.function_codes < 0
        if (share := float(unknown.mean())) > 0.2:
            claims.append(_claim("unknown", float(unknown.sum()), share=share))
        if missing := tuple(_word(family) for family in PROFILES[audience] if family not in families):
            claims.append(_claim("profile", audience=_word(audience), missing=missing))
        claims.extend(
            _claim("channel", channel=_word(channel)) for channel in CHANNELS if channel not in channels
        )
        return tuple(claim for claim in claims if _is_known(claim))

    def _routing(self) -> Iterator[Claim]:
        relay = self.findings.relay
        if relay is None:
            return
        for name in sorted(self.barred):
            row = _known(relay.table, name)
            people = _behind(relay, "relay_share", row)
            routes = _claim("routes", people, function=name, **_share(row, "relay_share"))
            yield _quoting(routes, row, "relay.relay_share")

    def _relay_is_known(self) -> bool:
        """Whether enough of what the first is asked is on record to say if it answers or routes onward."""
        relay = self.findings.relay
        row = None if relay is None else _row(relay.table, self.first)
        return row is not None and math.isfinite(row["q_value"])

    def _about_first(self) -> Iterator[Claim]:
        about = _known(self.links.glue.table, self.first)
        if about["concentration"] > 0.5:
            told = _claim("one_person", function=self.first, share=float(about["concentration"]))
            yield replace(told, rule="single_person")
        if self.whole.silos.table.set_index("function").loc[self.first, "verdict"] == "silo":
            closed = _claim("closed", function=self.first)
            yield replace(closed, of=("silos.verdict",), about=(self.first,))
        if self.whole.silos.sizes[self.first] < _FEW_PEOPLE:
            yield _claim("small", function=self.first)


def clearly_ahead(ownership: OwnershipResult, function: str) -> list[str]:
    """The arrangements, best first, that answer more in time than a function alone: beyond chance, by what matters."""
    pairs = ownership.comparisons
    a, b = pairs["arrangement_a"], pairs["arrangement_b"]
    low, high = pairs["difference_low"], pairs["difference_high"]
    middle = (low + high) / 2
    ahead = {
        *a[(b == function) & (low > 0) & (middle >= MATTERS)],
        *b[(a == function) & (high < 0) & (middle <= -MATTERS)],
    }
    return [name for name in ownership.best if name in ahead]


def _claim(key: str, people: float = math.inf, /, **values: Any) -> Claim:
    return Claim(Sentence(f"because.{key}", **values), people)


def _quoting(claim: Claim, row: pd.Series[Any], *columns: str) -> Claim:
    """A claim with the numbers of a function's row, which tables may withhold."""
    return replace(claim, of=columns, about=(str(row["function"]),))


def _word(key: str) -> Sentence:
    return Sentence(f"because.word.{key}")


def _is_known(claim: Claim) -> bool:
    """Whether every number of a sentence is known: without its interval, or what is usual, it is not said."""
    numbers = [value for value in claim.sentence.values.values() if isinstance(value, float)]  # noqa: PD011
    return all(math.isfinite(value) for value in numbers)


def _share(row: pd.Series[Any], column: str) -> dict[str, float]:
    return {"share": row[column], "share_low": row[f"{column}_low"], "share_high": row[f"{column}_high"]}


def _behind(result: Any, column: str, row: pd.Series[Any], *, table: str = "") -> float:
    """How many people stand behind a value in a row of a result."""
    return float(people_behind(result, column, table=table).to_dict()[row.name])


def _known(table: pd.DataFrame, function: str) -> pd.Series[Any]:
    return table[table["function"] == function].iloc[0]


def _row(table: pd.DataFrame, function: str) -> pd.Series[Any] | None:
    rows = table[table["function"] == function]
    return None if rows.empty else rows.iloc[0]


def _of_flips(flips: pd.DataFrame) -> Iterator[Claim]:
    """The easiest flip of each family: the weight that makes another candidate overtake the first."""
    for family, rows in flips.dropna(subset=["weight"]).groupby("family", sort=False):
        easiest = rows.iloc[0]
        weight = math.ceil(100 * float(easiest["weight"]) - 1e-9) / 100  # "72 % or more" has to be enough
        people = float(easiest["family_people"])
        told = {"family": _word(str(family)), "function": easiest["function"]}
        if weight < 1:
            yield replace(_claim("flip", people, **told, weight=weight), rule="whole")
        else:  # "100 % or more" is not said
            yield replace(_claim("flip_alone", people, **told), rule="whole")
