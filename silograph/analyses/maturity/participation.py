"""Participation: the share of people who write posts, of everybody and by function, level and month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betaln, logsumexp

from silograph.analyses.parts.people import fewest
from silograph.arrays import FloatArray, IntArray
from silograph.log.conversations import Conversations
from silograph.log.messages import EXTERNAL, UNKNOWN
from silograph.log.people import Roster
from silograph.stats.intervals import exact_interval


def gini(values: npt.ArrayLike) -> float:
    """Gini coefficient: half the mean difference between two people, over the mean; NaN where all are 0.

    Examples
    --------
    >>> gini([1, 1, 1]), round(gini([0, 0, 3]), 3)
    (0.0, 0.667)
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    n, total = len(ordered), ordered.sum()
    if not total:
        return float("nan")
    return float(2 * (np.arange(1, n + 1) @ ordered) / (n * total) - (n + 1) / n)


def staff_of(talk: Conversations, roster: Roster) -> pd.DataFrame:
    """Everybody who works here, by id: the people file, and people only the log knows."""
    known = roster.latest[["function", "level", "title", "actor_kind"]]
    seen = talk.actors.set_index("actor_id")[["function", "level", "title", "actor_kind"]]
    everybody = pd.concat([known, seen[~seen.index.isin(known.index)]])
    staff = everybody[(everybody["actor_kind"] == "person") & (everybody["function"] != EXTERNAL)]
    return staff.assign(function=staff["function"].fillna(UNKNOWN)).drop(columns="actor_kind")


def posts_of(talk: Conversations) -> pd.DataFrame:
    """Posts and replies that people wrote, whatever their audience; reactions and mentions alone are no posts."""
    messages = talk.messages
    counts = (messages["channel"] == "post") & messages["kind"].isin(["post", "reply"])
    counts &= ~messages["automated"] & talk.is_kind("person")[messages["sender"]]
    posts = messages[counts]
    return posts.assign(
        actor_id=talk.actors["actor_id"].to_numpy()[posts["sender"]],
        month=posts["sent_at"].dt.strftime("%Y-%m"),
    )


def share_taking_part(active: pd.Series[Any]) -> tuple[float, float, float]:
    """Share of some people who write enough posts, with its 95 % interval."""
    return float(active.mean()), *exact_interval(active.sum(), len(active))


def written_by(talk: Conversations) -> pd.Series[int]:
    """Mails and posts of each person, without automated ones and reactions."""
    messages = talk.messages
    own = (messages["channel"] == "email") | (messages["channel"] == "post") & messages["kind"].isin(
        ["post", "reply"]
    )
    own &= ~messages["automated"]
    return talk.actors["actor_id"].iloc[messages.loc[own, "sender"]].value_counts()


def post_share_of(people: pd.DataFrame) -> dict[str, float]:
    """Posts among what the people of a function write, with the error of a ratio over people."""
    posts, written = people["posts"].to_numpy(float), people["written"].to_numpy(float)
    total, n = float(written.sum()), int((written > 0).sum())
    found = {"written": total, "post_share": np.nan, "post_share_error": np.nan}
    if total and n > 1:
        share = float(posts.sum()) / total
        residual = posts - share * written
        found["post_share"] = share
        found["post_share_error"] = float(np.sqrt(n / (n - 1) * (residual**2).sum()) / total)
    writers = posts > 0
    return found | {"post_share_people": float(min(writers.sum(), n))}


class Participation(NamedTuple):
    """Beta-binomial model of how many of each function take part."""

    active: IntArray
    people: IntArray
    draws: int
    seed: int

    def drawn(self) -> FloatArray:
        """Draws (draws, functions) of the functions' shares, the common distribution integrated over a grid.

        Flat prior on the mean of the common distribution, and on the logarithm of its concentration from 0.3 to 1000.
        """
        mean, spread = (one.ravel() for one in np.meshgrid(_MEANS, _CONCENTRATIONS))
        a, b = mean * spread, (1 - mean) * spread
        counts = np.unique(np.column_stack([self.active, self.people]), axis=0, return_counts=True)
        log = np.zeros(len(mean))
        for (active, people), times in zip(*counts, strict=True):
            log += times * (betaln(a + active, b + people - active) - betaln(a, b))
        rng = np.random.default_rng([self.seed, 11])
        chosen = rng.choice(len(mean), self.draws, p=np.exp(log - logsumexp(log)))
        own = (a[chosen, None] + self.active, b[chosen, None] + self.people - self.active)
        return np.asarray(rng.beta(*own), dtype=np.float64)


_MEANS = (np.arange(100) + 0.5) / 100
_CONCENTRATIONS = np.geomspace(0.3, 1000, 40)


def by_month_of(
    posts: pd.DataFrame, staff: pd.DataFrame, functions: Sequence[str], *, min_group: int
) -> pd.DataFrame:
    """Participation by function and month; a month without posts of a function counts as none.

    `elsewhere` and `undated` are not written: people of no function in the table who wrote in that month, and people
    of the function who wrote at an unknown time.
    """
    size = staff["function"].value_counts().reindex(list(functions), fill_value=0)
    shown = [function for function in functions if size[function] >= min_group]
    months = sorted(posts["month"].dropna().unique())
    index = pd.MultiIndex.from_product([shown, months], names=["function", "month"])
    posts = posts.assign(function=posts["actor_id"].map(staff["function"]))
    by = posts.groupby(["function", "month"])["actor_id"]
    table = (
        pd.DataFrame({"active": by.nunique(), "posts": by.size()}).reindex(index, fill_value=0).reset_index()
    )
    table.insert(2, "staff", table["function"].map(size).astype(np.int64))
    table.insert(4, "participation", table["active"] / table["staff"])
    others = posts[~posts["function"].isin(shown)].groupby("month")["actor_id"].nunique()
    undated = posts[posts["month"].isna()].groupby("function")["actor_id"].nunique()
    for name, people, by_column in (("elsewhere", others, "month"), ("undated", undated, "function")):
        table[name] = table[by_column].map(people).fillna(0).astype(np.int64)
    return table


def levels_of(staff: pd.DataFrame, *, min_group: int) -> pd.DataFrame:
    """Participation by level.

    `writers` and what ends in `in_no_row` are not written: people who wrote, and the people, the active ones and those
    who wrote of a level too small to show, or of none.
    """
    level = pd.to_numeric(staff["level"], errors="coerce")
    by = staff.assign(level=level, writes=staff["posts"] > 0).groupby("level")
    table = pd.DataFrame(
        {"people": by.size(), "active": by["active"].sum(), "participation": by["active"].mean()}
    )
    table["posts_share"] = by["posts"].sum() / max(staff["posts"].sum(), 1)
    table["writers"] = by["writes"].sum()
    small = table["people"] < min_group
    nowhere = level.isna()
    for name, column, of_nobody in (
        ("in_no_row", "people", nowhere),
        ("active_in_no_row", "active", nowhere & staff["active"]),
        ("writers_in_no_row", "writers", nowhere & (staff["posts"] > 0)),
    ):
        table[name] = fewest(table.loc[small, column].sum(), of_nobody.sum())
    return table[~small].reset_index()
