"""The DuckDB query that cleans, checks and splits a block; times and addresses as SQL macros."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from silograph.loaders.dates import DateSurvey
from silograph.loaders.tables.blocks import Table
from silograph.loaders.tables.columns import ALIASES, RECIPIENTS
from silograph.log.schema import (
    CHANNELS,
    KINDS,
    ROLES,
)


def quoted(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Survey:
    """What no single row can tell.

    Parameters
    ----------
    lists
        Some cell names several recipients, or copies have a column of their own: a row is a whole message.
    dates
        How dates are written.
    """

    lists: bool
    dates: DateSurvey

    @property
    def order(self) -> str:
        """Of 01/02/2024: ``day`` or ``month`` first, ``told`` before it where the user says so, or ``unknown``."""
        order = {"dmy": "day", "mdy": "month"}.get(self.dates.order or "", "unknown")
        return f"told {order}" if self.dates.told and order != "unknown" else order


def step_sql(present: Collection[str], survey: Survey, table: Table) -> str:
    """SQL that makes the table ``step``: the rows cleaned, each with the reason why it is refused, if any."""
    cells = ", ".join(f"clean({f}) AS {f}" if f in present else f"NULL::VARCHAR AS {f}" for f in ALIASES)
    opened = ", ".join(f"unnested({f}) AS {f}" for f in _ADDRESSES)
    nested = " ".join(
        f"WHEN {f'contains({f}, chr(30))' if f in _ADDRESSES else f'is_nested({f})'} THEN {quoted(f)}"
        for f in ALIASES
        if f in present and f != "subject"
    )
    if survey.lists:
        recipients = ", ".join(f"parts({f}) AS {f}" for f in RECIPIENTS)
        kept, alone = ", ".join(RECIPIENTS), "TRUE"
        nobody = " AND ".join(f"coalesce(len({f}), 0) = 0" for f in RECIPIENTS)
    else:
        recipients = "address(recipient) AS recipient"
        kept, alone = "recipient", "moment IS NULL"
        nobody = "recipient IS NULL"
    return f"""
    CREATE OR REPLACE TEMP TABLE step AS
    WITH raw AS (SELECT record, line, {cells} FROM block),
    cells AS (SELECT * REPLACE ({opened}) FROM raw),
    dated AS (
        SELECT *, CASE {nested} END AS nested,
               CASE WHEN regexp_matches(sent_at, '^\\d{{1,2}}[/.-]') THEN numeric_date(sent_at) END AS parts_of_date
        FROM cells),
    ordered AS (
        SELECT *, month_of(try_cast(parts_of_date.a AS INTEGER), try_cast(parts_of_date.b AS INTEGER),
                           parts_of_date.sep, '{survey.order}') AS month
        FROM dated),
    typed AS (
        SELECT record, line, nested, sent_at AS written, parts_of_date, month,
               instant(sent_at, parts_of_date, month) AS moment,
               address(sender) AS sender, {recipients},
               message_id, lower(kind) AS kind, lower(role) AS role,
               coalesce(lower(channel), CASE WHEN lower(kind) IN ('handoff', 'meeting') THEN lower(kind)
                   WHEN lower(kind) IN ('post', 'reaction', 'mention') THEN 'post' ELSE 'email' END) AS channel,
               thread_id, parent_id, space, audience AS told_audience, try_cast(audience AS DOUBLE) AS audience,
               automated AS told_automated, flag(automated) AS automated, subject
        FROM ordered)
    SELECT record, line, moment, quality(written, moment) AS time_quality, sender, {kept},
           channel, coalesce(kind, CASE channel WHEN 'email' THEN 'mail' ELSE channel END) AS kind,
           coalesce(role, CASE WHEN kind IN ('reaction', 'mention') THEN kind
               WHEN channel = 'handoff' THEN 'assignee' WHEN channel = 'meeting' THEN 'attendee' ELSE 'to' END) AS role,
           CASE WHEN message_id IS NOT NULL THEN message_id
                WHEN {alone} THEN md5(concat_ws(chr(31), {quoted(table.entry.place)}, line, sender, written))
                ELSE md5(concat_ws(chr(31), sender, epoch_us(moment), thread_id)) END AS message_id,
           thread_id, parent_id, space, audience, coalesce(automated, FALSE) AS automated, subject,
           CASE WHEN nested IS NOT NULL THEN 'an object nested in ' || nested || ' that is no e-mail address'
                WHEN sender IS NULL THEN 'no sender'
                WHEN contains(sender, chr(10)) THEN 'a line break in the sender: a quotation mark is left open'
                WHEN written IS NOT NULL AND moment IS NULL THEN bad_date(written, parts_of_date, month)
                WHEN far_offset(written) THEN 'a UTC offset beyond 14 hours: ' || shown(written)
                WHEN NOT list_contains({list(CHANNELS)}, channel)
                    THEN unknown_value('channel', channel, '{", ".join(CHANNELS)}')
                WHEN NOT list_contains({list(KINDS)}, kind)
                    THEN unknown_value('kind', kind, '{", ".join(KINDS)}')
                WHEN NOT list_contains({list(ROLES)}, role)
                    THEN unknown_value('role', role, '{", ".join(ROLES)}')
                WHEN told_automated IS NOT NULL AND automated IS NULL
                    THEN unknown_value('automated', told_automated, 'true, false')
                WHEN told_audience IS NOT NULL AND NOT coalesce(
                        audience BETWEEN 0 AND 2147483647 AND audience = floor(audience), FALSE)
                    THEN 'audience is no whole number: ' || shown(told_audience)
                WHEN channel <> 'post' AND {nobody} THEN 'no recipient' END AS reason
    FROM typed
    """


_ADDRESSES = ("sender", *RECIPIENTS)
MESSAGES_SQL = """
SELECT record, message_id, sender, moment AS sent_at, time_quality, channel, kind, thread_id, parent_id, space,
       audience::INTEGER AS audience, automated, {subject} AS subject
