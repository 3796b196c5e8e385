"""The people file: an org chart exported from an HR system or a directory, as CSV, TSV, XLSX, XLS or ODS.

Which headers are recognised and what becomes of odd values is described in ``docs/sources/people.md``.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

import pandas as pd
import python_calamine

from silograph.errors import DataError
from silograph.loaders.dates import told_day_first, year_month_day
from silograph.loaders.files import UNREADABLE, Entry, Source, csv_rows, sniff_encoding, why_unreadable
from silograph.log.batches import ReadOptions, Rejected
from silograph.log.cleaning import kind_of, names_of_columns
from silograph.log.people import name_key, normalise_alias
from silograph.log.schema import ACTOR_KINDS, PEOPLE, UNKNOWN

READS = "people: an org chart as CSV, TSV, XLSX, XLS or ODS with person_id (or e-mail) and function"

COLUMNS = tuple(PEOPLE.columns)

# Names of columns, compared without case, accents, spaces, punctuation and [remarks]; the first that occurs
# is used. A column serves one field only, and fields are served in this order.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "person_id": (
        "personid", "employeeid", "employeenumber", "employeeno", "userid", "workerid", "workernumber", "empid",
        "staffid", "staffnumber", "personnelnumber", "personnelno", "personalnummer", "personalnr",
        "mitarbeiternummer", "matricule", "numerodematricule", "numeroemploye", "numerodemploye", "noemploye",
        "nodemploye", "nemploye", "idemploye", "identifiantemploye", "identifiant", "objectid", "id",
    ),
    "email": (
        "email", "emailaddress", "workemail", "workemailaddress", "businessemail", "companyemail",
        "primaryemail", "microsoftpersonemail", "mail", "emailadresse", "courriel", "adressemail",
        "adresseemail", "adressecourriel", "adresseelectronique", "courrielprofessionnel", "emailprofessionnel",
        "mailprofessionnel", "adresseemailprofessionnelle", "adressemailprofessionnelle", "courrielautravail",
        "userprincipalname",
    ),
    "function": (
        "function", "businessfunction", "department", "departmentname", "departement", "abteilung", "service",
        "nomduservice",
        "organization", "organisation", "microsoftorganization", "supervisoryorganization", "orgunit",
        "organizationalunit", "organisationseinheit", "uniteorganisationnelle", "uniteadministrative",
        "unitedaffaires", "orgunitpath", "functiontype", "fachbereich", "bereich", "direction", "pole", "division",
        "businessunit", "costcenter", "costcentre", "costcenterreference", "kostenstelle", "centredecouts",
        "centredecout", "employmenttype", "currentemploymenttype",
    ),
    "name": (
        "name", "displayname", "fullname", "employeename", "preferredname", "worker", "nomcomplet",
        "vollstandigername", "mitarbeiter",
    ),
    "first_name": ("firstname", "givenname", "legalfirstname", "prenom", "vorname"),
    "last_name": ("lastname", "surname", "familyname", "legallastname", "nomdefamille", "nachname", "nom"),
    "title": (
        "title", "jobtitle", "positiontitle", "businesstitle", "employeetitle", "position", "designation",
        "jobprofile", "intituleduposte", "titreduposte", "titredemploi", "poste", "emploi", "fonction",
        "titre", "stellenbezeichnung", "stelle", "funktion", "currentemploymenttitle", "employmenttitle", "jobcode",
    ),
    "level": ("level", "layer", "microsoftlayer", "managementlevel", "leveldesignation",
              "microsoftleveldesignation", "ebene", "niveau", "niveauhierarchique"),
    "location": (
        "location", "worklocation", "officelocation", "physicaldeliveryofficename", "office", "site", "standort",
        "lieudetravail", "lieu", "etablissement", "city", "ville", "microsoftcompanyofficecity",
        "country", "usagelocation",
    ),
    "actor_kind": ("actorkind", "usertype"),
    "valid_from": (
        "validfrom", "effectivedate", "effectivefrom", "effectivestartdate", "gultigab", "dateeffet",
        "datedeffet", "valideapartirdu", "validedu", "startdate", "jobstartdate", "datedebut", "datededebut",
        "hiredate", "eintrittsdatum", "datedentree", "datedembauche",
    ),
    "valid_to": (
        "validto", "effectiveto", "gultigbis", "effectiveenddate", "enddate", "employmentenddate",
        "terminationdate", "leavingdate", "lastworkingday", "austrittsdatum", "datefin", "datedefin",
        "valideau", "validejusquau", "datedefindecontrat", "datedesortie", "datededepart",
    ),
}  # fmt: skip
# Of these every column counts: the first that is filled names the manager, all name further aliases.
MANAGERS = (
    "managerid", "manageremployeeid", "manager", "manageremail", "microsoftmanageremail", "reportstoid", "reportsto",
    "reportstoemail", "supervisorid", "supervisoreid", "supervisoremail", "supervisor", "linemanager", "managername",
    "vorgesetzter", "vorgesetzte", "responsable", "responsablehierarchique", "superieurhierarchique",
    "superieurimmediat", "gestionnaire", "matriculedumanager", "matriculedugestionnaire",
    "courrieldugestionnaire", "courrieldusuperieur", "emaildumanager", "n1", "manageridemail",
)  # fmt: skip
FURTHER_ALIASES = (
    "aliases", "alias", "proxyaddresses", "othermails", "emailaliases", "alternateemailaddress",
    "alternateemail", "secondaryemail", "homesecondaryemail", "worksecondaryemail",
    "autrescourriels", "courrielsecondaire", "slackid", "slackuserid",
)  # fmt: skip
# A person's last day; the period ends after it.
_LAST_DAY = {
    "effectiveenddate", "enddate", "employmentenddate", "terminationdate", "leavingdate", "lastworkingday",
    "austrittsdatum", "datefin", "datedefin", "valideau", "validejusquau", "datedefindecontrat", "datedesortie",
    "datededepart",
}  # fmt: skip
_SNAPSHOT = {"effectivedate", "effectivefrom", "dateeffet", "datedeffet"}

_MISSING = {
    "", "-", "n/a", "#n/a", "na", "null", "none", "nan", "#ref!", "#value!", "no_manager", "n/d", "s/o",
    "néant", "aucun",
}  # fmt: skip
_HEADER_ROWS = 20  # a title and some remarks may stand above the header
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class PeopleFile:
    """What a people file says.

    Parameters
    ----------
    table
        A row per person and period, columns `COLUMNS`: text, save ``level`` (number) and ``valid_from``,
        ``valid_to`` (times, missing is open; the second is not included). ``aliases`` are joined by ``;``.
    rejected
        Rows that could not be used.
    notes
        What the analyst should know: columns left out, managers not found, addresses shared.
    """

    table: pd.DataFrame
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()


def read_people(source: Source | Path | str, *, options: ReadOptions | None = None) -> PeopleFile:
    r"""Read an org chart.

    Parameters
    ----------
    source
        A CSV, TSV, XLSX, XLS or ODS file (or a zip or folder with one such file in it).
    options
        The zone of dates.

    Raises
    ------
    DataError
        Where no column says who a row is about, or which function they are in.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "staff.csv"
    >>> _ = path.write_text("Employee ID;Name;Department;Manager\n007;Ann Lee;HR;\n008;Bob Ray;HR;Ann Lee\n")
    >>> read_people(path).table[["person_id", "function", "manager_id"]].values.tolist()
    [['007', 'HR', None], ['008', 'HR', '007']]
    """
    source = source if isinstance(source, Source) else Source(Path(source))
    entry = _only_entry(source)
    grid = _find_header(list(_sheets(entry)), entry.place)
    return _Reading(grid, (options or ReadOptions()).timezone.key).result()


def _only_entry(source: Source) -> Entry:
    entries = [entry for entry in source.entries if not re.search(r"(^|/)(\.|__MACOSX/)", entry.name)]
    if len(entries) != 1:
        raise DataError(f"{len(entries)} files in it", where=source.name, mend="name the people file itself")
    return entries[0]


# --- cells --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Grid:
    """Rows of text cells, each with its number as the reader of the file sees it."""

    place: str
    rows: list[tuple[int, list[str]]]
    header: list[str] = field(default_factory=list)
    workbook: bool = False
    rejected: tuple[Rejected, ...] = ()


def _sheets(entry: Entry) -> Iterator[_Grid]:
    head = entry.head(8)
    if not head and (problem := entry.unreadable()):
        raise DataError(problem, where=entry.place)
    if not head.strip(b"\0 \r\n\t"):
        raise DataError("an empty file", where=entry.place, mend="export it again")
    if head.startswith(b"PK\x03\x04") or head == _OLE:
        yield from _workbook(entry)
    else:
        yield _text_grid(entry)


def _content(entry: Entry) -> bytes:
    try:
        with entry.open() as stream:
            return stream.read()
    except UNREADABLE as error:
        raise DataError(why_unreadable(error), where=entry.place) from error


def _workbook(entry: Entry) -> Iterator[_Grid]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_content(entry)))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            numbered = [(i, [_cell(value) for value in row]) for i, row in enumerate(rows, start=1)]
            yield _Grid(f"{entry.place}!{name}:row", numbered, workbook=True)
    except (python_calamine.CalamineError, OSError) as error:
        raise DataError(
            "not a workbook that can be read", where=entry.place, mend="save it again as XLSX or CSV"
        ) from error


def _cell(value: object) -> str:
    """A cell as text; a whole number stays whole, so that an id is never 12.0."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _text_grid(entry: Entry) -> _Grid:
    data = _content(entry)
    encoding = sniff_encoding(data)
    try:
        text = data.decode(encoding, errors="strict" if encoding.startswith("utf-8") else "replace")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    text = text.lstrip("\ufeff").replace("\0", "")
    declared = re.match(r"sep=(.)\r?\n", text)
    delimiter = declared[1] if declared else max(",;\t|", key=lambda mark: _fit(text, mark))
    rows: list[tuple[int, list[str]]] = []
    rejected: list[Rejected] = []
    for row in csv_rows(io.StringIO(text, newline=""), delimiter):
        problems = [Rejected(f"{entry.place}:line {line}", reason) for line, reason in row.problems]
        rejected += problems
        if not problems:
            rows.append((row.line, row.cells))
    return _Grid(f"{entry.place}:line", rows[1:] if declared else rows, rejected=tuple(rejected))


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    rows = list(islice(csv.reader(text[:65536].splitlines(), delimiter=delimiter), _HEADER_ROWS))
    best = max(rows, key=_score, default=[])
    return _score(best), len(best)


