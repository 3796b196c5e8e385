"""Outside contacts served by several functions that did not talk to each other, and campaigns to open cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import t

from silograph.analyses.parts.question import Question
from silograph.analyses.parts.result import Result
from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import NotEnoughDataError, UsageError
from silograph.language.words import Sentence
from silograph.log.conversations import NONE, Conversations
from silograph.log.outside_contacts import OutsideExchange, group_sizes, outside_exchange
from silograph.stats.intervals import wilson_interval
from silograph.stats.p_values import benjamini_hochberg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIGNIFICANT = 0.05
MORE = 1.25
"""Share of collisions, relative to what is usual, that a verdict needs: differences that matter."""
MIN_OTHERS = 5
"""Other pairs of functions without which nothing is usual."""
OPEN_DAYS = 30.0
MUCH_UNKNOWN = 0.1
_DAY = 86400.0


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CollisionsResult(Result):
    """What `collisions` found.

    Parameters
    ----------
    table
        A row per pair of functions that met at a contact.
    campaigns
        A row per function that sent mailings to contacts: ``function mailings reached open share low high expected
        ratio``; `reached` counts contacts once per mailing.
    meetings, collisions, share, low, high
        Of the organisation: meetings of two functions at a contact, those without exchange between them, and the
        share with its 95 % interval (contacts are clusters).
    """

    name: ClassVar[str] = "collisions"

    campaigns: pd.DataFrame
    meetings: int
    collisions: int
    share: float
    low: float
    high: float

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        days = self.parameters["window_days"]
        if not self.meetings:
            return Sentence("said.collisions.nothing", days=days)
        start = Sentence(
            "said.collisions.start",
            days=days,
            share=self.share,
            meetings=self.meetings,
            low=self.low,
            high=self.high,
        )
        found = self.table[self.table["verdict"] == "collides"]
        if found.empty:
            judged = int((self.table["verdict"] == "ordinary").sum())
            return Sentence(f"said.collisions.{'none' if judged else 'too_few'}", start=start, n=judged)
        pairs = tuple(
            Sentence(
                "said.collisions.pair",
                a=row.function_a,
                b=row.function_b,
                share=row.share,
                low=row.low,
                high=row.high,
                usual=row.expected,
            )
            for row in found.itertuples()
        )
        return Sentence("said.collisions.found", start=start, pairs=pairs)

    def tables(self) -> dict[str, pd.DataFrame]:
        """`table` and `campaigns`."""
        return {self.name: self.table, "campaigns": self.campaigns}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Share of collisions and its 95 % interval, a line per pair of functions; what is usual is marked."""
        import matplotlib.pyplot as plt

        rows = self.table[self.table["share"].notna()].sort_values("share").tail(25)
        if ax is None:
            _, ax = plt.subplots(figsize=(7, 1.2 + 0.32 * len(rows)), layout="constrained")
        colours = rows["verdict"].map({"collides": "#b3541e"}).fillna("#5b6770").tolist()
        height = np.arange(len(rows))
        ax.hlines(height, rows["low"], rows["high"], color=colours, linewidth=2)
        ax.scatter(rows["share"], height, color=colours, zorder=3)
        ax.scatter(rows["expected"], height, color="#b0b0b0", marker="|", s=80, zorder=2)
        ax.set_yticks(height, (rows["function_a"] + " – " + rows["function_b"]).tolist())
        if rows.empty:
            ax.text(0.5, 0.5, "no pair of functions met often enough", ha="center", transform=ax.transAxes)
        ax.set_xlim(0, 1)
        ax.set_xlabel("meetings at a contact without exchange between the two (95 % interval; | usual)")
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.tick_params(axis="y", length=0)
        return ax


