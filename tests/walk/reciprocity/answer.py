"""Of the pairs of people who write across functions, those in which both write."""

from typing import ClassVar

import numpy as np
import pandas as pd

from silograph.analyses.parts import Column, Question, Result, by_function, shares_by, with_ends
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError
from silograph.graph.network import Network
from silograph.language.words import Sentence


class ReciprocityResult(Result):
    """What `reciprocity` found."""

    name: ClassVar = "reciprocity"
    declared: ClassVar = {
        "reciprocity": by_function(
            Column("people", "count", "sum", among="size"),
            Column("pairs", "count", "sum"),
            *with_ends(Column("share", "share", "part", of=("pairs",), behind="told_apart")),
        )
    }
    charts: ClassVar = (IntervalChart(key="reciprocity", value="share", percent=True),)

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        share = self.table.set_index("function")["share"].dropna()
        if share.empty:
            return Sentence("said.reciprocity.few")
        ends = {"low": share.min(), "least": share.idxmin(), "high": share.max(), "most": share.idxmax()}
        return Sentence("said.reciprocity", **ends)


def reciprocity(network: Network) -> ReciprocityResult:
    """How many pairs of people of two functions write to each other, and not only one to the other?

    Parameters
    ----------
    network
        With directed ties; those within a function, or of people of no known one, do not count.

    Examples
    --------
    >>> ties = [("ann", "bob"), ("bob", "ann"), ("ann", "eve")]
    >>> found = reciprocity(Network.from_edges(ties, {"ann": "HR", "bob": "IT", "eve": "PR"}))
    >>> found.table[["function", "pairs", "share"]].values.tolist()
    [['HR', 2, 0.5], ['IT', 1, 1.0], ['PR', 1, 0.0]]
    """
    s, t, code = network.source, network.target, network.function_codes
    ties = pd.DataFrame({"person": np.r_[s, t], "other": np.r_[t, s], "n": np.tile(network.messages, 2)})
    pairs = ties.groupby(["person", "other"], as_index=False).agg(ways=("n", "size"), messages=("n", "sum"))
    pairs["function"] = network.people["function"].to_numpy()[pairs["person"]]
    pairs["both"] = pairs["ways"] == 2
    own, other = code[pairs["person"]], code[pairs["other"]]
    pairs = pairs[(own != other) & (own >= 0) & (other >= 0)]
    if pairs.empty:
        raise NotEnoughDataError("nobody writes to somebody of another function")
    found = shares_by(pairs, "function", hit="both", actor="person", is_team=network.is_team)
    once = Sentence("note.reciprocity.once", share=float((pairs["messages"] == 1).mean()))
    return ReciprocityResult(table=found.rename(columns={"trials": "pairs"}).reset_index(), caveats=(once,))


QUESTION = Question(function=reciprocity, result=ReciprocityResult)