# --- header -------------------------------------------------------------------------------------------

_FIELD_OF = {alias: name for name, aliases in ALIASES.items() for alias in aliases}
_FIELD_OF |= dict.fromkeys(MANAGERS, "manager_id") | dict.fromkeys(FURTHER_ALIASES, "aliases")


def _plain(header: str) -> str:
    """A column's name without case, accents, spaces, punctuation and ``[remarks]``."""
    letters = unicodedata.normalize("NFKD", re.sub(r"\[[^\]]*\]", "", header)).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def _score(row: Sequence[str]) -> int:
    """Number of fields a row would name as a header."""
    return len({_FIELD_OF[name] for name in map(_plain, row) if name in _FIELD_OF})


def _find_header(sheets: Sequence[_Grid], place: str) -> _Grid:
    """The first sheet with a header, and its rows below the header."""
    for sheet in sheets:
        best = max(
            range(min(_HEADER_ROWS, len(sheet.rows))), key=lambda i: _score(sheet.rows[i][1]), default=None
        )
        if best is None:
            continue
        header = sheet.rows[best][1]
        fields = {_FIELD_OF.get(_plain(name)) for name in header}
        if {"person_id", "email"} & fields and "function" in fields:
            return replace(sheet, header=header, rows=sheet.rows[best + 1 :])
    raise _no_header(sheets, place)


