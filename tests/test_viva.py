"""Network queries of Viva Insights: ties that were added up elsewhere."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import silograph as sg
from silograph.cli import main
from silograph.errors import DataError, UsageError
from silograph.loaders import LOADERS
from silograph.loaders.files import Source

P2P = (
    "PrimaryCollaborator_PersonId,SecondaryCollaborator_PersonId,MetricDate,Diverse_tie_score,Diverse_tie_type,"
    "Strong_tie_score,Strong_tie_type,PrimaryCollaborator_Organization,SecondaryCollaborator_Organization\n"
)
G2G = (
    "PrimaryCollaborator_Organization,PrimaryCollaborator_GroupSize,SecondaryCollaborator_Organization,"
    "SecondaryCollaborator_GroupSize,MetricDate,Percent_Group_collaboration_time_invested,"
    "Group_collaboration_time_invested,Group_email_sent_count\n"
)
P2G = (
    "PrimaryCollaborator_PersonId,SecondaryCollaborator_FunctionType,MetricDate,Meeting_Count,Mail_Count\n"
    "a,HR,1/4/2023,1,2\n"
)


def ties(found: object) -> dict[tuple[str, str], float]:
    table = found.ties  # type: ignore[attr-defined]
    return dict(zip(zip(table["source"], table["target"], strict=True), table["strength"], strict=True))


def test_person_to_person(tmp_path: Path) -> None:
    path = tmp_path / "p2p.csv"
    path.write_text(
        "\ufeff" + P2P
        + "a,b,01/04/2023,0.1,0,0.5,1,HR,Sales\n"
        + "a,b,01/11/2023,0.1,0,0.25,1,HR,Sales\n"
        + "b,a,01/11/2023,0.1,0,0.5,1,Marketing,HR\n"  # moved, or is called so now and then: the commonest counts
        + "b,c,01/11/2023,0.1,0,0,0,Sales,\n"
        + "c,Unclassified Collaborators,01/11/2023,0.1,0,0.5,0,HR,\n"
        + "c,a,01/11/2023,0.1,0,much,0,IT,HR\n"
        + "c,a,01/11/2023\n"
        + "c,a,01/11/2023,0.1,0,1,0,,HR\n",
        encoding="utf-8",
    )  # fmt: skip
    found = sg.read_viva(path)
    assert found.between == "people"
    assert ties(found) == {("a", "b"): 0.375, ("b", "a"): 0.25, ("c", "a"): 0.5}
    assert found.people.to_numpy().tolist() == [
        ["a", "HR", "person"], ["b", "Sales", "person"], ["c", "(unknown)", "person"],
    ]  # fmt: skip
    assert found.notes == (
        "1 rows have no strength that is a number",
        "1 rows have the strength 0: no tie",
        "1 rows lack cells",
        "1 rows name nobody (unclassified collaborators)",
    )
    network = sg.Network.from_pandas(found.ties, found.people, layer="Viva Insights")
    assert sorted(network.strength.tolist()) == [0.25, 0.375, 0.5]
    assert ties(sg.read_viva(path, strength="Diverse_tie_score"))["a", "b"] == pytest.approx(0.1)


def test_group_to_group_is_directed_and_has_ties_within(tmp_path: Path) -> None:
    path = tmp_path / "g2g.csv"
    path.write_text(
        (
            G2G + "Sales;137;HR;20;01/04/2023;16,2;23362,5;6080\n"
            "HR;20;Sales;137;01/04/2023;1;50;7\nHR;20;HR;20;01/04/2023;9;70;7\n"
        )
        .replace(",", ";", G2G.count(","))
    )  # fmt: skip
    found = sg.read_viva(path)
    assert (found.between, set(found.people["actor_kind"])) == ("groups", {"team"})
    assert ties(found) == {("Sales", "HR"): 23362.5, ("HR", "Sales"): 50.0, ("HR", "HR"): 70.0}
    network = sg.Network.from_pandas(found.ties, found.people)
    assert sorted(network.strength.tolist()) == [50.0, 23362.5]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            P2P + "a,b,01/04/2023,0.1,0,0.5,1,HR,IT\n",
            "a person-to-person query of Viva Insights, which has ties and no messages",
        ),
        (
            G2G + "HR,1,IT,2,01/04/2023,1,2,3\n",
            "a group-to-group query of Viva Insights, which has ties and no messages",
        ),
        (P2G, "a person-to-group query of Viva Insights, which has no ties between people"),
    ],
)
def test_as_a_source_of_messages_it_is_refused_in_one_line(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "q.csv").write_text(content)
    assert not [key for key, loader in LOADERS.items() if loader.recognises(Source(tmp_path / "q.csv"))]
    result = CliRunner().invoke(main, ["info", str(tmp_path / "q.csv")])
    [line] = result.stderr.splitlines()
    assert result.exit_code == 2
    assert said in line


def test_what_is_no_query_or_lacks_a_column(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    for content, said in (
        ("a,b\n1,2\n", "no query of Viva Insights"),
        (P2G, "no query of Viva Insights"),
        (P2P, "no tie in it"),
        (
            P2P.replace("Strong_tie_score", "Score") + "a,b,1,1,1,1,1,a,b\n",
            "no column for strength='Strong_tie_score'",
        ),
    ):
        path.write_text(content)
        with pytest.raises(DataError, match=said):
            sg.read_viva(path)
    path.write_text(G2G + "HR,1,IT,2,01/04/2023,1,2,3\n")
    with pytest.raises(DataError, match="no column for attribute='Level'"):
        sg.read_viva(path, attribute="Level")


@pytest.mark.parametrize(
    "question",
    ["silos2", "relay", "response", "hourglass", "collisions", "table", "copies", "trend", "maturity"],
)
def test_questions_about_messages_say_so_in_one_line(question: str) -> None:
    network = sg.Network.from_pandas(pd.DataFrame({"source": ["a"], "target": ["b"]}))
    more = (None,) if question == "maturity" else ()
    with pytest.raises(UsageError, match="this question needs messages, and a Network has ties only"):
        getattr(sg, question)(network, *more)


ROWS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.integers(1, 4), st.integers(0, 1000)),
    min_size=1,
    max_size=40,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=ROWS,
    functions=st.fixed_dictionaries({one: st.sampled_from(["HR", "IT"]) for one in "abcde"}),
    seed=st.integers(),
)
def test_random_queries_are_read_back(
    tmp_path: Path, rows: Sequence[tuple[str, str, int, int]], functions: Mapping[str, str], seed: int
) -> None:
    rows = list({(one, other, day): (one, other, day, score) for one, other, day, score in rows}.values())
    rows = [row for row in rows if row[3]]
    if not rows:
        return
    random.Random(seed).shuffle(rows)
    lines = [f"{a},{b},0{d}/01/2023,0,0,{s / 1000},1,{functions[a]},{functions[b]}\n" for a, b, d, s in rows]
    (tmp_path / "q.csv").write_text(P2P + "".join(lines))
    expected: dict[tuple[str, str], float] = defaultdict(float)
    for a, b, _, score in rows:
        expected[a, b] += score / 1000
    days = len({row[2] for row in rows})
    found = sg.read_viva(tmp_path / "q.csv")
    assert ties(found) == pytest.approx({pair: total / days for pair, total in expected.items()})
    named = {one for row in rows for one in row[:2]}
    assert dict(zip(found.people["person_id"], found.people["function"], strict=True)) == {
        one: functions[one] for one in named
    }
