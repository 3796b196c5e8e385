"""One way to ask every question: the same first arguments, the same names of options, one sentence for each misuse."""

from __future__ import annotations

import inspect
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import silograph as sg
from silograph.analyses import ANALYSES
from silograph.analyses.parts.options import AT_LEAST
from silograph.errors import SilographError

# What has one meaning and one default wherever it is an option.
VOCABULARY: dict[str, Any] = {
    "seed": 0,
    "min_group": 5,
    "replicates": None,
    "simulations": None,
    "samples": None,
    "tie_rule": None,
    "settle_days": 14,
    "weighted": False,
    "audience": "balanced",
    "window": "month",
}
GONE = ("null_networks", "rewirings", "draws", "days", "max_audience", "findings")


@pytest.fixture(scope="module")
def read() -> tuple[sg.MessageLog, sg.Roster]:
    return sg.simulate(sg.CompanySpec(people=60, messages=2500, functions=5, seed=1)).log()


@pytest.mark.parametrize("name", ANALYSES)
def test_first_arguments_and_options_are_the_same_everywhere(name: str) -> None:
    signature = inspect.signature(getattr(sg, name)).parameters
    log, roster, *options = signature.values()
    assert (log.name, roster.name, roster.default) == ("log", "roster", None)
    assert {one.kind for one in options} == {inspect.Parameter.KEYWORD_ONLY}
    assert not signature.keys() & set(GONE)
    for word in signature.keys() & VOCABULARY.keys():
        assert signature[word].default == VOCABULARY[word], word
    assert "tie_rule" in signature


@pytest.mark.parametrize("name", ANALYSES)
def test_its_help_says_what_each_is(name: str) -> None:
    text, parameters = (
        inspect.getdoc(getattr(sg, name)) or "",
        inspect.signature(getattr(sg, name)).parameters,
    )
    told = text[text.index("Parameters\n---") : text.index("\nReturns\n---")]
    for one in parameters:
        assert any(one in line.split(", ") for line in told.splitlines()), one


def test_the_settings_of_a_run_have_the_same_defaults() -> None:
    for name, default in VOCABULARY.items():
        if name in sg.Settings.__dataclass_fields__ and name != "tie_rule":
            assert getattr(sg.Settings(), name) == default
    assert AT_LEAST.keys() <= sg.Settings.__dataclass_fields__.keys()


def test_by_itself_a_question_answers_as_in_a_run() -> None:
    """With what other ways to count ties change, and with the glue as it is once it is known who relays."""
    small = sg.simulate(sg.CompanySpec(people=30, messages=900, functions=5, seed=1)).log()
    quick: dict[str, Any] = {"replicates": 20, "simulations": 3, "min_group": 4}
    run = sg.analyze(*small, settings=sg.Settings(only=("owner",), **quick))
    owner, relay = sg.owner(*small, **quick), sg.relay(*small, **quick)
    pd.testing.assert_frame_equal(owner.table, run.results["owner"].table)
    assert owner.gates == run.results["owner"].gates
    pd.testing.assert_frame_equal(relay.table, run.results["relay"].table)


def test_results_given_by_name_are_not_asked_again(read: tuple[sg.MessageLog, sg.Roster]) -> None:
    glue = sg.glue(*read, replicates=20, simulations=0)
    usual, early = (sg.relay(*read, glue=glue, settle_days=days) for days in (14, 0))
    assert usual.parameters["settle_days"] == 14
    assert early.table["items"].sum() > usual.table["items"].sum()


def test_a_network_alone_is_enough_for_whom_to_involve(read: tuple[sg.MessageLog, sg.Roster]) -> None:
    network = sg.build_network(*read)
    silos = sg.silos(network, simulations=2)
    assert sg.owner(network, silos=silos, samples=50).involve
    pd.testing.assert_frame_equal(sg.silos(*read, simulations=2).table, silos.table)


