"""From what the user names to a log: recognise each source, read it, resolve who is who."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from silograph.charts.cells import progress
from silograph.errors import DataError, FormatError, PartialError, UsageError
from silograph.loaders import LOADERS, Loader
from silograph.loaders.files import InMemory, Source
from silograph.loaders.known import known, known_among
from silograph.loaders.org_chart import PeopleFile, note_on_small, read_identities, read_people
from silograph.loaders.tables.opening import columns_of
from silograph.log.batches import Batch, BatchBuilder, ReadOptions
from silograph.log.messages import MessageLog
from silograph.log.notes import Note
from silograph.log.people import Roster
from silograph.log.store import SourceReport, Store

_STORE_MAGIC = b"DUCK"
_MANY = 50
_MIN_GROUP = 5  # people: what `analyze` takes where it is not told otherwise
_LARGEST_ORG_CHART = 1 << 26  # bytes
_LARGEST_BESIDE = 1 << 23  # of an org chart among exports, which is only looked for to be named


class Progress(NamedTuple):
    """How far reading is.

    Parameters
    ----------
    source
        Name of what is being read.
    bytes_read, bytes_total
        So far, and in all.
    records
        Read so far.
    """

    source: str
    bytes_read: int
    bytes_total: int
    records: int


OnProgress = Callable[[Progress], None]


def is_store(path: Path) -> bool:
    """Whether a path is a DuckDB file (its magic number lies at byte 8)."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(12)[8:] == _STORE_MAGIC


def recognise(source: Source, *, name: str | None = None) -> tuple[str, Loader]:
    """The loader for a source: the one named, or the only one that recognises its content.

    Raises
    ------
    FormatError
        Where none does, or several do.
    """
    if name is not None:
        if name not in LOADERS:
            raise FormatError(f"there is no format {name!r}", mend=f"formats are {', '.join(LOADERS)}")
        return name, LOADERS[name]
    found = [key for key, loader in LOADERS.items() if loader.recognises(source)]
    if len(found) == 1:
        return found[0], LOADERS[found[0]]
    if found:
        raise FormatError(
            f"could be {' or '.join(found)}", where=source.name, mend=f"say which: --as {found[0]}"
        )
    raise _unrecognised(source)


def _unrecognised(source: Source) -> DataError:
    """Why nobody recognises a source: empty, unreadable, a table that lacks columns, or nothing known."""
    entries = source.entries
    for number, entry in enumerate(entries[:_MANY], start=1):
        if problem := entry.unreadable():  # the name of a file among many may be that of a private channel
            alone = len(entries) == 1
            return DataError(problem, where=entry.place if alone else f"{source.name}, file {number} by name")
    if not any(entry.head().strip(b"\0 \r\n\t") for entry in entries[:_MANY]):
        what = "an empty file" if source.path.is_file() and not source.is_zip else "nothing in it"
        return DataError(what, where=source.name, mend="export it again")
    if other := known_among(entries[:_MANY]):
        return FormatError(other.what, where=source.name, mend=other.mend or None)
    if _is_org_chart(source):
        return FormatError(
            "an org chart, which holds no messages", where=source.name, mend="give it with --people"
        )
    if len(entries) == 1 and (table := columns_of(entries[0])):
        found, lacking = table
        return FormatError(
            f"no column {' and no column '.join(lacking)}; found {found}",
            where=source.name,
            mend="messages need sent_at, sender and recipient, events a case, a time and a team or person",
        )
    return FormatError(
        "no loader recognises this", where=source.name, mend="see `silograph formats`, or name one with --as"
    )


def _is_org_chart(source: Source) -> bool:
    if source.size > _LARGEST_ORG_CHART:
        return False
    try:
        read_people(source)
    except DataError:
        return False
    return True


