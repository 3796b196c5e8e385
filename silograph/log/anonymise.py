"""A store without names: who is who is hidden by keyed hashing, and every analysis still works."""

from __future__ import annotations

import hashlib
import hmac
import math
import re
import secrets
import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from silograph.errors import DataError, StoreError
from silograph.log.messages import MessageLog
from silograph.log.notes import Note
from silograph.log.people import Roster
from silograph.log.private_words import private_words
from silograph.log.schema import ALIASES, MESSAGES, NOTES, RECIPIENTS, REJECTED, SOURCES, SPACES
from silograph.log.store import Store
from silograph.writing import new_file, open_to_others

_KEY_BITS = 128  # 16 random bytes
_RUN = 6
_ROWS = 100_000


def pseudonymise(store: Path, out: Path, *, key: bytes, min_group: int = 5) -> None:
    """Write a copy of a store in which nobody and nothing private is named.

    Ids, addresses, message and thread ids become keyed hashes (HMAC-SHA-256, the first 128 bits): without the
    key nobody can compute them, not even from a list of all addresses; the same key gives the same ones. All
    aliases of a person become one. Names, subjects, titles, locations, units and names of files go; a space keeps its
    name only where it is public, `min_group` people or more wrote or read in it, and the name holds nobody's
    id or name. Rows are in the order of time or of the hashes, which tells nothing. Functions, levels, the
    chain of managers, times and all counts stay, so that analyses give what they gave, save that silos know of no
    sites and units; where they draw at random, they draw in another order.

    Parameters
    ----------
    store
        The store to read.
    out
        The store to write. It must not exist; where anything fails, it does not exist afterwards.
    key
        Secret bytes, random and at least 16 of them (see `read_key`).
    min_group
        Spaces that fewer people used lose their name.

    Raises
    ------
    StoreError
        Where `store` is no store, or `out` exists.
    DataError
        Where the key could be guessed.

    References
    ----------
    Krawczyk, Bellare & Canetti (1997), HMAC: Keyed-Hashing for Message Authentication, RFC 2104.
    """
    _check_key(key, where="the key")
    _check_place(out)
    with Store.open(store) as source, new_file(out) as path, Store.open(path, create=True) as target:
        people = source.people()
        if people is None:
            warnings.warn(
                f"{store.name} holds no people file: functions cannot be added to pseudonyms later",
                stacklevel=2,
            )
        log, roster = source.log()
        copy = _Copy(log, roster, target, key, min_group)
        copy.actors()
        copy.messages()
        copy.provenance()
        if people is not None:
            copy.people(people)


def read_key(path: Path) -> tuple[bytes, bool]:
    """The key in a file, and whether the file was made now: a random key that only its owner may read (0600).

    Raises
    ------
    DataError
        Where others can read the file, or what is in it could be guessed.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "company.key"
    >>> key, is_new = read_key(path)
    >>> len(key), is_new, read_key(path) == (key, False)
    (64, True, True)
    """
    if not path.exists():
        key = secrets.token_hex(32).encode()
        with new_file(path) as grown:
            grown.write_bytes(key + b"\n")
        return key, True
    if open_to_others(path):
        raise DataError(
            "holds a key that others can read",
            where=str(path),
            mend=f"run chmod 600 on it, or, if somebody may have read it, {_NEW_KEY}",
        )
    key = path.read_bytes().strip()
    _check_key(key, where=str(path))
    return key, False


_NEW_KEY = "name a file that does not exist, to have a key made"


def _check_key(key: bytes, *, where: str) -> None:
    if not key:
        raise DataError("holds no key", where=where, mend=_NEW_KEY)
    if _bits(key) < _KEY_BITS:
        raise DataError(
            "holds no key that could keep a secret: it is too short or too regular",
            where=where,
            mend=_NEW_KEY,
        )


def _bits(key: bytes) -> float:
    """How many bits of chance a key can hold at most, by the kinds of its letters; what is repeated counts once.

    Examples
    --------
    >>> [round(_bits(key)) for key in (b"a" * 64, b"0123456789abcdef" * 4, bytes.fromhex("00ff10ee20dd30cc") * 2)]
    [24, 76, 104]
    """
    steps = bytes((after - before) % 256 for before, after in pairwise(key))
    # The same run of letters comes twice in a key that repeats itself, or counts, and hardly in a random one.
    runs = min(_runs(key), _runs(steps) + 1)
    return runs * math.log2(next(size for size, kind in _KINDS if kind.fullmatch(key)))


def _runs(key: bytes) -> int:
    return min(len(key), len({key[at : at + _RUN] for at in range(len(key) - _RUN + 1)}) + _RUN - 1)


