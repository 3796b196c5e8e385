"""The store: exports loaded once into one DuckDB file (or memory), de-duplicated, ready to analyse."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import duckdb
import pandas as pd
import pyarrow as pa

from silograph.errors import DataError, StoreError
from silograph.log.messages import (
    ACTOR_SCHEMA,
    CASE_SCHEMA,
    CHANNELS,
    KINDS,
    MESSAGE_SCHEMA,
    RECIPIENT_SCHEMA,
    ROLES,
    TIME_QUALITIES,
    Batch,
    MessageLog,
    Provenance,
)
from silograph.log.people import Roster
from silograph.writing import is_full, new_file, open_to_others, owner_only, scratch_folder

FORMAT_VERSION = "2"
_MEMORY_LIMIT = "1GB"  # DuckDB spills to disk beyond; a laptop keeps room for the rest
_COUNTS = ("records", "messages", "duplicates", "rejected", "system", "other")
_ENUMS = {"role": ROLES, "channel": CHANNELS, "kind": KINDS, "time_quality": TIME_QUALITIES}

_SCHEMA = """
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE sources (source_no INTEGER, name VARCHAR, format VARCHAR, fingerprint VARCHAR, loaded_at TIMESTAMP,
    records BIGINT, messages BIGINT, duplicates BIGINT, rejected BIGINT, system BIGINT, other BIGINT);
CREATE TABLE aliases (alias_no INTEGER, alias VARCHAR, name VARCHAR, email VARCHAR, actor_kind VARCHAR,
    function VARCHAR);
CREATE TABLE messages (message_no BIGINT, message_id VARCHAR, sender INTEGER, sent_at TIMESTAMP,
    time_quality time_quality, channel channel, kind kind, thread_id VARCHAR, parent_id VARCHAR, space VARCHAR,
    audience INTEGER, automated BOOLEAN, subject VARCHAR, source_no INTEGER);
CREATE TABLE recipients (message_no BIGINT, recipient INTEGER, role role);
CREATE TABLE cases (thread_id VARCHAR, opened_at TIMESTAMP, ended_at TIMESTAMP, closed BOOLEAN, source_no INTEGER);
CREATE TABLE rejected (source_no INTEGER, place VARCHAR, reason VARCHAR);
CREATE TABLE people (person_id VARCHAR, function VARCHAR, name VARCHAR, email VARCHAR, title VARCHAR,
    level DOUBLE, manager_id VARCHAR, location VARCHAR, actor_kind VARCHAR, valid_from VARCHAR, valid_to VARCHAR,
    aliases VARCHAR);
"""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What came of adding one source.

    Parameters
    ----------
    name, loader
        The source, and which loader read it.
    records
        What is in it: messages, duplicates, system and other records, and those rejected.
    messages, duplicates, rejected, system, other
        Counts of these.
    already
        Whether it was in the store already, and nothing changed.
    """

    name: str
    loader: str
    records: int = 0
    messages: int = 0
    duplicates: int = 0
    rejected: int = 0
    system: int = 0
    other: int = 0
    already: bool = False


