"""Odd logs: every analysis answers or says what is missing; nothing crashes, lies or leaks."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import silograph as sg
from silograph.analyses import ANALYSES, with_needs
from silograph.analyses.parts.settings import Settings
from silograph.cli import main
from silograph.errors import UsageError
from silograph.graph.network import TieRule
from silograph.log.batches import BatchBuilder
from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.output.folder import write
from silograph.output.page import workshop_page
from silograph.output.page.story import tell
from silograph.output.report import report_page
from silograph.release.gate import release
from silograph.simulation import CompanySpec, Initiative, Outside, simulate
from silograph.writing import replaced

QUICK = Settings(replicates=20, simulations=50)
START = datetime(2024, 1, 2, 9, tzinfo=UTC)

# DESIGN, section 5.
SUMMARY_KEYS = {
    "silograph",
    "parameters",
    "input",
    "organisation",
    "silos",
    "silos2",
    "glue",
    "mailrooms",
    "owner",
    "warnings",
}
INPUT_KEYS = {"messages", "interactions", "people", "functions", "channels", "period", "rejected", "duplicates",
              "automated", "broadcasts", "system", "self", "unknown_function_share"}  # fmt: skip
ORGANISATION_KEYS = {"walls", "walls_low", "walls_high", "modularity", "modularity_z", "communities", "ami",
                     "layer_verdict", "mailroom_syndrome"}  # fmt: skip
OWNER_KEYS = {"recommended", "arrangement", "involve", "acceptability", "runner_up", "reasons", "cautions"}
COLUMNS = {
    "silos": {"function", "people", "internal", "external", "ei", "ei_expected", "openness", "openness_low",
              "openness_high", "p_value", "q_value", "verdict"},
    "exchange": {"function_a", "function_b", "observed", "expected", "ratio", "z"},
    "communities": {"community", "people"},
    "people": {"person_id", "function", "community"},
    "glue": {"function", "brokerage", "excess", "lift", "lift_low", "lift_high", "spread", "beyond_activity", "rank",
             "rank_low", "rank_high", "p_first", "coverage", "evenness", "participation", "concentration"},
    "relay": {"function", "relay_share", "verdict"},
    "response": {"asked", "answered", "median_hours", "within_24h", "within_24h_low", "within_24h_high"},
    "ownership": {"within_24h", "median_hours", "handoffs", "load"},
    "owner": {"function", "acceptability"},
}  # fmt: skip


@dataclass
class Script:
    """Messages and people of an odd log, written down call by call."""

    builders: dict[str, BatchBuilder] = field(default_factory=dict)
    sent: int = 0

    def send(
        self, sender: str, *recipients: str, channel: str = "email", role: str = "to", **given: Any
    ) -> str:
        self.sent += 1
        name: str = given.pop("message_id", f"m{self.sent}")
        at = given.pop("sent_at", START + timedelta(hours=self.sent))
        builder = self.builders.setdefault(channel, BatchBuilder(channel=channel))
        kind = {"email": "mail", "post": "post", "handoff": "handoff"}[channel]
        builder.message(
            name, sender, [(one, role) for one in recipients], sent_at=at, **{"kind": kind, **given}
        )
        return name

    def log(self, people: pd.DataFrame | None = None) -> tuple[MessageLog, Roster]:
        store = Store.in_memory()
        for channel, builder in self.builders.items():
            store.add([builder.take()], name=channel, loader=channel)
        if people is not None:
            store.add_people(people)
        return store.log()


def staff(sizes: Mapping[str, int]) -> pd.DataFrame:
    """So many people of each function, named ``f0p0@x.org`` and so on."""
    rows = [
        {"person_id": f"f{number}p{one}@x.org", "function": function}
        for number, (function, size) in enumerate(sizes.items())
        for one in range(size)
    ]
    return pd.DataFrame(rows, columns=["person_id", "function"])


FOUR = {"HR": 6, "IT": 6, "Sales": 6, "Web": 6}


def chatter(people: pd.DataFrame, *, n: int = 80, script: Script | None = None, **given: Any) -> Script:
    """Threads of a question and its answer between people drawn at random, every fourth with an outside contact."""
    rng = random.Random(1)
    script = script or Script()
    ids = list(people["person_id"].unique())
    for number in range(n):
        asker, answerer = rng.sample(ids, 2)
        if number % 4 == 0 and given.get("channel", "email") == "email":
            asker = f"client{number % 20}@y.com"
        thread = f"t{given.get('channel', '')}{number}"
        first = script.send(asker, answerer, thread_id=thread, **given)
        script.send(answerer, asker, thread_id=thread, parent_id=first, **given)
    return script


Made = tuple[MessageLog, Roster, Settings]
CASES: dict[str, Callable[[], Made]] = {}


def case(make: Callable[[], Any]) -> Callable[[], Any]:
    def made() -> Made:
        given = make()
        return given if len(given) == 3 else (*given, QUICK)

    CASES[make.__name__] = made
    return make


# --- times -----------------------------------------------------------------------------------------------------


@case
def no_times() -> Any:
    return chatter(staff(FOUR), sent_at=None).log(staff(FOUR))


@case
def all_at_one_time() -> Any:
    return chatter(staff(FOUR), sent_at=START).log(staff(FOUR))


@case
def far_times() -> Any:
    script = chatter(staff(FOUR))
    script.send("f0p0@x.org", "f1p0@x.org", sent_at=datetime(1901, 1, 1, tzinfo=UTC))
    script.send("f0p1@x.org", "f1p1@x.org", sent_at=datetime(1969, 12, 31, tzinfo=UTC))
    script.send("f0p2@x.org", "f1p2@x.org", sent_at=datetime(2999, 1, 1, tzinfo=UTC))
    script.send("f0p0@x.org", "f1p0@x.org", channel="post", sent_at=datetime(1700, 1, 1, tzinfo=UTC))
    # those are refused, these are the farthest that are not
    script.send("f0p3@x.org", "f1p3@x.org", sent_at=datetime(1970, 1, 1, tzinfo=UTC))
    script.send("f0p4@x.org", "f1p4@x.org", sent_at=datetime(2099, 12, 31, tzinfo=UTC))
    return script.log(staff(FOUR))


# --- hardly anything -------------------------------------------------------------------------------------------


@case
def one_message() -> Any:
    script = Script()
    script.send("f0p0@x.org", "f1p0@x.org")
    return script.log(staff(FOUR))


@case
def one_message_without_people() -> Any:
    script = Script()
    script.send("ann", "bob")
    return script.log()


@case
def to_oneself() -> Any:
    script = Script()
    for _ in range(5):
        script.send("f0p0@x.org", "f0p0@x.org")
    return script.log(staff(FOUR))


@case
def no_functions() -> Any:
    return chatter(staff(FOUR)).log()


@case
def people_file_of_others() -> Any:
    return chatter(staff(FOUR)).log(staff(FOUR).assign(person_id=lambda t: "other" + t["person_id"]))


@case
def filtered_to_almost_nothing() -> Any:
    log, roster = chatter(staff(FOUR)).log(staff(FOUR))
    return log.filter(since=START + timedelta(hours=10), until=START + timedelta(hours=13)), roster


@case
def filtered_to_nothing() -> Any:
    log, roster = chatter(staff(FOUR)).log(staff(FOUR))
    return log.filter(since="2030-01-01"), roster


@case
def filtered_to_a_channel_that_is_not_there() -> Any:
    log, roster = chatter(staff(FOUR)).log(staff(FOUR))
    return log.filter(channels=["post"]), roster


# --- functions -------------------------------------------------------------------------------------------------


@case
def one_function() -> Any:
    return chatter(staff({"HR": 12})).log(staff({"HR": 12}))


@case
def two_functions() -> Any:
    return chatter(staff({"HR": 8, "IT": 8})).log(staff({"HR": 8, "IT": 8}))


@case
def forty_small_functions() -> Any:
    people = staff({f"F{number:02d}": 3 for number in range(40)})
    return chatter(people, n=250).log(people)


@case
def a_giant_and_singles() -> Any:
    people = staff({"Giant": 60, **{f"F{number}": 1 for number in range(12)}})
    return chatter(people, n=200).log(people)


@case
def min_group_larger_than_all() -> Any:
    return (*chatter(staff(FOUR)).log(staff(FOUR)), replace(QUICK, min_group=100))


@case
def min_group_one() -> Any:
    people = staff({**FOUR, "PR": 1, "Law": 2})
    return (*chatter(people).log(people), replace(QUICK, min_group=1))


@case
def changing_functions() -> Any:
    people = staff(FOUR)
    half = "2024-01-07"
    after = people.assign(function=list(FOUR)[::-1] * 6, valid_from=half)
    both = pd.concat([people.assign(valid_to=half), after], ignore_index=True)
    return chatter(people).log(both)


@case
def functions_only_in_the_past() -> Any:
    return chatter(staff(FOUR)).log(staff(FOUR).assign(valid_to="1999-01-01"))


ODD_NAMES = (
    "</script><img src=x onerror=alert(1)>", "__proto__", "constructor", "שיווק", "🦄 ops", "(unknown)", "nan", "None",
    "", "hr", "HR", "Hr", "=cmd|' /C calc'!A0", "a\tb\nc", "(small functions)", "{{7*7}}", "ünïcödé", "NULL", "0",
    "x" * 300,
)  # fmt: skip


@case
def odd_names() -> Any:
    people = staff(dict.fromkeys(ODD_NAMES, 3))
    return (*chatter(people, n=150).log(people), replace(QUICK, min_group=3))


@case
def odd_names_all_small() -> Any:
    """By a roster made in a notebook: empty and missing functions stay what they are."""
    people = staff(dict.fromkeys(ODD_NAMES, 2))
    people["function"] = people["function"].replace({"None": None, "0": float("nan")})
    store = Store.in_memory()
    store.add([chatter(people).builders["email"].take()], name="x", loader="mail")
    return store.log(Roster.from_pandas(people))


# --- who takes part --------------------------------------------------------------------------------------------


@case
def everybody_external() -> Any:
    people = staff(FOUR).assign(actor_kind="external", function="(external)")
    return chatter(people).log(people)


@case
def bots_only() -> Any:
    people = staff(FOUR).assign(actor_kind="bot")
    return chatter(people).log(people)


@case
def lists_only() -> Any:
    people = staff(FOUR).assign(actor_kind="list")
    return chatter(people).log(people)


@case
def automated_only() -> Any:
    return chatter(staff(FOUR), automated=True).log(staff(FOUR))


@case
def broadcasts_only() -> Any:
    people, script = staff({"HR": 30, "IT": 30}), Script()
    for sender in people["person_id"][:10]:
        script.send(sender, *people["person_id"])
    return script.log(people)


@case
def broadcasts_by_rule() -> Any:
    people, script = staff(FOUR), Script()
    for sender in people["person_id"]:
        script.send(sender, *people["person_id"])
    return (*script.log(people), replace(QUICK, tie_rule=TieRule(max_audience=1)))


# --- posts and tickets -----------------------------------------------------------------------------------------


@case
def posts_without_recipients() -> Any:
    script, people = Script(), staff(FOUR)
    for sender in people["person_id"]:
        script.send(sender, channel="post", space="general")
    return script.log(people)


@case
def reactions_only() -> Any:
    script, people = Script(), staff(FOUR)
    ids = list(people["person_id"])
    for sender, author in itertools.pairwise(ids):
        script.send(
            sender, author, channel="post", role="reaction", kind="reaction", message_id=f"gone-{author}"
        )
    script.builders["post"].system()
    return script.log(people)


@case
def posts_of_two_spaces() -> Any:
    people = staff(FOUR)
    script = chatter(people, channel="post", space="general", role="member", n=60)
    return chatter(
        people, script=script, channel="post", space="</script>", role="reply", kind="reply", n=61
    ).log(people)


def tickets(*, cases: bool, functions: bool) -> Any:
    script, rng = Script(), random.Random(2)
    teams = [f"queue {number}" for number in range(30)]
    for number in range(80):
        thread = f"case {number}"
        for sender, team in zip(path := rng.sample(teams, 4), path[1:], strict=False):
            script.send(sender, team, channel="handoff", role="assignee", thread_id=thread, space="helpdesk")
    for number, team in enumerate(teams):
        script.builders["handoff"].actor(
            team, actor_kind="team", function=f"F{number % 5}" if functions else None
        )
    for number in range(80 if cases else 0):
        end = START + timedelta(hours=4 * number + 30)
        closed = (None, False, True)[number % 3]
        script.builders["handoff"].case(
            f"case {number}", opened_at=START, ended_at=end if number % 5 else None, closed=closed
        )
    script.builders["handoff"].case("case of nobody", opened_at=None, ended_at=None, closed=None)
    return script.log()


@case
def teams() -> Any:
    return tickets(cases=False, functions=False)


@case
def teams_with_cases() -> Any:
    return tickets(cases=True, functions=False)


@case
def teams_with_functions() -> Any:
    return tickets(cases=False, functions=True)


@case
def teams_with_cases_and_functions() -> Any:
    return tickets(cases=True, functions=True)


# --- threads ---------------------------------------------------------------------------------------------------


@case
def parents_in_circles() -> Any:
    people, script = staff(FOUR), chatter(staff(FOUR), n=20)
    ids = list(people["person_id"])
    for number in range(60):
        first, second = ids[number % 24], ids[(7 * number + 1) % 24]
        script.send(first, second, message_id=f"a{number}", parent_id=f"b{number}", thread_id=f"loop{number}")
        script.send(second, first, message_id=f"b{number}", parent_id=f"a{number}", thread_id=f"loop{number}")
        script.send(
            first, second, message_id=f"self{number}", parent_id=f"self{number}", thread_id=f"self{number}"
        )
        script.send(first, second, parent_id=f"nowhere{number}", thread_id=f"orphan{number}")
        script.send(second, first, parent_id=f"a{number}", thread_id=f"other{number}")
    return script.log(people)


@case
def parents_after_their_answers() -> Any:
    people, script = staff(FOUR), Script()
    ids = list(people["person_id"])
    for number in range(120):
        first, second = ids[number % 24], ids[(7 * number + 1) % 24]
        script.send(second, first, message_id=f"b{number}", parent_id=f"a{number}", thread_id=f"t{number}")
        script.send(first, second, message_id=f"a{number}", thread_id=f"t{number}")
    return script.log(people)


@case
def one_long_thread() -> Any:
    people, script, rng = staff(FOUR), Script(), random.Random(3)
    parent = None
    for _ in range(5000):
        sender, *recipients = rng.sample(list(people["person_id"]), 4)
        parent = script.send(sender, *recipients, thread_id="endless", parent_id=parent)
    return script.log(people)


# --- options ---------------------------------------------------------------------------------------------------


def all_channels(sizes: Mapping[str, int] = FOUR) -> tuple[MessageLog, Roster]:
    """A small company with mail, posts, tickets, subjects and levels."""
    people = staff(sizes).assign(level=[number % 4 for number in range(sum(sizes.values()))], title="intern")
    script = chatter(people, subject="the intranet")
    chatter(people, script=script, channel="post", space="intranet project", n=60)
    chatter(people, script=script, channel="handoff", space="helpdesk", n=30)
    return script.log(people)


@case
def patterns_that_match_everything() -> Any:
    return (*all_channels(), replace(QUICK, topic=".*", initiative=".*", only=("table",)))


@case
def patterns_that_match_nothing() -> Any:
    return (*all_channels(), replace(QUICK, topic="zzz", initiative="yyy", only=("table",)))


@case
def topic_without_initiative() -> Any:
    return (*all_channels(), replace(QUICK, topic="intranet", only=("table",)))


@case
def initiative_of_a_space() -> Any:
    return (*all_channels(), replace(QUICK, topic="intranet", initiative="intranet project"))


@case
def known_current_owner() -> Any:
    return (*all_channels(), replace(QUICK, current_owner="HR", only=("ownership",)))


@case
def other_options() -> Any:
    return (*all_channels(), replace(QUICK, audience="external", weighted=True, lang="fr"))


# --- the tests -------------------------------------------------------------------------------------------------


def check(analysis: sg.Analysis, asked: Iterable[str] = ()) -> None:
    """What DESIGN promises of every run."""
    summary = analysis.summary
    text = json.dumps(summary, allow_nan=False, ensure_ascii=False)
    assert json.loads(text) == {**summary, "parameters": json.loads(text)["parameters"]}
    assert set(summary) >= SUMMARY_KEYS
    assert set(summary["input"]) >= INPUT_KEYS
    assert set(summary["organisation"]) >= ORGANISATION_KEYS
    assert set(summary["owner"]) >= OWNER_KEYS
    for name in with_needs(asked):
        said = [line for line in summary["warnings"] if line.startswith(f"{name}: ")]
        assert (name in analysis.results) != bool(said), (name, said)
    released = release(analysis)
    shown = released.tables
    for name in analysis.results:
        assert name in shown
    for name, columns in COLUMNS.items():
        if name in shown:
            assert columns <= set(shown[name].columns), (name, sorted(columns - set(shown[name].columns)))
    for result in analysis.results.values():
        assert isinstance(result.headline(), str)
        assert " nan" not in result.headline().lower().replace("nan (", ""), result.headline()
        assert result.to_html()
    for lang in ("en", "fr"):
        page = report_page(released, lang=lang)
        assert "<img src=x" not in page
        assert "Traceback" not in page
    assert workshop_page(released)
    for step in tell(released).to_dict()["steps"]:
        assert step["sentences"], step["key"]
        for said in (step["title"], *step["sentences"]):
            assert not re.search(r"–|\bnan\b", " ".join(said.values())), said


# Every second case, so that each kind of oddity is there.
EVERY = [pytest.param(name, marks=[pytest.mark.slow] if n % 2 else []) for n, name in enumerate(CASES)]


@pytest.mark.parametrize("name", EVERY)
def test_every_analysis_answers_or_says_what_is_missing(name: str) -> None:
    log, roster, settings = CASES[name]()
    check(sg.analyze(log, roster, settings=settings), settings.only)


def test_everything_twice() -> None:
    """A second copy of the whole log changes nothing but the count of duplicates."""

    def summary(*, copies: int) -> dict[str, Any]:
        store = Store.in_memory()
        for copy in range(copies):
            store.add(
                [chatter(staff(FOUR), audience=1).builders["email"].take()], name=f"{copy}", loader="mail"
            )
        log, roster = store.log(Roster.from_pandas(staff(FOUR)))
        return dict(sg.analyze(log, roster, settings=replace(QUICK, only=("silos", "relay"))).summary)

    once, twice = summary(copies=1), summary(copies=2)
    assert twice["input"].pop("duplicates") == once["input"].pop("duplicates") + once["input"]["messages"]
    assert twice == once


def test_judgements_of_no_candidate_are_counted() -> None:
    judged = (("Nobody", "has time", 1.0), ("HR", "has time", 0.0))
    analysis = sg.analyze(*all_channels(), settings=replace(QUICK, suitability=judged, only=("owner",)))
    assert any("1 of 2 functions judged" in caveat for caveat in analysis.results["owner"].caveats)


def test_a_current_owner_that_is_no_function() -> None:
    with pytest.raises(UsageError, match="'Nobody' is not among HR, IT, Sales, Web"):
        sg.analyze(*all_channels(), settings=replace(QUICK, current_owner="Nobody", only=("ownership",)))


# --- what the folder of a run gives away -------------------------------------------------------------------------

SMALL_ONES = {"Zqalpha": 4, "Zqbeta": 3, "Zqgamma": 2}


@pytest.fixture(scope="module")
def company() -> tuple[pd.DataFrame, Store, Settings]:
    """An invented company with contacts outside, posts and tickets, where three functions are small."""
    spec = CompanySpec(
        people=50,
        messages=1000,
        functions=4,
        months=2,
        outside=Outside(contacts=55, waist=0.5, collisions=0.3, campaigns=1),
        initiative=Initiative(threads=3),
    )
    invented = simulate(spec)
    people = invented.people
    for name, size in SMALL_ONES.items():
        persons = people[people["actor_kind"] == "person"]
        largest = persons["function"].value_counts().index[0]
        people.loc[persons.index[persons["function"] == largest][:size], "function"] = name
    store = Store.in_memory()
    store.add([invented.to_batch()], name="company", loader="simulate")
    space = f"^{re.escape(invented.truth['initiative']['space'])}$"
    return people, store, replace(QUICK, topic=".", initiative=space)


@pytest.fixture(scope="module")
def analysis(company: tuple[pd.DataFrame, Store, Settings]) -> sg.Analysis:
    people, store, settings = company
    return sg.analyze(*store.log(Roster.from_pandas(people)), settings=settings)


def test_the_company_is_one_that_answers_all(analysis: sg.Analysis) -> None:
    check(analysis)
    assert set(analysis.results) == set(ANALYSES)


def identities(people: pd.DataFrame, log: MessageLog) -> set[str]:
    """Names, addresses, ids and other aliases of the company's people, and its contacts' addresses."""
    persons = people[people["actor_kind"] == "person"]
    known = {
        part.strip()
        for column in ("person_id", "name", "email", "aliases")
        for value in persons[column].dropna().astype(str)
        for part in value.split(";")
    }
    outside = log.actors.loc[log.actors["actor_kind"] == "external", "actor_id"]
    return known | set(outside) - {""}


@pytest.mark.parametrize("show", ["pseudonyms", "no_people"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nobody_and_no_small_function_is_in_the_folder(
    company: tuple[pd.DataFrame, Store, Settings], analysis: sg.Analysis, show: Any, lang: Any, tmp_path: Path
) -> None:
    write(release(analysis, people=show), tmp_path, lang=lang)
    unseen = identities(company[0], analysis.log)
    assert len(unseen) > 150
    for path in tmp_path.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode("utf-8")
            assert not [one for one in unseen if one in text], path.name
            assert not [name for name in SMALL_ONES if name in text], path.name
    if show == "no_people":
        assert not {"people.csv", "teams.csv"} & {path.name for path in (tmp_path / "tables").iterdir()}
        for path in (tmp_path / "tables").iterdir():
            assert not re.search(r"\b[PT]\d{3}\b", path.read_text()), path.name


# --- the command line --------------------------------------------------------------------------------------------

FORMATS: Mapping[str, Callable[[Path], Any]] = {
    "json": pd.read_json,
    "parquet": pd.read_parquet,
    "csv": pd.read_csv,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mail and posts of a small company as a table of interactions, and its people."""
    folder = tmp_path_factory.mktemp("given")
    log, _ = all_channels()
    rows = log.to_pandas()
    rows = rows[rows["channel"] != "handoff"]
    rows.drop(columns=["time_quality", "source", "subject", "automated"]).to_csv(
        folder / "interactions.csv", index=False
    )
    staff(FOUR).to_csv(folder / "people.csv", index=False)
    return folder


