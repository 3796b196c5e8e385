"""The SQL that makes a store of what arrives, and a log of a store.

What a source holds lies in the stages first; merging numbers new people and messages and unites what is there already.
"""

from __future__ import annotations

from silograph.log.schema import (
    ACTOR_SCHEMA,
    ALIASES,
    CAME,
    CASE_SCHEMA,
    CASES,
    MEETING,
    MESSAGE_SCHEMA,
    MESSAGES,
    RECIPIENT_SCHEMA,
    RECIPIENTS,
    SOURCES,
    SPACE_SCHEMA,
    SPACES,
)

_APART = 15  # minutes between the time of a calendar and that at which people came

UNITED = f"""(
    SELECT DISTINCT m.message_no FROM {MESSAGES} m JOIN {SOURCES} s USING (source_no)
    WHERE NOT s.row_records EXCEPT SELECT message_no FROM {{relation}})"""
ROWS = f"""({RECIPIENTS} JOIN {MESSAGES} USING (message_no) JOIN {SOURCES} USING (source_no))
    WHERE row_records"""
UNITED_ROWS = f"""({{relation}} JOIN {SOURCES} USING (source_no))
    WHERE row_records AND recipient IS NOT NULL"""


STAGES = {
    "stage_messages": MESSAGE_SCHEMA,
    "stage_recipients": RECIPIENT_SCHEMA,
    "stage_actors": ACTOR_SCHEMA,
    "stage_cases": CASE_SCHEMA,
    "stage_spaces": SPACE_SCHEMA,
}

MERGE_ALIASES = f"""
INSERT INTO {ALIASES}
SELECT (SELECT count(*) FROM {ALIASES}) + row_number() OVER (ORDER BY alias) - 1, alias, NULL, NULL, NULL, NULL
FROM (SELECT sender AS alias FROM stage_messages UNION SELECT recipient FROM stage_recipients)
WHERE alias NOT IN (SELECT alias FROM {ALIASES});
UPDATE {ALIASES} SET name = least({ALIASES}.name, said.name), email = least({ALIASES}.email, said.email),
    actor_kind = least({ALIASES}.actor_kind, said.actor_kind), function = least({ALIASES}.function, said.function)
FROM (SELECT alias, min(name) AS name, min(email) AS email, min(actor_kind) AS actor_kind, min(function) AS function
      FROM stage_actors GROUP BY alias) said
WHERE {ALIASES}.alias = said.alias;
"""

# Tables often number their messages from 1: the same number and sender at another time is another message.
KEEP_APART = f"""
UPDATE stage_messages SET message_id = stage_messages.message_id || ' ({{source_no}})'
FROM {MESSAGES} m JOIN {ALIASES} a ON a.alias_no = m.sender
WHERE m.message_id = stage_messages.message_id AND a.alias = stage_messages.sender
      AND m.sent_at <> stage_messages.sent_at;
"""

# What two sources know of one message is the same whichever is loaded first: the better time (of meetings the later
# one: more are put off than moved forward), and what either says.
UNITE_MESSAGES = f"""
UPDATE {MESSAGES} SET
    sent_at = CASE WHEN other.time_quality < {MESSAGES}.time_quality THEN other.sent_at
                   WHEN other.time_quality > {MESSAGES}.time_quality THEN {MESSAGES}.sent_at
                   WHEN {MESSAGES}.channel = '{MEETING}' THEN greatest({MESSAGES}.sent_at, other.sent_at)
                   ELSE least({MESSAGES}.sent_at, other.sent_at) END,
    time_quality = least({MESSAGES}.time_quality, other.time_quality),
    kind = CASE WHEN {MESSAGES}.kind = 'reaction' THEN other.kind ELSE greatest({MESSAGES}.kind, other.kind) END,
    thread_id = least({MESSAGES}.thread_id, other.thread_id), parent_id = least({MESSAGES}.parent_id, other.parent_id),
    space = least({MESSAGES}.space, other.space), audience = greatest({MESSAGES}.audience, other.audience),
    automated = {MESSAGES}.automated OR other.automated, subject = least({MESSAGES}.subject, other.subject)
FROM (SELECT m.message_no, min(s.record) AS record
      FROM stage_messages s JOIN {ALIASES} a ON a.alias = s.sender
           JOIN {MESSAGES} m ON m.message_id = s.message_id AND m.sender = a.alias_no
      WHERE s.kind <> 'reaction' AND m.channel = s.channel::channel
      GROUP BY m.message_no) same
     JOIN (SELECT * REPLACE (time_quality::time_quality AS time_quality, kind::kind AS kind) FROM stage_messages) other
     USING (record)
WHERE {MESSAGES}.message_no = same.message_no
"""

