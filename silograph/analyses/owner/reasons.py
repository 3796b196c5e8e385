"""Why `owner` says what it says, and when not to trust it: sentences with numbers, English and French."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from silograph.analyses.owner.criteria import Findings, Links
from silograph.analyses.ownership.answer import OwnershipResult
from silograph.language.words import Words
from silograph.log.messages import CHANNELS

FEWEST = 50  # rewired networks without which nobody is recommended
ARRANGEMENTS = ("hub", "own_function")  # those that may be recommended instead of a single function
# Families in the order of their importance to an audience; those not named come after, in any order.
PROFILES: Mapping[str, tuple[str, ...]] = {
    "external": ("outside", "answers"),
    "internal": ("links",),
    "balanced": (),
}
_FEW_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Involved:
    """The functions to involve in every initiative, and whether they link the others beyond chance."""

    functions: tuple[str, ...]
    beyond_chance: bool

    @classmethod
    def of(cls, whole: Links, counted: Links, barred: frozenset[str]) -> Involved:
        """The glue; where there is none, that of the links that count; else whoever links most in these.

        What routes onward is left out.
        """
        for links in (whole, counted):
            if found := tuple(name for name in links.glue.glue if name not in barred):
                return cls(found, beyond_chance=True)
        table = counted.glue.table
        ranked = table[table["rank"].notna() & ~table["function"].isin(barred)].sort_values("rank")
        return cls(tuple(ranked["function"].head(1)), beyond_chance=False)


Fact = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """The sentences of a recommendation, as keys of texts and their numbers.

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

    @property
    def first(self) -> str:
        """The candidate that comes first, recommended or not."""
        return str(self.table["function"].iloc[0])

    def reasons(self, threshold: float, flips: pd.DataFrame) -> list[Fact]:
        """What speaks for the first, and what would make another one overtake it."""
        first = self.table.iloc[0]
        key = "acceptability" if self.recommended else "no_clear_owner"
        share = {"function": self.first, "share": first["acceptability"], "score": first["score"]}
        facts = [
            *self._links(),
            *self._answers(),
            *self._outside(),
            *self._practice(),
            *self._arrangements(),
            (key, {**share, "threshold": threshold}),
            *self._judgement(),
            *_of_flips(flips),
        ]
        return [fact for fact in facts if _is_known(fact)]

    def _links(self) -> Iterator[Fact]:
        about = _known(self.links.glue.table, self.first)
        yield (
            "brokerage",
            {
                "function": self.first,
                "share": about["brokerage"],
                "excess": about["excess"],
                "low": about["excess_low"],
                "high": about["excess_high"],
                "rank": int(about["rank"]),
                "of": len(self.links.candidates),
            },
        )
        yield "coverage", {"function": self.first, "coverage": about["coverage"]}
        border = self.links.silos.table.set_index("function").loc[self.first]
        ends = {"low": border["openness_low"], "high": border["openness_high"]}
        yield "openness", {"function": self.first, "x": border["openness"], **ends}
        for name in sorted(set(self.whole.network.functions) - set(self.links.network.functions)):
            yield "not_counted", {"function": name}

    def _answers(self) -> Iterator[Fact]:
        response, relay = self.findings.response, self.findings.relay
        if response is not None:
            clock = response.functions[response.functions["clock"] == "first_reply"]
            if (row := _row(clock, self.first)) is not None:
                ends = {"share_low": row["within_24h_low"], "share_high": row["within_24h_high"]}
                yield (
                    "within",
                    {"function": self.first, "share": row["within_24h"], **ends, "usual": row["usual_24h"]},
                )
        if relay is None or (row := _row(relay.table, self.first)) is None:
            return
        ends = {"share_low": row["relay_share_low"], "share_high": row["relay_share_high"]}
        others = row["relay_share_others"]
        yield "relays", {"function": self.first, "share": row["relay_share"], **ends, "usual": others}

    def _outside(self) -> Iterator[Fact]:
        hourglass = self.findings.hourglass
        if hourglass is not None and (row := _row(hourglass.table, self.first)) is not None:
            ends = {"share_low": row["outside_low"], "share_high": row["outside_high"]}
            usual = row["outside_expected"]
            yield "outside", {"function": self.first, "share": row["outside_share"], **ends, "usual": usual}

    def _practice(self) -> Iterator[Fact]:
        maturity = self.findings.maturity
        if maturity is None:
            return
        shown = maturity.table[maturity.table["verdict"] != "not_assessable"]
        shown = shown[shown["participation"].notna()].sort_values("participation", ascending=False)
        if (row := _row(shown, self.first)) is None:
            return
        ends = {"share_low": row["participation_low"], "share_high": row["participation_high"]}
        yield "practice", {"function": self.first, "share": row["participation"], **ends}
        most = shown.iloc[0]
        if (
            self.recommended
            and most["function"] != self.recommended
            and most["participation_low"] > row["participation"]
        ):
            ends = {"share_low": most["participation_low"], "share_high": most["participation_high"]}
            told = {"pilot": most["function"], "function": self.first, "share": most["participation"]}
            yield "pilot", {**told, **ends}

    def _arrangements(self) -> Iterator[Fact]:
        if self.ownership is None:
            return
        rows = {str(row["arrangement"]): row for _, row in self.ownership.table.iterrows()}
        if self.first not in rows:
            return
        yield "owning", {"function": self.first, **_within(rows[self.first])}
        told = set()
        for name in clearly_ahead(self.ownership, self.first):
            kind = str(rows[name]["kind"])
            if kind == "everybody":
                yield "everybody", _within(rows[name])
            elif kind in ARRANGEMENTS and kind not in told:  # the best of its kind
                yield "arrangement", {"arrangement": kind, **_within(rows[name])}
            told.add(kind)

    def _judgement(self) -> Iterator[Fact]:
        judged = self.table[self.table["suitability"].notna()].sort_values("suitability", ascending=False)
        if judged.empty:
            return
        best = judged.iloc[0]
        yield (
            "suitability",
            {"function": best["function"], "value": float(best["suitability"]), "of": len(judged)},
        )

    def cautions(
        self, audience: str, families: Sequence[str], channels: Sequence[str], *, enough: bool
    ) -> list[Fact]:
        """What to bear in mind."""
        facts: list[Fact] = []
        if not enough:
            facts.append(("few_networks", {"least": FEWEST}))
        if not self.involved.beyond_chance:
            facts.append(("no_glue", {"function": self.involved.functions[0]}))
        facts.extend(self._routing())
        if not self._relay_is_known():
            facts.append(("relay_unknown", {"function": self.first}))
        facts.extend(self._about_first())
        unknown = float((self.whole.network.function_codes < 0).mean())
        if unknown > 0.2:
            facts.append(("unknown", {"share": unknown}))
        if missing := [family for family in PROFILES[audience] if family not in families]:
            facts.append(("profile", {"audience": audience, "missing": missing}))
        facts.extend(("channel", {"channel": channel}) for channel in CHANNELS if channel not in channels)
        return [fact for fact in facts if _is_known(fact)]

    def _routing(self) -> Iterator[Fact]:
        if self.findings.relay is None:
            return
        table = self.findings.relay.table.set_index("function")
        for name in sorted(self.barred):
            row = table.loc[name]
            ends = {"share_low": row["relay_share_low"], "share_high": row["relay_share_high"]}
            yield "routes", {"function": name, "share": row["relay_share"], **ends}

    def _relay_is_known(self) -> bool:
        """Whether enough of what the first is asked is on record to say if it answers or routes onward."""
        relay = self.findings.relay
        row = None if relay is None else _row(relay.table, self.first)
        return row is not None and math.isfinite(row["q_value"])

    def _about_first(self) -> Iterator[Fact]:
        about = _known(self.links.glue.table, self.first)
        if about["concentration"] > 0.5:
            yield "one_person", {"function": self.first, "share": float(about["concentration"])}
        if self.whole.silos.table.set_index("function").loc[self.first, "verdict"] == "silo":
            yield "closed", {"function": self.first}
        if self.whole.silos.sizes[self.first] < _FEW_PEOPLE:
            yield "small", {"function": self.first}