class Store:
    """Exports, loaded and de-duplicated. Use `Store.open` for a file, `Store.in_memory` for one run.

    Parameters
    ----------
    connection
        A DuckDB connection to a database with the schema of a store.

    Examples
    --------
    >>> from silograph.log.messages import BatchBuilder
    >>> builder = BatchBuilder()
    >>> for copy in range(2):
    ...     builder.message("m1", "ann@x.org", [("bob@x.org", "to"), ("eve@x.org", "cc")], sent_at=None)
    >>> store = Store.in_memory()
    >>> report = store.add([builder.take()], name="example", loader="mail")
    >>> report.messages, report.duplicates
    (1, 1)
    >>> log, roster = store.log()
    >>> log.to_pandas()[["sender", "recipient", "role", "audience"]].values.tolist()
    [['ann@x.org', 'bob@x.org', 'to', 2], ['ann@x.org', 'eve@x.org', 'cc', 2]]
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._db = connection
        self._logs = 0
        self._made: Path | None = None

    @classmethod
    def in_memory(cls) -> Store:
        """A store for one run."""
        store = cls(_configured(duckdb.connect()))
        store._create()
        return store

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Store:
        """The store in a file; read-only unless `create`, which also makes it where it does not exist.

        What is written is for its owner only, the database's own log included; a store that others can read is
        closed to them, with a warning, when it is opened to be written to.
        As a context manager, a store it has made goes again where an error leaves it without any source.

        Parameters
        ----------
        path
            The DuckDB file.
        create
            Open it to be written to, and make it where it does not exist.

        Raises
        ------
        StoreError
            Where it is no store, is being written by somebody else, or comes from another version.
        """
        new = not path.exists()
        if new and not create:
            raise StoreError("no such store", where=str(path), mend="make it with `silograph load`")
        if not path.parent.is_dir():
            raise StoreError("no such folder", where=str(path.parent), mend="make it first")
        if new:
            _make(path)
        elif create:
            cls.open(path).close()  # a database that is no store stays as it is
            _close_to_others(path)
        try:
            store = cls(_configured(duckdb.connect(str(path), read_only=not create)))
        except duckdb.ConnectionException as error:
            raise StoreError(
                "is open in this program, to be read",
                where=str(path),
                mend="let go of its log first (del log)",
            ) from error
        except duckdb.IOException as error:
            reason = "is in use" if "lock" in str(error).lower() else "is not a DuckDB file"
            raise StoreError(
                reason, where=str(path), mend="close the other program, or name another file"
            ) from error
        store._made = path if new else None
        try:
            store._check(path)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close the file; logs made from this store end with it."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, error: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self.close()
        if error is not None and self._made is not None:
            with Store.open(self._made) as kept:
                unused = not kept._count("sources")
            for path in _files(self._made) if unused else ():
                path.unlink(missing_ok=True)

    def _create(self) -> None:
        for name, values in _ENUMS.items():
            listed = ", ".join(f"'{value}'" for value in values)
            self._db.execute(f"CREATE TYPE {name} AS ENUM ({listed})")
        self._db.execute(_SCHEMA)
        self._db.execute("INSERT INTO meta VALUES ('silograph_store', ?)", [FORMAT_VERSION])

    def _check(self, path: Path) -> None:
        try:
            rows = self._db.execute("SELECT value FROM meta WHERE key = 'silograph_store'").fetchall()
        except duckdb.CatalogException as error:
            raise StoreError("is not a silograph store", where=str(path), mend="name another file") from error
        if rows != [(FORMAT_VERSION,)]:
            raise StoreError(
                f"was written in another store format; this version reads {FORMAT_VERSION}",
                where=str(path),
                mend="load the exports into a new store",
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN")
        try:
            yield
            with owner_only():  # DuckDB makes its log beside the store now
                self._db.execute("COMMIT")
        except BaseException as error:
            with suppress(duckdb.Error):  # where the commit itself failed, nothing is left to take back
                self._db.execute("ROLLBACK")
            if full := is_full(error):
                raise StoreError(
                    f"the store cannot be written: {full}",
                    mend="free some space; what was in it before stays",
                ) from error
            raise

    def holds(self, fingerprint: str) -> bool:
        """Whether this very export is already in.

        Parameters
        ----------
        fingerprint
            Of its content, as `add` was given it.
        """
        return bool(self._db.execute("SELECT 1 FROM sources WHERE fingerprint = ?", [fingerprint]).fetchall())

    def add(
        self, batches: Iterable[Batch], *, name: str, loader: str, fingerprint: str | None = None
    ) -> SourceReport:
        """Add one source in one transaction: all of it is in, or nothing.

        The same messages in two exports are one message whose recipients are united. Adding a source whose
        `fingerprint` is known changes nothing.

        Parameters
        ----------
        batches
            What a loader reads.
        name, loader
            What the source is called in `info`, and which loader read it.
        fingerprint
            Of the source's content, to know it again.

        Returns
        -------
        SourceReport
            Counts of records, messages, duplicates, rejected, system and other records.

        Raises
        ------
        DataError
            There is no record in it that the loader can read.
        """
        if fingerprint is not None and self.holds(fingerprint):
            return SourceReport(name, loader, already=True)
        with self._transaction():
            source_no = self._count("sources") + 1
            counts = self._stage(batches, source_no)
            if not counts["records"]:
                raise DataError(
                    f"holds no record that the {loader} loader can read",
                    where=name,
                    mend="is it the right file?",
                )
            counts |= self._merge(source_no)
            self._db.execute(
                "INSERT INTO sources VALUES (?, ?, ?, ?, now()::TIMESTAMP, ?, ?, ?, ?, ?, ?)",
                [source_no, name, loader, fingerprint, *(counts[key] for key in _COUNTS)],
            )
        return SourceReport(name, loader, **{key: counts[key] for key in _COUNTS}, already=False)

    def add_people(self, people: pd.DataFrame) -> None:
        """Keep a people table with the messages, in the place of the one before.

        Parameters
        ----------
        people
            As `Roster.from_pandas` takes it.
        """
        columns = [row[0] for row in self._db.execute("DESCRIBE people").fetchall()]
        table = people.reindex(columns=columns).astype(object).where(lambda frame: frame.notna(), None)
        arrow = pa.table(
            {c: pa.array([None if v is None else str(v) for v in table[c]], pa.string()) for c in columns}
        )
        with self._transaction():
            self._db.execute("DELETE FROM people")
            self.insert("people", arrow)

    def people(self) -> pd.DataFrame | None:
        """The people table that was added, or None."""
        table = self._db.execute("SELECT * FROM people").df()
        return None if table.empty else table

    def add_former_domains(self, domains: Mapping[str, str]) -> None:
        """Keep which mail domains stand for others.

        Parameters
        ----------
        domains
            ``{"old.example": "new.example"}``; of two statements about a domain the later counts.
        """
        if domains:
            kept = json.dumps({**self.former_domains(), **domains})
            with self._transaction():
                self._db.execute("INSERT OR REPLACE INTO meta VALUES ('former_domains', ?)", [kept])

    def former_domains(self) -> dict[str, str]:
        """The mail domains that stand for others, as they were added."""
        rows = self._db.execute("SELECT value FROM meta WHERE key = 'former_domains'").fetchall()
        return dict(json.loads(rows[0][0])) if rows else {}

    def _count(self, table: str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])

    def insert(self, table: str, rows: pa.Table) -> None:
        """Append rows to one of the tables of the schema.

        Parameters
        ----------
        table
            Its name.
        rows
            With as many columns, in its order.
        """
        self._db.register("arriving", rows)
        self._db.execute(f"INSERT INTO {table} SELECT * FROM arriving")
        self._db.unregister("arriving")

    def _stage(self, batches: Iterable[Batch], source_no: int) -> dict[str, int]:
        """Copy all batches into temporary tables and count records."""
        for table, schema in _STAGES.items():
            columns = ", ".join(f"{field.name} {_sql_type(field.type)}" for field in schema)
            self._db.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})")
        self._row_records = False
        counts = dict.fromkeys(("records", "rejected", "system", "other"), 0)
        for batch in batches:
            self.insert("stage_messages", _naive(batch.messages, "sent_at"))
            self.insert("stage_recipients", batch.recipients)
            self.insert("stage_actors", batch.actors)
            self.insert("stage_cases", _naive(batch.cases, "opened_at", "ended_at"))
            if batch.rejected:
                places = pa.table(
                    {
                        "source_no": pa.array([source_no] * len(batch.rejected), pa.int32()),
                        "place": [rejected.place for rejected in batch.rejected],
                        "reason": [rejected.reason for rejected in batch.rejected],
                    }
                )
                self.insert("rejected", places)
            self._row_records |= batch.row_records
            counts["records"] += batch.records
            counts["rejected"] += len(batch.rejected)
            counts["system"] += batch.system
            counts["other"] += batch.other
        return counts

    def _merge(self, source_no: int) -> dict[str, int]:
        """Number new aliases and messages, unite recipients, count duplicates."""
        self._db.execute(_MERGE_ALIASES)
        if self._row_records:
            self._db.execute(_KEEP_APART.format(source_no=source_no))
        before = self._count("messages WHERE kind <> 'reaction'")
        self._db.execute(_MERGE_MESSAGES.format(source_no=source_no))
        messages = self._count("messages WHERE kind <> 'reaction'") - before
        self._db.execute(_MERGE_RECIPIENTS)
        self._db.execute(_MERGE_CASES.format(source_no=source_no))
        if self._row_records:
            staged = self._count("stage_messages")
            used = self._count("(SELECT record FROM new_recipients UNION SELECT record FROM new_messages)")
        else:
            staged, used = self._count("stage_messages WHERE kind <> 'reaction'"), messages
        for table in (*_STAGES, "new_messages", "arriving", "new_recipients", "numbered"):
            self._db.execute(f"DROP TABLE IF EXISTS {table}")
        return {"messages": messages, "duplicates": staged - used}

    def _count_united(self, relation: str) -> int:
        """Records that only identity resolution shows to be copies: messages, or rows where rows are records."""
        rows = self._count(_ROWS) - self._count(_UNITED_ROWS.format(relation=relation))
        return self._count(_UNITED.format(relation=relation)) + rows

    def log(self, roster: Roster | None = None) -> tuple[MessageLog, Roster]:
        """The resolved log, and the roster extended by the actors that only the exports know.

        Parameters
        ----------
        roster
            Who is who; without one, the people table kept in the store is used, if any. The former domains kept in
            the store are used with any roster.
        """
        if roster is None:
            people = self.people()
            roster = Roster.empty() if people is None else Roster.from_pandas(people)
        roster = roster.with_former_domains(self.former_domains())
        aliases = self._db.execute("SELECT * FROM aliases ORDER BY alias_no").df()
        resolution = roster.resolve(aliases.drop(columns="alias_no"))
        codes, actor_ids = pd.factorize(resolution.identities["actor_id"])
        injective = len(actor_ids) == len(aliases)
        numbers = pa.table(
            {"alias_no": pa.array(aliases["alias_no"], pa.int32()), "actor_no": pa.array(codes, pa.int32())}
        )
        self._logs += 1
        relation = f"log_{self._logs}"
        self._db.register("actor_numbers", numbers)
        self._db.execute(_resolve_sql(relation, united=not injective))
        self._db.unregister("actor_numbers")
        united = self._count_united(relation)
        kinds = resolution.roster.kinds
        actors = pd.DataFrame({"actor_id": actor_ids, "actor_kind": [kinds[actor] for actor in actor_ids]})
        provenance = Provenance(
            sources=self._db.execute("SELECT * FROM sources ORDER BY source_no").df(),
            rejected=self._db.execute(
                "SELECT s.name AS source, place, reason FROM rejected JOIN sources s USING (source_no)"
            ).df(),
            identities=resolution.identities,
            suggestions=resolution.suggestions,
            united=united,
        )
        return MessageLog(self._db, relation, actors, provenance=provenance), resolution.roster


_UNITED = """(
    SELECT DISTINCT m.message_no FROM messages m JOIN sources s USING (source_no)
    WHERE s.format <> 'interactions' EXCEPT SELECT message_no FROM {relation})"""
_ROWS = "(recipients JOIN messages USING (message_no) JOIN sources USING (source_no)) WHERE format = 'interactions'"
_UNITED_ROWS = """({relation} JOIN sources USING (source_no))
    WHERE format = 'interactions' AND recipient IS NOT NULL"""


def _configured(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    connection.execute(f"SET TimeZone = 'UTC'; SET memory_limit = '{_MEMORY_LIMIT}'")
    # A notebook without ipywidgets has no bar, and there DuckDB refuses to switch it off.
    if connection.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(True,)]:
        connection.execute("SET enable_progress_bar = false")
    connection.execute("SET temp_directory = ?", [str(scratch_folder() / "store")])
    return connection


def _make(path: Path) -> None:
    """A new store without anything in it: made out of sight, so that it is there whole or not at all."""
    with new_file(path) as grown:
        store = Store(_configured(duckdb.connect(str(grown))))
        try:
            store._create()
        finally:
            store.close()


def _files(path: Path) -> tuple[Path, Path]:
    """A store, and the log that DuckDB keeps beside it while there is something to come into it."""
    return path, path.with_name(path.name + ".wal")


def _close_to_others(path: Path) -> None:
    for one in _files(path):
        if open_to_others(one):
            warnings.warn(f"{one.name} could be read by others; it is now for its owner only", stacklevel=3)
            try:
                one.chmod(0o600)
            except PermissionError as error:
                raise StoreError(
                    "can be read by others", where=str(one), mend="have its owner run chmod 600 on it"
                ) from error


def _naive(table: pa.Table, *columns: str) -> pa.Table:
    """Times as UTC without a zone, as they are stored."""
    for column in columns:
        position = table.schema.get_field_index(column)
        table = table.set_column(position, column, table[column].cast(pa.timestamp("us")))
    return table


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_timestamp(kind):
        return "TIMESTAMP"
    return {"int64": "BIGINT", "int32": "INTEGER", "bool": "BOOLEAN"}.get(str(kind), "VARCHAR")


_STAGES = {
    "stage_messages": MESSAGE_SCHEMA,
    "stage_recipients": RECIPIENT_SCHEMA,
    "stage_actors": ACTOR_SCHEMA,
    "stage_cases": CASE_SCHEMA,
}

_MERGE_ALIASES = """
INSERT INTO aliases
SELECT (SELECT count(*) FROM aliases) + row_number() OVER (ORDER BY alias) - 1, alias, NULL, NULL, NULL, NULL
FROM (SELECT sender AS alias FROM stage_messages UNION SELECT recipient FROM stage_recipients)
WHERE alias NOT IN (SELECT alias FROM aliases);
UPDATE aliases SET name = coalesce(aliases.name, said.name), email = coalesce(aliases.email, said.email),
    actor_kind = coalesce(aliases.actor_kind, said.actor_kind), function = coalesce(aliases.function, said.function)