def _no_header(sheets: Sequence[_Grid], place: str) -> DataError:
    rows = [row for sheet in sheets for _, row in sheet.rows[:_HEADER_ROWS] if any(row)]
    best = max(rows, key=_score, default=[])
    found = {_FIELD_OF.get(_plain(name)) for name in best}
    lacking = [] if {"person_id", "email"} & found else ["person_id (or email)"]
    lacking += [] if "function" in found else ["function"]
    shown = names_of_columns([name for name in best if name.strip()]) or "nothing"
    return DataError(
        f"no column {' and no column '.join(lacking)}; found {shown}",
        where=place,
        mend="name the columns person_id and function (employee id, department, cost center ... are understood)",
    )


# --- values -------------------------------------------------------------------------------------------


def _value(text: str) -> str | None:
    """The cell without spaces around it; None where it says that there is nothing."""
    bare = text.strip().strip("\u200b\ufeff\u00a0").strip()
    return None if bare.lower() in _MISSING else bare


_CODED = re.compile(r"^(?P<name>.*\S)\s*\((?P<code>[A-Za-z]{0,4}[-_]?\d[\w-]*)\)$")


def _split_code(text: str) -> tuple[str, str | None]:
    """``Sales (10023)`` as name and code."""
    found = _CODED.match(text)
    return (found["name"], found["code"]) if found else (text, None)