def clearly_ahead(ownership: OwnershipResult, function: str) -> list[str]:
    """The arrangements, best first, that answer more questions in time than a function alone, beyond chance."""
    pairs = ownership.comparisons
    a, b = pairs["arrangement_a"], pairs["arrangement_b"]
    ahead = {
        *a[(b == function) & (pairs["difference_low"] > 0)],
        *b[(a == function) & (pairs["difference_high"] < 0)],
    }
    return [name for name in ownership.best if name in ahead]


def _is_known(fact: Fact) -> bool:
    """Whether every number of a sentence is known: without its interval, or what is usual, it is not said."""
    return all(math.isfinite(value) for value in fact[1].values() if isinstance(value, float))


def _within(row: pd.Series[Any]) -> dict[str, float]:
    return {
        "share": row["within_24h"],
        "share_low": row["within_24h_low"],
        "share_high": row["within_24h_high"],
    }


def _known(table: pd.DataFrame, function: str) -> pd.Series[Any]:
    return table[table["function"] == function].iloc[0]


def _row(table: pd.DataFrame, function: str) -> pd.Series[Any] | None:
    rows = table[table["function"] == function]
    return None if rows.empty else rows.iloc[0]


def _of_flips(flips: pd.DataFrame) -> Iterator[Fact]:
    """The easiest flip of each family: the weight that makes another candidate overtake the first."""
    for family, rows in flips.dropna(subset=["weight"]).groupby("family", sort=False):
        easiest = rows.iloc[0]
        yield (
            "flip",
            {"family": str(family), "function": easiest["function"], "weight": float(easiest["weight"])},
        )


_PERCENT = frozenset({"share", "share_low", "share_high", "usual", "coverage"})
_SCORES = frozenset({"score", "threshold"})
_WORDS = frozenset({"family", "audience", "arrangement", "channel"})


def say(key: str, values: Mapping[str, Any], words: Words) -> str:
    """One sentence: shares as percentages, differences of shares in points, scores to a digit, the rest to two."""
    in_points = key == "brokerage"
    shown: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, list):
            shown[name] = words.series([words(f"because.word.{one}") for one in value])
        elif name in _WORDS:
            shown[name] = words(f"because.word.{value}")
        elif isinstance(value, str):
            shown[name] = value
        elif name == "weight":  # "72 % or more" has to be enough: rounded up
            shown[name] = words.percent(math.ceil(100 * value - 1e-9) / 100)
        elif name in _PERCENT:
            shown[name] = words.percent(value, digits=1 if in_points else 0)
        elif isinstance(value, int):
            shown[name] = words.number(value)
        else:
            digits = 1 if in_points or name in _SCORES else 2
            shown[name] = words.number(100 * value if in_points else value, digits=digits)
    return words(f"because.{key}", **shown)
