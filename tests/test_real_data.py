"""Every record of seven real data sets is accounted for, and docs/cases.md says so truthfully."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

from silograph.graph.network import build_network
from silograph.log.messages import MessageLog
from silograph.log.people import Roster
from silograph.run.summary import input_counts

pytestmark = pytest.mark.data

PAGE = Path(__file__).parents[1] / "docs" / "cases.md"
# In the order of the page; counted by hand or from the publications, not taken from the program.
RECORDS = {
    "mailing-list": 1_000,
    "slack": 1_382,
    "gastech": 1_170,
    "enron": 38_388,
    "manufacturing": 82_927,
    "volvo": 65_533,
    "eu-core": 25_571,
}
MESSAGES = {
    "mailing-list": 997,
    "slack": 1_031,
    "gastech": 1_170,
    "enron": 21_635,
    "manufacturing": 58_463,
    "volvo": 9_454,
    "eu-core": 25_571,
}
A_ROW_IS_A_RECIPIENT = {"enron", "manufacturing", "eu-core"}


class Case(NamedTuple):
    log: MessageLog
    roster: Roster
    counts: dict[str, Any]


Read = Callable[[str], Case]


def blocks() -> dict[str, str]:
    return dict(
        zip(RECORDS, re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S), strict=True)
    )


@pytest.fixture(scope="module")
def case(data_dir: Path) -> Read:
    """Reads a data set by the recipe of the page, once."""
    read: dict[str, Case] = {}

    def run(name: str) -> Case:
        if name not in read:
            with pytest.MonkeyPatch.context() as patch:
                patch.setitem(os.environ, "SILOGRAPH_DATA", str(data_dir))
                space: dict[str, Any] = {}
                exec(compile(blocks()[name], f"cases.md: {name}", "exec"), space)
            log, roster = space["log"], space["roster"]
            read[name] = Case(log, roster, input_counts(log, roster))
        return read[name]

    return run


def table_of(name: str) -> dict[str, int]:
    text = PAGE.read_text(encoding="utf-8")
    rows = text.split(f"| {name} | |\n|---|---|\n")[1].split("\n\n")[0].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {key: int(value.replace(",", "")) for key, value in cells}


@pytest.mark.parametrize("name", RECORDS)
def test_records_and_messages_are_those_published(case: Read, name: str) -> None:
    read = case(name)
    assert read.log.provenance.total("records") == RECORDS[name]
    assert read.counts["messages"] == MESSAGES[name]
    assert read.counts["rejected"] == 0


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_is_accounted_for(case: Read, name: str) -> None:
    counts = case(name).counts
    kept = counts["interactions"] + counts["self"] if name in A_ROW_IS_A_RECIPIENT else counts["messages"]
    left = sum(counts[key] for key in ("duplicates", "system", "other", "rejected"))
    assert kept + left == RECORDS[name]


@pytest.mark.parametrize("name", RECORDS)
def test_the_page_shows_these_counts(case: Read, name: str) -> None:
    read = case(name)
    counts = {**read.counts, "records": read.log.provenance.total("records")}
    shown = table_of(name)
    assert {"records", "messages", "interactions", "people", "functions", "rejected"} <= set(shown)
    assert shown == {key: counts[key] for key in shown}


def test_mailing_list_function_is_a_guess(case: Read) -> None:
    counts = case("mailing-list").counts
    assert counts["unknown_function_share"] == pytest.approx(0.487, abs=5e-4)
    roles = case("mailing-list").log.to_pandas()["role"].value_counts(normalize=True)
    assert roles["cc"] == pytest.approx(0.856, abs=5e-4)


def test_slack_notes_of_the_program_are_no_posts(case: Read, data_dir: Path) -> None:
    files = (data_dir / "slack" / "houstondatavis").glob("*/*.json")
    kinds = Counter(record.get("subtype") for path in files for record in json.loads(path.read_bytes()))
    posts = {None, "file_share", "file_comment"}
    assert kinds["channel_join"] == 320
    assert case("slack").counts["system"] == sum(kinds[kind] for kind in kinds if kind not in posts)
    log = case("slack").log.to_pandas()
    reached = log[(log["kind"] == "post") & log["recipient"].notna()]
    assert reached["message_id"].nunique() == 137
    assert (log["kind"] == "reaction").sum() == 166


def test_gastech_recipients_one_by_one(case: Read, data_dir: Path) -> None:
    with (data_dir / "gastech" / "email headers.csv").open(encoding="cp1252", newline="") as stream:
        rows = list(csv.DictReader(stream))
    pairs = [
        (row["From"].strip().lower(), to.strip().lower())
        for row in rows
        for to in row["To"].split(",")
        if to.strip()
    ]
    counts = case("gastech").counts
    assert counts["self"] == sum(sender == to for sender, to in pairs) == 807
    assert counts["interactions"] == sum(sender != to for sender, to in pairs) == 8_256
    assert counts["broadcasts"] == sum(row["To"].count("@") > 50 for row in rows) == 80
    assert counts["functions"] == 6
    assert counts["unknown_function_share"] == 0


def test_enron_pairs(case: Read) -> None:
    log = case("enron").log.to_pandas()
    assert len(log[["sender", "recipient"]].drop_duplicates()) == 2_715
    assert case("enron").counts["period"][0].startswith("1998-11-13")
    assert case("enron").counts["period"][1].startswith("2002-06-21")
    assert (case("enron").roster.latest["function"] == "(unknown)").sum() == 3


def test_manufacturing_duplicates_and_messages(case: Read, data_dir: Path) -> None:
    rows = pd.read_csv(data_dir / "manufacturing" / "communication.csv", sep=";", dtype=str)
    counts = case("manufacturing").counts
    assert counts["duplicates"] == rows.duplicated().sum() == 313
    assert counts["messages"] == len(rows[["Sender", "EventDate"]].drop_duplicates())
    assert counts["self"] == (rows.drop_duplicates()["Sender"] == rows.drop_duplicates()["Recipient"]).sum()
    known = case("manufacturing").roster.latest["function"] != "(unknown)"
    assert known.sum() == 154
    network = build_network(case("manufacturing").log, case("manufacturing").roster)
    sizes = dict(zip(network.functions, network.function_sizes, strict=True))
    assert (sizes["branch of 69"], sum(sizes.values())) == (82, 151)  # three more got broadcasts only


def test_volvo_teams_carry_the_functions(case: Read, data_dir: Path) -> None:
    text = gzip.open(
        data_dir / "volvo" / "bpi_challenge_2013_incidents.xes.gz", "rt", encoding="utf-8"
    ).read()
    events = text[text.index("<trace>") :]  # what stands before are defaults, not teams
    assert len(set(re.findall(r'key="org:group" value="([^"]*)"', events))) == 649
    network = build_network(case("volvo").log, case("volvo").roster)
    assert len(network) == 628
    assert set(network.people["actor_kind"]) == {"team"}
    assert len(network.functions) == 23
    assert (network.function_sizes >= 5).sum() == 9


def test_eu_core_reads_open_only_at_first_sight(case: Read) -> None:
    network = build_network(case("eu-core").log, case("eu-core").roster)
    assert (len(network), len(network.functions), len(network.source)) == (986, 42, 24_929)
    function = network.function_codes
    pairs = network.ties
    inside = function[pairs.source] == function[pairs.target]
    # each pair once, as published; by strength it is 0.306
    assert 1 - 2 * inside.mean() == pytest.approx(0.329, abs=5e-4)
    assert case("eu-core").counts["period"] is None
