"""Who asked which function what, and when it was answered: first replies and final answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from silograph.arrays import BoolArray, FloatArray, IntArray
from silograph.errors import UsageError
from silograph.language.words import Sentence
from silograph.log.conversations import NONE, Conversations
from silograph.log.schema import MEETING

DEADLINE = 24.0
"""Hours after which an answer is too late."""
UNTIMED = ("day", "fallback", "none")
"""Time qualities that cannot time a reply."""
ADDRESSED = ("to", "assignee", "mention")
"""Roles of a recipient who is asked."""
SHOWN_HOURS = (0.25, 0.5, 1, 2, 4, 8, 12, 24, 36, 48, 72, 120, 168, 240, 336, 504, 720)
MOST_STEPS = 400
NO_THREADS, MEETINGS = "note.response.no_threads", "note.response.meeting"


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts hours: of the whole day, or of weekdays between two hours in a zone."""

    hours: tuple[int, int] | None
    zone: ZoneInfo

    @classmethod
    def of(cls, hours: tuple[int, int] | None, zone: str) -> Clock:
        """The clock of these hours in this zone; `UsageError` where there is none."""
        if hours is not None and not 0 <= hours[0] < hours[1] <= 24:
            raise UsageError(f"working_hours {hours} are none", mend="give for example (9, 18)")
        try:
            return cls(hours, ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise UsageError(
                f"there is no time zone {zone!r}", mend="give for example Europe/Paris"
            ) from error

    def between(self, start: pd.Series[pd.Timestamp], end: pd.Series[pd.Timestamp]) -> FloatArray:
        """Hours from one time to the other, NaN where one is missing."""
        if self.hours is None:
            return np.asarray((end - start) / pd.Timedelta(hours=1), dtype=np.float64)
        return self._worked(end, *self.hours) - self._worked(start, *self.hours)

    def _worked(self, times: pd.Series[pd.Timestamp], first: int, last: int) -> FloatArray:
        """Working hours since 1970."""
        local = times.dt.tz_convert(self.zone).dt.tz_localize(None)
        known = local.notna().to_numpy()
        moment = local[known].to_numpy().astype("datetime64[us]")
        day = moment.astype("datetime64[D]")
        today = np.clip((moment - day) / np.timedelta64(1, "h") - first, 0, last - first)
        days = np.busday_count(np.datetime64("1970-01-01"), day)
        worked = np.full(len(local), np.nan)
        worked[known] = days * (last - first) + today * np.is_busday(day)
        return worked


def asked_questions(on: Conversations, *, max_audience: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """A row per thread and function asked, in order of time, and what was left out by reason.

    Columns: ``thread row asked_at asker function_a function_b addressee channel until closed``. `until` is the end of
    the source's log.
    """
    spoken = on.messages[(on.messages["kind"] != "reaction").to_numpy()]
    met = (spoken["channel"] == MEETING).to_numpy()
    meetings, spoken = spoken.loc[met, "sender"], spoken[~met]
    spoken = spoken.assign(row=spoken.index, lone=spoken["thread"] == NONE)
    spoken["thread"] = spoken["thread"].where(~spoken["lone"], len(on.threads) + spoken["row"])
    threaded = _threaded(spoken)
    left_out: dict[str, int] = {
        Sentence(NO_THREADS): on.acts(spoken.loc[~threaded, "sender"]),
        Sentence(MEETINGS): on.acts(meetings),
    }
    spoken = spoken[threaded]
    coarse = spoken["time_quality"].isin(UNTIMED).groupby(spoken["thread"]).any()
    opening = spoken.drop_duplicates("thread").set_index("thread")
    coarse = coarse.reindex(opening.index)
    orphan = (opening["parent"] != NONE) | (opening["kind"] == "reply") | opening["parent_missing"]
    asks = (~on.is_kind("bot", "list", "external"))[opening["sender"]] & (opening["function"] >= 0)
    automatic = opening["automated"] | (opening["audience"] > max_audience)
    usable = pd.Series(True, index=opening.index)
    for reason, bad in (
        ("automatic", automatic),
        ("orphan", orphan),
        ("unknown_asker", ~asks),
        ("coarse", coarse),
    ):
        left_out[Sentence(f"note.response.{reason}")] = on.acts(opening.loc[usable & bad, "sender"])
        usable &= ~bad
    opening = opening[usable].reset_index()
    to = on.interactions
    asked = to["role"].isin(ADDRESSED).to_numpy() & (to["function"] >= 0).to_numpy()
    asked &= (~on.is_kind("bot", "list", "external"))[to["recipient"]]
    questions = opening.merge(
        to.loc[asked, ["message", "recipient", "function"]].rename(columns={"message": "row"}),
        on="row",
        suffixes=("_a", "_b"),
    )
    questions = questions.sort_values(["row", "function_b", "recipient"])
    questions = questions.drop_duplicates(["thread", "function_b"], ignore_index=True)
    asking = opening["thread"].isin(questions["thread"])
    left_out[Sentence("note.response.to_nobody")] = on.acts(opening.loc[~asking, "sender"])
    cases = on.cases.sort_values("ended_at").drop_duplicates("thread", keep="last").set_index("thread")
    return pd.DataFrame(
        {
            "thread": questions["thread"],
            "row": questions["row"],
            "asked_at": questions["sent_at"],
            "asker": questions["sender"],
            "function_a": questions["function_a"],
            "function_b": questions["function_b"],
            "addressee": questions["recipient"],
            "channel": questions["channel"].astype(str),
            "until": on.observed_until.reindex(questions["source"]).array,
            "closed": questions["thread"].map(cases["closed"].astype(object)),
            "ended_at": cases["ended_at"]
            .reindex(questions["thread"])
            .array,  # map fails where there are no cases
        }
    ), left_out


def _threaded(spoken: pd.DataFrame) -> BoolArray:
    """Per message whether its source says, for its channel, which messages belong together."""
    told = (spoken["parent"] != NONE) | (spoken["channel"] == "handoff") & ~spoken["lone"]
    told |= spoken.duplicated("thread")
    place = [spoken["source"], spoken["channel"].astype(str)]
    return told.groupby(place).transform("any").to_numpy(dtype=bool)


def answers_to(on: Conversations, questions: pd.DataFrame, *, max_audience: int) -> pd.DataFrame:
    """What reached the askers: ``thread row at function resolution``; a reply in a post's thread reaches its author."""
    openings = questions.drop_duplicates("thread").set_index("thread")
    said = on.messages[
        on.messages["thread"].isin(openings.index)
        & (on.messages["kind"] != "reaction")
        & (on.messages["channel"] != MEETING)
        & ~on.messages["automated"]
        & (on.messages["audience"] <= max_audience)
    ]
    opened = openings.reindex(said["thread"])
    asker, asking = opened["asker"].to_numpy(), opened["function_a"].to_numpy()
    row = said.index.to_numpy()
    after = (row > opened["row"].to_numpy()) & (said["sender"].to_numpy() != asker)
    post, handoff = ((said["channel"] == name).to_numpy() for name in ("post", "handoff"))
    to = on.interactions
    place = pd.Index(row).get_indexer(to["message"])
    of = place[place >= 0]
    recipient, function = to["recipient"].to_numpy()[place >= 0], to["function"].to_numpy()[place >= 0]
    reached = np.zeros(len(said), dtype=bool)
    back = (recipient == asker[of]) | (
        handoff[of] & (function == asking[of]) & (said["function"].to_numpy()[of] != asking[of])
    )
    reached[of[back]] = True
    replies = said[after & (post | reached)]
    answers = pd.DataFrame(
        {
            "thread": replies["thread"],
            "at": replies["sent_at"],
            "by": replies["sender"],
            "function": replies["function"],
            "resolution": False,
        }
    )
    return pd.concat([answers, _resolutions(on, openings)], ignore_index=True)


def _resolutions(on: Conversations, openings: pd.DataFrame) -> pd.DataFrame:
    """Closed cases as answers of whoever held them last."""
    closed = openings.index[(openings["closed"] == True).to_numpy(dtype=bool)]  # noqa: E712 - may be missing
    handed = on.messages.index[on.messages["thread"].isin(closed) & (on.messages["channel"] == "handoff")]
    last = on.interactions[on.interactions["message"].isin(handed)]
    last = last.assign(thread=on.messages["thread"].to_numpy()[last["message"]]).drop_duplicates(
        "thread", keep="last"
    )
    return pd.DataFrame(
        {
            "thread": last["thread"].to_numpy(),
            "at": openings["ended_at"].reindex(last["thread"]).to_numpy(),
            "by": last["recipient"].to_numpy(),
            "function": last["function"].to_numpy(),
            "resolution": True,
        }
    ).astype({"at": "datetime64[us, UTC]"})


def _joined(questions: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """A row per question and answer in its thread: ``question at mine resolution``, in order of time."""
    joined = questions.reset_index(names="question")[
        ["question", "thread", "asker", "function_b", "asked_at"]
    ].merge(answers, on="thread")
    joined["mine"] = (joined["function"] == joined["function_b"]) & (joined["by"] != joined["asker"])
    return joined.sort_values(["question", "mine", "at"], ignore_index=True)


def first_replies(questions: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Per question when somebody first answered, and who: ``at cause by``."""
    joined = _joined(questions, answers)
    own, others = (_earliest(joined[joined["mine"] == side], questions) for side in (True, False))
    return _outcome(own, others, until=questions["until"])


def final_answers(questions: pd.DataFrame, answers: pd.DataFrame, settle: pd.Timedelta) -> pd.DataFrame:
    """Per question when the last word came: an answer followed by so long a silence of the same side.

    That a word was the last is known only after the silence; so the observation of a question ends that long before
    the log does. Somebody else's last word counts only where the function asked says nothing until it is settled.
    A case of known fate needs no silence: its resolution is the last word.
    """
    joined = _joined(questions, answers)
    fate = questions["closed"].notna().to_numpy()
    joined = joined[joined["resolution"] | ~fate[joined["question"]]]
    following = joined.groupby(["question", "mine"])["at"].shift(-1)
    settled = joined["resolution"] | following.isna() | (following - joined["at"] > settle)
    spoke = _earliest(joined[joined["mine"]], questions)["at"]
    own, others = (_earliest(joined[settled & (joined["mine"] == side)], questions) for side in (True, False))
    counts = spoke.isna() | (spoke > others["at"] + settle)
    others = others.assign(at=others["at"].where(counts))
    return _outcome(own, others, until=questions["until"].where(fate, questions["until"] - settle))


def _earliest(answers: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """The first of these answers per question, ``at by``; missing where there is none."""
    first = answers.drop_duplicates("question").set_index("question")[["at", "by"]].reindex(questions.index)
    return first.astype({"at": "datetime64[us, UTC]"})


def _outcome(own: pd.DataFrame, others: pd.DataFrame, *, until: pd.Series[pd.Timestamp]) -> pd.DataFrame:
    """The earlier of the answer (cause 1) and somebody else's (2), censored (0) at `until`: ``at cause by``."""
    at = own["at"].where(others["at"].isna() | (own["at"] <= others["at"]), others["at"])
    cause = np.where(at.isna() | (at > until), 0, np.where(at == own["at"], 1, 2))
    by = np.select([cause == 1, cause == 2], [own["by"].fillna(NONE), others["by"].fillna(NONE)], NONE)
    return pd.DataFrame({"at": at.where(cause > 0, until), "cause": cause, "by": by.astype(np.int64)})


class Pairs(NamedTuple):
    """The ordered pairs with a question: asking and answering function, and per question its pair."""

    asking: IntArray
    answering: IntArray
    of_question: IntArray

    @property
    def cross(self) -> BoolArray:
        """Whether one function asks another."""
        return np.asarray(self.asking != self.answering)

    @property
    def functions(self) -> IntArray:
        """Functions that ask or are asked."""
        return np.union1d(self.asking, self.answering)

    @property
    def answerers(self) -> IntArray:
        """Functions that another one asked."""
        return np.unique(self.answering[self.cross])

    @property
    def unasked(self) -> tuple[IntArray, IntArray]:
        """Functions that never asked, and which of `answerers` they did not."""
        every = np.array([(a, b) for a in self.functions for b in self.answerers if a != b], dtype=np.int64)
        every = every.reshape(-1, 2)
        asked = set(zip(self.asking.tolist(), self.answering.tolist(), strict=True))
        never = np.array([tuple(pair) not in asked for pair in every.tolist()], dtype=bool)
        return every[never, 0], every[never, 1]


def pairs_of(questions: pd.DataFrame) -> Pairs:
    """The pairs of these questions."""
    both = questions[["function_a", "function_b"]].to_numpy(np.int64)
    found, of_question = np.unique(both, axis=0, return_inverse=True)
    return Pairs(found[:, 0], found[:, 1], of_question.ravel())


class Times(NamedTuple):
    """One clock's times: a row per question that was observed at all, `question` says which."""

    hours: FloatArray
    cause: IntArray
    question: IntArray
    cluster: IntArray
    addressee: IntArray
    channel: IntArray

    def take(self, rows: IntArray) -> Times:
        """Some of the questions."""
        return Times(*(column[rows] for column in self))  # type: ignore[arg-type]


def times_of(questions: pd.DataFrame, outcome: pd.DataFrame, clock: Clock) -> Times:
    """How long the questions waited that were observed at all."""
    hours = clock.between(questions["asked_at"], outcome["at"])
    seen = (outcome["at"] >= questions["asked_at"]).to_numpy()
    return Times(
        hours=np.maximum(hours[seen], 0.0),
        cause=outcome["cause"].to_numpy(np.int64)[seen],
        question=np.flatnonzero(seen),
        cluster=np.unique(questions["thread"], return_inverse=True)[1][seen],
        addressee=questions["addressee"].to_numpy(np.int64)[seen],
        channel=pd.factorize(questions["channel"])[0][seen],
    )


def curve_hours(samples: Iterable[Times]) -> FloatArray:
    """Times at which curves are kept: every answer's, or quantiles of many, and round numbers of hours."""
    times = np.unique(np.concatenate([sample.hours[sample.cause == 1] for sample in samples]))
    if len(times) > MOST_STEPS:
        times = np.quantile(times, np.linspace(0, 1, MOST_STEPS), method="nearest")
    return np.unique(np.r_[times, SHOWN_HOURS])