# Of a source, the first record of a message says what it is; later copies only add recipients.
MERGE_MESSAGES = f"""
CREATE OR REPLACE TEMP TABLE new_messages AS
SELECT first_record AS record,
       (SELECT count(*) FROM {MESSAGES}) + row_number() OVER (ORDER BY first_record) AS message_no,
       message_id, alias_no
FROM (SELECT s.message_id, a.alias_no, min(s.record) AS first_record
      FROM stage_messages s JOIN {ALIASES} a ON a.alias = s.sender
      GROUP BY s.message_id, a.alias_no) arriving
     ANTI JOIN {MESSAGES} m ON m.message_id = arriving.message_id AND m.sender = arriving.alias_no;
INSERT INTO {MESSAGES}
SELECT n.message_no, s.message_id, n.alias_no, s.sent_at, s.time_quality, s.channel, s.kind, s.thread_id, s.parent_id,
       s.space, s.audience, s.automated, s.subject, {{source_no}}
FROM new_messages n JOIN stage_messages s ON s.record = n.record
ORDER BY n.message_no;
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT s.record, m.message_no
FROM stage_messages s JOIN {ALIASES} a ON a.alias = s.sender
     JOIN {MESSAGES} m ON m.message_id = s.message_id AND m.sender = a.alias_no;
"""

# Somebody in Cc of one copy and in To of another is in To, whichever copy comes first.
MERGE_RECIPIENTS = f"""
CREATE OR REPLACE TEMP TABLE arriving AS
SELECT n.message_no, a.alias_no, min(r.role::role) AS role, min(r.record) AS record
FROM stage_recipients r JOIN numbered n USING (record) JOIN {ALIASES} a ON a.alias = r.recipient
GROUP BY n.message_no, a.alias_no;
UPDATE {RECIPIENTS} SET role = arriving.role FROM arriving
WHERE {RECIPIENTS}.message_no = arriving.message_no AND {RECIPIENTS}.recipient = arriving.alias_no
      AND arriving.role < {RECIPIENTS}.role;
CREATE OR REPLACE TEMP TABLE new_recipients AS
SELECT * FROM arriving
ANTI JOIN {RECIPIENTS} ON {RECIPIENTS}.message_no = arriving.message_no AND {RECIPIENTS}.recipient = arriving.alias_no;
INSERT INTO {RECIPIENTS} SELECT message_no, alias_no, role FROM new_recipients ORDER BY message_no;
"""

# The same case in two exports: the later record says how it stands.
MERGE_CASES = f"""
CREATE OR REPLACE TEMP TABLE arriving AS
SELECT thread_id, min(opened_at) AS opened_at, max(ended_at) AS ended_at, arg_max(closed, ended_at) AS closed
FROM (SELECT thread_id, opened_at, ended_at, closed FROM stage_cases
      UNION ALL SELECT thread_id, opened_at, ended_at, closed FROM {CASES}
                WHERE thread_id IN (SELECT thread_id FROM stage_cases))
GROUP BY thread_id;
DELETE FROM {CASES} WHERE thread_id IN (SELECT thread_id FROM arriving);
INSERT INTO {CASES} SELECT *, {{source_no}} FROM arriving ORDER BY thread_id;
"""


# A space that one part of a source calls public and another not is not.
MERGE_SPACES = f"""
INSERT INTO {SPACES} SELECT {{source_no}}, space, bool_and(public) FROM stage_spaces GROUP BY space ORDER BY space
"""


def _met_sql(nobody: int) -> str:
    """SQL of the meetings that another source knows better: it says who came.

    The same organiser, beginnings at most `_APART` minutes apart, somebody else who came and was invited; each with the
    nearest. Whoever wrote down who came did not see all of a meeting's calendar entry, and no id is in both.
    """
    rank = " ".join(f"WHEN starts_with(m.message_id, '{begin}') THEN {n}" for n, begin in enumerate(CAME))
    nearest = "abs(epoch(better.sent_at - m.sent_at))"
    return f"""
    meetings AS (
        SELECT m.message_no, m.message_id, m.sent_at, s.actor_no AS sender, CASE {rank} ELSE {len(CAME)} END AS rank
        FROM {MESSAGES} m JOIN actor_numbers s ON s.alias_no = m.sender JOIN {SOURCES} USING (source_no)
        WHERE m.channel = '{MEETING}' AND s.actor_no <> {nobody} AND NOT row_records),
    guests AS (
        SELECT DISTINCT m.message_no, t.actor_no
        FROM {RECIPIENTS} r JOIN meetings m USING (message_no) JOIN actor_numbers t ON t.alias_no = r.recipient
        WHERE t.actor_no <> m.sender AND (r.role <> 'declined' OR m.rank = {len(CAME)})),
    known AS (
        SELECT m.message_no, better.message_no AS better_no, m.rank,
               row_number() OVER (PARTITION BY m.message_no ORDER BY {nearest}, better.message_id) AS nth,
               row_number() OVER (PARTITION BY better.message_no, m.rank ORDER BY {nearest}, m.message_id) AS mth
        FROM meetings m JOIN meetings better ON better.sender = m.sender AND better.rank < m.rank
             AND better.sent_at BETWEEN m.sent_at - INTERVAL {_APART} MINUTE AND m.sent_at + INTERVAL {_APART} MINUTE
        WHERE EXISTS (SELECT 1 FROM guests a JOIN guests b USING (actor_no)
                      WHERE a.message_no = m.message_no AND b.message_no = better.message_no)),
    known_better AS (SELECT message_no FROM known WHERE nth = 1 AND mth = 1),"""


