"""`MessageLog`: interactions after identity resolution, held in DuckDB."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from silograph.charts.cells import table_html
from silograph.errors import UsageError
from silograph.log.batches import BatchBuilder
from silograph.log.carried import carried, restored
from silograph.log.provenance import Provenance
from silograph.log.schema import CHANNELS, EXTERNAL, KINDS, MESSAGES, ROLES, SOURCES, UNKNOWN

__all__ = ["CHANNELS", "EXTERNAL", "KINDS", "ROLES", "UNKNOWN", "BatchBuilder", "MessageLog"]


@dataclass(frozen=True, eq=False)
class MessageLog:
    """Interactions after identity resolution: a row per message and recipient, held in DuckDB.

    Logs are made by `silograph.read` or by a `Store`; every method leaves the log as it is.

    Parameters
    ----------
    connection
        The DuckDB connection whose temporary tables hold the log.
    relation
        SQL name of the interactions: ``message_no sender recipient role sent_at time_quality channel kind
        audience automated source_no``, actors as numbers into `actors`.
    actors
        ``actor_id actor_kind`` by number.
    provenance
        What was read: sources, counts, rejected records, identities.
    """

    connection: duckdb.DuckDBPyConnection
    relation: str
    actors: pd.DataFrame
    _: KW_ONLY
    provenance: Provenance

    def __len__(self) -> int:
        return int(self._one(f"SELECT count(*) FROM {self.relation}")[0])

    def __repr__(self) -> str:
        first, last = self.period or (None, None)
        return f"MessageLog({len(self)} interactions, {first} to {last})"

    def _repr_html_(self) -> str:
        counts = self.counts()
        channels = pd.DataFrame(counts["channels"].items(), columns=["channel", "messages"])  # type: ignore[attr-defined]
        days = "" if self.period is None else " from {:%Y-%m-%d} to {:%Y-%m-%d}".format(*self.period)
        title = f"Log of {counts['messages']:,} messages, {counts['interactions']:,} interactions{days}"
        return f"<p><b>{title}</b></p>{table_html(channels)}"

    def __reduce__(self) -> tuple[Any, ...]:
        return restored, carried(self)

    def head(self, n: int = 5) -> pd.DataFrame:
        """The first rows, as `to_pandas` gives them.

        Parameters
        ----------
        n
            How many.
        """
        return self._table(f"LIMIT {int(n)}")

    def _one(self, query: str) -> tuple[Any, ...]:
        rows: list[tuple[Any, ...]] = self.connection.execute(query).fetchall()
        return rows[0]

    @cached_property
    def period(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """First and last time, or None where no message has one."""
        first, last = self._one(f"SELECT min(sent_at), max(sent_at) FROM {self.relation}")
        if first is None or last is None:
            return None
        return pd.Timestamp(str(first), tz="UTC"), pd.Timestamp(str(last), tz="UTC")

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The channels that have messages."""
        rows = self.connection.execute(f"SELECT DISTINCT channel::VARCHAR FROM {self.relation} ORDER BY 1")
        return tuple(channel for (channel,) in rows.fetchall())

    def filter(
        self,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        channels: Sequence[str] = (),
    ) -> MessageLog:
        """The part of the log in a period and in some channels.

        Parameters
        ----------
        since, until
            From the first (included) to the second (excluded); texts are ISO dates, and without a zone they are UTC.
            Messages without a time drop out as soon as one is given.
        channels
            Any of ``email post handoff meeting``; all where empty.

        Raises
        ------
        UsageError
            An unknown channel, or a text that is no date.
        """
        odd = set(channels) - set(CHANNELS)
        if odd:
            raise UsageError(f"unknown channel {sorted(odd)}", mend=f"channels are {', '.join(CHANNELS)}")
        clauses = [
            *([f"sent_at >= TIMESTAMP '{_utc(since)}'"] if since is not None else []),
            *([f"sent_at < TIMESTAMP '{_utc(until)}'"] if until is not None else []),
            *(["channel IN (" + ", ".join(f"'{channel}'" for channel in channels) + ")"] if channels else []),
        ]
        if not clauses:
            return self
        return replace(self, relation=f"(SELECT * FROM {self.relation} WHERE {' AND '.join(clauses)})")

    def to_pandas(self) -> pd.DataFrame:
        """The whole log as a table: a row per interaction, with ids.

        Columns: ``message_id sent_at time_quality channel kind role sender recipient audience thread_id parent_id
        space source automated subject``. A message with no known recipient is one row whose ``recipient`` is
        missing.
        """
        return self._table("")

    def _table(self, limit: str) -> pd.DataFrame:
        frame = self.connection.execute(
            f"""
            SELECT m.message_id, l.sent_at, l.time_quality, l.channel, l.kind, l.role, l.sender, l.recipient,
                   l.audience, m.thread_id, m.parent_id, m.space, s.name AS source, l.automated, m.subject
            FROM {self.relation} l JOIN {MESSAGES} m USING (message_no) JOIN {SOURCES} s ON s.source_no = l.source_no
            ORDER BY l.message_no, l.recipient {limit}
            """
        ).df()
        ids = self.actors["actor_id"].to_numpy()
        frame["sender"] = ids[frame["sender"]]
        known = frame["recipient"].notna()
        recipient = pd.Series(None, index=frame.index, dtype=object)
        recipient[known] = ids[frame.loc[known, "recipient"].astype(int)]
        frame["recipient"] = recipient
        frame["sent_at"] = pd.to_datetime(frame["sent_at"], utc=True)
        return frame

    def senders_by_channel(self) -> dict[str, frozenset[str]]:
        """Who wrote in each channel.

        Returns
        -------
        dict
            Actor ids by channel.
        """
        rows = self.connection.execute(
            f"SELECT DISTINCT channel::VARCHAR, sender FROM {self.relation} WHERE sender IS NOT NULL"
        ).fetchall()
        actor = self.actors["actor_id"]
        found: dict[str, set[str]] = {}
        for channel, sender in rows:
            found.setdefault(channel, set()).add(str(actor[sender]))
        return {channel: frozenset(who) for channel, who in found.items()}

    def ends_across(self, outside: Collection[str]) -> dict[str, frozenset[str]]:
        """Who exchanges with anybody of some others, and is none of them, by channel.

        Parameters
        ----------
        outside
            Actor ids of the others.

        Returns
        -------
        dict
            Actor ids by channel; a channel in which nobody does is not in it.
        """
        actor = self.actors["actor_id"]
        numbers = np.flatnonzero(actor.isin(list(outside)).to_numpy()).tolist()
        rows = self.connection.execute(
            f"""
            WITH outside AS (SELECT unnest(?::BIGINT[]) AS actor)
            SELECT DISTINCT channel::VARCHAR, CASE WHEN sender IN (FROM outside) THEN recipient ELSE sender END
            FROM {self.relation}
            WHERE sender IS NOT NULL AND recipient IS NOT NULL
              AND (sender IN (FROM outside)) <> (recipient IN (FROM outside))
            """,
            [numbers],
        ).fetchall()
        found: dict[str, set[str]] = {}
        for channel, inside in rows:
            found.setdefault(channel, set()).add(str(actor[inside]))
        return {channel: frozenset(who) for channel, who in found.items()}

    def senders_by_kind(self, *, max_audience: int = 50) -> dict[str, frozenset[str]]:
        """Who wrote the messages of some kinds that `counts` counts: ``broadcasts``, ``automated`` and ``self``.

        Parameters
        ----------
        max_audience
            Messages to more people are broadcasts.

        Returns
        -------
        dict
            Actor ids by kind.
        """
        kinds = {
            "broadcasts": f"audience > {int(max_audience)}",
            "automated": "automated",
            "self": "recipient = sender",
        }
        actor = self.actors["actor_id"]
        found = {}
        for kind, which in kinds.items():
            rows = self.connection.execute(
                f"SELECT DISTINCT sender FROM {self.relation} WHERE sender IS NOT NULL AND {which}"
            ).fetchall()
            found[kind] = frozenset(str(actor[sender]) for (sender,) in rows)
        return found

    def counts(self, *, max_audience: int = 50) -> dict[str, object]:
        """The messages and interactions, counted the same way everywhere.

        Parameters
        ----------
        max_audience
            Messages to more people are broadcasts.

        Returns
        -------
        dict
            ``messages``: distinct messages after de-duplication, automated ones and broadcasts included;
            ``interactions``: their rows with a recipient other than the sender; ``channels``: messages by channel;
            ``self``: copies to oneself; ``automated`` and ``broadcasts``: messages of these kinds.
        """
        messages, automated, broadcasts, interactions, own = self._one(
            f"""
            SELECT count(DISTINCT m.message_id),
                   (SELECT count(*) FILTER (own) FROM (
                       SELECT arg_min(l.automated, l.kind = 'reaction') AS own
                       FROM {self.relation} l JOIN {MESSAGES} m USING (message_no) GROUP BY m.message_id)),
                   count(DISTINCT CASE WHEN l.audience > {int(max_audience)} THEN m.message_id END),
                   count(*) FILTER (l.recipient <> l.sender),
                   count(*) FILTER (l.recipient = l.sender)
            FROM {self.relation} l JOIN {MESSAGES} m USING (message_no)
            """
        )
        channels = self.connection.execute(
            f"""
            SELECT l.channel::VARCHAR, count(DISTINCT m.message_id)
            FROM {self.relation} l JOIN {MESSAGES} m USING (message_no) GROUP BY 1 ORDER BY 1
            """
        ).fetchall()
        return {
            "messages": messages,
            "interactions": interactions,
            "channels": dict(channels),
            "self": own,
            "automated": automated,
            "broadcasts": broadcasts,
        }


def moment_of(told: datetime | str) -> pd.Timestamp:
    """A time that somebody states. Texts are ISO 8601 only, for 03/04/2024 is two days.

    Raises
    ------
    UsageError
        A text that is no such date.
    """
    try:
        return pd.Timestamp(datetime.fromisoformat(_to_the_day(told)) if isinstance(told, str) else told)
    except ValueError as error:
        raise UsageError(f"{told!r} is not a date", mend="write it as 2024-01-31") from error


def _to_the_day(text: str) -> str:
    """A year or a month begins with its first day."""
    return text + "-01-01"[len(text) - 4 :] if re.fullmatch(r"\d{4}(-\d\d)?", text) else text


def _utc(moment: datetime | str) -> str:
    """A time as DuckDB reads it; without a zone it is UTC."""
    stamp = moment_of(moment)
    stamp = stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")
    return stamp.tz_localize(None).isoformat(sep=" ")
