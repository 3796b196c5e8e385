"""The people file: an org chart exported from an HR system or a directory, as CSV, TSV, XLSX, XLS or ODS.

Which headers are recognised and what becomes of odd values is described in ``docs/sources/people.md``.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import python_calamine

from silograph.errors import DataError
from silograph.files import Entry, Source, sniff_encoding
from silograph.messages import ACTOR_KINDS, UNKNOWN, ReadOptions, Rejected
from silograph.people import normalise_alias

READS = "people: an org chart as CSV, TSV, XLSX, XLS or ODS with person_id (or e-mail) and function"

COLUMNS = (
    "person_id", "function", "name", "email", "title", "level", "manager_id", "location", "actor_kind",
    "valid_from", "valid_to", "aliases",
)  # fmt: skip

# Names of columns, compared without case, accents, spaces, punctuation and [remarks]; the first that occurs
# is used. A column serves one field only, and fields are served in this order.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "person_id": (
        "personid", "employeeid", "employeenumber", "employeeno", "userid", "workerid", "workernumber", "empid",
        "staffid", "staffnumber", "personnelnumber", "personnelno", "personalnummer", "personalnr",
        "mitarbeiternummer", "matricule", "objectid", "id",
    ),
    "email": (
        "email", "emailaddress", "workemail", "workemailaddress", "businessemail", "companyemail",
        "primaryemail", "microsoftpersonemail", "mail", "emailadresse", "courriel", "adressemail",
        "adresseemail", "userprincipalname",
    ),
    "function": (
        "function", "businessfunction", "department", "departmentname", "departement", "abteilung", "service",
        "organization", "organisation", "microsoftorganization", "supervisoryorganization", "orgunit",
        "organizationalunit", "organisationseinheit", "orgunitpath", "functiontype", "fachbereich", "bereich",
        "direction", "division", "businessunit", "costcenter", "costcentre", "costcenterreference",
        "kostenstelle", "centredecouts", "centredecout", "employmenttype", "currentemploymenttype",
    ),
    "name": (
        "name", "displayname", "fullname", "employeename", "preferredname", "worker", "nomcomplet",
        "vollstandigername", "mitarbeiter",
    ),
    "first_name": ("firstname", "givenname", "legalfirstname", "prenom", "vorname"),
    "last_name": ("lastname", "surname", "familyname", "legallastname", "nomdefamille", "nachname", "nom"),
    "title": (
        "title", "jobtitle", "positiontitle", "businesstitle", "employeetitle", "position", "designation",
        "jobprofile", "intituleduposte", "poste", "fonction", "stellenbezeichnung", "stelle", "funktion",
        "currentemploymenttitle", "employmenttitle", "jobcode",
    ),
    "level": ("level", "layer", "microsoftlayer", "managementlevel", "leveldesignation",
              "microsoftleveldesignation", "ebene", "niveau"),
    "location": (
        "location", "worklocation", "officelocation", "physicaldeliveryofficename", "office", "site", "standort",
        "lieudetravail", "lieu", "city", "microsoftcompanyofficecity", "country", "usagelocation",
    ),
    "actor_kind": ("actorkind", "usertype"),
    "valid_from": (
        "validfrom", "effectivedate", "effectivefrom", "effectivestartdate", "gultigab", "dateeffet",
        "startdate", "jobstartdate", "hiredate", "eintrittsdatum", "datedentree", "datedembauche",
    ),
    "valid_to": (
        "validto", "effectiveto", "gultigbis", "effectiveenddate", "enddate", "employmentenddate",
        "terminationdate", "leavingdate", "lastworkingday", "austrittsdatum", "datedesortie",
    ),
}  # fmt: skip
# Of these every column counts: the first that is filled names the manager, all name further aliases.
MANAGERS = (
    "managerid", "manageremployeeid", "manager", "manageremail", "microsoftmanageremail", "reportstoid", "reportsto",
    "reportstoemail", "supervisorid", "supervisoreid", "supervisoremail", "supervisor", "linemanager", "managername",
    "vorgesetzter", "vorgesetzte", "responsable", "responsablehierarchique", "superieurhierarchique", "manageridemail",
)  # fmt: skip
FURTHER_ALIASES = (
    "aliases", "alias", "proxyaddresses", "othermails", "emailaliases", "alternateemailaddress",
    "alternateemail", "secondaryemail", "homesecondaryemail", "worksecondaryemail", "slackid", "slackuserid",
)  # fmt: skip
# A person's last day; the period ends after it.
_LAST_DAY = {
    "effectiveenddate", "enddate", "employmentenddate", "terminationdate", "leavingdate", "lastworkingday",
    "austrittsdatum", "datedesortie",
}  # fmt: skip
_SNAPSHOT = {"effectivedate", "effectivefrom"}

_MISSING = {"", "-", "n/a", "#n/a", "na", "null", "none", "nan", "#ref!", "#value!", "no_manager"}
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
    """Read an org chart.

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
    reading = _Reading(grid, (options or ReadOptions()).timezone.key)
    reading.read()
    return reading.result()


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