FROM (SELECT alias, min(name) AS name, min(email) AS email, min(actor_kind) AS actor_kind, min(function) AS function
      FROM stage_actors GROUP BY alias) said
WHERE aliases.alias = said.alias;
"""

# Tables often number their messages from 1: the same number and sender at another time is another message.
_KEEP_APART = """
UPDATE stage_messages SET message_id = stage_messages.message_id || ' ({source_no})'
FROM messages m JOIN aliases a ON a.alias_no = m.sender
WHERE m.message_id = stage_messages.message_id AND a.alias = stage_messages.sender
      AND m.sent_at <> stage_messages.sent_at;
"""

# The first record of a message says what it is; later copies only add recipients.
_MERGE_MESSAGES = """
CREATE OR REPLACE TEMP TABLE new_messages AS
SELECT first_record AS record,
       (SELECT count(*) FROM messages) + row_number() OVER (ORDER BY first_record) AS message_no,
       message_id, alias_no
FROM (SELECT s.message_id, a.alias_no, min(s.record) AS first_record
      FROM stage_messages s JOIN aliases a ON a.alias = s.sender
      GROUP BY s.message_id, a.alias_no) arriving
     ANTI JOIN messages m ON m.message_id = arriving.message_id AND m.sender = arriving.alias_no;