def resolve_sql(relation: str, *, united: bool, nobody: int, attended: bool = False) -> str:
    """SQL that makes the log: aliases become actors, audiences are counted among distinct people.

    A stated audience counts where it is larger than the recipients listed. Where several aliases are one actor,
    copies of a message sent from two of them are one message, and somebody reached under two of them is one
    recipient in the stronger role. A mail that names nobody, as archives of lists keep them, reaches the author of the
    one it answers (RFC 5322 section 3.6.4): looked up here, because that one may be loaded later.

    Who declines a meeting has no part in it; where its organiser does, actor number `nobody` stands for them. Attendees
    meet each other: the audience of a meeting is how many others each of them meets. Where lists of who came are in the
    store (`attended`), they count in the place of what calendars say of the same meetings.
    """
    met, others = "", ""
    if attended:
        met, others = _met_sql(nobody), "WHERE m.message_no NOT IN (SELECT message_no FROM known_better)"
    number = "min(m.message_no) OVER (PARTITION BY m.message_id, s.actor_no)" if united else "m.message_no"
    group, role = ("GROUP BY ALL", "min(role)") if united else ("", "role")
    return f"""
    CREATE TEMP TABLE {relation} AS
    WITH {met}
    sent AS (
        SELECT m.message_no, {number} AS united_no, s.actor_no AS sender
        FROM {MESSAGES} m JOIN actor_numbers s ON s.alias_no = m.sender {others}),
    named AS (
        SELECT m.united_no AS message_no, m.sender, t.actor_no AS recipient, r.role
        FROM {RECIPIENTS} r JOIN sent m USING (message_no) JOIN actor_numbers t ON t.alias_no = r.recipient),
    answering AS (
        SELECT s.united_no AS message_no, s.sender, m.parent_id
        FROM {MESSAGES} m JOIN sent s USING (message_no) JOIN {SOURCES} USING (source_no)
        WHERE m.channel = 'email' AND m.parent_id IS NOT NULL AND NOT row_records
              AND s.united_no NOT IN (SELECT message_no FROM named)),
    answered AS (
        SELECT m.message_id, t.actor_no FROM {MESSAGES} m
        JOIN {ALIASES} a ON a.alias_no = m.sender JOIN actor_numbers t ON t.alias_no = m.sender
        WHERE m.channel = 'email' AND m.message_id IN (SELECT parent_id FROM answering)
        QUALIFY row_number() OVER (PARTITION BY m.message_id ORDER BY m.sent_at NULLS LAST, a.alias) = 1),
    every AS (
        SELECT message_no, sender, recipient, {role} AS role
        FROM (FROM named UNION ALL
              SELECT r.message_no, r.sender, a.actor_no, 'reply'::role
              FROM answering r JOIN answered a ON a.message_id = r.parent_id WHERE a.actor_no <> r.sender)
        {group}),
    edges AS (
        FROM every WHERE role <> 'declined' AND NOT (recipient = sender AND role IN ('attendee', 'invited'))),
    absent AS (SELECT message_no FROM every WHERE recipient = sender AND role = 'declined'),
    audiences AS (
        SELECT message_no, count(*) FILTER (recipient <> sender) AS audience FROM edges GROUP BY message_no)
    SELECT m.message_no, CASE WHEN n.message_no IS NULL THEN c.sender ELSE {nobody} END AS sender, e.recipient, e.role,
           m.sent_at, m.time_quality, m.channel, m.kind,
           greatest(coalesce(m.audience, 0), coalesce(a.audience, 0)
                    - (m.channel = '{MEETING}' AND (n.message_no IS NOT NULL OR c.sender = {nobody}))::INTEGER
           )::INTEGER AS audience, m.automated, m.source_no
    FROM {MESSAGES} m JOIN sent c ON c.message_no = m.message_no AND c.united_no = m.message_no
         LEFT JOIN edges e ON e.message_no = m.message_no LEFT JOIN audiences a ON a.message_no = m.message_no
         LEFT JOIN absent n ON n.message_no = m.message_no
    """