def command(folder: Path, out: Path, *options: str) -> Result:
    given = ["analyze", folder / "interactions.csv", "--people", folder / "people.csv", "--out", out]
    given += ["--replicates", "20", "--simulations", "20", *options]
    return CliRunner().invoke(main, [str(one) for one in given])


VARIANTS = (
    ["--format", "json"],
    ["--format", "parquet", "--names"],
    ["--lang", "fr", "--no-people"],
    ["--channel", "post"],
    ["--since", "2024-01-03", "--until", "2024-01-09"],
    ["--min-group", "50", "--audience", "internal", "--weighted", "--mutual", "--min-messages", "2"],
    ["--topic", "intranet", "--initiative", "zzz"],
)


ALONE = [
    pytest.param(number, name, marks=[pytest.mark.slow] if number % 3 else [])
    for number, name in enumerate(ANALYSES)
]


@pytest.mark.parametrize(("number", "name"), ALONE)
def test_only_one_analysis(folder: Path, tmp_path: Path, number: int, name: str) -> None:
    options = VARIANTS[number % len(VARIANTS)]
    result = command(folder, out := tmp_path / "out", "--only", name, *options)
    assert result.exit_code == 0, result.output
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    said = [line.split(":")[0] for line in summary["warnings"]]
    suffix = options[1] if options[0] == "--format" else "csv"
    assert (out / "tables" / f"{name}.{suffix}").exists() or name in said
    for path in (out / "tables").iterdir():
        FORMATS[suffix](path)
    assert (out / "tables" / f"people.{suffix}").exists() == ("--no-people" not in options)
    report = (out / "report.html").read_text(encoding="utf-8")
    assert f'lang="{"fr" if "fr" in options else "en"}"' in report


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--only", "nothing"], "there is no analysis 'nothing'"),
        (["--channel", "fax"], "unknown channel"),
        (["--since", "2030-01-01"], "no message is left"),
        (["--until", "soon"], "is not a date"),
        (["--topic", "("], "no regular expression"),
        (["--current-owner", "Nobody"], "Nobody"),
        (["--only", "silos", "--fail-on", "no_clear_owner"], "needs the analysis owner"),
        (["--names", "--no-people"], "exclude each other"),
    ],
)
def test_a_run_that_fails_leaves_the_folder_as_it_was(
    folder: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    out = tmp_path / "out"
    with replaced(out) as earlier:
        (earlier / "tables").mkdir()
        (earlier / "tables" / "silos.csv").write_text("function\n")
        (earlier / "summary.json").write_text('{"silograph": "0"}')
    before = {path: path.stat().st_mtime_ns for path in sorted(tmp_path.rglob("*"))}
    result = command(folder, out, "--quiet", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.startswith("silograph: ")
    assert result.stderr.count("\n") == 1
    assert {path: path.stat().st_mtime_ns for path in sorted(tmp_path.rglob("*"))} == before


def test_fail_on_writes_and_exits_with_one(folder: Path, tmp_path: Path) -> None:
    result = command(folder, tmp_path / "out", "--only", "owner", "--fail-on", "no_clear_owner")
    recommended = json.loads((tmp_path / "out" / "summary.json").read_text())["owner"]["recommended"]
    assert result.exit_code == int(recommended is None)
