"""Who of a log the people file does not know, with the known people they may be: what the analyst edits."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.log.spelling import domain_of

COLUMNS = (
    "actor", "actor_name", "messages", "person_id", "person_name", "function", "reason", "certainty", "confirmed",
)  # fmt: skip
_NOBODY = "nobody known has this name or address"
_ORDER = {"likely": 0, "several": 1, "possible": 2, "none": 3}
_DOMAIN = 3  # likely addresses of a domain: fewer are no reason to speak of the whole


def unmatched(log: MessageLog, roster: Roster) -> pd.DataFrame:
    """The actors nobody knows: people of the organisation, and others who may be one of them.

    Teams, mailing lists and bots are left out, and so are outside contacts without a suggestion.

    Parameters
    ----------
    log, roster
        As `silograph.read` gives them.

    Returns
    -------
    DataFrame
        A row per actor and person it may be: ``actor actor_name messages person_id person_name function reason
        certainty confirmed``; who wrote and received most comes first among those that are equally certain.
    """
    known = set(roster.aliases.values())
    counts = _messages(log)
    table = log.actors.assign(messages=counts)
    table = table[
        ~table["actor_id"].isin(known) & table["actor_kind"].isin(["person", "external", "unknown"])
    ]
    found = log.provenance.suggestions.drop(columns="name").rename(columns={"alias": "actor_id"})
    table = table.merge(found, how="left", on="actor_id")
    table = table[table["person_id"].notna() | (table["actor_kind"] != "external")]
    latest = roster.latest
    table["actor_name"] = table["actor_id"].map(latest["name"])
    table["person_name"] = table["person_id"].map(latest["name"])
    table["function"] = table["person_id"].map(latest["function"])
    table["reason"] = table["reason"].fillna(_NOBODY)
    table["certainty"] = table["certainty"].fillna("none")
    table["confirmed"] = None
    rank = table["certainty"].map(_ORDER)
    table = table.assign(rank=rank).sort_values(
        ["rank", "messages", "actor_id", "person_id"], ascending=[True, False, True, True], kind="stable"
    )
    return table.rename(columns={"actor_id": "actor"})[list(COLUMNS)].reset_index(drop=True)


def _messages(log: MessageLog) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many messages each actor wrote or received."""
    rows = log.connection.execute(
        f"""
        SELECT actor, count(DISTINCT message_no) FROM (
            SELECT sender AS actor, message_no FROM {log.relation}
            UNION ALL SELECT recipient, message_no FROM {log.relation})
        WHERE actor IS NOT NULL GROUP BY actor
        """
    ).fetchall()
    counts = np.zeros(len(log.actors), dtype=np.int64)
    for actor, count in rows:
        counts[actor] = count
    return counts


def former_domains(table: pd.DataFrame, roster: Roster) -> list[str]:
    """What to say of domains of which several addresses are likely those of known people: one option settles them all.

    Parameters
    ----------
    table
        As `unmatched` gives it.
    roster
        Whose people are known.
    """
    homes = Counter(domain_of(alias) for alias in roster.aliases if domain_of(alias) in roster.domains)
    if not homes:
        return []
    home = homes.most_common(1)[0][0]
    sure = table[table["certainty"].isin(["likely", "possible"])].drop_duplicates("actor")
    same = Counter(
        domain_of(actor)
        for actor, person in zip(sure["actor"], sure["person_id"], strict=True)
        if roster.aliases.get(f"{actor.rpartition('@')[0]}@{home}") == person
    )
    return [
        f"{count} addresses at {domain} have the same part before the @ as {home}: if it is a former domain, "
        f"give --former-domain {domain}={home}"
        for domain, count in same.most_common()
        if domain and domain != home and count >= _DOMAIN
    ]
