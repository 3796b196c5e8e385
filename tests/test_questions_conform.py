"""What every question must be, whatever it asks: a new line in `ANALYSES` is under these tests at once."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache
from string import Formatter

import numpy as np
import pandas as pd
import pytest

import silograph as sg
from silograph.analyses import ANALYSES
from silograph.analyses.parts.result import Result
from silograph.graph.small import SMALL
from silograph.language.words import LANGUAGES, TEXTS, Sentence, Words
from silograph.release.gate import release
from silograph.release.policy import Policy
from silograph.release.results import release_result
from silograph.run.run import Analysis
from silograph.simulation import Initiative, Outside

FOUND = frozenset(
    {
        "silo",
        "open",
        "glue",
        "bridge",
        "mailroom",
        "slower",
        "faster",
        "collides",
        "absent",
        "silo2",
    }
)
"""Verdicts that claim something about a function."""
RULED = frozenset({"sum", "part", "derived", "whole", "single_person", "keep", "drop"})


def company(*, null: bool = False) -> sg.CompanySpec:
    spec = sg.CompanySpec(
        people=100,
        messages=5000,
        functions=7,
        seed=11,
        outside=Outside(contacts=50),
        initiative=Initiative(threads=15),
    )
    return spec.null() if null else spec


@lru_cache
def run(*, null: bool = False, again: bool = False) -> Analysis:
    made = sg.simulate(company(null=null))
    asked = {} if null else {
        "topic": made.truth["initiative"]["topic"], "initiative": f"^{re.escape(made.truth['initiative']['space'])}$"
    }  # fmt: skip
    log, roster = made.log()
    settings = sg.Settings(replicates=20, simulations=40, seed=1, **asked)
    return sg.analyze(log, roster, settings=settings)


def result_of(name: str) -> Result:
    if name not in run().results:
        pytest.skip("this company cannot answer it")
    return run().results[name]


@pytest.mark.parametrize("name", ANALYSES)
def test_it_speaks_both_languages(name: str) -> None:
    result = result_of(name)
    said = {lang: result.headline(lang) for lang in LANGUAGES}
    assert said["en"] != said["fr"]
    assert isinstance(result.answer(), Sentence)
    assert all(isinstance(note, Sentence) for note in result.caveats)
    asked = {lang: ANALYSES[name].asks.say(Words(lang)) for lang in LANGUAGES}
    assert asked["en"] != asked["fr"]
    assert all(text.endswith("?") for text in asked.values())


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_a_text_asks_for_the_same_in_both_languages(key: str) -> None:
    fields = [{name for _, name, _, _ in Formatter().parse(TEXTS[key][lang]) if name} for lang in LANGUAGES]
    assert fields[0] == fields[1]
    assert "@@" not in TEXTS[key]["fr"]


@pytest.mark.parametrize("name", ANALYSES)
def test_what_it_writes_is_declared_and_explained(name: str) -> None:
    kind = ANALYSES[name].result
    assert next(iter(kind.declared)) == name, "the main table has the name of the question"
    every = [one for other in ANALYSES.values() for one in other.result.declared.items()]
    known = {
        f"{table}.{one}" for table, declared in (*every, *kind.declared.items()) for one in declared.names
    }
    known |= {figure.name for figure in kind.figures}
    for table, declared in kind.declared.items():
        assert f"rows.{table}" in TEXTS or not declared.written
        names = set(declared.names)
        ends = {end for column in declared.columns for end in column.ends}
        for column in declared.columns:
            assert column.rule in RULED
            explained = Words().meaning(table, column.name)
            assert explained or column.name in ends or not declared.written, column.name
            assert set(column.of) <= names | known, "worked out from columns and figures"
            assert column.rule != "derived" or column.of or column.behind, column.name
        assert set(declared.made_of) <= names
    attributes = {field.name for field in dataclasses.fields(kind)} | set(dir(kind))
    assert {figure.name for figure in kind.figures} | {*kind.kept, *kind.named} <= attributes
    for chart in kind.charts:
        assert f"{chart.key}.chart" in TEXTS


@pytest.mark.parametrize("name", ANALYSES)
def test_tables_are_the_declared_columns_in_order(name: str) -> None:
    result = result_of(name)
    for table, frame in result.tables().items():
        declared = type(result).declared[table]
        assert list(frame) == [column for column in declared.names if column in frame]
        assert len(frame) == len(declared.rows(getattr(result, declared.source)))


@pytest.mark.parametrize("name", ANALYSES)
def test_whom_it_rests_on_is_counted(name: str) -> None:
    """A number of people that is not there is taken for as many as one likes."""
    result = result_of(name)
    for declared in type(result).declared.values():
        frame = getattr(result, declared.source)
        for column in declared.columns:
            people = {column.behind, column.left_out, *({column.among} - {"size"})} - {""}
            # a family of evidence that does not count is not in the table
            assert people <= {*frame} or column.name not in frame, column.name
    assert all(hasattr(result, figure.behind) for figure in result.figures if figure.behind)


@pytest.mark.parametrize("name", ANALYSES)
def test_every_released_cell_is_that_of_the_gate(name: str) -> None:
    result, analysis = result_of(name), run()
    policy = Policy.of(analysis.network, min_group=analysis.settings.min_group)
    once = release_result(result, policy, whole=analysis.merged.get(name))
    written = release(analysis).tables
    for table, frame in once.tables().items():
        pd.testing.assert_frame_equal(frame, written[table])


@pytest.mark.parametrize("name", ANALYSES)
def test_the_summary_lists_cells_of_the_table_with_their_intervals(name: str) -> None:
    """What a verdict is about has its interval wherever it is told, and the same one."""
    result_of(name)
    shown, columns = release(run()), ANALYSES[name].result.listed_columns()
    if not ANALYSES[name].result.listed:
        assert not columns
        return
    declared = {one.name: one for one in ANALYSES[name].result.declared[name].columns}
    assert set(columns) <= set(declared)
    for column in columns:
        assert {end for end in declared[column].ends if end in declared} <= set(columns)
    written, rows = shown.tables[name], shown.summary[name]
    assert rows or name not in {"silos", "glue"}  # of those, this company has some
    key = columns[0]
    for row in rows:
        assert tuple(row) == columns
        cells = written[written[key] == row[key]].iloc[0]
        for column, value in row.items():
            if value is None:
                assert pd.isna(cells[column]) or not np.isfinite(cells[column])
            else:
                assert value == cells[column]
    assert [row[key] for row in rows] == shown.results[name].found[key].tolist()


@pytest.mark.parametrize("name", ANALYSES)
def test_what_is_not_declared_does_not_leave(name: str) -> None:
    result, analysis = result_of(name), run()
    shown = release_result(result, Policy.of(analysis.network, min_group=5), whole=analysis.merged.get(name))
    kind = type(result)
    ends = {end for figure in kind.figures for end in figure.ends}
    let = {
        "parameters",
        "caveats",
        *kind.claims,
        *kind.kept,
        *kind.named,
        *(f.name for f in kind.figures),
        *ends,
    }
    let |= {declared.source for declared in kind.declared.values()}
    for field in dataclasses.fields(result):
        value = getattr(shown, field.name)
        if field.name in let:
            continue
        empty = value is None or (isinstance(value, float) and np.isnan(value)) or len(value) == 0
        assert empty, field.name
    for declared in kind.declared.values():
        written = {column.name for column in declared.columns if column.rule != "drop"}
        assert set(getattr(shown, declared.source).columns) <= written | {*declared.groups}


@pytest.mark.parametrize("name", ANALYSES)
def test_nobody_small_is_in_it(name: str) -> None:
    """The same result, had three functions been too small."""
    result, network = result_of(name), run().network
    sizes = dict(zip(network.functions, network.group_sizes.tolist(), strict=True))
    small = sorted(sizes, key=lambda one: (sizes[one], one))[:3]
    policy = Policy(sizes=sizes | dict.fromkeys(small, 2), min_group=5)
    shown = release_result(result, policy, whole=result if ANALYSES[name].whole else None)
    cells = [str(cell) for table in shown.tables().values() for cell in table.to_numpy(object).ravel()]
    cells += [shown.headline(), *shown.doubts("fr")]
    assert not [cell for cell in cells for function in small if function in cell]
    for declared in type(result).declared.values():
        if declared.merged and declared.groups:
            frame = getattr(shown, declared.source)
            assert (frame[list(declared.groups)] == SMALL).any(axis=None)


@pytest.mark.parametrize("name", ANALYSES)
def test_it_can_be_said_where_nothing_is_known_of_the_whole(name: str) -> None:
    """With small functions as one, too few may be left to answer: figures of the whole are then none."""
    result, network = result_of(name), run().network
    sizes = dict(zip(network.functions, network.group_sizes.tolist(), strict=True))
    small = sorted(sizes, key=lambda one: (sizes[one], one))[:3]
    shown = release_result(result, Policy(sizes=sizes | dict.fromkeys(small, 2), min_group=5))
    for figure in type(result).figures:
        value = getattr(shown, figure.name)
        assert figure.rule != "whole" or value in (None, {}) or np.isnan(value)
    for lang in LANGUAGES:
        assert shown.headline(lang)
    assert shown.to_html()


@pytest.mark.parametrize("name", ANALYSES)
def test_the_same_seed_gives_the_same_numbers(name: str) -> None:
    first, again = result_of(name), run(again=True).results[name]
    for table, frame in first.tables().items():
        pd.testing.assert_frame_equal(frame, again.tables()[table], rtol=1e-9)


@pytest.mark.parametrize("name", ANALYSES)
def test_null_data_give_nothing(name: str) -> None:
    found = run(null=True).results.get(name)
    if found is None or "verdict" not in found.table:
        pytest.skip("no verdict to give")
    assert not set(found.table["verdict"].dropna()) & FOUND