def _addresses(text: str) -> list[str]:
    """The addresses and ids in a cell; of proxyAddresses, mail and X.500 ones."""
    found = []
    for piece in re.split(r"[;,|\n]" if "@" in text else r"[;|\n]", text):
        alias = re.sub(r"^(smtp|x500|mailto):", "", piece.strip(" \t\r<>'\""), flags=re.IGNORECASE)
        if _value(alias) and not re.match(r"(sip|x400|eum|sms|notes):", alias, flags=re.IGNORECASE):
            found.append(alias.lower() if "@" in alias else alias)
    return found


_DAY = re.compile(r"^(\d{1,4})([-/.])(\d{1,2})[-/.](\d{1,4})(?:$|[ T])")
_PLACEHOLDERS = {date(1900, 1, 1), date(1970, 1, 1), date(9999, 12, 31)}


def _is_real(day: date) -> bool:
    """Whether a date is meant; systems write 1900-01-01 or 9999-12-31 where there is none."""
    return day not in _PLACEHOLDERS and 1900 < day.year < 2200


def _is_day_first(texts: Iterable[str]) -> bool | None:
    """Whether 01/02/2024 is in February, told by the whole column; None where nothing tells."""
    pairs = [
        (int(found[1]), int(found[3])) for text in texts if (found := _DAY.match(text)) and len(found[1]) < 3
        and found[2] != "."
    ]  # fmt: skip
    return told_day_first(pairs)


def _parse_day(text: str, *, day_first: bool | None) -> date | None:
    """A date; None where it is none, or where day and month cannot be told apart."""
    found = _DAY.match(text)
    if not found:
        return None
    a, b = int(found[1]), int(found[3])
    order = True if found[2] == "." or a > 12 else (False if b > 12 or a == b else day_first)
    if order is None and len(found[1]) != 4:
        return None
    try:
        return date(*year_month_day((found[1], found[3], found[4]), day_first=bool(order)))
    except ValueError:
        return None


# --- rows ---------------------------------------------------------------------------------------------


@dataclass
class _Row:
    """One row on its way to a person and a period."""

    number: int
    person_id: str
    email: str | None
    name: str | None
    actor_kind: str
    manager_id: str | None
    function: str | None
    title: str | None
    location: str | None
    told_level: str | None
    told_from: str | None
    told_to: str | None
    further: list[str]
    level: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def addresses(self) -> list[str]:
        """Every alias, the address first."""
        return [*([self.email] if self.email else []), *self.further]

    @property
    def content(self) -> tuple[object, ...]:
        """What the row says, apart from addresses and time."""
        return (
            self.name, self.actor_kind, self.manager_id, self.function, self.title, self.location, self.level,
        )  # fmt: skip

    def take_addresses(self, other: _Row) -> None:
        """Add the addresses of another row of the same person."""
        addresses = dict.fromkeys([*self.addresses, *other.addresses])
        self.email = self.email or other.email
        self.further = [alias for alias in addresses if alias != self.email]

    def cells(self) -> dict[str, object]:
        """The row of the finished table."""
        cells = {column: getattr(self, column) for column in COLUMNS if column != "aliases"}
        return {**cells, "aliases": ";".join(self.further) or None}