TIES = pd.DataFrame({"source": ["a", "b"], "target": ["b", "a"]})
Misuse = Callable[[Any, Any], object]
MISUSES: dict[str, tuple[Misuse, str]] = {
    "the wrong order": (
        lambda log, roster: sg.silos(roster, log), r"the log comes first, then the roster; write sg\.silos\("
    ),
    "the wrong order, for a network": (lambda log, roster: sg.build_network(roster, log), "the log comes first"),
    "the wrong order, for a run": (lambda log, roster: sg.analyze(roster, log), "the log comes first"),
    "a log alone": (lambda log, _: sg.copies(log), "the log needs its roster"),
    "both in one": (lambda log, roster: sg.copies((log, roster)), "the log and its roster are two arguments"),
    "a table as log": (lambda log, roster: sg.analyze(pd.DataFrame(), roster), "a DataFrame is no log; make one with"),
    "a table as roster": (lambda log, _: sg.silos(log, pd.DataFrame()), "a DataFrame is no roster; sg.read gives one"),
    "a network for what needs messages": (
        lambda log, roster: sg.response(sg.build_network(log, roster)), "this question needs messages, and a Network"
    ),
    "a network for what needs a log": (
        lambda log, roster: sg.ownership(sg.build_network(log, roster)), "a Network is no log; make one with"
    ),
    "conversations for what needs ties": (
        lambda log, roster: sg.silos(sg.build_conversations(log, roster)), "a Conversations is no network"
    ),
    "conversations without the roster": (
        lambda log, roster: sg.maturity(sg.build_conversations(log, roster)), "maturity needs the roster"
    ),
    "results in a row": (
        lambda log, roster: sg.owner(log, roster, None), r"give the rest by name: sg\.owner\(log, roster, glue=\.\.\.\)"
    ),
    "another result": (
        lambda log, roster: sg.relay(log, roster, glue=sg.silos(log, roster, simulations=2)),
        "glue must be what sg.glue gives, not a SilosResult",
    ),
    "an old name": (lambda log, roster: sg.glue(log, roster, null_networks=3), "glue has no option 'null_networks'"),
    "a seed below 0": (lambda log, roster: sg.glue(log, roster, seed=-1), "seed must be at least 0, not -1"),
    "a seed that is none": (lambda log, roster: sg.glue(log, roster, seed="a"), "seed must be a whole number, not 'a'"),
    "no replicates": (lambda log, roster: sg.copies(log, roster, replicates=0), "replicates must be at least 1, not 0"),
    "no group": (lambda log, roster: sg.silos(log, roster, min_group=0), "min_group must be at least 1, not 0"),
    "half a simulation": (
        lambda log, roster: sg.table(log, roster, simulations=0.5), "simulations must be a whole number, not 0.5"
    ),
    "days of the wrong sign": (
        lambda log, roster: sg.relay(log, roster, settle_days=-1), "settle_days must not be negative"
    ),
    "no tie rule": (lambda log, roster: sg.silos(log, roster, tie_rule=3), "tie_rule must be a TieRule, not 3"),
    "a text of names": (
        lambda *_: sg.Settings(only="silos"), r"only takes several names, not 'silos'; write only=\('silos',\)"
    ),
    "a name that is none": (
        lambda *_: sg.Settings(only=("silo",)), "there is no analysis 'silo'; did you mean silos?"
    ),
    "a setting below 0": (lambda *_: sg.Settings(seed=-1), "seed must be at least 0, not -1"),
    "an audience that is none": (lambda *_: sg.Settings(audience="inside"), "there is no audience 'inside'"),  # type: ignore[arg-type]
    "a language that is none": (lambda *_: sg.Settings(lang="de"), "there is no lang 'de'"),  # type: ignore[arg-type]
    "a weight that is nowhere": (
        lambda *_: sg.Network.from_pandas(TIES, weight="mails"), "table of ties: no column 'mails' among source, target"
    ),
    "ties of another shape": (
        lambda *_: sg.Network.from_pandas(TIES.rename(columns={"target": "to"})), "no column 'target' among source, to"
    ),
    "people of another shape": (
        lambda *_: sg.Network.from_pandas(TIES, pd.DataFrame({"person_id": [1], "department": ["HR"]})),
        "table of people: no column 'function' among person_id, department",
    ),
    "ties of no strength": (
        lambda *_: sg.Network.from_pandas(TIES.assign(weight=[1, 0])), "1 of 2 ties have no positive weight"
    ),
    "a table that holds no messages": (
        lambda *_: sg.read(pd.DataFrame({"x": [1], "y": [2]})), "table: no "
    ),
    "a column of mixed kinds": (
        lambda *_: sg.read(pd.DataFrame({"sent_at": [1, "x"], "sender": ["a", "b"], "recipient": ["b", "a"]})),
        "table: .*; give each column one name and one kind of value",
    ),
    "settings of another kind": (
        lambda log, roster: sg.analyze(log, roster, settings={"seed": 1}), "settings must be Settings, not a dict"
    ),
}  # fmt: skip


