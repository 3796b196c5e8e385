"""What notebooks use: graphs in place of networks, results that show themselves, and a public surface that holds."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
import tomllib
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import igraph as ig
import IPython
import matplotlib as mpl
import networkx as nx
import numpy as np
import pandas as pd
import pytest

import silograph as sg
from silograph.analyses import ANALYSES
from silograph.charts import cells as notebook
from silograph.errors import DataError, UsageError
from silograph.simulation import Initiative, Outside, write

mpl.use("Agg")

FUNCTIONS = {"ann": "HR", "bob": "HR", "eve": "IT", "joe": "IT"}
EDGES = [("ann", "bob", 2.0), ("bob", "eve", 0.5), ("eve", "joe", 1.5)]


def _networkx(kind: type[nx.Graph]) -> nx.Graph:
    graph = kind()
    graph.add_weighted_edges_from(EDGES)
    nx.set_node_attributes(graph, FUNCTIONS, "function")
    return graph


def _igraph(*, directed: bool) -> ig.Graph:
    graph = ig.Graph.TupleList(EDGES, directed=directed, edge_attrs=["weight"])
    graph.vs["function"] = [FUNCTIONS[name] for name in graph.vs["name"]]
    return graph


GRAPHS: dict[str, Callable[[], Any]] = {
    "Graph": lambda: _networkx(nx.Graph),
    "DiGraph": lambda: _networkx(nx.DiGraph),
    "MultiGraph": lambda: _networkx(nx.MultiGraph),
    "igraph": lambda: _igraph(directed=False),
    "directed igraph": lambda: _igraph(directed=True),
}


class TestGraphs:
    @pytest.mark.parametrize("make", GRAPHS.values(), ids=GRAPHS)
    def test_is_the_network_of_the_same_table(self, make: Callable[[], Any]) -> None:
        ties = pd.DataFrame(EDGES, columns=["source", "target", "strength"])
        people = pd.Series(FUNCTIONS).rename_axis("person_id").rename("function").reset_index()
        network = sg.as_network(make())
        expected = sg.Network.from_pandas(ties, people)
        pd.testing.assert_frame_equal(network.to_pandas(), expected.to_pandas())
        assert network.people["function"].tolist() == expected.people["function"].tolist()

    def test_a_network_stays_what_it_is(self) -> None:
        network = sg.Network.from_edges([("a", "b")])
        assert sg.as_network(network) is network

    def test_directions_are_kept_and_parallel_edges_summed(self) -> None:
        graph = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "b")])
        assert sg.as_network(graph).to_pandas().to_dict("list") == {
            "source": ["a", "b"],
            "target": ["b", "a"],
            "strength": [2.0, 1.0],
            "messages": [2, 1],
        }
        undirected = ig.Graph(n=2, edges=[(0, 1), (1, 0)])
        assert sg.as_network(undirected).strength.tolist() == [2.0]

    def test_ids_may_be_anything(self) -> None:
        ids = [("site", 1), frozenset("x"), 7, "7"]
        network = sg.as_network(nx.Graph(list(pairwise(ids))))
        assert network.people["person_id"].tolist() == ids
        assert len(sg.communities(network, simulations=3).people) == 4

    def test_functions_by_another_name_and_missing_ones(self) -> None:
        graph = nx.Graph([(1, 2), (2, 3), (3, 4)])
        nx.set_node_attributes(graph, {1: 0, 2: None, 3: float("nan")}, "block")
        network = sg.as_network(graph, function="block")
        assert network.people["function"].tolist() == ["0", "(unknown)", "(unknown)", "(unknown)"]

    def test_strength_by_another_name_and_where_edges_lack_it(self) -> None:
        graph = nx.Graph()
        graph.add_edge(1, 2, mails=3)
        graph.add_edge(2, 3)
        assert sg.as_network(graph, strength="mails").strength.tolist() == [3.0, 1.0]
        assert sg.as_network(graph).strength.tolist() == [1.0, 1.0]

    @pytest.mark.parametrize("wrong", [0, -1.0, float("nan"), float("inf"), None, "much"], ids=str)
    def test_strengths_that_are_none(self, wrong: object) -> None:
        graph = nx.Graph([("a", "b"), ("b", "c", {"weight": wrong})])
        with pytest.raises(DataError, match=r"1 of 2 edges have no positive weight.*'b' and 'c'"):
            sg.as_network(graph)

    def test_self_loops_are_left_out_aloud(self) -> None:
        graph = nx.Graph([("a", "a", {"weight": -1}), ("a", "b", {"weight": 1})])
        with pytest.warns(UserWarning, match="1 edge") as said:
            network = sg.as_network(graph)
        assert len(network.ties) == 1
        assert said[0].filename == __file__

    def test_names_that_nothing_has(self) -> None:
        graph = _networkx(nx.Graph)
        with pytest.raises(DataError, match="no node has an attribute 'dept'; they have function"):
            sg.as_network(graph, function="dept")
        with pytest.raises(DataError, match="no edge has an attribute 'mails'; they have weight"):
            sg.as_network(graph, strength="mails")

    @pytest.mark.parametrize("thing", [pd.DataFrame(), [("a", "b")], None], ids=["table", "list", "None"])
    def test_what_is_no_graph(self, thing: Any) -> None:
        with pytest.raises(UsageError, match="is no network"):
            sg.as_network(thing)

    def test_empty_graphs(self) -> None:
        assert len(sg.as_network(nx.Graph())) == len(sg.as_network(ig.Graph())) == 0

    def test_there_and_back(self, company: sg.Company) -> None:
        network = company.to_network()
        for graph in (network.to_networkx(), sg.to_igraph(network)):
            back = sg.as_network(graph)
            assert back.people["person_id"].tolist() == network.people["person_id"].tolist()
            for name in ("source", "target", "strength"):
                np.testing.assert_array_equal(getattr(back.ties, name), getattr(network.ties, name))

    def test_analyses_take_graphs(self, company: sg.Company) -> None:
        graph = company.to_network().to_networkx()
        network = sg.as_network(graph)
        silos = {"simulations": 2}
        glue = {"replicates": 20, "simulations": 20}

        def answers(on: Any) -> list[pd.DataFrame]:
            found = sg.glue(on, **glue), sg.silos(on, **silos)
            others = (
                sg.communities(on, simulations=3),
                sg.whatif(on, liaisons=0),
                sg.owner(on, glue=found[0], silos=found[1]),
            )
            return [result.table for result in (*found, *others)]

        for ours, theirs in zip(answers(network), answers(graph), strict=True):
            pd.testing.assert_frame_equal(ours, theirs)
        with_igraph = sg.silos(sg.to_igraph(graph), **silos)
        pd.testing.assert_frame_equal(with_igraph.table, sg.silos(network, **silos).table)


@pytest.fixture(scope="module")
def company() -> sg.Company:
    return sg.simulate(
        sg.CompanySpec(
            people=70,
            messages=3000,
            functions=5,
            seed=3,
            outside=Outside(contacts=30, collisions=0.3),
            initiative=Initiative(threads=15),
        )
    )


@pytest.fixture(scope="module")
def analysis(company: sg.Company, tmp_path_factory: pytest.TempPathFactory) -> sg.Analysis:
    files = write(company, tmp_path_factory.mktemp("exports"))
    sources = [files["mail"], files["slack"], files["tickets"]]
    log, roster = sg.read(sources, files["people"], options=sg.ReadOptions(subjects=True))
    planted = company.truth["initiative"]
    asked = {"topic": planted["topic"], "initiative": re.escape(planted["space"])}
    return sg.analyze(log, roster, settings=sg.Settings(replicates=20, simulations=200, **asked))


class _WellFormed(HTMLParser):
    """Opens and closes in order; collects frames."""

    VOID = frozenset({"meta", "br", "line", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.frames: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.frames.append(dict(attrs))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def _parsed(text: str) -> _WellFormed:
    parser = _WellFormed()
    parser.feed(text)
    parser.close()
    assert not parser.open
    return parser


class TestResults:
    def test_all_are_here(self, analysis: sg.Analysis) -> None:
        assert list(analysis.results) == list(ANALYSES)

    @pytest.mark.parametrize("name", ANALYSES)
    def test_shows_itself(self, analysis: sg.Analysis, name: str) -> None:
        result = analysis.results[name]
        text = result._repr_html_()
        _parsed(text)
        assert "<table" in text
        assert not re.search(r"\d\.\d{7}|\bnan\b|\bNaT\b|\bNone\b|\de-\d\d", text)
        assert len(repr(result)) < 2000

    @pytest.mark.parametrize("name", ANALYSES)
    def test_plots_and_tabulates(self, analysis: sg.Analysis, name: str) -> None:
        from matplotlib import pyplot as plt

        result = analysis.results[name]
        given = plt.subplots()[1]
        assert result.plot(ax=given) is given
        assert isinstance(result.plot(), mpl.axes.Axes)
        plt.close("all")
        frame = result.to_frame()
        pd.testing.assert_frame_equal(frame, result.table)
        assert frame is not result.table

    @pytest.mark.parametrize("lang", ["en", "fr"])
    def test_a_page_of_its_own(self, analysis: sg.Analysis, tmp_path: Path, lang: Any) -> None:
        for name in ("silos", "owner", "communities"):
            result = analysis.results[name]
            result.show(lang=lang, to=tmp_path / "page.html")
            page = (tmp_path / "page.html").read_text(encoding="utf-8")
            assert f'lang="{lang}"' in page
            assert "<svg" in page
            assert "<script" not in page
            assert not re.search(r'(?:src|href)="(?!#|data:)', page.replace("xlink:href", "href"))

    def test_names_cannot_smuggle_markup_in(self) -> None:
        functions = {i: "<script>x</script>" if i % 2 else "B&B" for i in range(20)}
        network = sg.Network.from_edges([(i, j) for i in range(20) for j in range(i)], functions)
        for text in (network._repr_html_(), sg.silos(network)._repr_html_()):
            _parsed(text)
            assert "<script" not in text


class TestShow:
    """Where `show` shows: in a cell, in a file, or nowhere."""

    def _things(self, analysis: sg.Analysis) -> list[Any]:
        return [analysis, analysis.network, analysis.results["silos"]]

    def test_in_a_notebook(self, analysis: sg.Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
        shown: list[Any] = []
        shell = SimpleNamespace(kernel=object())
        monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
        monkeypatch.setattr(IPython.display, "display", shown.append)
        for thing in self._things(analysis):
            assert thing.show(height=300) is None
        for one in shown:
            (frame,) = _parsed(one._repr_html_()).frames
            assert frame["sandbox"] == "allow-scripts allow-downloads allow-modals"
            assert "300px" in (frame["style"] or "")
            assert (frame["srcdoc"] or "").startswith("<!DOCTYPE html>")
            assert len(repr(one)) < 100
        assert len(shown) == 3

    def test_outside_a_notebook(
        self, analysis: sg.Analysis, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        for thing in self._things(analysis):
            thing.show()
            said = capsys.readouterr().out
            assert said.count("\n") == 1
            assert '.show(to="' in said
            thing.show(to=tmp_path / "page.html")
            assert (tmp_path / "page.html").stat().st_size > 1000
            assert not capsys.readouterr().out

    def test_an_analysis_shows_answers_and_warnings(self, analysis: sg.Analysis) -> None:
        text = analysis._repr_html_()
        _parsed(text)
        for name in ("owner", "silos", "glue"):
            assert notebook.html.escape(analysis.results[name].headline()) in text
        assert analysis.sensitivity is not None
        assert notebook.html.escape(analysis.sensitivity.headline()) in text
        few = sg.analyze(analysis.log, analysis.roster, settings=sg.Settings(only=("copies",)))
        assert "not asked for" not in few._repr_html_()

    def test_a_network_says_what_it_is(self, analysis: sg.Analysis) -> None:
        text = analysis.network._repr_html_()
        assert "teams" in text
        ties = analysis.network.ties
        codes = analysis.network.function_codes
        inside = codes[ties.source] == codes[ties.target]
        first = inside & (codes[ties.source] == 0)
        assert f"<td>{notebook.plain(float(ties.strength[first].sum()))}</td>" in text

    def test_writes_the_folder_of_a_run(self, analysis: sg.Analysis, tmp_path: Path) -> None:
        for _ in range(2):
            analysis.write(tmp_path / "out", people="no_people")
        assert {path.name for path in (tmp_path / "out").iterdir()} == {
            "report.html", "network.html", "summary.json", "parameters.toml", "tables", ".silograph",
        }  # fmt: skip
        kept = tomllib.loads((tmp_path / "out" / "parameters.toml").read_text(encoding="utf-8"))
        assert kept["replicates"] == 20
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "thesis.docx").touch()
        with pytest.raises(DataError):
            analysis.write(tmp_path / "mine")


class TestProgress:
    def test_quiet_unless_somebody_waits(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert list(notebook.progress(["a"], quiet=False)) == ["a"]
        assert not capsys.readouterr().err

    def test_seen_where_somebody_waits(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
        list(notebook.progress(["a"], quiet=False))
        assert "0/1" in capsys.readouterr().err
        list(notebook.progress(["a"], quiet=True))
        assert not capsys.readouterr().err


class TestSurface:
    def test_every_name_resolves_and_is_typed(self) -> None:
        assert sg.__all__ == sorted(sg.__all__)
        public = sg._public()  # questions stand in the table of analyses
        assert set(sg.__all__) == {*public, "__version__"}
        for name, home in public.items():
            assert inspect.unwrap(getattr(sg, name)) is inspect.unwrap(
                getattr(importlib.import_module(home), name)
            )
        tree = ast.parse(Path(sg.__file__).read_text(encoding="utf-8"))
        typed = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            for imported in ast.walk(node)
            if isinstance(imported, ast.ImportFrom)
            for alias in imported.names
        }
        assert {name.lstrip("_") for name in typed} == {
            *public,
            "asked",
        }  # `asked` makes questions of functions

    @pytest.mark.parametrize("name", sorted(set(sg.__all__) - {"__version__", "SilographError"}))
    def test_at_most_three_positional_parameters(self, name: str) -> None:
        thing = getattr(sg, name)
        methods = [] if inspect.isfunction(thing) else _public_methods(thing)
        for routine in [thing, *methods]:
            parameters = inspect.signature(routine).parameters
            positional = [
                key
                for key, parameter in parameters.items()
                if parameter.kind is parameter.POSITIONAL_OR_KEYWORD and key not in {"self", "cls"}
            ]
            assert len(positional) <= 3, routine


def _public_methods(thing: type) -> list[Callable[..., Any]]:
    members = inspect.getmembers(thing, lambda member: inspect.isfunction(member) or inspect.ismethod(member))
    return [method for name, method in members if not name.startswith("_")]