INSERT INTO messages
SELECT n.message_no, s.message_id, n.alias_no, s.sent_at, s.time_quality, s.channel, s.kind, s.thread_id, s.parent_id,
       s.space, s.audience, s.automated, s.subject, {source_no}
FROM new_messages n JOIN stage_messages s ON s.record = n.record
ORDER BY n.message_no;
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT s.record, m.message_no
FROM stage_messages s JOIN aliases a ON a.alias = s.sender
     JOIN messages m ON m.message_id = s.message_id AND m.sender = a.alias_no;
"""

# Somebody in Cc of one copy and in To of another is in To, whichever copy comes first.
_MERGE_RECIPIENTS = """
CREATE OR REPLACE TEMP TABLE arriving AS
SELECT n.message_no, a.alias_no, min(r.role::role) AS role, min(r.record) AS record
FROM stage_recipients r JOIN numbered n USING (record) JOIN aliases a ON a.alias = r.recipient
GROUP BY n.message_no, a.alias_no;
UPDATE recipients SET role = arriving.role FROM arriving
WHERE recipients.message_no = arriving.message_no AND recipients.recipient = arriving.alias_no
      AND arriving.role < recipients.role;
CREATE OR REPLACE TEMP TABLE new_recipients AS
SELECT * FROM arriving
ANTI JOIN recipients ON recipients.message_no = arriving.message_no AND recipients.recipient = arriving.alias_no;
INSERT INTO recipients SELECT message_no, alias_no, role FROM new_recipients ORDER BY message_no;
"""

# The same case in two exports: the later record says how it stands.
_MERGE_CASES = """
CREATE OR REPLACE TEMP TABLE arriving AS
SELECT thread_id, min(opened_at) AS opened_at, max(ended_at) AS ended_at, arg_max(closed, ended_at) AS closed
FROM (SELECT thread_id, opened_at, ended_at, closed FROM stage_cases
      UNION ALL SELECT thread_id, opened_at, ended_at, closed FROM cases
                WHERE thread_id IN (SELECT thread_id FROM stage_cases))
