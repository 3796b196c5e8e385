"""What `silograph info` prints: what is in a log, what is missing, what was rejected and why."""

from __future__ import annotations

from silograph.graph.network import participants
from silograph.language.words import Sentence
from silograph.log.coverage import kind_of_reason, size_of
from silograph.log.messages import EXTERNAL, UNKNOWN, MessageLog
from silograph.log.people import Roster
from silograph.run.summary import input_counts, ties_somebody, without_functions

_SHOWN = 8


def describe(log: MessageLog, roster: Roster) -> str:
    """The contents of a log, for the person who has to decide whether to trust it."""
    counts = input_counts(log, roster)
    parts = [
        _refused(log), _contents(counts), _sources(log), _notes(log), _actors(log, roster), _rejected(log),
        _suggestions(log),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def _contents(counts: dict[str, object]) -> str:
    rows = [
        (_LABELS[key], _shown(value)) for key, value in counts.items() if value is not None and key in _LABELS
    ]
    return _columns(rows)


_LABELS = {
    "messages": "messages (distinct)",
    "interactions": "interactions (one message reaching one other person)",
    "people": "people who took part",
    "functions": "functions of these people",
    "channels": "messages by channel",
    "period": "period (UTC)",
    "automated": "automated messages (kept, not counted in ties)",
    "broadcasts": "broadcasts to more than 50 people (kept, not counted in ties)",
    "self": "copies to oneself (not counted in ties)",
    "duplicates": "duplicates (merged)",
    "system": "system records such as joins (not messages)",
    "other": "records that hand nothing over",
    "rejected": "records rejected",
    "unknown_function_share": "share of people without a known function",
}


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {count:,}" for key, count in value.items()) or "none"
    if isinstance(value, list):
        return f"{value[0]} to {value[1]}"
    return f"{value:.1%}" if isinstance(value, float) else f"{value:,}"


def _columns(rows: list[tuple[str, str]]) -> str:
    width = max(len(label) for label, _ in rows)
    return "\n".join(f"{label:<{width}}  {value}" for label, value in rows)


def _refused(log: MessageLog) -> str:
    """First of all, what cannot be trusted."""
    lines = log.provenance.refused(files=True)
    return (
        "\n".join(
            [
                "BEWARE: `silograph analyze` stops here, save with --accept-partial",
                *(f"  {line}" for line in lines),
            ]
        )
        if lines
        else ""
    )


def _sources(log: MessageLog) -> str:
    rows = [
        (
            f"  {row['name']} ({row['format']})",
            f"{_records(row['records'])} from {size_of(row['bytes_read'])}{_unread(row['unread'])}",
        )
        for row in log.provenance.sources.to_dict("records")
    ]
    return "sources\n" + _columns(rows) if rows else "no sources"


def _records(count: int) -> str:
    return f"{count:,} record{'' if count == 1 else 's'}"


def _unread(share: float) -> str:
    return f", {max(share, 0.001):.1%} of it unread" if share > 0 else ""


def _notes(log: MessageLog) -> str:
    lines = [f"  {note.full()}" for note in log.provenance.noted(files=True)]
    return "\n".join(["how they were read", *lines]) if lines else ""


def _actors(log: MessageLog, roster: Roster) -> str:
    kinds = log.actors["actor_kind"].value_counts()
    evidence = log.provenance.identities["evidence"].value_counts()
    lines = [f"actors: {_shown(kinds.to_dict())}"]
    if len(evidence):
        lines.append(f"recognised by: {_shown(evidence.to_dict())}")
    if not ties_somebody(log):
        lines.append(str(Sentence("note.run.no_ties")))
    elif participants(log, roster)["function"].isin([UNKNOWN, EXTERNAL]).all():
        lines.append(f"no functions known: {without_functions(log, roster)}")
    times = log.connection.execute(
        f"SELECT time_quality::VARCHAR, count(*) FROM {log.relation} GROUP BY 1 ORDER BY 2 DESC"
    ).fetchall()
    if times:
        lines.append(f"times: {_shown(dict(times))}")
    return "\n".join(lines)


def _rejected(log: MessageLog) -> str:
    rejected = log.provenance.rejected
    if rejected.empty:
        return ""
    kind = rejected["reason"].map(kind_of_reason)
    lines = ["rejected, and why"]
    for reason, rows in sorted(rejected.groupby(kind), key=lambda group: -len(group[1])):
        lines.append(f"  {len(rows):,} × {reason}")
        lines.extend(f"      {place}: {why}" for place, why in rows[["place", "reason"]].head(3).to_numpy())
    return "\n".join(lines)


def _suggestions(log: MessageLog) -> str:
    found = log.provenance.suggestions
    if found.empty:
        return ""
    order = found["certainty"].map({"likely": 0, "several": 1, "possible": 2})
    found = found.loc[order.sort_values(kind="stable").index]
    lines = [
        "may be people you know (`silograph people` writes all of them to a file where you say who is who)"
    ]
    lines.extend(
        f"  {row['alias']}{f' ({name})' if (name := row['name']) else ''} = {row['person_id']}? {row['reason']}"
        for row in found.head(_SHOWN).to_dict("records")
    )
    if len(found) > _SHOWN:
        lines.append(f"  ... and {len(found) - _SHOWN:,} more")
    return "\n".join(lines)
