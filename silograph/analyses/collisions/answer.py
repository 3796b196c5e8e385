"""Outside contacts served by several functions that did not talk to each other, and campaigns to open cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import t

from silograph.analyses.collisions.encounters import (
    cells_of,
    coordinated_encounters,
    count_encounters,
    encounters_apart,
    encounters_of,
    internal_exchange,
    people_pairs,
    people_who_met,
    seconds_of,
    services_of,
)
from silograph.analyses.collisions.mailings import campaigns, mailings
from silograph.analyses.parts import Column, Question, Result, Table, with_ends
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import TieRule
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations, need_messages
from silograph.log.outside_contacts import OutsideExchange, outside_exchange
from silograph.stats.intervals import wilson_interval
from silograph.stats.p_values import SIGNIFICANT, benjamini_hochberg

MORE = 1.25
"""Share of collisions, relative to what is usual, that a verdict needs: differences that matter."""
MIN_OTHERS = 5
"""Other pairs of functions without which nothing is usual."""
MUCH_UNKNOWN = 0.1  # of what is counted: a tenth can change a figure by its interval
_DAY = 86400.0
_COUNTED = ("meetings", "collisions")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CollisionsResult(Result):
    """What `collisions` found.

    Parameters
    ----------
    table
        A row per pair of functions that met at a contact.
    campaigns
        A row per function that sent mailings to contacts: ``function mailings reached open share low high expected
        ratio``; `reached` counts contacts once per mailing. Then ``senders``, and ``told_apart``: those whose mailings
        met an open question, or none, whichever are fewer.
    meetings, collisions, share, low, high
        Of the organisation: meetings of two functions at a contact, those without exchange between them, and the
        share with its 95 % interval (contacts are clusters).
    met, told_apart
        Meetings without a person in common, and of these collisions or others, whichever are fewer: at least so many
        people stand behind the numbers.
    """

    name: ClassVar[str] = "collisions"
    declared: ClassVar[Mapping[str, Table]] = {
        "collisions": Table(
            columns=(
                Column("function_a", "function"),
                Column("function_b", "function"),
                Column("contacts", "count", "sum", behind="met"),
                Column("meetings", "count", "sum", behind="met"),
                Column("collisions", "count", "sum", behind="told_apart"),
                *with_ends(
                    Column("share", "share", "derived", of=("meetings", "collisions"), ends=("low", "high"))
                ),
                # what is usual for the other pairs, and how likely a share is beside it, hang on the shares of all
                Column("expected", "share", "whole", of_all=_COUNTED),
                Column("ratio", "factor", "derived", of=("share", "expected")),
                Column("p_value", "p", "derived", of=("share",), of_all=_COUNTED),
                Column("q_value", "p", "derived", of=("share",), of_all=_COUNTED),
                Column("verdict", "word", behind="told_apart"),
            ),
            groups=("function_a", "function_b"),
            behind="met",
            only_many=True,
        ),
        "campaigns": Table(
            columns=(
                Column("function", "function"),
                Column("mailings", "count", behind="senders"),
                Column("reached", "count", behind="senders"),
                Column("open", "count", behind="told_apart"),
                *with_ends(Column("share", "share", "derived", of=("open",), ends=("low", "high"))),
                Column("expected", "share", behind="senders"),
                Column("ratio", "factor", "derived", of=("share",)),
            ),
            source="campaigns",
            groups=("function",),
            behind="senders",
            only_many=True,
        ),
    }
    figures: ClassVar[tuple[Column, ...]] = (
        Column("meetings", "count", "whole", behind="met", of=("collisions.meetings",)),
        Column("collisions", "count", "whole", behind="told_apart", of=("collisions.collisions", "meetings")),
        Column("share", "share", "whole", of=("collisions", "meetings"), ends=("low", "high")),
    )
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="collisions",
            value="share",
            ends=("low", "high"),
            by=("function_a", "function_b"),
            usual="expected",
            percent=True,
            marked="collides",
        ),
    )

    campaigns: pd.DataFrame
    meetings: int
    collisions: int
    share: float
    low: float
    high: float
    met: int
    told_apart: int

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        days = self.parameters["window_days"]
        if not self.meetings:
            return Sentence("said.collisions.nothing", days=days)
        numbers = {"share": self.share, "meetings": self.meetings, "low": self.low, "high": self.high}
        known = "start" if np.isfinite(self.share) else "start_untold"  # what leaves a run may be less
        start = Sentence(f"said.collisions.{known}", days=days, **numbers)
        found = self.table[self.table["verdict"] == "collides"]
        if found.empty:
            judged = int((self.table["verdict"] == "ordinary").sum())
            return Sentence(f"said.collisions.{'none' if judged else 'too_few'}", start=start, n=judged)
        return Sentence("said.collisions.found", start=start, pairs=tuple(map(_said, found.itertuples())))


def _said(pair: Any) -> Sentence:
    """A pair that collides, with its numbers where they are given."""
    ends = {"a": pair.function_a, "b": pair.function_b}
    if not np.isfinite(pair.share):
        return Sentence("said.collisions.pair_untold", **ends)
    numbers = {"share": pair.share, "low": pair.low, "high": pair.high, "usual": pair.expected}
    return Sentence("said.collisions.pair", **ends, **numbers)


def collisions(
    conversations: Conversations,
    *,
    window_days: float = 7.0,
    campaign_size: int = 20,
    tie_rule: TieRule | None = None,
    min_group: int = 5,
) -> CollisionsResult:
    """Which functions write to the same outside contacts without talking to each other?

    A *meeting*: two functions write to the same contact within the window; it lasts until the window is over. It is
    *coordinated* when people of the two functions exchanged a message in one of its threads (copies of mail to the
    contact count), or the people who wrote to the contact exchanged one within the window around it; else it is a
    *collision*. `share` = collisions / meetings of the pair; `expected` is the share usual for the other pairs.
    Verdict ``collides`` when the adjusted p-value is below 0.05, the 95 % interval lies above `expected` and the
    share is at least 1.25 times it; else ``ordinary``.

    Parameters
    ----------
    conversations
        The log; contacts are actors of kind ``external`` (see `silograph.log.outside_contacts`).
    window_days
        How close in time two functions' messages to a contact must be.
    campaign_size
        A message to at least so many contacts is a mailing.
    tie_rule
        Its `max_audience`: messages to more recipients are broadcasts, which serve nobody and coordinate nothing.
    min_group
        Pairs with fewer contacts, or with a function of fewer people, are ``not_assessable``; where contacts are
        fewer, their counts are not given either.

    Returns
    -------
    CollisionsResult
        `table` has ``function_a function_b contacts meetings collisions share low high expected ratio p_value q_value
        verdict``. Then people of the function of which fewer took part: ``met`` in any meeting, and ``told_apart`` in
        those that collided or in the others, whichever are fewer.

    Raises
    ------
    NotEnoughDataError
        No contacts, no times, or no known function that wrote to a contact.
    UsageError
        A window or size that is not positive.

    References
    ----------
    Rao & Scott (1992), Biometrics 48, 577-585 (clustered shares). Spiegelhalter (2005), Statistics in Medicine 24,
    1185-1202 (comparing units with what is usual when all differ a little). DerSimonian & Laird (1986), Controlled
    Clinical Trials 7, 177-188. Higgins et al. (2009), J. R. Stat. Soc. A 172, 137-159 (prediction).

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from silograph.log.conversations import build_conversations
    >>> from silograph.log.batches import BatchBuilder
    >>> from silograph.log.people import Roster
    >>> from silograph.log.store import Store
    >>> builder = BatchBuilder()
    >>> for day, sender in ((1, "ann@x.org"), (3, "bob@x.org")):
    ...     builder.message(f"m{day}", sender, [("eve@client.org", "to")], sent_at=datetime(2024, 1, day, tzinfo=UTC))
    >>> people = pd.DataFrame({"person_id": ["1", "2"], "function": ["Sales", "Service"],
    ...                        "email": ["ann@x.org", "bob@x.org"]})
    >>> store = Store.in_memory()
    >>> report = store.add([builder.take()], name="example", loader="mail")
    >>> result = collisions(build_conversations(*store.log(Roster.from_pandas(people))), min_group=1)
    >>> result.table[["function_a", "function_b", "meetings", "collisions"]].values.tolist()
    [['Sales', 'Service', 1, 1]]
    """
    need_messages(conversations)
    max_audience = (tie_rule or TieRule()).max_audience
    for name, number in (("window_days", window_days), ("campaign_size", campaign_size)):
        if number <= 0:
            raise UsageError(f"{name} must be positive, not {number}")
    exchange = outside_exchange(conversations)
    seconds = seconds_of(conversations)
    mailing = mailings(exchange, campaign_size)
    personal = exchange.personal(max_audience=max_audience)
    served = personal[personal["outbound"] & ~mailing[personal["message"]]]
    timed = served[np.isfinite(seconds[served["message"]])]
    known = timed[timed["function"] >= 0]
    _check(served, timed, known)

    rows = cells_of(services_of(conversations, known, seconds))
    meeting = encounters_of(rows, window=window_days * _DAY)
    rows = rows.assign(meeting=meeting)[meeting >= 0]
    inside = internal_exchange(conversations, seconds, max_audience=max_audience)
    coordinated = coordinated_encounters(rows, inside, conversations, window=window_days * _DAY)
    cells = count_encounters(rows, coordinated)
    sizes = conversations.function_sizes
    table, overall = _judge(cells, conversations.functions, sizes, min_group=min_group)
    people = people_who_met(rows, coordinated, conversations.is_kind("team"))[["met", "told_apart"]]
    # pairs with too few contacts that are not in the total cannot cover others there
    counted = table["contacts"].notna() | (overall["meetings"] > table["meetings"].sum())
    table = table.join(people.where(counted, 0))
    return CollisionsResult(
        table=table,
        campaigns=campaigns(conversations, exchange, mailing, seconds, min_group=min_group),
        **overall,
        **_apart(rows, coordinated),  # type: ignore[arg-type]  # counts only
        parameters={
            "window_days": window_days,
            "campaign_size": campaign_size,
            "max_audience": max_audience,
            "min_group": min_group,
        },
        caveats=_caveats(exchange, served, timed, table, min_group=min_group),
    )


def _apart(rows: pd.DataFrame, coordinated: BoolArray) -> dict[str, int]:
    """Of how many people, at least, the numbers of the organisation are: see `encounters_apart`."""
    pairs = people_pairs(rows)
    collided, spoke = (encounters_apart(pairs, some) for some in (~coordinated, coordinated))
    every = encounters_apart(pairs, np.ones(len(coordinated), dtype=bool))
    return {"met": every, "told_apart": min([count for count in (collided, spoke) if count], default=0)}


def _check(served: pd.DataFrame, timed: pd.DataFrame, known: pd.DataFrame) -> None:
    if len(served) and timed.empty:
        raise NotEnoughDataError(Sentence("lacks.contacts_untimed"), mend=Sentence("mend.read_times"))
    if known.empty:
        raise NotEnoughDataError(
            Sentence("lacks.no_sender"),
            mend=Sentence("mend.functions_and_mail"),
        )


def _judge(
    cells: pd.DataFrame, functions: tuple[str, ...], sizes: IntArray, *, min_group: int
) -> tuple[pd.DataFrame, Mapping[str, Any]]:
    """The table of pairs, and the organisation's numbers."""
    table = cells.groupby(["a", "b"], as_index=False).agg(
        contacts=("contact", "nunique"), meetings=("meetings", "sum"), collisions=("collisions", "sum")
    )
    n, k = table["meetings"].to_numpy(np.float64), table["collisions"].to_numpy(np.float64)
    effective = n / _design_effect(cells, table)
    share = k / n
    low, high = wilson_interval(share, effective)
    usual, p_value = _against_usual(share, effective)
    few = (table["contacts"] < min_group).to_numpy()
    small = (sizes[table["a"]] < min_group) | (sizes[table["b"]] < min_group)
    p_value = np.where(few | small, np.nan, p_value)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = share / usual
    q_value = benjamini_hochberg(p_value)
    names = np.array(functions, dtype=object)
    shown = pd.DataFrame(
        {
            "function_a": names[table["a"]],
            "function_b": names[table["b"]],
            "contacts": table["contacts"].astype("Int64").mask(few),
            "meetings": table["meetings"].astype("Int64").mask(few),
            "collisions": table["collisions"].astype("Int64").mask(few),
            "share": np.where(few, np.nan, share),
            "low": np.where(few, np.nan, low),
            "high": np.where(few, np.nan, high),
            "expected": np.where(few, np.nan, usual),
            "ratio": np.where(few, np.nan, ratio),
            "p_value": p_value,
            "q_value": q_value,
        }
    )
    shown["verdict"] = _verdicts(shown, few | small)
    return shown, _organisation(cells, table[few], min_group=min_group)