FROM step WHERE reason IS NULL
"""
SPACES_SQL = "SELECT DISTINCT space FROM step WHERE reason IS NULL AND space IS NOT NULL"
RECIPIENT_ROWS = "SELECT record, recipient, role FROM step WHERE reason IS NULL AND recipient IS NOT NULL"
RECIPIENT_LISTS = """
SELECT record, unnest(recipient) AS recipient, role FROM step WHERE reason IS NULL
UNION ALL SELECT record, unnest(cc), 'cc' FROM step WHERE reason IS NULL
UNION ALL SELECT record, unnest(bcc), 'bcc' FROM step WHERE reason IS NULL
"""
SURVEY = r"""
WITH cells AS (SELECT clean(sent_at) AS sent_at, unnested(recipient) AS recipient FROM block),
dated AS (
    SELECT sent_at, recipient,
           CASE WHEN sent_at[2] IN ('/', '-') OR sent_at[3] IN ('/', '-') THEN slashed(sent_at) END AS date
    FROM cells)
SELECT coalesce(bool_or(CASE WHEN separated(recipient) THEN len(parts(recipient)) > 1 ELSE FALSE END), FALSE),
       count(sent_at), count(*) FILTER (try_cast(date.a AS INTEGER) <> try_cast(date.b AS INTEGER)),
       coalesce(bool_or(try_cast(date.a AS INTEGER) > 12), FALSE),
       coalesce(bool_or(try_cast(date.b AS INTEGER) > 12), FALSE),
       count(*) FILTER (regexp_full_match(sent_at, '\d{1,8}([.,]\d+)?')),
       count(*) FILTER (regexp_full_match(sent_at, '\d{5}([.,]\d+)?')
                        AND try_cast(replace(sent_at, ',', '.') AS DOUBLE) BETWEEN 29221 AND 60000)
FROM dated
"""
# Cells that say there is nothing; spaces, line ends, no-break and zero-width characters around a cell are no content.
MACROS = r"""
CREATE MACRO bare(t) AS trim(t, ' ' || chr(9) || chr(10) || chr(13) || chr(0) || chr(160) || chr(8203) || chr(65279));
-- (a long IN list would be joined, for every row and branch)
CREATE MACRO unless_missing(t) AS CASE WHEN length(t) < 5
    AND regexp_full_match(t, '-?|NULL|null|#?N/A|n/a|None|NaN|nan|<NA>|<>') THEN NULL ELSE t END;
-- trimming is dear, and few cells need it
CREATE MACRO clean(t) AS CASE WHEN t[1] BETWEEN '!' AND '~' AND t[-1] BETWEEN '!' AND '~' THEN unless_missing(t)
    ELSE unless_missing(bare(t)) END;
-- structures inside a cell: an address is taken out of an object, chr(30) stands for an object without one
CREATE MACRO is_nested(t) AS CASE WHEN t[1] = '{' THEN json_valid(t) ELSE FALSE END;
CREATE MACRO address_in(t) AS coalesce(
    nullif(regexp_extract(t, '(?i)"[^"]*(?:address|mail|smtp|principal)[^"]*"\s*:\s*"([^"\s]+@[^"\s]+)"', 1), ''),
    nullif(regexp_extract(t, '"\s*:\s*"([^"\s]+@[^"\s]+)"', 1), ''), chr(30));