GROUP BY thread_id;
DELETE FROM cases WHERE thread_id IN (SELECT thread_id FROM arriving);
INSERT INTO cases SELECT *, {source_no} FROM arriving ORDER BY thread_id;
"""


def _resolve_sql(relation: str, *, united: bool) -> str:
    """SQL that makes the log: aliases become actors, audiences are counted among distinct people.

    A stated audience counts where it is larger than the recipients listed. Where several aliases are one actor,
    copies of a message sent from two of them are one message, and somebody reached under two of them is one
    recipient in the stronger role.
    """
    number = "min(m.message_no) OVER (PARTITION BY m.message_id, s.actor_no)" if united else "m.message_no"
    group, role = ("GROUP BY ALL", "min(r.role)") if united else ("", "r.role")
    return f"""
    CREATE TEMP TABLE {relation} AS
    WITH sent AS (
        SELECT m.message_no, {number} AS united_no, s.actor_no AS sender
        FROM messages m JOIN actor_numbers s ON s.alias_no = m.sender),
    edges AS (
        SELECT m.united_no AS message_no, m.sender, t.actor_no AS recipient, {role} AS role
        FROM recipients r JOIN sent m USING (message_no) JOIN actor_numbers t ON t.alias_no = r.recipient
        {group}),
    audiences AS (
        SELECT message_no, count(*) FILTER (recipient <> sender) AS audience FROM edges GROUP BY message_no)
    SELECT m.message_no, c.sender, e.recipient, e.role, m.sent_at, m.time_quality, m.channel, m.kind,
           greatest(coalesce(m.audience, 0), coalesce(a.audience, 0))::INTEGER AS audience, m.automated, m.source_no
    FROM messages m JOIN sent c ON c.message_no = m.message_no AND c.united_no = m.message_no
         LEFT JOIN edges e ON e.message_no = m.message_no LEFT JOIN audiences a ON a.message_no = m.message_no
    """
