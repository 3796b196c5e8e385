"""How far the social layer has come: who takes part, who does not, and whether they talk or only announce."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from silograph.analyses.maturity.participation import (
    Participation,
    by_month_of,
    gini,
    levels_of,
    post_share_of,
    posts_of,
    share_taking_part,
    staff_of,
    written_by,
)
from silograph.analyses.maturity.replies import Acts
from silograph.analyses.maturity.stages import (
    STAGES,
    UNCLEAR,
    facing_customers,
    stage_of,
    stages_of,
    verdicts_of,
)
from silograph.analyses.parts import Column, Question, Result, Table, with_ends
from silograph.analyses.parts.options import number_of
from silograph.analyses.parts.people import fewest
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError, UsageError
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations, need_messages
from silograph.log.messages import EXTERNAL, UNKNOWN
from silograph.log.people import Roster
from silograph.stats.intervals import clustered_share

SEVERAL = 2  # people who write, below which a function makes no stage: a stray is no pilot
SHORT_TERM = re.compile(
    r"\b(?:interns?|internship|trainees?|temps?|temporary|contractors?|apprentic\w*|apprenti\w*|freelanc\w*|stagiaires?"
    r"|alternan\w*|int[ée]rim\w*|vacataires?|cdd|working student|werkstudent\w*|praktikant\w*)\b",
    re.IGNORECASE,
)


_OF_FUNCTIONS = Table(
    columns=(
        Column("function", "function"),
        Column("staff", "count", "sum"),
        Column(
            "active",
            "count",
            "sum",
            behind="participants",
            among="staff",
            left_out="active_without_function",
        ),
        *with_ends(Column("participation", "share", "derived", of=("staff", "active"))),
        # all functions' counts stand in each: to three digits it would tell those of a small one
        Column("probability", "share", "single_person", of=("staff", "active")),
        Column("posts", "count", "sum", behind="writers", left_out="writers_without_function"),
        Column("posts_per_person", "mean", "derived", of=("staff", "posts")),
        Column("gini", "", "derived", of=("staff", "posts"), units="posts"),
        Column("dialogue_share", "share", "derived", of=("posts",), behind="dialogue_people"),
        Column("replies_per_post", "mean", "derived", of=("posts",), behind="dialogue_people"),
        Column("answered", "share", "derived", of=("posts",), behind="answered_people"),
        Column("short_term_share", "share", "derived", of=("active",), behind="short_term_people"),
        Column("short_term_posts", "share", "derived", of=("posts",), behind="short_term_writers"),
        Column("level", "level", "derived", of=("staff",), behind="level_people"),
        Column("level_active", "level", "derived", of=("active",), behind="level_active_people"),
        Column("unanswered_mentions", "share", "derived", behind="mention_people"),
        Column("customer_facing", "yes"),
        Column("verdict", "word"),
    ),
    groups=("function",),
    behind="staff",
    left_out=("without_function",),
)
_OF_MONTHS = Table(
    source="by_month",
    columns=(
        Column("function", "function"),
        Column("month", "month"),
        Column("staff", "count", "derived", of=("active", "maturity.staff")),
        Column("active", "count", "sum", behind="active", among="staff"),
        Column("participation", "share", "derived", of=("active", "maturity.staff")),
        Column("posts", "count", "sum", of=("active",), behind="active"),
    ),
    groups=("function",),
    behind="staff",
    lines=(("month",), ("function",)),
    left_out=("elsewhere", "undated"),
    overlapping=True,
)
_OF_LEVELS = Table(
    source="levels",
    columns=(
        Column("level", "level"),
        Column("people", "count", "sum"),
        Column("active", "count", "sum", behind="active", among="people", left_out="active_in_no_row"),
        Column("participation", "share", "derived", of=("people", "active")),
        Column("posts_share", "share", "sum", of=("active",), behind="writers", left_out="writers_in_no_row"),
    ),
    left_out=("in_no_row",),
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MaturityResult(Result):
    """What `maturity` found.

    Parameters
    ----------
    table
        A row per function.
    by_month
        ``function month staff active participation posts``; functions below `min_group` are left out.
    levels
        ``level people active participation posts_share``, of levels with `min_group` people or more; 0 is the top.
    stage
        ``none``, ``pilot``, ``customer_facing``, ``transversal``, or ``unclear``.
    stage_probability
        Probability of each stage, given how many took part.
    customer_facing, customer_facing_by
        Functions that face customers, and how that is known: ``option``, ``contact``, ``names`` or None.
    participation, participation_low, participation_high
        Share of all people who wrote at least `min_posts` posts or replies.
    gini
        Concentration of posts on few people; 0 = everybody alike, 1 = one person writes all.
    leaders_participation, leaders_posts
        Share of leaders who take part, and share of posts that are theirs; NaN below `min_group` leaders.
    short_term_posts
        Share of posts by short-term staff; NaN below `min_group` of them.
    responsible_level
        Level of the person declared responsible.
    likely
        The stage of highest probability.
    active_people, writing_people
        How many people write enough posts to take part, and how many write any.
    leaders_active_people, leaders_posts_people, short_term_people
        How many people `leaders_participation`, `leaders_posts` and `short_term_posts` rest on: the fewest that could
        be told from them.
    """

    name: ClassVar[str] = "maturity"
    declared: ClassVar[Mapping[str, Table]] = {
        "maturity": _OF_FUNCTIONS,
        "maturity_months": _OF_MONTHS,
        "maturity_levels": _OF_LEVELS,
    }
    figures: ClassVar[tuple[Column, ...]] = (
        # times the people it is how many are active: it gives back what is withheld of functions and levels
        Column(
            "participation", "share", of=("maturity.active", "maturity_levels.active"), behind="active_people"
        ),
        Column("gini", of=("participation", "maturity.posts"), behind="writing_people", units="posts"),
        Column("stage_probability", "share", "single_person"),
        Column("leaders_participation", "share", behind="leaders_active_people"),
        Column("leaders_posts", "share", behind="leaders_posts_people"),
        Column("short_term_posts", "share", behind="short_term_people"),
    )
    kept: ClassVar[tuple[str, ...]] = ("stage", "likely", "customer_facing_by")
    named: ClassVar[tuple[str, ...]] = ("customer_facing",)
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="maturity",
            value="participation",
            but={"verdict": "not_assessable"},
            percent=True,
            option="taking_part",
            marked="takes_part",
        ),
    )

    by_month: pd.DataFrame
    levels: pd.DataFrame
    stage: str
    stage_probability: dict[str, float]
    customer_facing: tuple[str, ...]
    customer_facing_by: str | None
    participation: float
    participation_low: float
    participation_high: float
    gini: float
    leaders_participation: float
    leaders_posts: float
    short_term_posts: float
    responsible_level: float
    likely: str
    active_people: int
    writing_people: int
    leaders_active_people: int
    leaders_posts_people: int
    short_term_people: int

    @property
    def posts(self) -> int:
        """Posts of people of functions with figures; `gini` tells how they are distributed."""
        return int(self.table["posts"].sum())

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        assessed = self.table[self.table["verdict"] != "not_assessable"]
        share = {"share": self.participation, "low": self.participation_low, "high": self.participation_high}
        overall = Sentence("said.maturity.share", **share)
        return Sentence(
            "said.maturity.unclear" if self.stage == UNCLEAR else "said.maturity.clear",
            overall=overall if overall.known else Sentence("said.maturity.few"),
            part=int((assessed["verdict"] == "takes_part").sum()),
            assessed=len(assessed),
            stage=Sentence(f"said.maturity.{self.likely}"),
        )


SAMPLES = 2000
"""Draws from the posterior distribution where none are asked for."""


def maturity(
    conversations: Conversations,
    *,
    roster: Roster,
    customer_facing: Collection[str] | None = None,
    responsible: str | None = None,
    leader_level: int = 1,
    taking_part: float = 0.1,
    min_posts: int = 1,
    samples: int | None = None,
    seed: int = 0,
    min_group: int = 5,
) -> MaturityResult:
    """How far has the social layer come: nobody, a pilot, those who face customers, or everybody?

    Parameters
    ----------
    conversations
        With posts.
    roster
        The people file: who never posts is only known from it.
    customer_facing
        Functions that face customers. By default those whose mail goes outside clearly more than the others'; where the
        log has no outside contacts, those with such a name (Sales, Customer service, Marketing ...).
    responsible
        Id or address of the person declared responsible for the social layer, to state their level.
    leader_level
        Leaders are people of this level or above (0 is the top).
    taking_part
        A function takes part when more than this share of its people write.
    min_posts
        Posts and replies that make somebody a participant.
    samples
        Draws from the posterior distribution of participation, behind stage and verdicts; 2,000 where None.
    seed
        Makes every random step repeatable.
    min_group
        Smaller functions are ``not_assessable`` and have no figures; nor have fewer leaders or short-term staff.

    Returns
    -------
    MaturityResult
        `table` has ``function staff active participation participation_low participation_high probability posts
        posts_per_person gini dialogue_share replies_per_post answered short_term_share short_term_posts level
        level_active unanswered_mentions customer_facing verdict``. Verdicts: ``takes_part`` (probability 0.95 or more),
        ``does_not`` (0.05 or less), ``unclear``, ``not_assessable``.

    Raises
    ------
    NotEnoughDataError
        No posts, or nobody with a known function.
    UsageError
        An unknown function or responsible.

    Notes
    -----
    Functions' shares are drawn from a hierarchical model (beta-binomial), so that small functions lean on the others.
    A function with a single writer makes no stage. In each draw: ``none`` when no function takes part;
    ``transversal`` when two thirds do; ``customer_facing`` when two thirds of those that face customers do, and they
    are at least half of those taking part; else ``pilot``. A stage of probability 0.9 or more is stated.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, section 5.3. Gini (1912), Variabilità e mutabilità.

    Examples
    --------
    >>> from silograph.log.conversations import build_conversations
    >>> from silograph.log.messages import BatchBuilder
    >>> from silograph.log.store import Store
    >>> builder = BatchBuilder(channel="post")
    >>> for number in range(12):
    ...     builder.message(str(number), f"p{number}", [], sent_at=None, space="#all", kind="post")
    >>> store = Store.in_memory()
    >>> report = store.add([builder.take()], name="posts", loader="slack")
    >>> people = pd.DataFrame({"person_id": [f"p{i}" for i in range(24)], "function": ["HR", "IT"] * 12})
    >>> log, roster = store.log(Roster.from_pandas(people))
    >>> found = maturity(build_conversations(log, roster), roster=roster)
    >>> found.stage, found.participation
    ('transversal', 0.5)
    """
    need_messages(conversations)
    level = _level_of(roster, responsible)
    samples = number_of(samples, SAMPLES, name="samples")
    staff = staff_of(conversations, roster)
    posts = posts_of(conversations)
    if not len(posts):
        raise NotEnoughDataError(Sentence("lacks.no_posts"), mend=Sentence("mend.social_export"))
    functions = tuple(sorted(set(staff["function"]) - {UNKNOWN, EXTERNAL}))
    if not functions:
        raise NotEnoughDataError(Sentence("lacks.no_functions"), mend=Sentence("mend.org_chart"))
    if odd := set(customer_facing or ()) - set(functions):
        raise UsageError(f"there is no function {sorted(odd)[0]!r}", where="customer_facing")
    staff["posts"] = posts.groupby("actor_id").size().reindex(staff.index).fillna(0).astype(np.int64)
    staff["written"] = written_by(conversations).reindex(staff.index).fillna(0).astype(np.int64)
    staff["active"] = staff["posts"] >= min_posts
    staff["short_term"] = staff["title"].astype(object).fillna("").astype(str).str.contains(SHORT_TERM)
    facing, by = facing_customers(conversations, functions, customer_facing)
    table = _by_function(conversations, staff, posts, functions, min_group=min_group)
    assessable = (table["staff"] >= min_group).to_numpy()
    model = Participation(table["active"].to_numpy(), table["staff"].to_numpy(), draws=samples, seed=seed)
    takes = model.drawn() > taking_part
    table["probability"] = takes.mean(axis=0)
    table["customer_facing"] = table["function"].isin(facing)
    table["verdict"] = verdicts_of(table["probability"].to_numpy(), assessable)
    several = assessable & (table["active"].to_numpy() >= SEVERAL)
    probability = stages_of(
        (takes & several)[:, assessable], table.loc[assessable, "customer_facing"].to_numpy()
    )
    participation, low, high = share_taking_part(staff["active"])
    leaders = staff[pd.to_numeric(staff["level"], errors="coerce") <= leader_level]
    short = staff[staff["short_term"]]
    few = ~assessable
    known_of_all = ["function", "staff", "customer_facing", "verdict", *_BEHIND]
    table.loc[few, table.columns.difference(known_of_all)] = np.nan
    return MaturityResult(
        table=table[[*_COLUMNS, *_BEHIND, *_UNWRITTEN]],
        by_month=by_month_of(posts, staff, functions, min_group=min_group),
        levels=levels_of(staff, min_group=min_group),
        stage=stage_of(probability),
        stage_probability=probability,
        customer_facing=facing,
        customer_facing_by=by,
        participation=participation,
        participation_low=low,
        participation_high=high,
        gini=gini(staff["posts"].to_numpy()),
        leaders_participation=float(leaders["active"].mean()) if len(leaders) >= min_group else np.nan,
        leaders_posts=float(leaders["posts"].sum() / staff["posts"].sum())
        if len(leaders) >= min_group
        else np.nan,
        short_term_posts=float(short["posts"].sum() / staff["posts"].sum())
        if len(short) >= min_group
        else np.nan,
        responsible_level=level,
        likely=max(STAGES, key=lambda one: probability[one]),
        **_people_behind(staff, leaders, short, min_group=min_group),  # type: ignore[arg-type]  # counts only
        parameters={
            "customer_facing": list(customer_facing) if customer_facing is not None else None,
            "responsible_declared": responsible is not None,
            "leader_level": leader_level,
            "taking_part": taking_part,
            "min_posts": min_posts,
            "samples": samples,
            "seed": seed,
            "min_group": min_group,
        },
        caveats=(
            *_on_responsible(level, leader_level),
            *_caveats(conversations, roster, staff, posts, by=by),
        ),
    )


_COLUMNS = [
    "function", "staff", "active", "participation", "participation_low", "participation_high", "probability", "posts",
    "posts_per_person", "gini", "dialogue_share", "replies_per_post", "answered", "short_term_share",
    "short_term_posts", "level", "level_active", "unanswered_mentions", "customer_facing", "verdict",
]  # fmt: skip
_BEHIND = [
    "participants", "writers", "dialogue_people", "answered_people", "short_term_people", "short_term_writers",
    "level_people", "level_active_people", "mention_people", "without_function", "active_without_function",
    "writers_without_function",
]  # fmt: skip
"""People behind the figures of a row, whether they may be shown or not; not written."""
_UNWRITTEN = [
    "dialogue_share_low", "dialogue_share_high", "written", "post_share", "post_share_error", "post_share_people",
]  # fmt: skip
"""For `owner`: the interval of dialogue, and how much of what people write are posts; what one writes goes together."""


def _by_function(
    talk: Conversations, staff: pd.DataFrame, posts: pd.DataFrame, functions: Sequence[str], *, min_group: int
) -> pd.DataFrame:
    acts = Acts.of(talk, posts)
    of_writer = posts["actor_id"].map(staff["function"])
    has_replies = bool((posts["kind"] == "reply").any())
    rows = []
    for function in functions:
        people = staff[staff["function"] == function]
        theirs = posts[of_writer == function]
        opening = theirs["kind"] == "post"
        share, low, high = share_taking_part(people["active"])
        written, level = people["posts"].sum(), pd.to_numeric(people["level"], errors="coerce")
        short = people["short_term"]
        row: dict[str, Any] = {
            "function": function,
            "staff": len(people),
            "active": int(people["active"].sum()),
            "participation": share,
            "participation_low": low,
            "participation_high": high,
            "posts": int(written),
            "posts_per_person": written / len(people),
            "gini": gini(people["posts"]),
            "level": level.mean(),
            **post_share_of(people),
        }
        if has_replies and len(theirs):
            dialogue = clustered_share(~opening.to_numpy(bool), theirs["actor_id"])
            row["dialogue_share"], row["dialogue_share_low"], row["dialogue_share_high"] = dialogue
            row["replies_per_post"] = (~opening).sum() / opening.sum() if opening.any() else np.nan
            row["answered"] = acts.answered[theirs.index[opening]].mean() if opening.any() else np.nan
        if people["active"].sum() >= min_group:
            row["level_active"] = level[people["active"]].mean()
            row["short_term_share"] = short[people["active"]].mean()
        if short.sum() >= min_group and written:
            row["short_term_posts"] = people.loc[short, "posts"].sum() / written
        of_function = acts.mentions[acts.mentions["function"] == function]
        if has_replies and len(of_function):
            row["unanswered_mentions"] = 1 - of_function["answered"].mean()
        rows.append({**row, **_behind(people, theirs, acts, of_function)})
    table = pd.DataFrame(rows).reindex(columns=[*_COLUMNS, *_BEHIND, *_UNWRITTEN])
    for name, least in zip(
        ("level_people", "level_active_people"), _levels_told(staff, min_group), strict=True
    ):
        table[name] = [fewest(people, least) for people in table[name]]
    unknown = staff[staff["function"] == UNKNOWN]
    return table.assign(
        without_function=len(unknown),
        active_without_function=int(unknown["active"].sum()),
        writers_without_function=int((unknown["posts"] > 0).sum()),
    )


def _behind(people: pd.DataFrame, theirs: pd.DataFrame, acts: Acts, mentions: pd.DataFrame) -> dict[str, int]:
    """The fewest people that could be told from each figure of a function."""
    opening = theirs[theirs["kind"] == "post"]
    answered = acts.answered[opening.index]
    active, short, writes = people["active"], people["short_term"], people["posts"] > 0
    has_level = pd.to_numeric(people["level"], errors="coerce").notna()
    kept = mentions[["recipient", "sender"]].astype(np.int64)
    reached = mentions["answered"].astype(bool)
    return {
        "participants": int(active.sum()),
        "writers": int(writes.sum()),
        "dialogue_people": fewest(
            opening["sender"].nunique(), theirs.loc[theirs["kind"] == "reply", "sender"].nunique()
        ),
        "answered_people": fewest(
            opening.loc[answered, "sender"].nunique(),
            opening.loc[~answered, "sender"].nunique(),
            acts.answerers.loc[acts.answerers["post"].isin(opening.index), "answerer"].nunique(),
        ),
        "short_term_people": fewest((active & short).sum(), (active & ~short).sum()),
        "short_term_writers": fewest((writes & short).sum(), (writes & ~short).sum()),
        "level_people": int(has_level.sum()),
        "level_active_people": fewest((has_level & active).sum(), (has_level & ~active).sum()),
        "mention_people": fewest(
            *(
                kept.loc[side, one].nunique()
                for side in (reached, ~reached)
                for one in ("recipient", "sender")
            )
        ),
    }


def _levels_told(staff: pd.DataFrame, min_group: int) -> tuple[int, int]:
    """People of the smallest level whose number would follow from the means of all functions; 0 where none would.

    So many people times a mean are a sum over levels, and sums over functions an equation for how many there are of a
    level, or are active of it. A mean in one decimal leaves the sum open by 0.05 for each person: where that is less
    than one person more of the highest level and one less of the lowest make, it tells.
    """
    level = pd.to_numeric(staff["level"], errors="coerce")
    by = (
        pd.DataFrame({"level": level, "active": staff["active"]})
        .groupby("level")["active"]
        .agg(["size", "sum"])
    )
    if len(by) < 2:
        return 0, 0
    gap = float(by.index.max() - by.index.min())
    open_, active_open = (0.05 * float(by[name].sum()) >= gap for name in ("size", "sum"))
    return (
        0 if open_ else _least_few(by["size"], min_group),
        0
        if active_open
        else _least_few(pd.concat([by["size"], by["sum"], by["size"] - by["sum"]]), min_group),
    )


def _least_few(people: pd.Series[Any], min_group: int) -> int:
    """The fewest of several numbers of people, where these are few; 0 where none is."""
    return fewest(*people[people < min_group])


def _people_behind(
    staff: pd.DataFrame, leaders: pd.DataFrame, short: pd.DataFrame, *, min_group: int
) -> dict[str, int]:
    """The people behind the figures of everybody, of leaders and of short-term staff.

    Leaders are the people of several levels, and short-term staff those of several functions: what all of them did,
    less what the levels or functions shown did, is what the others did. So figures of leaders rest on the fewest of any
    level, for cells of the others are withheld to cover these.
    """
    size = pd.to_numeric(leaders["level"], errors="coerce").value_counts()
    left_out = int(size[size < min_group].sum())
    writes = staff["posts"] > 0
    level = pd.to_numeric(staff["level"], errors="coerce").fillna(-1)  # those of no level are one more
    active_by, writers_by = (column.groupby(level).sum() for column in (staff["active"], writes))
    return {
        "active_people": fewest(staff["active"].sum(), (~staff["active"]).sum()),
        "writing_people": int(writes.sum()),
        "leaders_active_people": fewest(
            leaders["active"].sum(), (~leaders["active"]).sum(), left_out, *active_by
        ),
        "leaders_posts_people": fewest(writes[leaders.index].sum(), left_out, *writers_by, *active_by),
        "short_term_people": fewest(
            writes[short.index].sum(),
            writes.sum() - writes[short.index].sum(),
            _short_term_left(staff, min_group=min_group),
        ),
    }


def _short_term_left(staff: pd.DataFrame, *, min_group: int) -> int:
    """Short-term staff who write, of the functions together that have no figure of theirs, for these are few."""
    by = (
        staff.assign(
            writes=staff["short_term"] & (staff["posts"] > 0),
            others=~staff["short_term"] & (staff["posts"] > 0),
        )
        .groupby("function")[["short_term", "writes", "others"]]
        .sum()
    )
    one, other = by["writes"], by["others"]
    few = (by["short_term"] < min_group) | one.between(1, min_group - 1) | other.between(1, min_group - 1)
    return int(one[few | (by.index == UNKNOWN)].sum())


def _level_of(roster: Roster, responsible: str | None) -> float:
    if responsible is None:
        return float("nan")
    person = roster.lookup(responsible) or (responsible if responsible in roster.latest.index else None)
    if person is None:
        raise UsageError(
            f"nobody is {responsible!r}", where="responsible", mend="use an id or address of the people file"
        )
    return float(pd.to_numeric(roster.latest["level"], errors="coerce")[person])


def _on_responsible(level: float, leader_level: int) -> list[Sentence]:
    """Where somebody declared responsible stands: their level says how much the others will listen."""
    if np.isnan(level):
        return []
    return [Sentence(f"note.maturity.{'leads' if level <= leader_level else 'below'}", level=int(level))]


def _caveats(
    talk: Conversations, roster: Roster, staff: pd.DataFrame, posts: pd.DataFrame, *, by: str | None
) -> tuple[Sentence, ...]:
    notes = []
    if staff.index.isin(talk.actors["actor_id"]).all():
        notes.append(Sentence("note.maturity.nobody_silent"))
    unknown = float((staff["function"] == UNKNOWN).mean())
    if unknown > 0:
        notes.append(Sentence("note.maturity.unknown", share=unknown))
    if not (posts["kind"] == "reply").any():
        notes.append(Sentence("note.maturity.no_replies"))
    if by == "names":
        notes.append(Sentence("note.maturity.by_names"))
    if by is None:
        notes.append(Sentence("note.maturity.no_customer_facing"))
    if staff["title"].isna().all():
        notes.append(Sentence("note.maturity.no_titles"))
    if pd.to_numeric(staff["level"], errors="coerce").isna().all():
        notes.append(Sentence("note.maturity.no_levels"))
    if not roster.aliases:
        notes.append(Sentence("note.maturity.no_people"))
    return tuple(notes)


QUESTION = Question(
    function=maturity,
    result=MaturityResult,
    documented="How far has the social layer come?",
)