def _verdicts(rows: pd.DataFrame, too_small: BoolArray) -> npt.NDArray[np.object_]:
    verdict = np.full(len(rows), "ordinary", dtype=object)
    more = (rows["low"] > rows["expected"]) & (rows["ratio"] >= MORE)
    verdict[(rows["q_value"] < SIGNIFICANT) & more] = "collides"
    verdict[rows["p_value"].isna()] = "no_verdict"
    verdict[too_small] = "not_assessable"
    return verdict


def _design_effect(cells: pd.DataFrame, table: pd.DataFrame) -> float:
    """How much less a meeting tells because meetings at one contact are alike (Rao & Scott), pooled over pairs."""
    share = (table["collisions"] / table["meetings"]).rename("share")
    joined = cells.merge(pd.concat([table[["a", "b"]], share], axis=1), on=["a", "b"])
    residual = joined["collisions"] - joined["share"] * joined["meetings"]
    binomial = (joined["share"] * (1 - joined["share"]) * joined["meetings"]).sum()
    return max(1.0, float((residual**2).sum() / binomial)) if binomial > 0 else 1.0


def _against_usual(share: FloatArray, effective: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What is usual for the *other* pairs, and the one-sided p-value of a higher share.

    Pairs differ a little even where nothing is wrong, so each is compared with the spread of the others: random
    effects on the arcsine scale, where the variance of a share does not depend on it; Student's t allows for how few
    the others are. NaN with fewer than `MIN_OTHERS` others.
    """
    count = len(share)
    usual, p_value = np.full(count, np.nan), np.full(count, np.nan)
    # Anscombe's correction keeps 0 of 3 and 3 of 3 apart from certainty
    y = np.arcsin(np.sqrt((share * effective + 0.375) / (effective + 0.75)))
    variance = 1 / (4 * effective + 2)
    for i in range(count):
        others = np.arange(count) != i
        if others.sum() >= MIN_OTHERS:
            mean, spread, error = _random_effects(y[others], variance[others])
            usual[i] = np.sin(mean) ** 2
            z = (y[i] - mean) / np.sqrt(variance[i] + spread + error)
            p_value[i] = t.sf(z, others.sum() - 1)
    return usual, p_value


def _random_effects(y: FloatArray, variance: FloatArray) -> tuple[float, float, float]:
    """Mean, variance between units, and variance of the mean (DerSimonian & Laird)."""
    weight = 1 / variance
    mean = (weight * y).sum() / weight.sum()
    excess = (weight * (y - mean) ** 2).sum() - (len(y) - 1)
    between = max(0.0, excess / (weight.sum() - (weight**2).sum() / weight.sum()))
    weight = 1 / (variance + between)
    return float((weight * y).sum() / weight.sum()), float(between), float(1 / weight.sum())


def _organisation(cells: pd.DataFrame, hidden: pd.DataFrame, *, min_group: int) -> Mapping[str, Any]:
    """Numbers over all pairs; without the hidden ones where the rest would give those back."""
    out = pd.MultiIndex.from_frame(cells[["a", "b"]]).isin(pd.MultiIndex.from_frame(hidden[["a", "b"]]))
    if len(hidden) == 1 or cells.loc[out, "contact"].nunique() < min_group:
        cells = cells[~out]
    n, k = int(cells["meetings"].sum()), int(cells["collisions"].sum())
    if not n:
        return {"meetings": 0, "collisions": 0, "share": np.nan, "low": np.nan, "high": np.nan}
    by_contact = cells.groupby("contact")[["meetings", "collisions"]].sum()
    share = k / n
    residual = by_contact["collisions"] - share * by_contact["meetings"]
    binomial = share * (1 - share) * n
    effect = max(1.0, float((residual**2).sum()) / binomial) if binomial > 0 else 1.0
    low, high = wilson_interval(np.array([share]), np.array([n / effect]))
    return {"meetings": n, "collisions": k, "share": share, "low": float(low[0]), "high": float(high[0])}


def _caveats(
    exchange: OutsideExchange,
    served: pd.DataFrame,
    timed: pd.DataFrame,
    table: pd.DataFrame,
    *,
    min_group: int,
) -> tuple[Sentence, ...]:
    notes = [Sentence("note.collisions.phone")]
    if exchange.shared:
        notes.append(Sentence("note.shared_addresses", n=exchange.shared))
    untimed = served[~served.index.isin(timed.index)]
    if len(untimed):
        few = "_few" if untimed["person"].nunique() < min_group else ""
        notes.append(Sentence(f"note.collisions.untimed{few}", n=len(untimed)))
    unknown = timed[timed["function"] < 0]
    if len(unknown) > MUCH_UNKNOWN * len(timed):
        few = "_few" if unknown["person"].nunique() < min_group else ""
        notes.append(Sentence(f"note.collisions.unknown{few}", share=len(unknown) / len(timed)))
    hidden = int((table["verdict"] == "not_assessable").sum())
    if hidden:
        notes.append(Sentence("note.collisions.not_assessed", n=hidden, of=len(table)))
    if (table["verdict"] == "no_verdict").any():
        notes.append(Sentence("note.collisions.few_pairs", n=MIN_OTHERS))
    return tuple(notes)


QUESTION = Question(
    function=collisions,
    result=CollisionsResult,
    whole=True,
)