def expand(source: Source, *, name: str | None = None) -> list[Source]:
    """The source itself, or, for a folder that is no export but holds some (of several formats), each of them.

    Files of such a folder that nobody recognises are named in a warning.
    """
    children = _children(source) if name is None else []
    found = {
        child: [key for key, loader in LOADERS.items() if loader.recognises(child)] for child in children
    }
    formats = {key for keys in found.values() for key in keys}
    if not formats:
        return [source]
    if len(formats) == 1 and any(loader.recognises(source) for loader in LOADERS.values()):
        return [source]
    left_out = [child for child, keys in found.items() if not keys]
    charts = [child for child in left_out if child.size <= _LARGEST_BESIDE and _is_org_chart(child)]
    for chart in charts:
        warnings.warn(f"{chart.path}: an org chart, which is read only as --people", stacklevel=3)
    if rest := [_with_kind(child) for child in left_out if child not in charts]:
        warnings.warn(f"{source.name}: not recognised and left out: {', '.join(rest)}", stacklevel=3)
    return [child for child, keys in found.items() if keys]


def _with_kind(child: Source) -> str:
    """The name of a file that nobody reads, with what it is and what to do, where that is known."""
    found = known_among(child.entries[:_MANY])
    return f"{child.name} ({found})" if found else child.name


def _children(source: Source) -> list[Source]:
    """What lies directly in a folder; nothing where there is so much that it must be one export."""
    if not source.path.is_dir():
        return []
    paths = [path for path in sorted(source.path.iterdir()) if not path.name.startswith(".")]
    return [Source(path) for path in paths] if len(paths) <= _MANY else []


def load(
    store: Store,
    paths: Sequence[Path | Source],
    *,
    loader: str | None = None,
    options: ReadOptions | None = None,
    on_progress: OnProgress | None = None,
    on_added: Callable[[SourceReport], None] | None = None,
    once: bool = True,
) -> list[SourceReport]:
    """Add exports to a store, each in one transaction.

    Parameters
    ----------
    store
        Opened to be written to: ``Store.open(path, create=True)``.
    paths
        Export files, folders or zips, in any mixture. All are recognised before anything is added.
    loader
        Name of the loader, where content does not say it.
    options
        How to read: time zone, subjects, a team's function.
    on_progress
        Called while reading.
    on_added
        Called with what came of each source: those before one that fails are in the store.
    once
        An export that is in already changes nothing.

    Returns
    -------
    list of SourceReport
        Counts per source: records, messages, duplicates, rejected; and how it was read.

    Raises
    ------
    FormatError
        No loader, or more than one, recognises a source.
    DataError
        A source holds no record that can be read.
    """
    reports = []
    options = replace(options or ReadOptions(), key=store.identity_key())
    found = [  # all of them, before anything is added
        (source, *recognise(source, name=loader))
        for path in paths
        for source in expand(path if isinstance(path, Source) else Source(path), name=loader)
    ]
    for source, name, chosen in found:
        batches = chosen.read(source, options)
        report = store.add(
            _watched(batches, source, on_progress),
            name=source.name,
            loader=name,
            fingerprint=source.fingerprint() if once else None,
        )
        source.close()
        reports.append(report)
        if on_added:
            on_added(report)
    return reports


def _watched(batches: Iterator[Batch], source: Source, on_progress: OnProgress | None) -> Iterator[Batch]:
    """The batches, with what every source has in common: files that are rejected as a whole have their size."""
    done = records = 0
    total = source.size
    sizes: dict[str, int] = {}
    for batch in batches:
        done += batch.bytes_read
        records += batch.records
        if on_progress:
            on_progress(Progress(source.name, min(done, total), total, records))
        if batch.rejected:
            sizes = sizes or {entry.place: entry.size for entry in source.entries}
            batch = replace(
                batch,
                rejected=tuple(
                    one if one.size is not None else replace(one, size=sizes.get(one.place))
                    for one in batch.rejected
                ),
            )
        yield batch
    builder = BatchBuilder()
    for note in source.notes:
        builder.note(str(note), place=note.place)
    if not done:  # a loader that does not say its progress has read everything
        builder.progress(total)
    if source.notes or not done:
        yield builder.take()