def _sheets(entry: Entry) -> Iterator[_Grid]:
    head = entry.head(8)
    if not head.strip(b"\0 \r\n\t"):
        raise DataError("an empty file", where=entry.place, mend="export it again")
    if head.startswith(b"PK\x03\x04") or head == _OLE:
        yield from _workbook(entry)
    else:
        yield _text_grid(entry)


def _workbook(entry: Entry) -> Iterator[_Grid]:
    with entry.open() as stream:
        data = io.BytesIO(stream.read())
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(data)
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
    with entry.open() as stream:
        data = stream.read()
    encoding = sniff_encoding(data)
    try:
        text = data.decode(encoding, errors="strict" if encoding.startswith("utf-8") else "replace")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    text = text.lstrip("\ufeff").replace("\0", "")
    declared = re.match(r"sep=(.)\r?\n", text)
    delimiter = declared[1] if declared else max(",;\t|", key=lambda mark: _fit(text, mark))
    csv.field_size_limit(max(csv.field_size_limit(), 1 << 30))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    for row in reader:
        rows.append((line, row))
        line = reader.line_num + 1
    return _Grid(f"{entry.place}:line", rows[1:] if declared else rows)


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    rows = [row for row, _ in zip(csv.reader(text[:65536].splitlines(), delimiter=delimiter), range(_HEADER_ROWS))]
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
        best = max(range(min(_HEADER_ROWS, len(sheet.rows))), key=lambda i: _score(sheet.rows[i][1]), default=None)
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
    shown = ", ".join(repr(name[:40]) for name in best[:30] if name.strip()) or "nothing"
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