@pytest.mark.parametrize("misuse", MISUSES)
def test_a_misuse_is_answered_by_one_sentence(misuse: str, read: tuple[sg.MessageLog, sg.Roster]) -> None:
    call, told = MISUSES[misuse]
    with pytest.raises(SilographError, match=told) as caught:
        call(*read)
    assert "\n" not in str(caught.value)


def test_plots_without_matplotlib(
    read: tuple[sg.MessageLog, sg.Roster], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SilographError, match=r"plots need matplotlib; pip install 'silograph\[plot\]'"):
        sg.silos(*read, simulations=2).plot()


MAILS = pd.DataFrame(
    {
        "Date": pd.to_datetime(["2024-01-08 09:00", "2024-01-08 10:00", None]),
        "From": ["ann@x.org", "bob@x.org", "bob@x.org"],
        "To": ["bob@x.org; eve@x.org", "ann@x.org", "eve@x.org"],
    }
)
STAFF = pd.DataFrame({"Employee ID": [7, None, 9], "Work email": ["ann@x.org", "bob@x.org", "eve@x.org"],
                      "Department": ["HR", "IT", "HR"]})  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*too small to be shown")
@pytest.mark.parametrize("kind", ["pandas", "pyarrow"])
def test_tables_are_read_like_files(kind: str, tmp_path: Path) -> None:
    mails, staff = (MAILS, STAFF) if kind == "pandas" else map(pa.Table.from_pandas, (MAILS, STAFF))
    log, roster = sg.read(mails, staff)
    MAILS.to_csv(tmp_path / "mails.csv", index=False)
    STAFF.convert_dtypes().to_csv(tmp_path / "staff.csv", index=False)
    expected, people = sg.read(tmp_path / "mails.csv", tmp_path / "staff.csv")
    ours, theirs = (one.to_pandas().drop(columns=["source", "message_id"]) for one in (log, expected))
    pd.testing.assert_frame_equal(ours, theirs)
    pd.testing.assert_frame_equal(roster.actors, people.actors)
    assert sg.load_roster(staff).lookup("ann@x.org") == "7"


def test_weights_of_ties_are_read() -> None:
    assert sg.Network.from_pandas(TIES.assign(weight=[2.0, 3.0])).strength.tolist() == [2.0, 3.0]
    both = TIES.assign(strength=[1.0, 1.0], mails=[5, 6])
    assert sg.Network.from_pandas(both).strength.tolist() == [1.0, 1.0]
    assert sg.Network.from_pandas(both, weight="mails").strength.tolist() == [5.0, 6.0]


def test_log_and_roster_show_themselves(read: tuple[sg.MessageLog, sg.Roster]) -> None:
    log, roster = read
    first, same = (one.dropna(axis="columns") for one in (log.head(3), log.to_pandas().head(3)))
    pd.testing.assert_frame_equal(first, same)
    assert len(roster.head(2)) == 2
    counts = log.counts()
    assert f"Log of {counts['messages']:,} messages" in log._repr_html_()
    assert "<td>email</td>" in log._repr_html_()
    shown = roster._repr_html_()
    assert "Roster of 60 people" in shown
    assert not any(str(one) in log._repr_html_() + shown for one in roster.aliases)
    assert "Roster of 0 people" in sg.Roster.empty()._repr_html_()


def test_log_and_roster_can_be_pickled(read: tuple[sg.MessageLog, sg.Roster]) -> None:
    log, roster = read
    part = log.filter(channels=["email"])
    for one in (log, part):
        again, people = pickle.loads(pickle.dumps((one, roster)))
        pd.testing.assert_frame_equal(again.to_pandas(), one.to_pandas())
        assert again.counts() == one.counts()
        pd.testing.assert_frame_equal(
            sg.build_network(again, people).to_pandas(), sg.build_network(one, roster).to_pandas()
        )
        ours, theirs = sg.build_conversations(again, people), sg.build_conversations(one, roster)
        pd.testing.assert_frame_equal(ours.messages, theirs.messages)
        pd.testing.assert_frame_equal(ours.cases, theirs.cases)
    assert people.aliases == roster.aliases
    assert pickle.loads(pickle.dumps(again)).period == part.period
    assert len(pickle.dumps(part)) < len(pickle.dumps(log))