def collisions(
    conversations: Conversations,
    *,
    window_days: float = 7.0,
    campaign_size: int = 20,
    max_audience: int = 50,
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
    max_audience
        Messages to more recipients are broadcasts: they serve nobody and coordinate nothing.
    min_group
        Pairs with fewer contacts, or with a function of fewer people, are ``not_assessable``; where contacts are
        fewer, their counts are not given either.

    Returns
    -------
    CollisionsResult
        `table` has ``function_a function_b contacts meetings collisions share low high expected ratio p_value q_value
        verdict``.

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
    >>> from silograph.log.messages import BatchBuilder
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
    for name, number in (
        ("window_days", window_days), ("campaign_size", campaign_size), ("max_audience", max_audience)
    ):  # fmt: skip
        if number <= 0:
            raise UsageError(f"{name} must be positive, not {number}")
    exchange = outside_exchange(conversations)
    seconds = _seconds(conversations)
    mailing = _mailings(exchange, campaign_size)
    personal = exchange.personal(max_audience=max_audience)
    served = personal[personal["outbound"] & ~mailing[personal["message"]]]
    timed = served[np.isfinite(seconds[served["message"]])]
    known = timed[timed["function"] >= 0]
    _check(served, timed, known)

    rows = _cells(_services(conversations, known, seconds))
    meeting = _meetings(rows, window=window_days * _DAY)
    rows = rows.assign(meeting=meeting)[meeting >= 0]
    inside = _internal(conversations, seconds, max_audience=max_audience)
    coordinated = _coordinated(rows, inside, conversations, window=window_days * _DAY)
    cells = _count(rows, coordinated)
    sizes = group_sizes(conversations)
    table, overall = _judge(cells, conversations.functions, sizes, min_group=min_group)
    return CollisionsResult(
        table=table,
        campaigns=_campaigns(conversations, exchange, mailing, seconds, min_group=min_group),
        **overall,
        parameters={
            "window_days": window_days,
            "campaign_size": campaign_size,
            "max_audience": max_audience,
            "min_group": min_group,
        },
        caveats=_caveats(exchange, served, timed, known, table),
    )


def _seconds(conversations: Conversations) -> FloatArray:
    """Time of each message in seconds since 1970; NaN where there is none."""
    sent = conversations.messages["sent_at"]
    epoch = pd.Timestamp(0, tz="UTC").as_unit("us")  # nanoseconds end in 2262
    since = (sent - epoch) / pd.Timedelta(seconds=1)
    return np.asarray(since, dtype=np.float64)


def _mailings(exchange: OutsideExchange, campaign_size: int) -> BoolArray:
    """Per message whether it went from inside to so many contacts; as long as the last message of the exchange."""
    out = exchange.rows.loc[exchange.rows["outbound"], "message"]
    return np.bincount(out, minlength=int(exchange.rows["message"].max()) + 1) >= campaign_size


def _check(served: pd.DataFrame, timed: pd.DataFrame, known: pd.DataFrame) -> None:
    if len(served) and timed.empty:
        raise NotEnoughDataError(Sentence("lacks.contacts_untimed"), mend=Sentence("mend.read_times"))
    if known.empty:
        raise NotEnoughDataError(
            Sentence("lacks.no_sender"),
            mend=Sentence("mend.functions_and_mail"),
        )


def _services(conversations: Conversations, served: pd.DataFrame, seconds: FloatArray) -> pd.DataFrame:
    """Messages of known functions to contacts: ``contact function person thread time``."""
    message = served["message"].to_numpy()
    return pd.DataFrame(
        {
            "contact": served["contact"].to_numpy(),
            "function": served["function"].to_numpy(),
            "person": served["person"].to_numpy(),
            "thread": _thread(conversations)[message],
            "time": seconds[message],
        }
    )


def _thread(conversations: Conversations) -> IntArray:
    """Thread of each message; a message outside threads is one of its own."""
    thread = conversations.messages["thread"].to_numpy(dtype=np.int64)
    alone = len(conversations.threads) + np.arange(len(thread))
    return np.where(thread == NONE, alone, thread)


def _cells(services: pd.DataFrame) -> pd.DataFrame:
    """For each contact and each two functions that wrote to it, all their messages, by cell and time.

    Columns ``cell a b`` (the two functions) and those of `services`.
    """
    present = services[["contact", "function"]].drop_duplicates()
    pairs = present.merge(present, on="contact", suffixes=("", "_b")).rename(columns={"function": "a"})
    pairs = pairs.rename(columns={"function_b": "b"})
    pairs = pairs[pairs["a"] < pairs["b"]]
    pairs = pairs.assign(cell=np.arange(len(pairs), dtype=np.int64))
    sides = [
        pairs.assign(function=pairs[side]).merge(services, on=["contact", "function"]) for side in ("a", "b")
    ]
    rows = pd.concat(sides, ignore_index=True)
    return rows.sort_values(["cell", "time", "function", "person", "thread"], ignore_index=True)


def _meetings(rows: pd.DataFrame, *, window: float) -> IntArray:
    """Number of the meeting each row belongs to, -1 for none.

    A meeting begins with a message that one of the other function follows within the window, and takes in whatever
    is within the window from its beginning; then the next may begin.
    """
    cell, time, function = (rows[name].to_numpy() for name in ("cell", "time", "function"))
    begins = _other_soon(cell, time, function, window=window)
    meeting = np.full(len(rows), -1, dtype=np.int64)
    number, current, until = -1, -1, -np.inf
    for i, (c, moment, starts) in enumerate(zip(cell.tolist(), time.tolist(), begins.tolist(), strict=True)):
        if c != current or moment > until:
            current, until = c, -np.inf
            if starts:
                number, until = number + 1, moment + window
        if moment <= until:
            meeting[i] = number
    return meeting


def _other_soon(cell: IntArray, time: FloatArray, function: IntArray, *, window: float) -> BoolArray:
    """Whether the next message of the cell's other function comes within the window."""
    n = len(cell)
    changes = np.ones(n, dtype=bool)
    changes[:-1] = (cell[1:] != cell[:-1]) | (function[1:] != function[:-1])
    ends = np.flatnonzero(changes)  # last row of each run of one function
    following = ends[np.searchsorted(ends, np.arange(n))] + 1
    found = following < n
    following = np.minimum(following, n - 1)
    return found & (cell[following] == cell) & (time[following] - time <= window) if n else found


def _internal(conversations: Conversations, seconds: FloatArray, *, max_audience: int) -> pd.DataFrame:
    """Messages between two people inside, as ``low high`` (actors) ``function_low function_high thread time``."""
    sent, reached = conversations.messages, conversations.interactions
    message = reached["message"].to_numpy()
    inside = conversations.is_kind("person", "team")
    keep = ~sent["automated"].to_numpy(dtype=bool) & (sent["audience"].to_numpy() <= max_audience)
    kept = keep[message] & inside[sent["sender"].to_numpy()[message]] & inside[reached["recipient"]]
    message, reached = message[kept], reached[kept]
    ends = [sent["sender"].to_numpy()[message], reached["recipient"].to_numpy()]
    functions = [sent["function"].to_numpy()[message], reached["function"].to_numpy()]
    return pd.DataFrame(
        {
            "low": np.minimum(*ends),
            "high": np.maximum(*ends),
            "a": np.minimum(*functions),
            "b": np.maximum(*functions),
            "thread": _thread(conversations)[message],
            "time": seconds[message],
        }
    )


def _coordinated(
    rows: pd.DataFrame, inside: pd.DataFrame, conversations: Conversations, *, window: float
) -> BoolArray:
    """Per meeting whether the two functions exchanged something in its threads, or its people in its time."""
    count = int(rows["meeting"].max()) + 1 if len(rows) else 0
    coordinated = np.zeros(count, dtype=bool)
    threads = rows[["meeting", "thread", "a", "b"]].drop_duplicates()
    seen = threads.merge(inside[["thread", "a", "b"]].drop_duplicates(), on=["thread", "a", "b"])
    coordinated[seen["meeting"]] = True

    pairs = _people_pairs(rows)
    span = rows.groupby("meeting")["time"].agg(["min", "max"])
    first = span["min"].to_numpy()[pairs["meeting"]] - window
    last = span["max"].to_numpy()[pairs["meeting"]] + window
    next_time = _next_exchange(pairs, inside, first, n_actors=len(conversations.actors))
    together = (next_time <= last) | (pairs["low"] == pairs["high"]).to_numpy()
    coordinated[pairs.loc[together, "meeting"]] = True
    return coordinated


def _people_pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each meeting, everybody of one function with everybody of the other: ``meeting low high``."""
    people = rows[["meeting", "function", "a", "person"]].drop_duplicates()
    of_a = people["function"] == people["a"]
    pairs = people.loc[of_a, ["meeting", "person"]].merge(
        people.loc[~of_a, ["meeting", "person"]], on="meeting", suffixes=("_a", "_b")
    )
    return pd.DataFrame(
        {
            "meeting": pairs["meeting"],
            "low": pairs[["person_a", "person_b"]].min(axis=1),
            "high": pairs[["person_a", "person_b"]].max(axis=1),
        }
    )


def _next_exchange(
    pairs: pd.DataFrame, inside: pd.DataFrame, since: FloatArray, *, n_actors: int
) -> FloatArray:
    """When the two people next exchanged a message from a time on; infinite where never."""
    timed = inside[inside["time"].notna()]
    key = timed["low"].to_numpy() * n_actors + timed["high"].to_numpy()
    order = np.lexsort((timed["time"].to_numpy(), key))
    key, time = key[order], timed["time"].to_numpy()[order]
    wanted = pairs["low"].to_numpy() * n_actors + pairs["high"].to_numpy()
    # rank the times so that one search finds pair and time together
    moments = np.unique(time)
    scale = len(moments) + 1
    place = np.searchsorted(
        key * scale + np.searchsorted(moments, time), wanted * scale + np.searchsorted(moments, since)
    )
    found = np.full(len(pairs), np.inf)
    there = place < len(key)
    there[there] = key[place[there]] == wanted[there]
    found[there] = time[place[there]]
    return found


def _count(rows: pd.DataFrame, coordinated: BoolArray) -> pd.DataFrame:
    """Per pair of functions and contact: ``a b contact meetings collisions``."""
    meetings = rows.drop_duplicates("meeting")[["a", "b", "contact", "meeting"]]
    meetings = meetings.assign(collision=~coordinated[meetings["meeting"]])
    grouped = meetings.groupby(["a", "b", "contact"], as_index=False)
    return grouped.agg(meetings=("meeting", "size"), collisions=("collision", "sum"))


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


# --- mailings to contacts with an open case -----------------------------------------------------------------------


def _campaigns(
    conversations: Conversations,
    exchange: OutsideExchange,
    mailing: BoolArray,
    seconds: FloatArray,
    *,
    min_group: int,
) -> pd.DataFrame:
    """Per function: how many contacts its mailings reached while a question of theirs was open.

    `expected` is the share if the mailings had been sent at any other time of the log.
    """
    rows = exchange.rows.assign(time=seconds[exchange.rows["message"]])
    rows = rows[rows["time"].notna()]
    cases = _open_cases(conversations, rows[~mailing[rows["message"]] & ~rows["automated"]])
    cases["until"] = cases["until"].clip(upper=rows["time"].max())
    sent = rows[rows["outbound"] & mailing[rows["message"]] & (rows["function"] >= 0)].reset_index(drop=True)
    period = max(float(rows["time"].max() - rows["time"].min()), 1.0) if len(rows) else 1.0
    hit = _is_open(cases, sent)
    ever = _time_open(cases) / period
    sent = sent.assign(open=hit, chance=sent["contact"].map(ever).fillna(0.0))
    found = sent.groupby("function").agg(
        mailings=("message", "nunique"),
        reached=("open", "size"),
        contacts=("contact", "nunique"),
        open=("open", "sum"),
        expected=("chance", "mean"),
    )
    found = found[found.pop("contacts") >= min_group]
    share = found["open"].to_numpy(np.float64) / found["reached"].to_numpy(np.float64)
    low, high = wilson_interval(share, found["reached"].to_numpy(np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = share / found["expected"].to_numpy(np.float64)
    names = np.array(conversations.functions, dtype=object)
    return pd.DataFrame(
        {
            "function": names[found.index.to_numpy(dtype=np.int64)],
            "mailings": found["mailings"].to_numpy(),
            "reached": found["reached"].to_numpy(),
            "open": found["open"].to_numpy(dtype=np.int64),
            "share": share,
            "low": low,
            "high": high,
            "expected": found["expected"].to_numpy(np.float64),
            "ratio": ratio,
        }
    )


def _open_cases(conversations: Conversations, rows: pd.DataFrame) -> pd.DataFrame:
    """When each question of a contact was open: ``contact since until``.

    A question is a message from a contact that opens a thread. It is open until somebody inside writes to the contact
    in that thread (outside threads: at all), and for `OPEN_DAYS` at most, for some are answered by telephone.
    """
    thread = conversations.messages["thread"].to_numpy(dtype=np.int64)
    rows = rows.assign(thread=thread[rows["message"]])
    first = conversations.messages.index.to_series().groupby(thread).min()
    asked = rows[~rows["outbound"]].drop_duplicates(["message", "contact"])
    opens = (asked["thread"] == NONE) | (asked["thread"].map(first) == asked["message"])
    asked = asked.loc[opens, ["contact", "thread", "time"]].sort_values("time")
    written = rows.loc[rows["outbound"], ["contact", "thread", "time"]].sort_values("time")
    threaded = asked["thread"] != NONE
    parts = [
        _answered(asked[threaded], written, by=["contact", "thread"]),
        _answered(asked[~threaded], written, by=["contact"]),
    ]
    cases = pd.concat(parts, ignore_index=True).rename(columns={"time": "since"})
    limit = cases["since"] + OPEN_DAYS * _DAY
    return cases.assign(until=np.minimum(cases.pop("answered").fillna(np.inf), limit))


def _answered(asked: pd.DataFrame, written: pd.DataFrame, *, by: list[str]) -> pd.DataFrame:
    answers = written[[*by, "time"]].assign(answered=written["time"])
    return pd.merge_asof(asked, answers, on="time", by=by, direction="forward")[
        ["contact", "time", "answered"]
    ]


def _is_open(cases: pd.DataFrame, sent: pd.DataFrame) -> BoolArray:
    """Whether the contact of each row had a question open at its time."""
    open_then = np.zeros(len(sent), dtype=bool)
    joined = sent[["contact", "time"]].assign(row=np.arange(len(sent))).merge(cases, on="contact")
    hit = (joined["since"] < joined["time"]) & (joined["time"] < joined["until"])
    open_then[joined.loc[hit, "row"]] = True
    return open_then


def _time_open(cases: pd.DataFrame) -> pd.Series[Any]:
    """Seconds in which each contact had a question open, overlaps once."""
    ordered = cases.sort_values(["contact", "since"], ignore_index=True)
    before = ordered.groupby("contact")["until"].transform(lambda until: until.cummax().shift())
    since = np.maximum(ordered["since"], before.fillna(-np.inf))
    return (ordered["until"] - since).clip(lower=0).groupby(ordered["contact"]).sum()


def _caveats(
    exchange: OutsideExchange,
    served: pd.DataFrame,
    timed: pd.DataFrame,
    known: pd.DataFrame,
    table: pd.DataFrame,
) -> tuple[Sentence, ...]:
    notes = [Sentence("note.collisions.phone")]
    if exchange.shared:
        notes.append(Sentence("note.shared_addresses", n=exchange.shared))
    if untimed := len(served) - len(timed):
        notes.append(Sentence("note.collisions.untimed", n=untimed))
    if len(timed) - len(known) > MUCH_UNKNOWN * len(timed):
        notes.append(Sentence("note.collisions.unknown", share=1 - len(known) / len(timed)))
    hidden = int((table["verdict"] == "not_assessable").sum())
    if hidden:
        notes.append(Sentence("note.collisions.not_assessed", n=hidden, of=len(table)))
    if (table["verdict"] == "no_verdict").any():
        notes.append(Sentence("note.collisions.few_pairs", n=MIN_OTHERS))
    return tuple(notes)


QUESTION = Question(
    name="collisions",
    function=collisions,
    result=CollisionsResult,
    run=lambda on, _: collisions(
        on.conversations,
        max_audience=on.settings.tie_rule.max_audience,
        min_group=on.settings.min_group,
    ),
)