def _name_key(name: str) -> str:
    """A name without accents, case, punctuation and the order of its parts."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(sorted(re.findall(r"\w+", plain)))


_DAY = re.compile(r"^(\d{1,4})([-/.])(\d{1,2})[-/.](\d{1,4})(?:$|[ T])")
_PLACEHOLDERS = {date(1900, 1, 1), date(1970, 1, 1), date(9999, 12, 31)}


def _is_day_first(texts: Iterable[str]) -> bool | None:
    """Whether 01/02/2024 is in February, told by the whole column; None where nothing tells."""
    pairs = [
        (int(found[1]), int(found[3])) for text in texts if (found := _DAY.match(text)) and len(found[1]) < 3
        and found[2] != "."
    ]  # fmt: skip
    day, month = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    if day == month:
        return None
    return day


def _parse_day(text: str, *, day_first: bool | None) -> date | None:
    """A date; None where it is none, or where day and month cannot be told apart."""
    found = _DAY.match(text)
    if not found:
        return None
    a, b, c = int(found[1]), int(found[3]), int(found[4])
    if len(found[1]) == 4:
        year, month, day = a, b, c
    else:
        year = c if c > 99 else 2000 + c
        order = True if found[2] == "." or a > 12 else (False if b > 12 or a == b else day_first)
        if order is None:
            return None
        month, day = (b, a) if order else (a, b)
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- reading ------------------------------------------------------------------------------------------


class _Reading:
    """One people file on its way to a table; collects rejections and notes."""

    def __init__(self, grid: _Grid, timezone: str) -> None:
        self._grid = grid
        self._timezone = timezone
        self._names = [_plain(name) for name in grid.header]
        self._column: dict[str, int] = {}
        for name, aliases in ALIASES.items():
            position = next((self._names.index(alias) for alias in aliases if alias in self._names), None)
            if position is not None and position not in self._column.values():
                self._column[name] = position
        self._managers = [i for alias in MANAGERS for i, name in enumerate(self._names) if name == alias]
        self._further = [i for i, name in enumerate(self._names) if name in FURTHER_ALIASES]
        # Other ids and addresses of the same person: object id beside employee id, login name beside mail.
        used = self._column.values()
        self._further += [
            i for i, name in enumerate(self._names) if _FIELD_OF.get(name) in {"email", "person_id"} and i not in used
        ]
        self._people: list[dict[str, object]] = []
        self._rejected: list[Rejected] = []
        self._notes: list[str] = []

    def read(self) -> None:
        """Rows to people."""
        self._check_header()
        for number, row in self._rows():
            self._add(number, row)
        self._strip_codes()
        self._set_levels()
        self._set_periods()
        self._set_managers()
        self._unshare_aliases()
        self._unite()

    def result(self) -> PeopleFile:
        """The finished table."""
        table = pd.DataFrame(self._people, columns=list(COLUMNS)).astype(object)
        table = table.where(table.notna(), None)
        table["level"] = pd.to_numeric(table["level"])
        for column in ("valid_from", "valid_to"):
            table[column] = pd.to_datetime(table[column]).astype("datetime64[us]").dt.tz_localize(self._timezone)
        return PeopleFile(table, tuple(self._rejected), tuple(self._notes))

    def _check_header(self) -> None:
        for name, position in self._column.items():
            if self._names.count(self._names[position]) > 1:
                raise DataError(
                    f"{self._names.count(self._names[position])} columns are named {self._grid.header[position]!r}",
                    where=self._grid.place.rpartition(":")[0],
                    mend=f"keep one of them as {name}",
                )

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        width = len(self._grid.header)
        for i, (number, row) in enumerate(self._grid.rows):
            if not any(cell.strip() for cell in row):
                continue
            if i == 0 and self._is_second_header(row):
                self._notes.append(f"row {number} repeats the header and is left out")
                continue
            filled = len(row) if self._grid.workbook else max(k + 1 for k, cell in enumerate(row) if cell.strip())
            if filled > width or (len(row) < width and not self._grid.workbook):
                self._reject(number, f"{len(row)} columns instead of {width}")
                continue
            yield number, [*row, *[""] * (width - len(row))]

    def _is_second_header(self, row: Sequence[str]) -> bool:
        """SuccessFactors writes system keys and then labels."""
        known = sum(_plain(cell) in _FIELD_OF for cell in row)
        return known >= 2 and known >= len(self._column) / 2

    def _reject(self, number: int, reason: str) -> None:
        self._rejected.append(Rejected(f"{self._grid.place} {number}", reason))

    def _get(self, row: Sequence[str], name: str) -> str | None:
        return _value(row[self._column[name]]) if name in self._column else None

    def _add(self, number: int, row: Sequence[str]) -> None:
        listed = _addresses(self._get(row, "email") or "")
        further = [alias for i in self._further for alias in _addresses(row[i])]
        email = next((alias for alias in [*listed, *further] if "@" in alias), None)
        person_id = self._get(row, "person_id") or (email and normalise_alias(email))
        if not person_id:
            self._reject(number, "neither person_id nor e-mail")
            return
        kind = self._kind(self._get(row, "actor_kind"))
        if kind is None:
            reason = f"unknown actor_kind {(self._get(row, 'actor_kind') or '')[:40]!r}"
            self._reject(number, f"{reason} (allowed: {', '.join(ACTOR_KINDS)})")
            return
        names = [part for part in (self._get(row, "first_name"), self._get(row, "last_name")) if part]
        self._people.append(
            {
                "number": number,
                "person_id": person_id,
                "email": email,
                "name": self._get(row, "name") or " ".join(names) or None,
                "actor_kind": kind,
                "manager_id": next((value for i in self._managers if (value := _value(row[i]))), None),
                "aliases": [alias for alias in dict.fromkeys([*listed, *further]) if alias not in (email, person_id)],
                **{
                    name: self._get(row, name)
                    for name in ("function", "title", "level", "location", "valid_from", "valid_to")
                },
            }
        )

    @staticmethod
    def _kind(text: str | None) -> str | None:
        """Kind of actor; None where the word is not known."""
        plain = (text or "person").lower()
        plain = {"member": "person", "guest": "external"}.get(plain, plain)
        return plain if plain in ACTOR_KINDS else None

    def _strip_codes(self) -> None:
        """``Sales (10023)`` becomes Sales, unless two codes share the name."""
        for column in ("function", "title", "location", "name"):
            codes: dict[str, set[str | None]] = defaultdict(set)
            for person in self._people:
                if isinstance(text := person[column], str):
                    name, code = _split_code(text)
                    codes[name].add(code)
            for person in self._people:
                if isinstance(text := person[column], str):
                    name, _ = _split_code(text)
                    # people share names, and a name is not an id
                    person[column] = name if column == "name" or len(codes[name]) == 1 else text
        for person in self._people:
            function = str(person["function"] or "").strip("/")
            person["function"] = " ".join(function.split()) or UNKNOWN

    def _set_levels(self) -> None:
        odd = 0
        for person in self._people:
            text = person["level"]
            whole = re.fullmatch(r"(\d{1,4})(\.0+)?", str(text)) if text is not None else None
            odd += text is not None and whole is None
            person["level"] = int(whole[1]) if whole else None
        if odd:
            header = self._grid.header[self._column["level"]]
            self._notes.append(f"{odd} values of {header!r} are no whole numbers and are left out of level")

    def _set_periods(self) -> None:
        for column in ("valid_from", "valid_to"):
            self._set_days(column)
        starts = {person["valid_from"] for person in self._people}
        dated = "valid_from" in self._column and self._names[self._column["valid_from"]] in _SNAPSHOT
        if dated and len(starts) == 1 and None not in starts:
            for person in self._people:
                person["valid_from"] = None
            self._notes.append(
                f"every row is of {starts.pop()}: one snapshot, taken as valid at all times"
            )
        for person in self._people:
            start, end = person["valid_from"], person["valid_to"]
            if isinstance(start, date) and isinstance(end, date) and end <= start:
                self._reject(int(str(person["number"])), "the period ends before it starts")
        refused = {rejected.place for rejected in self._rejected}
        self._people = [p for p in self._people if f"{self._grid.place} {p['number']}" not in refused]

    def _set_days(self, column: str) -> None:
        """Texts to dates; placeholders are open ends."""
        if column not in self._column:
            return
        header = self._grid.header[self._column[column]]
        texts = [str(person[column]) for person in self._people if person[column] is not None]
        day_first = _is_day_first(texts)
        unread = 0
        for person in self._people:
            if person[column] is None:
                continue
            day = _parse_day(str(person[column]), day_first=day_first)
            unread += day is None
            if day is not None and (day in _PLACEHOLDERS or not 1900 < day.year < 2200):
                day = None
            if day is not None and column == "valid_to" and _plain(header) in _LAST_DAY:
                day += timedelta(days=1)
            person[column] = day
        if unread:
            self._notes.append(
                f"{unread} dates in {header!r} cannot be read, or nothing tells day from month; "
                "these periods are taken as open (write dates as 2024-02-01)"
            )

    def _set_managers(self) -> None:
        """Managers given as id, address, name, ``Name (id)`` or DN become ids."""
        index = _Index(self._people)
        unfound = 0
        for person in self._people:
            if isinstance(told := person["manager_id"], str):
                person["manager_id"] = index.find(told)
                unfound += person["manager_id"] is None
        if unfound:
            self._notes.append(f"the managers of {unfound} rows are not in the file, or their names not unique")

    def _unshare_aliases(self) -> None:
        """An address that several people share says about none of them who wrote."""
        owners: dict[str, set[object]] = defaultdict(set)
        ids = {normalise_alias(str(person["person_id"])): person["person_id"] for person in self._people}
        for person in self._people:
            for alias in _all_aliases(person):
                owners[normalise_alias(alias)].add(person["person_id"])
        shared = {alias for alias, persons in owners.items() if len(persons | {ids.get(alias, min(persons, key=str))}) > 1}
        if not shared:
            return
        for person in self._people:
            if person["email"] and normalise_alias(str(person["email"])) in shared:
                person["email"] = None
            person["aliases"] = [a for a in _aliases(person) if normalise_alias(a) not in shared]
        self._notes.append(f"{len(shared)} addresses belong to several people and are left out: {_some(shared)}")

    def _unite(self) -> None:
        """One row per person and period."""
        by_person: dict[object, list[dict[str, object]]] = defaultdict(list)
        for person in self._people:
            by_person[person["person_id"]].append(person)
        counts: Counter[str] = Counter()
        self._people = []
        for rows in by_person.values():
            self._people.extend(self._periods(self._without_repeats(rows, counts)))
        if counts["repeated"]:
            self._notes.append(f"{counts['repeated']} rows repeat another one")
        for person in self._people:
            person["aliases"] = ";".join(_aliases(person)) or None

    def _without_repeats(
        self, rows: Sequence[dict[str, object]], counts: Counter[str]
    ) -> list[dict[str, object]]:
        """Rows of one person that start at different times; rows that differ in addresses only are united."""
        kept: dict[object, dict[str, object]] = {}
        for row in rows:
            first = kept.setdefault(row["valid_from"], row)
            if first is row:
                continue
            if any(first[column] != row[column] for column in COLUMNS if column not in ("email", "aliases")):
                self._reject(
                    int(str(row["number"])),
                    f"row {first['number']} says otherwise about the same person and time",
                )
                continue
            counts["repeated"] += 1
            united = dict.fromkeys([*_all_aliases(first), *_all_aliases(row)])
            first["email"] = first["email"] or row["email"]
            first["aliases"] = [alias for alias in united if alias != first["email"]]
        return list(kept.values())

    @staticmethod
    def _periods(rows: list[dict[str, object]]) -> list[dict[str, object]]:
        """Rows in order of time, each closed at the start of the next; neighbours that say the same are one."""
        rows.sort(key=lambda row: row["valid_from"] or date.min)  # type: ignore[arg-type,return-value]
        for row, after in zip(rows, rows[1:], strict=False):
            ends = [day for day in (row["valid_to"], after["valid_from"]) if isinstance(day, date)]
            row["valid_to"] = min(ends)
        same: Callable[[dict[str, object]], list[object]] = lambda row: [  # noqa: E731
            row[column] for column in COLUMNS if column not in ("valid_from", "valid_to", "aliases", "email")
        ]
        united: list[dict[str, object]] = []
        for row in rows:
            last = united[-1] if united else None
            if last and same(last) == same(row) and last["valid_to"] == row["valid_from"]:
                last["valid_to"] = row["valid_to"]
                aliases = dict.fromkeys([*_all_aliases(last), *_all_aliases(row)])
                last["email"] = last["email"] or row["email"]
                last["aliases"] = [alias for alias in aliases if alias != last["email"]]
            else:
                united.append(row)
        return united


def _aliases(person: Mapping[str, object]) -> list[str]:
    aliases = person["aliases"]
    return [str(alias) for alias in aliases] if isinstance(aliases, list) else []


def _all_aliases(person: Mapping[str, object]) -> list[str]:
    return [*([str(person["email"])] if person["email"] else []), *_aliases(person)]


def _some(names: Iterable[str]) -> str:
    listed = sorted(names)
    return ", ".join(listed[:3]) + (" ..." if len(listed) > 3 else "")


class _Index:
    """Finds people by what a manager column may hold."""

    def __init__(self, people: Sequence[Mapping[str, object]]) -> None:
        self._ids = {str(person["person_id"]) for person in people}
        self._aliases = {normalise_alias(a): str(p["person_id"]) for p in people for a in _all_aliases(p)}
        self._names: dict[str, set[str]] = defaultdict(set)
        for person in people:
            if person["name"]:
                self._names[_name_key(str(person["name"]))].add(str(person["person_id"]))

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
        found = self._names.get(_name_key(name), set())
        return next(iter(found)) if len(found) == 1 else None