class _Header:
    """Which column serves which field."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.plain = [_plain(name) for name in names]
        self.column: dict[str, int] = {}
        for name, aliases in ALIASES.items():
            position = next((self.plain.index(alias) for alias in aliases if alias in self.plain), None)
            if position is not None and position not in self.column.values():
                self.column[name] = position
        self.managers = [i for alias in MANAGERS for i, name in enumerate(self.plain) if name == alias]
        # Other ids and addresses of the same person: object id beside employee id, login name beside mail.
        self.further = [
            i
            for i, name in enumerate(self.plain)
            if _FIELD_OF.get(name) in {"aliases", "email", "person_id"} and i not in self.column.values()
        ]

    def check(self, place: str) -> None:
        """Refuse two columns of one name where one of them is needed."""
        for name, position in self.column.items():
            if (times := self.plain.count(self.plain[position])) > 1:
                raise DataError(
                    f"{times} columns are named {self.names[position]!r}",
                    where=place,
                    mend=f"keep one of them as {name}",
                )

    def title(self, name: str) -> str:
        """The header of a field as the file has it."""
        return self.names[self.column[name]]

    def get(self, cells: Sequence[str], name: str) -> str | None:
        """The cell of a field."""
        return _value(cells[self.column[name]]) if name in self.column else None

    def is_repeated_by(self, cells: Sequence[str]) -> bool:
        """Whether a row is a second header: SuccessFactors writes system keys and then labels."""
        known = sum(_plain(cell) in _FIELD_OF for cell in cells)
        return known >= 2 and known >= len(self.column) / 2


class _Reading:
    """One people file on its way to a table; collects rejections and notes."""

    def __init__(self, grid: _Grid, timezone: str) -> None:
        self._grid = grid
        self._timezone = timezone
        self._header = _Header(grid.header)
        self._rows: list[_Row] = []
        self._rejected = list(grid.rejected)
        self._notes: list[str] = []
        self._conflicts = 0

    def result(self) -> PeopleFile:
        """The finished table."""
        self._header.check(self._grid.place.rpartition(":")[0])
        self._note_unused_addresses()
        for number, cells in self._records():
            self._add(number, cells)
        self._strip_codes()
        self._set_levels()
        self._set_periods()
        self._set_managers()
        self._unshare_addresses()
        self._unite()
        table = pd.DataFrame([row.cells() for row in self._rows], columns=list(COLUMNS), dtype=object)
        table["level"] = pd.to_numeric(table["level"])
        for column in ("valid_from", "valid_to"):
            days = pd.to_datetime(table[column]).astype("datetime64[us]")
            table[column] = days.dt.tz_localize(self._timezone)
        return PeopleFile(table, tuple(self._rejected), tuple(self._notes))

    def _reject(self, number: int, reason: str) -> None:
        self._rejected.append(Rejected(f"{self._grid.place} {number}", reason))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that have content, as wide as the header."""
        width = len(self._grid.header)
        for i, (number, cells) in enumerate(self._grid.rows):
            filled = max((k + 1 for k, cell in enumerate(cells) if cell.strip()), default=0)
            if not filled:
                continue
            if i == 0 and self._header.is_repeated_by(cells):
                self._notes.append(f"row {number} repeats the header and is left out")
            elif filled > width or (len(cells) < width and not self._grid.workbook):
                self._reject(number, f"{len(cells)} columns instead of {width}")
            else:
                yield number, [*cells, *[""] * (width - len(cells))]

    def _add(self, number: int, cells: Sequence[str]) -> None:
        header = self._header
        listed = _addresses(header.get(cells, "email") or "")
        further = [alias for i in header.further for alias in _addresses(cells[i])]
        email = next((alias for alias in [*listed, *further] if "@" in alias), None)
        person_id = header.get(cells, "person_id") or (email and normalise_alias(email))
        if not person_id:
            return self._reject(number, "neither person_id nor e-mail")
        told_kind = header.get(cells, "actor_kind") or "person"
        kind = _KINDS.get(told_kind.lower())
        if kind is None:
            reason = f"unknown actor_kind: {kind_of(told_kind)} (allowed: {', '.join(ACTOR_KINDS)})"
            return self._reject(number, reason)
        names = [part for part in (header.get(cells, "first_name"), header.get(cells, "last_name")) if part]
        row = _Row(
            number=number,
            person_id=person_id,
            email=email,
            name=header.get(cells, "name") or " ".join(names) or None,
            actor_kind=kind,
            manager_id=next((value for i in header.managers if (value := _value(cells[i]))), None),
            function=header.get(cells, "function"),
            title=header.get(cells, "title"),
            location=header.get(cells, "location"),
            told_level=header.get(cells, "level"),
            told_from=header.get(cells, "valid_from"),
            told_to=header.get(cells, "valid_to"),
            further=[
                alias for alias in dict.fromkeys([*listed, *further]) if alias not in (email, person_id)
            ],
        )
        self._rows.append(row)
        return None

    def _note_unused_addresses(self) -> None:
        """Without addresses mail cannot be matched, so a column of them under an unknown name is pointed out."""
        if "email" in self._header.column:
            return
        rows = [cells for _, cells in self._grid.rows]
        for i, name in enumerate(self._header.names):
            told = [cells[i] for cells in rows if i < len(cells) and _value(cells[i])]
            if self._header.plain[i] not in _FIELD_OF and sum("@" in cell for cell in told) * 2 > len(told):
                self._notes.append(f"{name!r} holds addresses and is not used; name it email if it is to be")

    def _strip_codes(self) -> None:
        """``Sales (10023)`` becomes Sales, unless two codes share the name; names of people are not ids."""
        for column in ("function", "title", "location", "name"):
            told = [(row, text) for row in self._rows if (text := getattr(row, column)) is not None]
            codes: dict[str, set[str | None]] = defaultdict(set)
            for _, text in told:
                codes[_split_code(text)[0]].add(_split_code(text)[1])
            for row, text in told:
                name, _ = _split_code(text)
                setattr(row, column, name if column == "name" or len(codes[name]) == 1 else text)
        for row in self._rows:
            row.function = " ".join((row.function or "").strip("/").split()) or UNKNOWN

    def _set_levels(self) -> None:
        odd = 0
        for row in self._rows:
            if row.told_level is not None:
                whole = re.fullmatch(r"(\d{1,4})(\.0+)?", row.told_level)
                row.level = int(whole[1]) if whole else None
                odd += whole is None
        if odd:
            title = self._header.title("level")
            self._notes.append(f"{odd} values of {title!r} are no whole numbers and are left out of level")

    def _set_periods(self) -> None:
        starts = self._days("valid_from", [row.told_from for row in self._rows])
        ends = self._days("valid_to", [row.told_to for row in self._rows])
        day = next(iter(starts), None)
        if (
            day
            and set(starts) == {day}
            and self._header.plain[self._header.column["valid_from"]] in _SNAPSHOT
        ):
            self._notes.append(f"every row is of {day}: one snapshot, taken as valid at all times")
            starts = [None] * len(starts)
        kept = []
        for row, start, end in zip(self._rows, starts, ends, strict=True):
            row.valid_from, row.valid_to = start, end
            if start and end and end <= start:
                self._reject(row.number, "the period ends before it starts")
            else:
                kept.append(row)
        self._rows = kept

    def _days(self, name: str, texts: Sequence[str | None]) -> list[date | None]:
        """Dates of a column; placeholders are open ends, a last day is followed by the end."""
        if name not in self._header.column:
            return [None] * len(texts)
        title = self._header.title(name)
        day_first = _is_day_first(text for text in texts if text)
        days = [_parse_day(text, day_first=day_first) if text else None for text in texts]
        if unread := sum(bool(text) and day is None for text, day in zip(texts, days, strict=True)):
            self._notes.append(
                f"{unread} dates in {title!r} cannot be read, or nothing tells day from month; "
                "these periods are taken as open (write dates as 2024-02-01)"
            )
        lasting = timedelta(days=_plain(title) in _LAST_DAY)
        return [day + lasting if day and _is_real(day) else None for day in days]

    def _set_managers(self) -> None:
        """Managers given as id, address, name, ``Name (id)`` or DN become ids."""
        index = _Index(self._rows)
        unfound = 0
        for row in self._rows:
            if row.manager_id is not None:
                row.manager_id = index.find(row.manager_id)
                unfound += row.manager_id is None
        if unfound:
            self._notes.append(
                f"the managers of {unfound} rows are not in the file, or their names are not unique"
            )

    def _unshare_addresses(self) -> None:
        """An address that several people share does not say which of them wrote."""
        owners: dict[str, set[str]] = defaultdict(set)
        for row in self._rows:
            for alias in (row.person_id, *row.addresses):
                owners[normalise_alias(alias)].add(row.person_id)
        shared = {alias for alias, people in owners.items() if len(people) > 1}
        if not shared:
            return
        for row in self._rows:
            if row.email and normalise_alias(row.email) in shared:
                row.email = None
            row.further = [alias for alias in row.further if normalise_alias(alias) not in shared]
        self._notes.append(
            f"{len(shared)} addresses belong to several people and are left out: {_some(shared)}"
        )

    def _unite(self) -> None:
        """One row per person and period."""
        people: dict[str, list[_Row]] = defaultdict(list)
        for row in self._rows:
            people[row.person_id].append(row)
        kept = [self._without_repeats(rows) for rows in people.values()]
        repeated = len(self._rows) - sum(map(len, kept)) - self._conflicts
        if repeated:
            self._notes.append(f"{repeated} rows repeat another one")
        self._rows = [row for rows in kept for row in _periods(rows)]

    def _without_repeats(self, rows: Sequence[_Row]) -> list[_Row]:
        """Rows of one person that start at different times; rows that differ in addresses only are united."""
        kept: dict[date | None, _Row] = {}
        for row in rows:
            first = kept.setdefault(row.valid_from, row)
            if first is row:
                continue
            if (first.content, first.valid_to) == (row.content, row.valid_to):
                first.take_addresses(row)
            else:
                self._conflicts += 1
                self._reject(row.number, f"row {first.number} says otherwise about the same person and time")
        return list(kept.values())


