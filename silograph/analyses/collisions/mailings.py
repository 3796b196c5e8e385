"""Mailings to contacts outside, and how many of these had a question open at the time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from silograph.analyses.parts.people import different_by, people_told_apart
from silograph.arrays import BoolArray, FloatArray
from silograph.log.conversations import NONE, Conversations
from silograph.log.outside_contacts import OutsideExchange
from silograph.stats.intervals import wilson_interval

OPEN_DAYS = 30.0  # a case without an answer may have been closed by telephone: a month is long for one
_DAY = 86400.0


def mailings(exchange: OutsideExchange, campaign_size: int) -> BoolArray:
    """Per message whether it went from inside to so many contacts; as long as the last message of the exchange."""
    out = exchange.rows.loc[exchange.rows["outbound"], "message"]
    return np.bincount(out, minlength=int(exchange.rows["message"].max()) + 1) >= campaign_size


def campaigns(
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
    senders = _senders(sent, conversations.is_kind("team")).reindex(found.index)
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
            "senders": senders["senders"].to_numpy(),
            "told_apart": senders["told_apart"].to_numpy(),
        }
    )


def _senders(sent: pd.DataFrame, is_team: BoolArray) -> pd.DataFrame:
    """Per function, who sent mailings (teams where no person did): ``senders``, and the fewer of whom they tell apart.

    ``told_apart`` reached contacts with an open question, or others, where these senders are fewer, though some.
    """
    everybody = different_by(sent, ["function"], actor="person", is_team=is_team)
    told_apart = people_told_apart(sent, ["function"], hit="open", actor="person", is_team=is_team)
    return pd.DataFrame({"senders": everybody, "told_apart": told_apart})


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
