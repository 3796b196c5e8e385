"""Interactions to ties, against DuckDB's bare group-by of the same interactions by sender and recipient as text."""

from __future__ import annotations

import statistics
import time

import duckdb
import numpy as np
import pyarrow as pa

from silograph.graph.network import build_network
from silograph.log.batches import Batch
from silograph.log.schema import ACTOR_SCHEMA, MESSAGE_SCHEMA, RECIPIENT_SCHEMA
from silograph.log.store import Store

PEOPLE = 20_000
MESSAGES = 1_000_000
ROUNDS = 5


def interactions(messages: int = MESSAGES, people: int = PEOPLE, *, seed: int = 0) -> Batch:
    """Messages to one to four people each; people differ in how much they write."""
    rng = np.random.default_rng(seed)
    names = np.array([f"person.{number:05d}@firm.example" for number in range(people)])
    activity = rng.lognormal(0, 1, people)
    draw = activity.cumsum() / activity.sum()
    sender = np.searchsorted(draw, rng.random(messages))
    audience = rng.integers(1, 5, messages)
    row = np.repeat(np.arange(messages), audience)
    # Half of what somebody writes goes to their fifty nearest colleagues.
    near = (sender[row] + rng.integers(1, 50, len(row))) % people
    recipient = np.where(rng.random(len(row)) < 0.5, near, np.searchsorted(draw, rng.random(len(row))))
    micros = 1_700_000_000_000_000 + rng.integers(0, 90 * 86_400, messages) * 1_000_000
    constant = {"time_quality": "exact", "channel": "email", "kind": "mail"}
    columns = {
        "record": np.arange(messages),
        "message_id": [f"m{number}" for number in range(messages)],
        "sender": names[sender],
        "sent_at": micros,
        "automated": np.zeros(messages, bool),
    }
    table = {
        field.name: pa.array([constant[field.name]] * messages, field.type)
        if field.name in constant
        else pa.array(columns[field.name], field.type)
        if field.name in columns
        else pa.nulls(messages, field.type)
        for field in MESSAGE_SCHEMA
    }
    recipients = {"record": row, "recipient": names[recipient], "role": np.array(["to", "cc"])[row % 2]}
    return Batch(
        messages=pa.table(table, schema=MESSAGE_SCHEMA),
        recipients=pa.table(recipients, schema=RECIPIENT_SCHEMA),
        actors=ACTOR_SCHEMA.empty_table(),
        records=messages,
    )


def main() -> None:
    store = Store.in_memory()
    start = time.process_time()
    store.add([interactions()], name="generated", loader="mail")
    log, roster = store.log()
    took = time.process_time() - start
    print(
        f"{len(log):,} interactions of {PEOPLE:,} people; stored and resolved in {took:.1f} s processor time"
    )
    bare = duckdb.connect()
    text = log.to_pandas()[["sender", "recipient", "role", "audience"]]
    bare.register("arriving", pa.Table.from_pandas(text, preserve_index=False))
    bare.execute("CREATE TABLE log AS SELECT * FROM arriving")
    del text

    def peer() -> None:
        bare.execute(
            "SELECT sender, recipient, sum(1.0 / audience), count(*) FROM log GROUP BY 1, 2"
        ).fetchnumpy()

    def ours() -> None:
        build_network(log, roster)

    ratios, wall = [], []
    for _ in range(ROUNDS):
        ours_cpu, ours_wall = _timed(ours)
        peer_cpu, peer_wall = _timed(peer)
        ratios.append(ours_cpu / peer_cpu)
        wall.append(ours_wall / peer_wall)
    cpu, elapsed = statistics.median(ratios), statistics.median(wall)
    print(f"log to Network / bare group-by on text ids: {cpu:.2f} (processor), {elapsed:.2f} (wall); bar 1.5")


def _timed(run: object) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    run()  # type: ignore[operator]
    return time.process_time() - cpu, time.perf_counter() - wall


if __name__ == "__main__":
    main()