_KINDS = (
    (10, re.compile(rb"[0-9]*")),
    (16, re.compile(rb"[0-9a-f]*|[0-9A-F]*")),
    (26, re.compile(rb"[a-z]*|[A-Z]*")),
    (64, re.compile(rb"[\w+/=-]*")),
    (96, re.compile(rb"[ -~]*")),
    (256, re.compile(rb".*", re.DOTALL)),
)


def _check_place(out: Path) -> None:
    if not out.parent.is_dir():
        raise StoreError("no such folder", where=str(out.parent), mend="make it first")
    if out.exists():
        raise StoreError("exists already", where=str(out), mend="name another file: nothing is overwritten")


class _Hashes:
    """Pseudonyms by kind: the same text as an actor and as a space has nothing in common."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __call__(self, kind: str, text: str) -> str:
        digest = hmac.digest(self._key, f"{kind}\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256)
        return kind[0] + digest.hex()[:32]

    def column(self, kind: str, texts: pa.ChunkedArray | pa.Array) -> pa.Array:
        """A column of pseudonyms; what is missing stays missing."""
        return pa.array(
            [None if text is None else self(kind, text) for text in texts.to_pylist()], pa.string()
        )


class _Copy:
    """One log on its way to the new store, table by table."""

    def __init__(self, log: MessageLog, roster: Roster, target: Store, key: bytes, min_group: int) -> None:
        self._log, self._roster, self._target = log, roster, target
        self._db = log.connection
        self._hash = _Hashes(key)
        self._min_group = min_group
        ids = log.actors["actor_id"].astype(str)
        self._pseudonym = [self._hash("person", one) for one in ids]
        # Numbers in the order of ids would tell the alphabet; these are in the order of the pseudonyms.
        self._number = np.empty(len(ids), dtype=np.int64)
        self._number[np.argsort(np.array(self._pseudonym, dtype=object))] = np.arange(len(ids))

    def actors(self) -> None:
        """One alias per actor, with the kind that resolution found."""
        stated = self._db.execute(f"SELECT function FROM {ALIASES} ORDER BY alias_no").df()["function"]
        by_actor = self._log.provenance.identities.assign(function=stated).dropna(subset=["function"])
        function = by_actor.drop_duplicates("actor_id").set_index("actor_id")["function"]
        table = pd.DataFrame(
            {
                "alias_no": self._number,
                "alias": self._pseudonym,
                "actor_kind": self._log.actors["actor_kind"].to_numpy(),
                "function": self._log.actors["actor_id"].map(function).to_numpy(),
            }
        ).sort_values("alias_no")
        nothing = pa.nulls(len(table), pa.string())
        self._target.insert(
            ALIASES,
            pa.table(
                {
                    "alias_no": pa.array(table["alias_no"], pa.int32()),
                    "alias": pa.array(table["alias"], pa.string()),
                    "name": nothing,
                    "email": nothing,
                    "actor_kind": pa.array(table["actor_kind"], pa.string()),
                    "function": pa.array(table["function"], pa.string(), from_pandas=True),
                }
            ),
        )

    def messages(self) -> None:
        """Messages after resolution, in order of time, and their recipients."""
        self._db.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE kept AS
            SELECT row_number() OVER (ORDER BY m.sent_at NULLS LAST, m.message_no) AS new_no, m.message_no, l.sender
            FROM (SELECT message_no, any_value(sender) AS sender FROM {self._log.relation} GROUP BY message_no) l
                 JOIN {MESSAGES} m USING (message_no)
            """
        )
        spaces = self._space_names()
        self._spaces({name for space, name in spaces.items() if name == space})
        for table in self._batches(
            f"""
            SELECT new_no, message_id, k.sender, sent_at, time_quality::VARCHAR AS time_quality,
                   channel::VARCHAR AS channel, kind::VARCHAR AS kind, thread_id, parent_id, space, audience, automated,
                   NULL::VARCHAR AS subject, source_no
            FROM kept k JOIN {MESSAGES} m USING (message_no) ORDER BY new_no
            """
        ):
            for column in (
                "message_id",
                "thread_id",
                "parent_id",
            ):  # a parent is a message, a thread often one
                table = _with(table, column, self._hash.column("message", table[column]))
            names = [spaces.get(space) for space in table["space"].to_pylist()]
            table = _with(table, "space", pa.array(names, pa.string()))
            self._target.insert(MESSAGES, _with(table, "sender", self._renumbered(table["sender"])))
        for table in self._batches(
            f"""
            SELECT new_no, recipient, role::VARCHAR AS role FROM {self._log.relation} JOIN kept USING (message_no)
            WHERE recipient IS NOT NULL
            """
        ):
            table = _with(table, "recipient", self._renumbered(table["recipient"]))
            self._target.insert(
                RECIPIENTS, table.sort_by([("new_no", "ascending"), ("recipient", "ascending")])
            )
        self._db.execute("DROP TABLE kept")

    def _batches(self, query: str) -> Iterator[pa.Table]:
        for batch in self._db.sql(query).to_arrow_reader(_ROWS):
            yield pa.Table.from_batches([batch])

    def _renumbered(self, numbers: pa.ChunkedArray) -> pa.Array:
        return pa.array(self._number[numbers.to_numpy()], pa.int32())

    def _spaces(self, told: set[str]) -> None:
        """The spaces that kept their names are public in the copy too."""
        rows = self._db.sql(f"SELECT * FROM {SPACES} ORDER BY source_no, space").to_arrow_table()
        kept = pa.array([name in told for name in rows["space"].to_pylist()], pa.bool_())
        self._target.insert(SPACES, rows.filter(kept))

    def _space_names(self) -> dict[str | None, str]:
        """What each space is called: its own name where that tells nothing about single people."""
        found = self._db.execute(
            f"""
            WITH seen AS (SELECT m.space, coalesce(s.public, FALSE) AS public, l.sender, l.recipient
                          FROM {self._log.relation} l JOIN {MESSAGES} m USING (message_no)
                               LEFT JOIN {SPACES} s ON s.source_no = l.source_no AND s.space = m.space
                          WHERE m.space IS NOT NULL)
            SELECT space, bool_and(public) AS public, list(DISTINCT actor) AS actors
            FROM (SELECT space, public, sender AS actor FROM seen
                  UNION ALL SELECT space, public, recipient FROM seen WHERE recipient IS NOT NULL) GROUP BY space
            """
        ).fetchall()
        is_person = (self._log.actors["actor_kind"] == "person").to_numpy()
        private = private_words(self._log, self._roster)
        names: dict[str | None, str] = {}
        for space, public, actors in found:
            told = public and int(is_person[actors].sum()) >= self._min_group and "@" not in space
            if told and not private.named_in(space):
                names[space] = space
            else:
                names[space] = self._hash("space", space)
        return names

    def provenance(self) -> None:
        """Counts per source and kinds of rejected records, without names of files and quoted values."""
        united = self._log.provenance.united
        sources = self._log.provenance.sources.copy()
        sources["name"] = [f"source {number}" for number in sources["source_no"]]
        sources["fingerprint"] = pd.Series([None] * len(sources), dtype=object)
        if len(sources):  # copies that only the addresses told apart are merged now
            sources.loc[sources.index[0], "duplicates"] += united
        columns = self._db.sql(f"SELECT * FROM {SOURCES} LIMIT 0").to_arrow_table().schema
        self._target.insert(SOURCES, pa.Table.from_pandas(sources, schema=columns, preserve_index=False))
        notes = self._db.sql(f"SELECT * FROM {NOTES} ORDER BY source_no, rowid").to_arrow_table()
        told = [str(Note(text).general(lambda _: True)) for text in notes["note"].to_pylist()]
        notes = _with(notes, "place", pa.array([""] * len(notes), pa.string()))
        self._target.insert(NOTES, _with(notes, "note", pa.array(told, pa.string())))
        rejected = self._db.sql(f"SELECT source_no, reason FROM {REJECTED}").to_arrow_table()
        self._target.insert(
            REJECTED,
            pa.table(
                {
                    "source_no": rejected["source_no"],
                    "place": [f"source {number}" for number in rejected["source_no"].to_pylist()],
                    "reason": [_general(reason) for reason in rejected["reason"].to_pylist()],
                }
            ),
        )

    def people(self, people: pd.DataFrame) -> None:
        """The people table with ids hashed: functions, levels, managers, kinds and periods."""
        table = pd.DataFrame(index=people.index)
        for column in ("person_id", "manager_id"):
            table[column] = [
                None if pd.isna(one) else self._hash("person", str(one)) for one in people[column]
            ]
        kept: Sequence[str] = ("function", "level", "actor_kind", "valid_from", "valid_to")
        table = table.join(people[list(kept)])
        self._target.add_people(table.sort_values(["person_id", "valid_from"], kind="stable"))


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


def _general(reason: str) -> str:
    """The kind of a reason, without what it quotes.

    Examples
    --------
    >>> _general('unknown role "ann@x.org" (allowed: to, cc)'), _general("3 columns instead of 4")
    ('unknown role', '3 columns instead of 4')
    """
    return re.split(r"[:'\"(]", reason)[0].strip()