_KINDS = {kind: kind for kind in ACTOR_KINDS} | {"member": "person", "guest": "external"}


def _periods(rows: Sequence[_Row]) -> list[_Row]:
    """Rows of one person in order of time, each closed at the start of the next; equal neighbours are one."""
    periods: list[_Row] = []
    for row in sorted(rows, key=lambda row: row.valid_from or date.min):
        if periods:
            last = periods[-1]
            last.valid_to = min(last.valid_to or date.max, row.valid_from or date.max)
            if last.content == row.content and last.valid_to == row.valid_from:
                last.valid_to = row.valid_to
                last.take_addresses(row)
                continue
        periods.append(row)
    return periods


def _some(names: Iterable[str]) -> str:
    listed = sorted(names)
    return ", ".join(listed[:3]) + (" ..." if len(listed) > 3 else "")


class _Index:
    """Finds people by what a manager column may hold."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self._ids = {row.person_id for row in rows}
        self._aliases = {normalise_alias(alias): row.person_id for row in rows for alias in row.addresses}
        self._names: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.name:
                self._names[name_key(row.name)].add(row.person_id)

    def find(self, told: str) -> str | None:
        """The one person meant, or None."""
        if told in self._ids:
            return told
        if by_alias := self._aliases.get(normalise_alias(told)):
            return by_alias
        name, code = _split_code(told)
        if code in self._ids:
            return code
        if dn := re.match(r"CN=((?:\\.|[^,\\])+)", told, flags=re.IGNORECASE):
            name = re.sub(r"\\(.)", r"\1", dn[1])
        found = self._names.get(name_key(name), set())
        return next(iter(found)) if len(found) == 1 else None
