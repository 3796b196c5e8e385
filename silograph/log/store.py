"""The store: exports loaded once into one DuckDB file (or memory), de-duplicated, ready to analyse."""

from __future__ import annotations

import json
import secrets
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from silograph.errors import DataError, StoreError
from silograph.log.batches import Batch
from silograph.log.coverage import Coverage, Read
from silograph.log.merging import (
    KEEP_APART,
    MERGE_ALIASES,
    MERGE_CASES,
    MERGE_MESSAGES,
    MERGE_RECIPIENTS,
    MERGE_SPACES,
    ROWS,
    STAGES,
    UNITE_MESSAGES,
    UNITED,
    UNITED_ROWS,
    resolve_sql,
)
from silograph.log.messages import MessageLog
from silograph.log.notes import Note
from silograph.log.people import Roster
from silograph.log.provenance import Provenance
from silograph.log.schema import (
    ALIASES,
    CAME,
    COUNTS,
    ENUMS,
    FORMAT_VERSION,
    MEETING,
    MESSAGES,
    META,
    NOBODY,
    NOTES,
    PEOPLE,
    REJECTED,
    SOURCES,
    TABLES,
    StoredTable,
)
from silograph.writing import is_full, new_file, open_to_others, owner_only, scratch_folder

_MEMORY_LIMIT = "1GB"  # DuckDB spills to disk beyond; a laptop keeps room for the rest


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
    refusal
        Why nothing should be concluded from it, where most of it could not be read; else empty.
    notes
        How it was read, and what is doubtful about it.
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
    refusal: str = ""
    notes: tuple[Note, ...] = ()


