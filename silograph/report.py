"""``report.html``: the answer, its numbers, its doubts and its method, on one page that prints."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from silograph.drawing import Interval, cluster_order, heatmap, interval_chart
from silograph.privacy import SMALL, hidden_functions, merge_pairs, merge_small
from silograph.results import Result
from silograph.texts import Lang, Words

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

_REFERENCES = (
    "Krackhardt & Stern (1988), Informal networks and organizational crises. Social Psychology Quarterly 51, 123-140.",
    "Karrer & Newman (2011), Stochastic blockmodels and community structure in networks. Physical Review E 83, 016107.",
    "Everett & Borgatti (1999), The centrality of groups and classes. Journal of Mathematical Sociology 23, 181-201.",
    "Traag, Waltman & van Eck (2019), From Louvain to Leiden. Scientific Reports 9, 5233.",
    "Vinh, Epps & Bailey (2010), Information theoretic measures for clusterings comparison. JMLR 11, 2837-2854.",
    "Benjamini & Hochberg (1995), Controlling the false discovery rate. J. R. Stat. Soc. B 57, 289-300.",
    "Lahdelma & Salminen (2001), SMAA-2. Operations Research 49, 444-454.",
)
_GLOSSARY = ("function", "tie", "silo", "glue", "chance", "points", "deviation", "rewired")
_INPUT = (
    "messages",
    "interactions",
    "people",
    "functions",
    "unknown_function_share",
    "channels",
    "period",
    "rejected",
    "duplicates",
    "automated",
    "broadcasts",
    "self",
    "system",
    "other",
)


def report_page(
    summary: Mapping[str, Any], results: Mapping[str, Result], *, lang: Lang = "en", title: str | None = None
) -> str:
    """The report as HTML text.

    One offline file without scripts. What is missing from `results` is said to be missing; functions with
    fewer people than ``summary["parameters"]["min_group"]`` are merged (`silograph.privacy`).

    Parameters
    ----------
    summary
        The object of ``summary.json``.
    results
        Results by name: ``silos glue communities owner``.
    lang
        Language of the report.
    title
        Heading; "Which function should own social media?" where None.

    Examples
    --------
    >>> html = report_page({"input": {"messages": 12}}, {})
    >>> "No clear owner" in html, "could not be assessed" in html
    (False, True)
    """
    words = Words(lang)
    report = _Report(dict(summary), results, words)
    environment = Environment(
        loader=PackageLoader("silograph"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    style = (resources.files("silograph") / "templates/report.css").read_text("utf-8")
    return environment.get_template("report.html").render(
        words=words,
        title=title or words("report.title"),
        made=report.made(),
        answer=report.answer(),
        sections=report.sections(),
        policy=_POLICY,
        style=Markup(style),  # noqa: S704 - our own file
    )


# --- what the template lays out --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Section:
    id: str
    heading: str
    parts: list[Any]


@dataclass(frozen=True)
class _Text:
    text: str
    note: bool = False
    kind: ClassVar[str] = "text"


@dataclass(frozen=True)
class _Heading:
    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class _Bullets:
    items: list[str]
    lang: str | None = None
    kind: ClassVar[str] = "list"


@dataclass(frozen=True)
class _Figure:
    svg: Markup
    text: str = ""
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True)
class _Column:
    title: str
    gloss: str = ""
    numeric: bool = True


@dataclass(frozen=True)
class _Row:
    cells: list[str]
    marked: bool = False


@dataclass(frozen=True)
class _Grid:
    columns: list[_Column]
    rows: list[_Row]
    folded: bool = False
    kind: ClassVar[str] = "grid"

    @property
    def glosses(self) -> list[_Column]:
        return [column for column in self.columns if column.gloss]


Show = Callable[[pd.Series], str]


# --- what the report says --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Report:
    """All parts of the report, after the privacy rule, in one language."""

    summary: Mapping[str, Any]
    results: Mapping[str, Any] = field(repr=False)
    words: Words

    @property
    def silos(self) -> Any:
        return self.results.get("silos")

    @property
    def glue(self) -> Any:
        return self.results.get("glue")

    @property
    def communities(self) -> Any:
        return self.results.get("communities")

    @property
    def owner(self) -> Any:
        return self.results.get("owner")

    @property
    def counts(self) -> Mapping[str, Any]:
        return self.summary.get("input") or {}

    @cached_property
    def min_group(self) -> int:
        return int((self.summary.get("parameters") or {}).get("min_group", 5))

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Size of every function for `min_group`, from whichever result covers all."""
        for result in (self.silos, self.glue):
            if result is not None:
                return dict(result.sizes)
        return {}

    @cached_property
    def hidden(self) -> frozenset[str]:
        return hidden_functions(self.sizes, min_group=self.min_group)

    def too_small(self, function: str) -> bool:
        return self.sizes.get(function, self.min_group) < self.min_group

    def name(self, function: Any) -> str:
        """A function as it may be named, set apart so that its script cannot turn the words around it."""
        if function is None or (isinstance(function, float) and math.isnan(function)):
            return "–"
        text = self.words("group.small") if function == SMALL or self.too_small(function) else str(function)
        return text if text.isascii() else f"\u2068{text}\u2069"

    def made(self) -> str:
        words, counts = self.words, self.counts
        return words(
            "report.made",
            version=self.summary.get("silograph", ""),
            messages=words.number(counts.get("messages")),
            people=words.count("people", counts.get("people") or 0),
            period=self.period("report.period") or words("report.no_period"),
        )

    def period(self, key: str) -> str:
        period = self.counts.get("period")
        if not period:
            return ""
        first, last = (self.words.date(moment) for moment in period)
        return self.words(key, first=first, last=last)

    # The answer in three sentences.

    def answer(self) -> list[str]:
        return [self.owner_sentence(), self.glue_sentence(), self.silos_sentence()]

    def owner_sentence(self) -> str:
        words, owner = self.words, self.summary.get("owner") or {}
        if self.owner is None:
            return words("answer.owner_missing")
        share = words.percent(owner.get("acceptability"))
        if owner.get("recommended"):
            return words("answer.owner", function=self.name(owner["recommended"]), share=share)
        table = self.owner.table
        if table.empty or owner.get("acceptability") is None:
            return words("answer.no_owner")
        return words("answer.no_owner_best", function=self.name(table["function"].iloc[0]), share=share)

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """Assessed functions by excess brokerage."""
        table = self.glue.table
        assessed: pd.DataFrame = table[table["excess"].notna()].sort_values("rank")
        return assessed

    def glue_sentence(self) -> str:
        words = self.words
        if self.glue is None or self.ranked.empty:
            return words("answer.glue_missing")
        found = self.ranked.loc[self.ranked["verdict"] == "glue", "function"]
        involve = (self.summary.get("owner") or {}).get("involve") or found.tolist()
        found = found[found.isin(involve)]  # who routes onward is glue by ties, and not to involve
        named = self.ranked[self.ranked["function"].isin(involve[:1])]
        first = self.ranked.iloc[0] if named.empty else named.iloc[0]
        values = {
            "first": self.name(first["function"]),
            "excess": self.points(first["excess"]),
            "interval": words.interval(100 * first["excess_low"], 100 * first["excess_high"], digits=1),
        }
        if found.empty:
            return words("answer.no_glue", **values)
        names = words.series([self.name(name) for name in involve])
        return words("answer.involve", names=names, share=words.percent(first["brokerage"]), **values)

    def silos_sentence(self) -> str:
        words = self.words
        if self.silos is None:
            return words("answer.silos_missing")
        table = self.silos.table
        assessed = int(table["verdict"].isin(["silo", "open", "ordinary"]).sum())
        found = table[table["verdict"] == "silo"].sort_values("openness")
        if not assessed:
            return words("answer.silos_missing")
        if found.empty:
            return words(
                "answer.no_silos",
                assessed=words.number(assessed),
                walls=words.number(self.silos.walls, digits=1),
                interval=words.interval(self.silos.walls_low, self.silos.walls_high, digits=1),
            )
        listed = [
            f"{self.name(row['function'])} ({words.number(row['openness'], digits=2)}, "
            f"{words.interval(row['openness_low'], row['openness_high'])})"
            for _, row in found.iterrows()
        ]
        key = "one" if len(found) == 1 else "many"
        return words(
            f"answer.silos.{key}",
            n=words.number(len(found)),
            assessed=words.number(assessed),
            list=words.series(listed),
        )

    def points(self, share: float) -> str:
        """A difference of shares in percentage points, with its sign."""
        text = self.words.number(100 * share, digits=1)
        return f"+{text}" if share > 0 else text

    # The sections.

    def sections(self) -> list[_Section]:
        parts = {
            "input": self.about_input(),
            "silos": self.about_silos(),
            "glue": self.about_glue(),
            "communities": self.about_communities(),
            "owner": self.about_owner(),
            "further": self.about_the_rest(),
            "doubts": self.about_doubts(),
            "method": self.about_method(),
            "glossary": [_Bullets([self.words(f"glossary.{key}") for key in _GLOSSARY])],
        }
        made = [_Section(name, self.words(f"{name}.heading"), list(part)) for name, part in parts.items()]
        return [section for section in made if section.parts]

    def about_input(self) -> Iterable[Any]:
        words = self.words
        rows = [
            _Row([words(f"input.{name}"), self.counted(name), words(f"input.{name}.gloss")])
            for name in _INPUT
            if self.counts.get(name) is not None
        ]
        yield _Text(words("input.lead"))
        yield _Grid([_Column("", numeric=False), _Column(""), _Column("", numeric=False)], rows)

    def counted(self, name: str) -> str:
        words, value = self.words, self.counts[name]
        if name == "period":
            return self.period("report.period")
        if name == "unknown_function_share":
            return words.percent(value, digits=1)
        if name == "channels":
            return ", ".join(
                f"{words(f'channel.{c}') if words.has(f'channel.{c}') else c} {words.number(n)}"
                for c, n in value.items()
            )
        return words.number(value)

    def about_silos(self) -> Iterable[Any]:
        words, silos = self.words, self.silos
        if silos is None:
            yield _Text(words("report.missing"))
            return
        interval = words.interval(silos.walls_low, silos.walls_high, digits=1)
        yield _Text(words("silos.walls", walls=words.number(silos.walls, digits=1), interval=interval))
        if math.isfinite(silos.modularity_z):
            numbers = {
                "modularity": words.number(silos.modularity, digits=2),
                "z": words.number(silos.modularity_z, digits=1),
            }
            yield _Text(words("silos.modularity", **numbers))
        yield from self.openness_chart()
        table = merge_small(
            silos.table,
            self.sizes,
            min_group=self.min_group,
            sums=["people"],
            derived=["internal", "external", "ei", "ei_expected"],
        )
        columns: dict[str, Show] = {
            "function": self.function,
            "people": self.number("people"),
            "internal": self.number("internal"),
            "external": self.number("external"),
            "ei": self.number("ei", digits=2),
            "ei_expected": self.number("ei_expected", digits=2),
            "openness": self.with_interval("openness", self.digits(2)),
            "q_value": self.q_value,
            "verdict": self.verdict,
        }
        yield self.grid(table.sort_values("openness", na_position="last"), columns, marked="silo")
        yield from self.small_note()
        yield from self.heat()

    def openness_chart(self) -> Iterable[Any]:
        table = self.silos.table
        table = table[~table["function"].map(self.too_small) & table["openness"].notna()].sort_values(
            "openness"
        )
        rows = [
            Interval(
                self.name(row["function"]),
                row["openness"],
                row["openness_low"],
                row["openness_high"],
                marked=row["verdict"] in {"silo", "open"},
            )
            for _, row in table.iterrows()
        ]
        if rows:
            yield self.chart("silos", rows, digits=2, reference=1.0, logarithmic=True)

    def heat(self) -> Iterable[Any]:
        words = self.words
        pairs = merge_pairs(
            self.silos.exchange, self.sizes, min_group=self.min_group, sums=["observed", "expected"]
        )
        names = sorted(set(pairs["function_a"]) | set(pairs["function_b"]))
        if len(names) < 2:
            return
        pairs["ratio"] = np.where(pairs["expected"] > 0, pairs["observed"] / pairs["expected"], np.nan)
        half = pairs.pivot_table(index="function_a", columns="function_b", values="ratio", dropna=False)
        half = half.reindex(index=names, columns=names)
        ratio = half.combine_first(half.T).loc[names, names].to_numpy(float)
        order = cluster_order(ratio)
        chart = heatmap(
            ratio[np.ix_(order, order)],
            [self.name(names[i]) for i in order],
            describe=words("silos.heat_describe", n=len(names)),
            show=self.ratio,
            key=words("silos.heat_key"),
        )
        yield _Heading(words("silos.heat"))
        yield _Figure(chart, words("silos.heat_read"))
        columns: dict[str, Show] = {
            "function": lambda row: self.name(row["function_a"]),
            "other": lambda row: self.name(row["function_b"]),
            "observed": self.number("observed", digits=1),
            "expected": self.number("expected", digits=1),
            "ratio": self.number("ratio", digits=2),
        }
        yield self.grid(pairs, columns, folded=True)

    def about_glue(self) -> Iterable[Any]:
        words = self.words
        if self.glue is None:
            yield _Text(words("report.missing"))
            return
        yield _Text(words("glue.lead"))
        rows = [
            Interval(
                self.name(row["function"]),
                100 * row["excess"],
                100 * row["excess_low"],
                100 * row["excess_high"],
                marked=row["verdict"] == "glue",
            )
            for _, row in self.ranked.iterrows()
        ]
        if rows:
            yield self.chart("glue", rows, digits=1, reference=0.0)
        columns: dict[str, Show] = {
            "function": self.function,
            "people": self.number("people"),
            "brokerage": self.percent("brokerage"),
            "excess": self.with_interval("excess", self.points),
            "rank": self.rank,
            "p_first": self.percent("p_first"),
            "coverage": self.percent("coverage"),
            "concentration": self.percent("concentration"),
            "q_value": self.q_value,
            "verdict": self.verdict,
        }
        table = merge_small(self.glue.table, self.sizes, min_group=self.min_group, sums=["people"])
        yield self.grid(table, columns, marked="glue")
        yield from self.small_note()

    def about_communities(self) -> Iterable[Any]:
        words, found = self.words, self.communities
        if found is None:
            yield _Text(words("report.missing"))
            return
        numbers = {
            "modularity": words.number(found.modularity, digits=2),
            "expected": words.number(found.modularity_expected, digits=2),
        }
        if found.verdict == "none":
            yield _Text(words("communities.none", **numbers))
            return
        key = "one" if len(found.table) == 1 else "many"
        yield _Text(words(f"communities.found.{key}", n=words.number(len(found.table)), **numbers))
        agreement = {
            name: words.number(found.agreement.get(name), digits=2) for name in ("ami", "ari", "nmi")
        }
        if math.isfinite(found.agreement.get("ami", math.nan)):
            yield _Text(words("communities.agreement", **agreement))
        elsewhere = int(found.people["elsewhere"].sum())
        if elsewhere >= self.min_group:
            yield _Text(words.count("communities.elsewhere", elsewhere))
        columns: dict[str, Show] = {
            "community": lambda row: (
                words("communities.small") if row["function"] == SMALL else row["function"]
            ),
            "people": self.number("people"),
            "largest_function": lambda row: self.name(row["largest_function"]),
            "purity": self.percent("purity"),
            "cohesion": self.percent("cohesion"),
            "confidence": self.number("confidence", digits=2),
        }
        yield self.grid(self.community_table(), columns)

    def community_table(self) -> pd.DataFrame:
        """Communities from 1, those too small to show merged as small functions are."""
        table = self.communities.table.copy()
        table["function"] = [str(label + 1) for label in table["community"]]
        sizes = dict(zip(table["function"], table["people"].astype(int), strict=True))
        # How many of a function are in a community would give a hidden count away.
        hidden = table["largest_function"].isin(self.hidden)
        table["largest_function"] = table["largest_function"].astype(object).where(~hidden, SMALL)
        return merge_small(table, sizes, min_group=self.min_group, sums=["people"])

    def about_owner(self) -> Iterable[Any]:
        words, owner = self.words, self.owner
        if owner is None:
            yield _Text(words("report.missing"))
            return
        yield _Text(self.owner_sentence())
        arrangement = (self.summary.get("owner") or {}).get("arrangement")
        if arrangement and words.has(f"arrangement.{arrangement}"):
            alone = arrangement == "single_function"
            function = self.name((self.summary.get("owner") or {}).get("recommended"))
            key = "owner.arrangement" if alone else "owner.arrangement.shared"
            yield _Text(words(key, name=words(f"arrangement.{arrangement}"), function=function))
        yield _Text(words("owner.lead"))
        table = owner.table[~owner.table["function"].map(self.too_small)]
        rows = [
            Interval(
                self.name(row["function"]),
                100 * row["acceptability"],
                marked=row["function"] == owner.recommended,
            )
            for _, row in table.iterrows()
        ]
        yield self.chart("owner", rows, digits=0, reference=50.0)
        columns: dict[str, Show] = {
            "function": self.function,
            "acceptability": self.percent("acceptability"),
            "score": self.number("score", digits=1),
        }
        yield self.grid(table, columns)
        for key in ("reasons", "cautions"):
            sentences = self.owner_notes(key)
            if sentences:
                yield _Heading(words(f"owner.{key}"))
                yield _Bullets(sentences)

    def owner_notes(self, key: str) -> list[str]:
        """Reasons or cautions, without counts of functions whose counts are hidden."""
        sentences: Sequence[str] = getattr(self.owner, key)(self.words.lang)
        facts = self.owner.facts[key]
        return [
            sentence
            for sentence, (_, values) in zip(sentences, facts, strict=True)
            if not ("people" in values and values.get("function") in self.hidden)
        ]

    def about_the_rest(self) -> Iterable[Any]:
        """The answer of each further analysis; results say it in English."""
        for name, result in self.results.items():
            if not self.words.has(f"further.{name}"):
                continue
            yield _Heading(self.words(f"further.{name}"))
            yield _Bullets([result.headline()], lang="en")
            yield _Text(self.words("further.tables", name=name), note=True)

    def about_doubts(self) -> Iterable[Any]:
        words = self.words
        yield _Text(words("doubts.lead"))
        yield _Bullets([words("doubts.logs")])
        notes = list(self.summary.get("warnings") or [])
        for result in self.results.values():
            notes += [f"{result.name}: {caveat}" for caveat in result.caveats]
        if notes:
            yield _Text(words("doubts.english"))
            yield _Bullets(list(dict.fromkeys(notes)), lang="en")

    def about_method(self) -> Iterable[Any]:
        words = self.words
        present = [name for name in ("silos", "glue", "communities", "owner") if name in self.results]
        yield _Bullets([words(f"method.{name}") for name in ("ties", *present, "intervals")])
        yield _Heading(words("method.references"))
        yield _Bullets(list(_REFERENCES), lang="en")
        parameters = self.summary.get("parameters") or {}
        if parameters:
            yield _Heading(words("method.parameters"))
            rows = [_Row([str(key), _written(value)]) for key, value in parameters.items()]
            yield _Grid([_Column("", numeric=False), _Column("", numeric=False)], rows)

    # Charts and tables.

    def chart(
        self, name: str, rows: Sequence[Interval], *, digits: int, reference: float, logarithmic: bool = False
    ) -> _Figure:
        words = self.words
        drawn = interval_chart(
            rows,
            axis=words(f"{name}.chart"),
            describe=words(f"{name}.chart"),
            show=self.digits(digits),
            reference=reference,
            logarithmic=logarithmic,
            between=words("report.between"),
        )
        return _Figure(drawn, words(f"{name}.chart_read"))

    def grid(
        self, table: pd.DataFrame, columns: Mapping[str, Show], *, marked: str = "", folded: bool = False
    ) -> _Grid:
        """A table with a column per entry of `columns`; rows with the verdict `marked` stand out."""
        words = self.words
        heads = [
            _Column(
                words(f"column.{key}"),
                words(f"column.{key}.gloss") if words.has(f"column.{key}.gloss") else "",
                numeric=key not in {"function", "other", "verdict", "largest_function", "community"},
            )
            for key in columns
        ]
        rows = [
            _Row(
                [show(row) for show in columns.values()], marked=bool(marked) and row.get("verdict") == marked
            )
            for _, row in table.iterrows()
        ]
        return _Grid(heads, rows, folded)

    def small_note(self) -> Iterable[_Text]:
        if self.hidden:
            yield _Text(self.words("report.small_note", n=self.min_group), note=True)

    def function(self, row: pd.Series) -> str:
        return self.name(row["function"])

    def digits(self, digits: int) -> Callable[[float], str]:
        return lambda value: self.words.number(value, digits=digits)

    def ratio(self, value: float) -> str:
        """A ratio with one decimal; no exchange at all is told from very little."""
        return "0" if value == 0 else self.words.number(value, digits=1)

    def number(self, column: str, *, digits: int = 0) -> Show:
        return lambda row: self.words.number(row[column], digits=digits)

    def percent(self, column: str) -> Show:
        return lambda row: self.words.percent(row[column])

    def with_interval(self, column: str, show: Callable[[float], str]) -> Show:
        """A value and, in brackets, both ends of its interval."""

        def shown(row: pd.Series) -> str:
            value, low, high = (float(row[name]) for name in (column, f"{column}_low", f"{column}_high"))
            if not math.isfinite(value):
                return "–"
            if not math.isfinite(low + high):
                return show(value)
            return f"{show(value)} [{show(low)}{self.words('report.between')}{show(high)}]"

        return shown

    def q_value(self, row: pd.Series) -> str:
        value = row["q_value"]
        return (
            f"< {self.words.number(0.001, digits=3)}" if value < 0.001 else self.words.number(value, digits=3)
        )

    def rank(self, row: pd.Series) -> str:
        if not math.isfinite(row["rank"]):
            return "–"
        low, high = int(row["rank_low"]), int(row["rank_high"])
        return f"{int(row['rank'])} ({low}–{high})"

    def verdict(self, row: pd.Series) -> str:
        verdict = row["verdict"]
        if not isinstance(verdict, str):
            verdict = "not_assessable"
        return self.words(f"verdict.{verdict}") if self.words.has(f"verdict.{verdict}") else verdict


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
