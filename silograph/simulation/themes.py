"""What more can be planted in an invented company, theme by theme; every default plants nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol, runtime_checkable


class Stream(IntEnum):
    """Numbers of the random streams of themes: planting one changes no draw of another."""

    MAILROOM = 1
    PACE = 2
    OUTSIDE = 3
    CONTACTS = 4
    CHANGE = 5
    SOCIAL = 6
    INITIATIVE = 7
    STORMS = 8
    GLUE = 9
    WORLD = 10
    MEETINGS = 11


Problem = tuple[bool, str, str]  # whether all is well, what is wrong otherwise, how to mend it
FunctionName = str | int  # a function's name, or its position among the functions of the company


@runtime_checkable
class Theme(Protocol):
    """Options about one theme."""

    def problems(self) -> Iterator[Problem]:
        """Checks for `CompanySpec`: whether each holds, what is wrong otherwise, and how to mend it."""


def _share(name: str, value: float) -> Problem:
    return 0 <= value <= 1, f"{name} is {value}", "use a share from 0 to 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRoom:
    """A function that passes on what it is asked and answers nobody.

    Parameters
    ----------
    share
        Share of the questions it gets from other functions, by mail or post, that it passes on by mail, in the same
        thread, to somebody of a third function who is new there; nobody of it then writes to who asked. Its
        ticket queues do the same with cases they receive. 0 plants no mail room.
    openness
        How often a pair that crosses its border exchanges, relative to others: at the openness of the glue, the
        mail room stands between as many others as the glue.
    function
        Which function it is; chosen at random where None, not smaller than the glue if there is such a one.

    Examples
    --------
    >>> from silograph.simulation import CompanySpec, simulate
    >>> spec = CompanySpec(people=60, messages=1500, functions=5, mailroom=MailRoom(share=0.9))
    >>> truth = simulate(spec).truth
    >>> truth["mailroom"] in truth["sizes"], truth["relayed"]["email"] > 10
    (True, True)
    """

    share: float = 0.0
    openness: float = 1.0
    function: FunctionName | None = None

    def problems(self) -> Iterator[Problem]:
        """Checks for `CompanySpec`: whether each holds, what is wrong otherwise, and how to mend it."""
        yield _share("mailroom.share", self.share)
        yield self.openness > 0, f"mailroom.openness is {self.openness}", "use 1 for ordinary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How soon functions answer, and how often not at all.

    Parameters
    ----------
    spread
        Standard deviation of the logarithm of functions' median reply times; None leaves the company's usual 0.2
        and the promptness of its glue as they are.
    median_hours
        Median reply time of some functions, in working hours (a day has 9.3), by name or position.
    unanswered
        Share of the questions (messages that open a thread, cases) that a function never answers, beyond those
        that happen to end there: for all functions, or by name or position.

    Examples
    --------
    >>> from silograph.simulation import CompanySpec, simulate
    >>> pace = Pace(median_hours={0: 1.0, 1: 20.0}, unanswered=0.1)
    >>> truth = simulate(CompanySpec(people=60, messages=1500, functions=5, pace=pace)).truth
    >>> prompt, slow = list(truth["response"].values())[:2]
    >>> prompt["within_24h"] > slow["within_24h"]
    True
    """

    spread: float | None = None
    median_hours: Mapping[FunctionName, float] = field(default_factory=dict)
    unanswered: float | Mapping[FunctionName, float] = 0.0

    @property
    def planted(self) -> bool:
        """Whether anything is."""
        return self != Pace()

    def problems(self) -> Iterator[Problem]:
        """Checks for `CompanySpec`: whether each holds, what is wrong otherwise, and how to mend it."""
        yield (
            self.spread is None or self.spread >= 0,
            "pace.spread is negative",
            "use 0 for the same everywhere",
        )
        yield (
            min(self.median_hours.values(), default=1) > 0,
            "pace.median_hours must be positive",
            "use hours",
        )
        shares = self.unanswered.values() if isinstance(self.unanswered, Mapping) else [self.unanswered]
        yield from (_share("pace.unanswered", value) for value in shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Customers and public: contacts with addresses of other domains, who write to the company and are written to.

    Parameters
    ----------
    contacts
        How many; 0 plants none.
    share
        Share of all messages that are exchange with them, questions to colleagues in the same threads included.
    waist
        0: functions serve contacts in proportion to their activity; 1: one function serves all of them.
    function, people
        Which function that is (None: random, neither silo nor glue nor mail room), and how many of its people
        serve contacts (0: all, in proportion to their activity).
    consults
        Share of the cases in which who serves asks a colleague in the same thread before answering.
    collisions
        Share of contacts served, within the same days, by two functions that exchange nothing about it: in those
        days, and a week before and after, neither of the two people who serve exchanges anything with the
        other's function, mails to more than fifty people apart.
    coordinated
        Share of contacts served by two functions that tell each other in the thread. All others are served by one.
    campaigns
        Mails from one person to at least 51 contacts, whether they have an open case or not.

    Examples
    --------
    >>> from silograph.simulation import CompanySpec, simulate
    >>> outside = Outside(contacts=20, waist=1.0, collisions=0.2)
    >>> truth = simulate(CompanySpec(people=60, messages=1500, functions=5, outside=outside)).truth
    >>> len(truth["outside"]), len(truth["collisions"]["contacts"])
    (20, 4)
    """

    contacts: int = 0
    share: float = 0.15
    waist: float = 0.0
    function: FunctionName | None = None
    people: int = 0
    consults: float = 0.4
    collisions: float = 0.0
    coordinated: float = 0.1
    campaigns: int = 0

    def problems(self) -> Iterator[Problem]:
        """Checks for `CompanySpec`: whether each holds, what is wrong otherwise, and how to mend it."""
        shares = ("share", "waist", "consults", "collisions", "coordinated")
        yield from (_share(f"outside.{name}", getattr(self, name)) for name in shares)
        yield (
            min(self.contacts, self.people, self.campaigns) >= 0,
            "outside: counts are negative",
            "use 0 for none",
        )
        together = self.collisions + self.coordinated
        yield together <= 1, "outside.collisions and coordinated exceed 1", "they are shares of contacts"
        enough = not self.campaigns or self.contacts > 50
        yield enough, "outside.campaigns need more than 50 contacts", "ask for more contacts"
        yield self.share <= 0.6, f"outside.share is {self.share}", "leave room for exchange inside: up to 0.6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A reorganisation: people change function, walls go up or down, and everything else stays as it was.

    Parameters
    ----------
    share
        Share of people (none of those who lead) who change function, and from then on talk as people of the new
        one do. 0 for nobody.
    walls
        The walls from then on; None leaves them as they are.
    at
        When: a date of the period, or the fraction of it that has passed.

    Examples
    --------
    >>> from silograph.simulation import CompanySpec, simulate
    >>> change = Change(share=0.1, at="2024-02-15")
    >>> truth = simulate(CompanySpec(people=60, messages=1500, functions=5, change=change)).truth
    >>> truth["reorganisation"], len(truth["reorganised"])
    ('2024-02-15', 6)
    """

    share: float = 0.0
    walls: float | None = None
    at: str | float = 0.5

    @property
    def planted(self) -> bool:
        """Whether anything is."""
        return self.share > 0 or self.walls is not None

    def problems(self) -> Iterator[Problem]:
        """Checks for `CompanySpec`: whether each holds, what is wrong otherwise, and how to mend it."""
        yield 0 <= self.share <= 0.5, f"change.share is {self.share}", "use a share up to 0.5"
        yield self.walls is None or self.walls > 0, "change.walls must be positive", "use 1 for none"
        yield (
            isinstance(self.at, str) or 0 < self.at < 1,
            f"change.at is {self.at}",
            "use a date, or a fraction",
        )


STAGES = ("none", "pilot", "customer_facing", "transversal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Social:
    """The layer of posts.

    Parameters
    ----------
    walls
        Walls between functions in posts; None: those of mails. 1 opens them for everybody, planted silo and glue
        included; more than those of mails strengthens them.
    clubs
        Posts follow this many groups that cut across all functions, in place of functions. 0 for none.
    silos
        Spaces of a dozen people of one function (half of it, if it is small) who post nowhere else.
    bridges
        Spaces in which two people of every function post, and answer other functions.
    posts_per_space
        Posts in each of those spaces.
    stage
        Who posts: ``none``, ``pilot`` (one function), ``customer_facing`` (those functions), ``transversal`` (all).
        What others would have posted they write as mail. None: everybody, as the company's channel shares say.
    interns
        Share of posts by short-term staff (titles say so); their usual share, about 6 %, is the least there is.
    dialogue
        Share of threads of posts in which somebody may answer; the others are push.

    Examples
    --------
    >>> from silograph.simulation import CompanySpec, simulate
    >>> spec = CompanySpec(people=60, messages=1500, functions=5, social=Social(walls=1.0, bridges=1))
    >>> truth = simulate(spec).truth
    >>> truth["layer_verdict"], truth["bridge_spaces"]
    ('opens_walls', ['#forum-1'])
    """

    walls: float | None = None
    clubs: int = 0
    silos: int = 0
    bridges: int = 0
    posts_per_space: int = 80
    stage: str | None = None
    interns: float = 0.0
    dialogue: float = 1.0

    @property
    def planted(self) -> bool:
        """Whether anything is."""
        return self != Social()

    def problems(self) -> Iterator[Problem]:
        """Checks for `CompanySpec`: whether each holds, what is wrong otherwise, and how to mend it."""
        yield self.walls is None or self.walls > 0, "social.walls must be positive", "use 1 for none"
        counts = (self.silos, self.bridges, self.clubs, self.posts_per_space)
        yield min(counts) >= 0, "social: counts are negative", "use 0 for none"
        yield self.clubs != 1, "one club is everybody", "use 0 for none, or at least 2"
        known = ", ".join(STAGES)
        yield self.stage in (None, *STAGES), f"unknown social.stage {self.stage!r}", f"use one of {known}"
        yield _share("social.interns", self.interns)
        yield _share("social.dialogue", self.dialogue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiative:
    """An initiative with a space and a topic of its own, and one function that is not at the table.

    Parameters
    ----------
    threads
        Threads in the initiative's space, each among two to four functions. 0 plants no initiative.
    mails
        Mail threads on the topic (it stands in the subject) that every function opens, the absent one too.
    absent
        The function that never speaks in the space nor is mentioned there; random where None.

    Examples
    --------
    >>> from silograph.simulation import CompanySpec, simulate
    >>> spec = CompanySpec(people=60, messages=1500, functions=5, initiative=Initiative(threads=20))
    >>> simulate(spec).truth["initiative"]["space"]
    '#social-media-launch'
    """

    threads: int = 0
    mails: int = 12
    absent: FunctionName | None = None

    def problems(self) -> Iterator[Problem]:
        """Checks for `CompanySpec`: whether each holds, what is wrong otherwise, and how to mend it."""
        yield min(self.threads, self.mails) >= 0, "initiative: counts are negative", "use 0 for none"