class Store:
    """Exports, loaded and de-duplicated. Use `Store.open` for a file, `Store.in_memory` for one run.

    Parameters
    ----------
    connection
        A DuckDB connection to a database with the schema of a store.

    Examples
    --------
    >>> from silograph.log.batches import BatchBuilder
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

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The database, with the tables of `silograph.log.schema`."""
        return self._db

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
                unused = not kept._count(SOURCES)
            for path in _files(self._made) if unused else ():
                path.unlink(missing_ok=True)

    def _create(self) -> None:
        for name, values in ENUMS.items():
            listed = ", ".join(f"'{value}'" for value in values)
            self._db.execute(f"CREATE TYPE {name} AS ENUM ({listed})")
        for table in TABLES:
            self._db.execute(table.create())
        self._db.execute(f"INSERT INTO {META} VALUES ('silograph_store', ?)", [FORMAT_VERSION])

    def _check(self, path: Path) -> None:
        try:
            rows = self._db.execute(f"SELECT value FROM {META} WHERE key = 'silograph_store'").fetchall()
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
        return bool(
            self._db.execute(f"SELECT 1 FROM {SOURCES} WHERE fingerprint = ?", [fingerprint]).fetchall()
        )

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
            source_no = self._count(SOURCES) + 1
            counts, read, notes = self._stage(batches, source_no)
            if not counts["records"]:
                raise DataError(
                    f"holds no record that the {loader} loader can read",
                    where=name,
                    mend="is it the right file?",
                )
            counts |= self._merge(source_no)
            self._db.execute(
                f"INSERT INTO {SOURCES} VALUES (?, ?, ?, ?, now()::TIMESTAMP, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [source_no, name, loader, fingerprint, *(counts[key] for key in COUNTS), self._row_records,
                 read.bytes_read, read.unread, read.refusal or None],
            )  # fmt: skip
            self._keep_notes(source_no, notes)
        counted: dict[str, Any] = {key: counts[key] for key in COUNTS}
        return SourceReport(name, loader, **counted, refusal=read.refusal, notes=notes)

    def _keep_notes(self, source_no: int, notes: Sequence[Note]) -> None:
        if notes:
            columns = [pa.array([source_no] * len(notes), pa.int32())]
            columns += [
                pa.array(texts, pa.string())
                for texts in zip(*((n.place, str(n)) for n in notes), strict=True)
            ]
            self.insert(NOTES, pa.table(columns, names=list(NOTES.columns)))

    def add_people(self, people: pd.DataFrame, *, notes: Sequence[Note] | None = None) -> None:
        """Keep a people table with the messages, in the place of the one before.

        Parameters
        ----------
        people
            As `Roster.from_pandas` takes it.
        notes
            What is to be known of the file it comes from; those kept before stay where not given.
        """
        columns = list(PEOPLE.columns)
        table = people.reindex(columns=columns).astype(object).where(lambda frame: frame.notna(), None)
        arrow = pa.table(
            {c: pa.array([None if v is None else str(v) for v in table[c]], pa.string()) for c in columns}
        )
        with self._transaction():
            self._db.execute(f"DROP TABLE {PEOPLE}")  # an older store's has fewer columns
            self._db.execute(PEOPLE.create())
            self.insert(PEOPLE, arrow)
            if notes is not None:
                kept = json.dumps([(str(note), note.place) for note in notes])
                self._db.execute(f"INSERT OR REPLACE INTO {META} VALUES ('people_notes', ?)", [kept])

    def people_notes(self) -> list[Note]:
        """What is to be known of the people file, as it was added."""
        rows = self._db.execute(f"SELECT value FROM {META} WHERE key = 'people_notes'").fetchall()
        return [Note(text, place=place) for text, place in json.loads(rows[0][0])] if rows else []

    def people(self) -> pd.DataFrame | None:
        """The people table that was added, or None."""
        table = self._db.execute(f"SELECT * FROM {PEOPLE}").df()
        return None if table.empty else table

    def identity_key(self) -> bytes:
        """The store's own secret, under which messages without an id are known again (`ReadOptions.hidden`).

        It is made where a store is first loaded into.
        """
        rows = self._db.execute(f"SELECT value FROM {META} WHERE key = 'identity_key'").fetchall()
        key = rows[0][0] if rows else secrets.token_hex(16)
        if not rows:
            with self._transaction():  # its log is for the owner only
                self._db.execute(f"INSERT INTO {META} VALUES ('identity_key', ?)", [key])
        return bytes.fromhex(key)

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
                self._db.execute(f"INSERT OR REPLACE INTO {META} VALUES ('former_domains', ?)", [kept])

    def former_domains(self) -> dict[str, str]:
        """The mail domains that stand for others, as they were added."""
        rows = self._db.execute(f"SELECT value FROM {META} WHERE key = 'former_domains'").fetchall()
        return dict(json.loads(rows[0][0])) if rows else {}

    def _count(self, table: StoredTable | str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])

    def insert(self, table: StoredTable | str, rows: pa.Table) -> None:
        """Append rows to one of the tables of the schema.

        Parameters
        ----------
        table
            One of `silograph.log.schema`.
        rows
            With as many columns, in its order.
        """
        self._db.register("arriving", rows)
        self._db.execute(f"INSERT INTO {table} SELECT * FROM arriving")
        self._db.unregister("arriving")

    def _stage(
        self, batches: Iterable[Batch], source_no: int
    ) -> tuple[dict[str, int], Read, tuple[Note, ...]]:
        """Copy all batches into temporary tables; counts of records, how much was read, and the notes."""
        for table, schema in STAGES.items():
            columns = ", ".join(f"{field.name} {_sql_type(field.type)}" for field in schema)
            self._db.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})")
        self._row_records = False
        counts = dict.fromkeys(("records", "rejected", "system", "other"), 0)
        coverage, notes = Coverage(), dict[Note, None]()
        for batch in batches:
            coverage.see(batch)
            notes |= dict.fromkeys(batch.notes)
            self.insert("stage_messages", _naive(batch.messages, "sent_at"))
            self.insert("stage_recipients", batch.recipients)
            self.insert("stage_actors", batch.actors)
            self.insert("stage_spaces", batch.spaces)
            self.insert("stage_cases", _naive(batch.cases, "opened_at", "ended_at"))
            if batch.rejected:
                places = pa.table(
                    {
                        "source_no": pa.array([source_no] * len(batch.rejected), pa.int32()),
                        "place": [rejected.place for rejected in batch.rejected],
                        "reason": [rejected.reason for rejected in batch.rejected],
                    }
                )
                self.insert(REJECTED, places)
            self._row_records |= batch.row_records
            counts["records"] += batch.records
            counts["rejected"] += len(batch.rejected)
            counts["system"] += batch.system
            counts["other"] += batch.other
        read = coverage.read()
        return counts, read, (*notes, *([Note(read.doubt)] if read.doubt else []))

    def _merge(self, source_no: int) -> dict[str, int]:
        """Number new aliases and messages, unite recipients, count duplicates."""
        self._db.execute(MERGE_ALIASES)
        if self._row_records:
            self._db.execute(KEEP_APART.format(source_no=source_no))
        before = self._count(f"{MESSAGES} WHERE kind <> 'reaction'")
        if source_no > 1:
            self._db.execute(UNITE_MESSAGES)
        self._db.execute(MERGE_MESSAGES.format(source_no=source_no))
        messages = self._count(f"{MESSAGES} WHERE kind <> 'reaction'") - before
        self._db.execute(MERGE_RECIPIENTS)
        self._db.execute(MERGE_CASES.format(source_no=source_no))
        self._db.execute(MERGE_SPACES.format(source_no=source_no))
        if self._row_records:
            staged = self._count("stage_messages")
            used = self._count("(SELECT record FROM new_recipients UNION SELECT record FROM new_messages)")
        else:
            staged, used = self._count("stage_messages WHERE kind <> 'reaction'"), messages
        for table in (*STAGES, "new_messages", "arriving", "new_recipients", "numbered"):
            self._db.execute(f"DROP TABLE IF EXISTS {table}")
        return {"messages": messages, "duplicates": staged - used}

    def _count_united(self, relation: str) -> int:
        """Records that only identity resolution shows to be copies: messages, or rows where rows are records."""
        rows = self._count(ROWS) - self._count(UNITED_ROWS.format(relation=relation))
        return self._count(UNITED.format(relation=relation)) + rows

    def notes(self) -> list[Note]:
        """How the sources were read, and what is doubtful about them, each with the number of its source."""
        rows = self._db.execute(
            f"SELECT note, place, source_no FROM {NOTES} ORDER BY source_no, rowid"
        ).fetchall()
        return [Note(note, place=place, source=number) for note, place, number in rows]

    def log(
        self, roster: Roster | None = None, *, people_notes: Sequence[Note] | None = None
    ) -> tuple[MessageLog, Roster]:
        """The resolved log, and the roster extended by the actors that only the exports know.

        Parameters
        ----------
        roster
            Who is who; without one, the people table kept in the store is used, if any. The former domains kept in
            the store are used with any roster.
        people_notes
            What is to be known of the people file; where None, what is kept in the store, if its people are used.
        """
        if people_notes is None:
            people_notes = self.people_notes() if roster is None else ()
        if roster is None:
            people = self.people()
            roster = Roster.empty() if people is None else Roster.from_pandas(people)
        roster = roster.with_former_domains(self.former_domains())
        aliases = self._db.execute(f"SELECT * FROM {ALIASES} ORDER BY alias_no").df()
        resolution = roster.resolve(aliases.drop(columns="alias_no"))
        codes, actor_ids = pd.factorize(resolution.identities["actor_id"])
        injective = len(actor_ids) == len(aliases)
        numbers = pa.table(
            {"alias_no": pa.array(aliases["alias_no"], pa.int32()), "actor_no": pa.array(codes, pa.int32())}
        )
        self._logs += 1
        relation = f"log_{self._logs}"
        self._db.register("actor_numbers", numbers)
        kinds = resolution.roster.kinds
        known = {actor: kinds[actor] for actor in actor_ids}
        known.setdefault(NOBODY, "bot")  # the last, unless a source names it
        nobody = list(known).index(NOBODY)
        came = " OR ".join(f"starts_with(message_id, '{begin}')" for begin in CAME)
        attended = bool(self._count(f"{MESSAGES} WHERE channel = '{MEETING}' AND ({came})"))
        self._db.execute(resolve_sql(relation, united=not injective, nobody=nobody, attended=attended))
        self._db.unregister("actor_numbers")
        united = self._count_united(relation)
        if not self._count(f"{MESSAGES} WHERE channel = '{MEETING}'") and nobody == len(actor_ids):
            del known[NOBODY]
        actors = pd.DataFrame({"actor_id": list(known), "actor_kind": list(known.values())})
        provenance = Provenance(
            sources=self._db.execute(f"SELECT * FROM {SOURCES} ORDER BY source_no").df(),
            rejected=self._db.execute(
                f"SELECT s.name AS source, place, reason FROM {REJECTED} JOIN {SOURCES} s USING (source_no)"
            ).df(),
            identities=resolution.identities,
            suggestions=resolution.suggestions,
            united=united,
            notes=(*people_notes, *self.notes()),
        )
        return MessageLog(self._db, relation, actors, provenance=provenance), resolution.roster


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