def read(
    sources: Sequence[str | Path | pd.DataFrame] | str | Path | pd.DataFrame,
    people: str | Path | pd.DataFrame | None = None,
    *,
    loader: str | None = None,
    options: ReadOptions | None = None,
    former_domains: dict[str, str] | None = None,
    function_column: str | None = None,
    identities: str | Path | None = None,
    on_progress: OnProgress | None = None,
) -> tuple[MessageLog, Roster]:
    """Read exports (or one store) into a log, and say who is who.

    Parameters
    ----------
    sources
        Export files, folders or zips, in any mixture, or one store made by ``silograph load``; or a table of pandas,
        polars or pyarrow with a row per message and recipient, its columns called as those of a file may be
        (``sent_at sender recipient``, "Date" "From" "To" ...).
    people
        The org chart: a file, or such a table, its columns called as those of a file may be (``person_id function``,
        "Work email" "Department" ...).
    loader
        Name of the loader, where content does not say it.
    options
        How to read: time zone, subjects, a team's function.
    former_domains
        Mail domains that stand for another one: ``{"old.example": "new.example"}``.
    function_column
        Name of the people file's column that is the function, where several could be.
    identities
        The file of ``silograph people`` in which you have confirmed who is who.
    on_progress
        Called while reading; without it, a notebook shows a progress bar.

    Returns
    -------
    (MessageLog, Roster)
        The roster knows the actors of the log too. The log holds its store open until it is let go of.

    Raises
    ------
    UsageError
        Where a store comes with options of loading: they counted when it was loaded.

    Examples
    --------
    >>> mails = pd.DataFrame({"Date": ["2024-01-08 09:00"], "From": ["ann@x.org"], "To": ["bob@x.org; eve@x.org"]})
    >>> staff = pd.DataFrame({"Work email": ["ann@x.org", "bob@x.org"], "Department": ["HR", "IT"]})
    >>> log, roster = read(mails, staff)
    >>> len(log), roster.actors["function"].tolist()
    (2, ['HR', 'IT', '(unknown)'])
    """
    file = None if people is None else _people_file(people, function_column=function_column)
    if people is None and function_column is not None:
        raise UsageError("says which column of a people file is the function", where="--function-column",
                         mend="give the file with --people")  # fmt: skip
    log, roster = open_log(
        sources, file, loader=loader, options=options, former_domains=former_domains, identities=identities,
        on_progress=on_progress,
    )  # fmt: skip
    for line in [
        *log.provenance.refused(files=True),
        *(note.full() for note in log.provenance.noted(files=True)),
    ]:
        warnings.warn(line, stacklevel=2)
    return log, roster


def open_log(
    sources: Sequence[str | Path | pd.DataFrame] | str | Path | pd.DataFrame,
    people: PeopleFile | None = None,
    *,
    loader: str | None = None,
    options: ReadOptions | None = None,
    former_domains: dict[str, str] | None = None,
    identities: str | Path | None = None,
    on_progress: OnProgress | None = None,
) -> tuple[MessageLog, Roster]:
    """As `read`, without warnings of how sources and people were read: whoever asks finds them in the provenance.

    Parameters
    ----------
    sources, loader, options, former_domains, identities, on_progress
        As there.
    people
        The org chart, read; None where that of the store counts, if any.

    Returns
    -------
    (MessageLog, Roster)
        As there.
    """
    several: Any = [sources] if isinstance(sources, str | Path) or _is_table(sources) else sources
    paths = [_table_source(one) if _is_table(one) else Path(one) for one in several]
    table = None if people is None else people.table
    stores = [path for path in paths if isinstance(path, Path) and is_store(path)]
    if stores:
        if len(paths) > 1:
            raise DataError(
                "a store cannot be mixed with other sources",
                where=str(stores[0]),
                mend=f"add them to it: silograph load ... --store {stores[0]}",
            )
        _refuse_options_of_loading(stores[0], loader, options)
        store = Store.open(stores[0])
    else:
        store = Store.in_memory()
        with _bar(on_progress) as watch:
            load(store, paths, loader=loader, options=options, on_progress=watch, once=False)
    domains = {**store.former_domains(), **(former_domains or {})}
    notes = store.people_notes() if people is None else people.notes
    if table is None:
        table = store.people()
    if identities is not None:
        table = with_identities(table, identities)
    roster = Roster.empty() if table is None else Roster.from_pandas(table)
    return store.log(roster.with_former_domains(domains), people_notes=notes)


