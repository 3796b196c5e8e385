"""The log of one mailbox is told from that of a company, said everywhere, and never whose it is."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import silograph as sg
from silograph.graph.network import Network, TieRule, build_network
from silograph.log.batches import BatchBuilder
from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.output.folder import write
from silograph.output.page.story import tell
from silograph.output.report import report_page
from silograph.release.gate import Released, release
from silograph.run.run import Analysis
from silograph.simulation import WORLDS, Company, CompanySpec, simulate

SAID = "one person wrote or received more than half of this log"
DITE = "une seule personne a écrit ou reçu plus de la moitié de ce journal"
PEOPLE = "abcdefg"


def log_of(messages: list[tuple[str, list[str]]], **more: bool) -> tuple[MessageLog, Roster]:
    builder = BatchBuilder()
    for number, (sender, recipients) in enumerate(messages):
        to = [(recipient, "to") for recipient in recipients]
        builder.message(f"m{number}", sender, to, sent_at=pd.Timestamp("2024-01-10", tz="UTC"), **more)
    store = Store.in_memory()
    store.add([builder.take()], name="m", loader="mail")
    return store.log()


def company(world: str, seed: int = 1) -> Company:
    return simulate(CompanySpec(world=world, people=120, messages=1800, functions=7, seed=seed).null())


@cache
def run_of(world: str) -> Analysis:
    settings = sg.Settings(replicates=20, simulations=20, only=("silos", "glue", "copies"))
    return sg.analyze(*company(world).log(), settings=settings)


@cache
def released_of(world: str) -> Released:
    return release(run_of(world))


def test_by_hand() -> None:
    """Four messages, of which a wrote two and received one; of the six ties she is an end of three."""
    log, roster = log_of([("a", ["b", "c"]), ("a", ["b"]), ("d", ["a", "e"]), ("e", ["f", "g"])])
    network = build_network(log, roster)
    assert network.with_one == 3 / 4
    assert network.one_mailbox
    assert len(network.ties) == 6
    by_ties = Network.from_pandas(network.to_pandas())
    assert by_ties.with_one is None
    assert by_ties.one_mailbox  # of the strength 2.5 of 4, for a mail to two is half a tie to each
    alike = by_ties.to_pandas().assign(strength=1.0)
    assert not Network.from_pandas(alike).one_mailbox  # three of six ties, all as strong: not more than half


def test_half_is_not_more_than_half() -> None:
    assert not build_network(*log_of([("a", ["b"]), ("c", ["d"]), ("a", ["e"]), ("f", ["g"])])).one_mailbox


def test_among_four_people_somebody_is_always_an_end_of_half() -> None:
    assert not Network.from_edges([("a", "b"), ("a", "c"), ("a", "d")]).one_mailbox
    assert Network.from_edges([("a", "b"), ("a", "c"), ("a", "d"), ("a", "e")]).one_mailbox


def test_a_ticket_queue_is_nobodys_mailbox() -> None:
    ties = pd.DataFrame({"source": ["desk"] * 6, "target": list("abcdef")})
    kinds = ["team", *["person"] * 6]
    people = pd.DataFrame({"person_id": ["desk", *"abcdef"], "function": "HR", "actor_kind": kinds})
    assert not Network.from_pandas(ties, people).one_mailbox
    people["actor_kind"] = "person"
    assert Network.from_pandas(ties, people).one_mailbox


def test_a_change_of_function_makes_no_two_people() -> None:
    ties = pd.DataFrame({"source": [0, 0, 0, 1, 1, 1], "target": [2, 3, 4, 2, 5, 6]})
    people = pd.DataFrame({"person_id": ["a", "a", *"bcdef"], "function": ["HR", "IT", *["IT"] * 5]})
    ones = pd.Series(1.0, index=ties.index)
    network = Network(
        people=people,
        source=ties["source"].to_numpy(),
        target=ties["target"].to_numpy(),
        strength=ones.to_numpy(),
        messages=ones.to_numpy().astype(int),
    )
    assert network.one_mailbox


@given(
    messages=st.lists(
        st.tuples(st.sampled_from(PEOPLE), st.lists(st.sampled_from(PEOPLE), max_size=5, unique=True)),
        min_size=1,
        max_size=12,
    ),
    limit=st.sampled_from([1, 2, 50]),
)
def test_the_share_equals_a_slow_count(messages: list[tuple[str, list[str]]], limit: int) -> None:
    counted, part = 0, Counter[str]()
    for sender, recipients in messages:
        others = {one for one in recipients if one != sender}
        if others and len(others) <= limit:
            counted += 1
            part.update({sender, *others})
    found = build_network(*log_of(messages), tie_rule=TieRule(max_audience=limit)).with_one
    assert found == (max(part.values()) / counted if counted else None)


def test_programs_write_no_mailbox() -> None:
    assert build_network(*log_of([("a", ["b"])], automated=True)).with_one is None


@pytest.mark.parametrize("world", ["plain", "one_mailbox", "reorganisation", "tickets_only"])
def test_the_simulator_counts_alike(world: str) -> None:
    invented = company(world)
    log, roster = invented.log()
    for layer in ("all", *log.channels):
        assert build_network(log, roster, layer=layer).with_one == invented.to_network(layer=layer).with_one


@pytest.mark.parametrize("world", WORLDS)
def test_which_worlds_are_one_mailbox(world: str) -> None:
    for seed in range(3):
        assert company(world, seed).to_network().one_mailbox == (world == "one_mailbox")


def test_it_is_said_everywhere(tmp_path: Path) -> None:
    run, released = run_of("one_mailbox"), released_of("one_mailbox")
    assert run.results
    for result in run.results.values():
        assert result.doubts()[0].startswith(SAID)
        assert result.doubts("fr")[0].startswith(DITE)
    assert str(released.summary["warnings"][0]).startswith(SAID)
    report = report_page(released)
    assert report.count(SAID) >= 1
    assert f"Beware: {SAID}" in report
    assert f"Attention : {DITE}" in " ".join(report_page(released, lang="fr").split())
    story = tell(released)
    assert SAID in story.answer["en"]
    assert any(SAID in sentence["en"] for sentence in story.steps[-1].sentences)
    (tmp_path / "out").mkdir()
    write(released, tmp_path / "out")
    assert SAID in (tmp_path / "out" / "network.html").read_text(encoding="utf-8")
    assert SAID in (tmp_path / "out" / "summary.json").read_text(encoding="utf-8")


def test_it_is_said_without_a_run() -> None:
    """Who asks one question of a network in a notebook is told what a run says first, once."""
    network = company("one_mailbox").to_network()
    for result in (sg.silos(network, simulations=5), sg.glue(network, replicates=5, simulations=0)):
        assert [doubt.startswith(SAID) for doubt in result.doubts()][:1] == [True]
        assert [doubt.startswith(DITE) for doubt in result.doubts("fr")].count(True) == 1
    assert "can’t tell" in result.headline()
    assert result.glue == ()
    run = run_of("one_mailbox")
    for asked in run.results.values():
        assert [doubt.startswith(SAID) for doubt in asked.doubts()].count(True) == 1
    usual = company("plain").to_network()
    assert not any(doubt.startswith(SAID) for doubt in sg.silos(usual, simulations=5).doubts())


def test_it_is_not_said_of_a_company() -> None:
    run, released = run_of("plain"), released_of("plain")
    assert not any(SAID in doubt for result in run.results.values() for doubt in result.doubts())
    assert SAID not in report_page(released)
    assert SAID not in tell(released).answer["en"]


def test_whose_it_is_stays_unsaid() -> None:
    """Neither who nor in how much of the log: that would be a figure about one person."""
    run, released = run_of("one_mailbox"), released_of("one_mailbox")
    share = run.network.with_one
    assert share is not None
    told = " ".join([*map(str, released.summary["warnings"]), *tell(released).answer.values()])
    assert f"{share:.0%}" not in told
    assert not any(str(one) in told for one in run.network.people["person_id"])