-- lists and sets as Python prints them: ['a@x', 'b@x'], frozenset({'a@x'})
CREATE MACRO printed(t) AS regexp_full_match(t,
    '(?:frozenset\()?[\[({]\s*''[^'']*''(?:\s*,\s*''[^'']*'')*\s*,?\s*[\])}]\)?');
CREATE MACRO items(t) AS CASE WHEN printed(t) THEN array_to_string(regexp_extract_all(t, '''([^'']*)''', 1), chr(31))
    WHEN t[1] <> '[' THEN t WHEN NOT json_valid(t) THEN t
    ELSE array_to_string(json_extract_string(t, '$[*]'), chr(31)) END;
CREATE MACRO unnested(t) AS CASE WHEN t IS NULL
    OR NOT (t[1] IN ('{', '[', '(') OR starts_with(t, 'frozenset(') OR contains(t, chr(31) || '{')) THEN t
    ELSE array_to_string(list_transform(string_split(items(t), chr(31)),
        lambda p: CASE WHEN is_nested(p) THEN address_in(p) ELSE p END), chr(31)) END;
-- as `kind_of` says it: the kind of a value, never the value
CREATE MACRO counted(n, what) AS n || ' ' || what || CASE WHEN n = 1 THEN '' ELSE 's' END;
CREATE MACRO shown(t) AS CASE WHEN regexp_full_match(t, '[0-9 /:.,+-]{1,32}')
    THEN 'written like ' || regexp_replace(t, '[0-9]', '9', 'g')
    ELSE counted(length(t), 'character') || ', ' ||
        counted(len(regexp_extract_all(t, '[^\s\p{Z}]+')), 'word') END;
CREATE MACRO unknown_value(field, t, allowed) AS
    'unknown ' || field || ': ' || shown(t) || ' (allowed: ' || allowed || ')';
CREATE MACRO flag(t) AS CASE WHEN list_contains(['true', 't', '1', 'yes', 'y'], lower(t)) THEN TRUE
    WHEN list_contains(['false', 'f', '0', 'no', 'n'], lower(t)) THEN FALSE END;

-- addresses: lower case and bare; other ids as they are
CREATE MACRO bracketed(t) AS coalesce(nullif(regexp_extract(t, '<([^<>]*@[^<>]*)>', 1), ''), t);
CREATE MACRO address(t) AS CASE
    WHEN NOT contains(t, '@') THEN t
    WHEN NOT regexp_matches(t, '[^!#-&(-9;=?-~]') THEN lower(t)
    ELSE regexp_replace(regexp_replace(lower(trim(bracketed(t), ' <>''"')), '^mailto:', ''), '\s', '', 'g') END;
CREATE MACRO separated(t) AS
    contains(t, ';') OR contains(t, chr(31)) OR (contains(t, '@') AND (contains(t, ',') OR contains(t, chr(10))));
CREATE MACRO pieces(t) AS CASE WHEN contains(t, '@') THEN regexp_split_to_array(t, '[;,
]')
    ELSE regexp_split_to_array(t, '[;]') END;
-- in "Doe, Jo <jo@x.org>" the comma belongs to the name
CREATE MACRO parts(t) AS CASE WHEN NOT separated(t) THEN [address(t)] ELSE list_filter(
    list_transform(pieces(t), lambda p: CASE WHEN contains(t, '<') AND NOT contains(p, '@') THEN NULL
        ELSE address(clean(p)) END),
    lambda p: p IS NOT NULL AND NOT suffix(p, ':')) END;

-- times: ISO 8601; seconds, milliseconds or microseconds since 1970; 31/12/2024 6:05 PM; as in mail headers
CREATE MACRO slashed(t) AS regexp_extract(t,
    '^(\d{1,2})([/-])(\d{1,2})[/-](\d{4}|\d{2})(?:$|[ ,T])', ['a', 'sep', 'b', 'year']);
CREATE MACRO numeric_date(t) AS regexp_extract(t,
    '^(\d\d?)([/.-])(\d\d?)[/.-](\d{4}|\d\d)(?:,?[ T]+(\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?))?' ||
    ' ?([AaPp])?\.?[Mm]?\.? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?$',
    ['a', 'sep', 'b', 'year', 'clock', 'half', 'zone']);