def refuse_partial(log: MessageLog) -> None:
    """Stop where most of a source could not be read: nothing should be concluded from the rest.

    Parameters
    ----------
    log
        As `read` gives it.

    Raises
    ------
    PartialError
        It says why, in one line.
    """
    refused = log.provenance.refused(files=True)
    if refused:
        more = f" (and {len(refused) - 1} more sources)" if len(refused) > 1 else ""
        raise PartialError(f"{refused[0]}{more}", mend="see silograph info, or go on with --accept-partial")


def with_identities(people: pd.DataFrame | None, identities: str | Path) -> pd.DataFrame:
    """The people table with what the analyst has confirmed about who is who; what is left open is said in a warning.

    Parameters
    ----------
    people
        The people table, None where there is none.
    identities
        The file of ``silograph people``, edited.

    Raises
    ------
    UsageError
        There is no people table.
    """
    if people is None:
        raise UsageError("says who of the people file is who, and there is none", where="--identities",
                         mend="give the file with --people")  # fmt: skip
    told = read_identities(identities)
    if told.open:
        warnings.warn(
            f"{told.place}: {told.open} suggestions are not confirmed and count for nothing", stacklevel=2
        )
    return told.apply(people)


def _people_file(people: str | Path | pd.DataFrame, *, function_column: str | None = None) -> PeopleFile:
    """The people file, or a table as one: as it is where it is made of our columns, else read like a file."""
    if isinstance(people, str | Path):
        return people_file(Path(people), function_column=function_column)
    table = _frame(people)
    if function_column is not None and function_column not in table:
        raise UsageError(f"no column {function_column!r} in the people table", mend="name one of its columns")
    if "person_id" in table and (function_column or "function") in table:
        return PeopleFile(table.assign(function=table[function_column or "function"]))
    text = table.convert_dtypes().to_csv(index=False)  # whole numbers with gaps are whole again
    return people_file(InMemory("people table", f"sep=,\n{text}".encode()), function_column=function_column)


def _is_table(given: object) -> bool:
    """Whether something is a table of pandas, polars or pyarrow."""
    return isinstance(given, pd.DataFrame) or hasattr(given, "to_pandas")


def _frame(table: Any) -> pd.DataFrame:
    frame: pd.DataFrame = table if isinstance(table, pd.DataFrame) else table.to_pandas()
    return frame


def _table_source(table: Any) -> Source:
    """A table of messages as the file that it could be."""
    frame, held = _frame(table), io.BytesIO()
    try:
        frame.rename(columns=str).to_parquet(held, index=False)
    except (ValueError, TypeError, pa.ArrowException) as error:
        what = str(error).splitlines()[0] if isinstance(error, ValueError) else "a column of mixed kinds"
        raise DataError(
            what, where="table", mend="give each column one name and one kind of value"
        ) from error
    return InMemory("table", held.getvalue())


@contextmanager
def _bar(on_progress: OnProgress | None) -> Iterator[OnProgress]:
    """What to call with progress: as given, else a bar for who reads in a notebook."""
    with progress(quiet=on_progress is not None, unit="B", unit_scale=True) as bar:

        def advance(now: Progress) -> None:
            bar.set_description(now.source, refresh=False)
            bar.total = now.bytes_total
            bar.update(now.bytes_read - bar.n)

        yield on_progress or advance


def _refuse_options_of_loading(store: Path, loader: str | None, options: ReadOptions | None) -> None:
    """A store was read when it was loaded: what says how to read exports comes too late."""
    given = {
        "--as": loader is not None,
        "--function-attribute": options is not None and options.function_attribute is not None,
        "--dates": options is not None and options.dates is not None,
    }
    for option, is_given in given.items():
        if is_given:
            raise UsageError(
                f"{option} says how to read exports, and {store.name} is a store",
                mend=f"load the exports into a new store with {option}",
            )


