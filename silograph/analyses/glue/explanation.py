"""What is said about one function: what it joins, who carries it, and what would be left without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from silograph.analyses.glue.brokers import most_important
from silograph.graph.small import hidden_functions
from silograph.language.words import Sentence

PAIRS_TOLD = 3  # as many as a reader keeps in mind


@dataclass(frozen=True, kw_only=True, eq=False)
class Explanation:
    """What is said about one function.

    Parameters
    ----------
    function
        Its name.
    pairs
        Its rows of `Carriers.pairs`.
    people
        ``person_id function brokerage_share is_team``, a row per node of the network.
    without
        Its rows of ``GlueResult.without``.
    sizes, min_group
        Functions too small to be shown are not named as joined.
    names
        Whether people are named by their id, rather than "one person of the function".
    called
        Whether it has a verdict: of others a rank is not told, it may be chance.
    """

    function: str
    pairs: pd.DataFrame
    people: pd.DataFrame
    without: pd.DataFrame
    sizes: Mapping[str, int]
    min_group: int
    names: bool
    called: bool = False

    def sentences(self) -> list[Sentence]:
        """What it joins, who carries it, and what is left without them; without `people`, what it joins."""
        if self.people.empty:
            return list(self._joined())
        if not most_important(self.people, self.function, 1):
            return [Sentence("glue.explain.nothing", function=self.function)]
        return [*self._joined(), self._carried(), *self._left()]

    def _joined(self) -> Iterator[Sentence]:
        hidden = hidden_functions(self.sizes, min_group=self.min_group)
        shown = self.pairs[~self.pairs[["function_a", "function_b"]].isin(hidden).any(axis=1)]
        told = tuple(
            Sentence("glue.explain.pair", share=row["share"], a=row["function_a"], b=row["function_b"])
            for row in shown[shown["share"].notna()].head(PAIRS_TOLD).to_dict("records")
        )
        if told:
            yield Sentence("glue.explain.pairs", function=self.function, pairs=told)

    def _carried(self) -> Sentence:
        own = self.people[self.people["function"] == self.function]
        first, *others = own["brokerage_share"].nlargest(2).tolist()
        who = self._named(1) or Sentence(f"glue.explain.one_{self._kind}", function=self.function)
        if not others:
            return Sentence("glue.explain.carrier", share=first, who=who)
        return Sentence("glue.explain.carriers", share=first, who=who, next=others[0])

    @property
    def _kind(self) -> str:
        first = most_important(self.people, self.function, 1)
        return "team" if self.people.loc[self.people["person_id"].isin(first), "is_team"].any() else "person"

    def _named(self, number: int) -> Sentence | None:
        if not self.names:
            return None
        first = most_important(self.people, self.function, number)
        return Sentence("glue.explain.named", names=tuple(str(one) for one in first), function=self.function)

    def _gone(self, number: int) -> Sentence:
        unnamed = f"glue.explain.that_{self._kind}" if number == 1 else "glue.explain.those"
        return self._named(number) or Sentence(unnamed, n=number)

    def _left(self) -> Iterator[Sentence]:
        now = self.without[self.without["removed"] == 0]
        for row in self.without[self.without["removed"] > 0].to_dict("records"):
            before, who = now.iloc[0], self._gone(int(row["removed"]))
            if not np.isfinite(row["excess"]):
                yield Sentence("glue.explain.nothing_left", who=who)
                continue
            yield Sentence(
                "glue.explain.without",
                who=who,
                function=self.function,
                after=row["brokerage"],
                before=before["brokerage"],
            )
            if self.called:
                yield _rank(int(before["rank"]), int(row["rank"]))
            if row["unreachable"] - before["unreachable"] >= 0.01:
                yield Sentence("glue.explain.cut", before=before["unreachable"], after=row["unreachable"])


def _rank(before: int, after: int) -> Sentence:
    kind = "same" if after == before else "falls" if after > before else "rises"
    return Sentence(f"glue.explain.rank_{kind}", before=before, after=after)