CREATE MACRO month_of(a, b, sep, first) AS CASE WHEN first = 'told day' THEN b
    WHEN first = 'told month' THEN a WHEN sep = '.' OR a > 12 THEN b WHEN b > 12 OR a = b THEN a
    WHEN first = 'day' THEN b WHEN first = 'month' THEN a END;
CREATE MACRO on_clock(clock, half) AS CASE WHEN clock = '' THEN '00:00' WHEN half = '' THEN clock
    ELSE (try_cast(split_part(clock, ':', 1) AS INTEGER) % 12 + CASE WHEN lower(half) = 'p' THEN 12 ELSE 0 END)
        || clock[strpos(clock, ':'):] END;
CREATE MACRO from_parts(d, month) AS try_cast(
    CASE WHEN length(d.year) = 2 THEN '20' || d.year ELSE d.year END || '-' || month || '-' ||
    (try_cast(d.a AS INTEGER) + try_cast(d.b AS INTEGER) - month) || ' ' ||
    replace(on_clock(d.clock, d.half), ',', '.') || d.zone AS TIMESTAMPTZ);
CREATE MACRO is_iso(t) AS regexp_matches(t, '^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:$|[T ])');
CREATE MACRO is_epoch(t) AS regexp_full_match(t, '\d{9,10}(\.\d+)?|\d{12,13}|\d{15,16}');
CREATE MACRO instant(t, d, month) AS CASE
    WHEN t IS NULL THEN NULL
    WHEN is_iso(t) THEN coalesce(try_cast(t AS TIMESTAMPTZ),
        try_cast(regexp_replace(replace(t, ',', '.'), ' +([+-])', '\1') AS TIMESTAMPTZ))
    WHEN is_epoch(t) THEN to_timestamp(CASE WHEN contains(t, '.') OR length(t) < 11 THEN t::DOUBLE
        WHEN length(t) < 14 THEN t::DOUBLE / 1e3 ELSE t::DOUBLE / 1e6 END)
    WHEN d.a <> '' THEN from_parts(d, month)
    WHEN regexp_matches(t, '^\d{8}T\d{6}') THEN try_cast(regexp_replace(t,
        '^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)', '\1-\2-\3 \4:\5:\6') AS TIMESTAMPTZ)
    WHEN regexp_matches(t, '^[A-Z][a-z]{2},? |^\d{1,2} [A-Z]') THEN
        try_strptime(regexp_replace(regexp_replace(t, ' *\([^)]*\)$', ''), ' (GMT|UTC|Z)$', ' +0000'),
        ['%a, %d %b %Y %H:%M:%S %z', '%d %b %Y %H:%M:%S %z', '%a %b %d %H:%M:%S %z %Y']) END;
-- no place on earth is further from UTC; times without an offset are mostly 19 characters long
CREATE MACRO offset_digits(t) AS replace(regexp_extract(t,
    '(?::\d\d(?:[.,]\d+)?|T\d+) ?[AaPp]?\.?[Mm]?\.? ?(?:UTC|GMT)?[+-](\d\d:?\d\d|\d\d)' ||
    '(?: \d{4}| *\([^)]*\))?$', 1), ':', '');
CREATE MACRO far_offset(t) AS CASE WHEN length(t) < 19 OR t[-1] = 'Z' OR (length(t) = 19 AND t[17] = ':') THEN FALSE
    ELSE coalesce(try_cast(rpad(offset_digits(t), 4, '0') AS INTEGER) > 1400, FALSE) END;
CREATE MACRO quality(t, moment) AS CASE
    WHEN moment IS NULL THEN 'none'
    WHEN length(t) = 19 AND t[5] = '-' AND t[17] = ':' THEN 'assumed_zone'
    WHEN is_epoch(t) THEN 'exact'
    WHEN NOT regexp_matches(t, ':|\dT\d') THEN 'day'
    WHEN NOT regexp_matches(t, ':\d\d:\d\d|T\d{6}') THEN 'minute'
    WHEN regexp_matches(t, '(Z|UTC|GMT|[+-]\d\d(:?\d\d)?|[A-Z][A-Za-z]+/[A-Za-z_/]+|\)|[+-]\d{4} \d{4})$')
        THEN 'exact'
    ELSE 'assumed_zone' END;
CREATE MACRO bad_date(t, d, month) AS CASE WHEN d.a <> '' AND month IS NULL
    THEN 'nothing tells whether the day or the month comes first: ' ELSE 'unreadable date: ' END || shown(t);
"""