def load_roster(
    people: str | Path | pd.DataFrame,
    *,
    former_domains: dict[str, str] | None = None,
    function_column: str | None = None,
    identities: str | Path | None = None,
) -> Roster:
    """The roster from an org chart; what could not be used of a file is said in a warning.

    Parameters
    ----------
    people
        A CSV or XLSX file, or a table, its columns called as those of a file may be.
    former_domains
        Mail domains that stand for another one: ``{"old.example": "new.example"}``.
    function_column
        Name of the column that is the function, where several could be.
    identities
        The file of ``silograph people`` in which you have confirmed who is who.

    Returns
    -------
    Roster
        People, their aliases and their functions over time.

    Examples
    --------
    >>> people = pd.DataFrame({"person_id": ["7"], "function": ["HR"], "email": ["ann@x.org"]})
    >>> load_roster(people, former_domains={"old.org": "x.org"}).lookup("ann@old.org")
    '7'
    """
    file = _people_file(people, function_column=function_column)
    for note in file.notes:
        warnings.warn(note.full(), stacklevel=2)
    table = file.table
    if identities is not None:
        table = with_identities(table, identities)
    return Roster.from_pandas(table, former_domains=former_domains)


def read_people_table(
    path: Path, *, function_column: str | None = None, min_group: int = _MIN_GROUP
) -> pd.DataFrame:
    """The table of a people file; rejected rows and notes become warnings.

    Parameters
    ----------
    path
        CSV, TSV, XLSX, XLS or ODS, with the headers of common HR systems.
    function_column
        Name of the column that is the function, where several could be.
    min_group
        Functions with fewer people are too small to be shown; a warning says so where they hold many.

    Returns
    -------
    DataFrame
        A row per person and period, in the columns that `Roster.from_pandas` takes.
    """
    return read_people_file(path, function_column=function_column, min_group=min_group).table


def read_people_file(
    path: Path, *, function_column: str | None = None, min_group: int = _MIN_GROUP
) -> PeopleFile:
    """The people file as `people_file` gives it; its notes become warnings.

    Parameters
    ----------
    path, function_column, min_group
        As in `read_people_table`.
    """
    file = people_file(path, function_column=function_column, min_group=min_group)
    for note in file.notes:
        warnings.warn(note.full(), stacklevel=2)
    return file


def people_file(
    path: Path | Source,
    *,
    function_column: str | None = None,
    min_group: int = _MIN_GROUP,
    dates: str | None = None,
) -> PeopleFile:
    """The people file with its table and notes.

    Parameters
    ----------
    path, function_column, min_group
        As in `read_people_table`.
    dates
        Order of day and month, where the dates do not tell: ``dmy``, ``mdy`` or ``ymd``.

    Returns
    -------
    PeopleFile
        Its notes say, too, how many rows were rejected, and where many people are in functions too small to be shown;
        each with the file as its place.
    """
    options = ReadOptions(dates=dates)
    try:
        file = read_people(path, options=options, function_column=function_column, min_group=min_group)
    except DataError as error:
        source = path if isinstance(path, Source) else Source(path)
        if source.path.is_file() and not source.is_zip and (other := known(source.entries[0])):
            raise DataError(other.what, where=source.name, mend=other.mend or None) from error
        raise
    told = [Note(note, place=path.name) for note in file.notes]
    if file.rejected:
        first = file.rejected[0]
        told.insert(
            0, Note(f"{_rows(len(file.rejected))} rejected, the first: {first.reason}", place=first.place)
        )
    if small := note_on_small(_persons(file.table), min_group):
        told.append(Note(small, place=path.name))
    return replace(file, notes=tuple(told))


def _rows(n: int) -> str:
    return "1 row" if n == 1 else f"{n} rows"


def _persons(people: pd.DataFrame) -> list[tuple[str, str]]:
    persons = people[people["actor_kind"] == "person"]
    return list(zip(persons["person_id"], persons["function"], strict=True))
