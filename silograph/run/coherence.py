"""One run, one story: where two answers of a run contradict each other.

Each rule looks at all results at once, before anything is said; and again at what is released, since release changes
counts. What a rule finds is a fault of silograph, not of the data: the question that spoke too soon is to be mended.
Until it is, a line among the warnings says which two answers not to trust together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from silograph.analyses.parts.result import Result
from silograph.analyses.silos.answer import JUDGED
from silograph.graph.small import SMALL
from silograph.language.words import Sentence
from silograph.stats.p_values import SIGNIFICANT

WARNING = "note.run.incoherent"
"""Text of the warnings that stand for contradictions."""
# What a caveat of a question says cannot be read, and the criteria of `owner` that read it.
_UNREADABLE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("glue", "note.glue.one_way"): ("coverage",),
    ("maturity", "note.maturity.no_replies"): ("dialogue",),
}

Results = Mapping[str, Result]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two answers of one run that cannot both be right.

    Parameters
    ----------
    rule
        Which rule of `RULES` found it.
    questions
        Whose answers they are.
    figures
        Which figures: ``TABLE.COLUMN`` or ``question.attribute``; never a value, and nothing of people.
    functions
        The business functions it is about, where it is about some.
    """

    rule: str
    questions: tuple[str, ...]
    figures: tuple[str, ...]
    functions: tuple[str, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """The warning."""
        key = f"{WARNING}.{'about' if self.functions else 'plain'}"
        what = Sentence(f"incoherent.{self.rule}")
        return Sentence(key, topics=self.questions, what=what, functions=self.functions, figures=self.figures)


Rule = Callable[[Results], Iterable[Contradiction]]
RULES: dict[str, Rule] = {}
"""The rules by name; a text ``incoherent.NAME`` says what each finds."""


def _rule(find: Rule) -> Rule:
    RULES[find.__name__] = find
    return find


def contradictions(results: Results) -> tuple[Contradiction, ...]:
    """Where results of one run contradict each other.

    Parameters
    ----------
    results
        By name of the question, ``sensitivity`` among them; those of a run, or as they may be released. A rule says
        nothing of questions without a result, nor of figures that are withheld.

    Examples
    --------
    >>> contradictions({})
    ()
    """
    return tuple(found for rule in RULES.values() for found in rule(results))


def told(results: Results, sensitivity: Result | None) -> Results:
    """All that a run tells, as rules read it."""
    return results if sensitivity is None else {**results, "sensitivity": sensitivity}


def is_contradiction(line: str) -> bool:
    """Whether a warning stands for one."""
    return isinstance(line, Sentence) and line.key.startswith(WARNING)


# --- whom to name ---------------------------------------------------------------------------------------------------


@_rule
def unstable_owner(results: Results) -> Iterator[Contradiction]:
    """A headline names an owner, or who comes first, that `sensitivity` calls unstable."""
    owner, varied = _some(results, "owner", "sensitivity")
    if owner is None or varied is None or varied.stable or owner.first is None:
        return
    if dict(owner.answer().values).get("function") == owner.first:  # "involve" may name it all the same
        yield Contradiction(
            rule="unstable_owner",
            questions=("owner", "sensitivity"),
            figures=("owner.first", "sensitivity.owner_changes"),
            functions=(owner.first,),
        )


@_rule
def unfit_owner(results: Results) -> Iterator[Contradiction]:
    """A function is to own or to be involved that routes onward, or that could not be assessed as glue."""
    (owner,) = _some(results, "owner")
    if owner is None:
        return
    named = tuple(dict.fromkeys(name for name in (owner.recommended, *owner.involve) if name is not None))
    reasons = {
        ("relay", "relay.verdict"): _where(results, "relay", "verdict", "mailroom"),
        ("glue", "glue.status"): _where(results, "glue", "status", "not_assessable"),
    }
    for (question, figure), unfit in reasons.items():
        if functions := tuple(name for name in named if name in unfit):
            yield Contradiction(
                rule="unfit_owner",
                questions=("owner", question),
                figures=("owner.recommended", "owner.involve", figure),
                functions=functions,
            )


@_rule
def candidates(results: Results) -> Iterator[Contradiction]:
    """A function is no candidate as if it routed onward, and is not among those that do; or the reverse."""
    owner, relay = _some(results, "owner", "relay")
    if owner is None or relay is None:
        return
    barred = set(owner.table.loc[owner.table["acceptability"].isna(), "function"])
    routing = set(relay.mailrooms) & set(owner.table["function"])
    if odd := tuple(sorted(barred ^ routing)):
        yield Contradiction(
            rule="candidates",
            questions=("owner", "relay"),
            figures=("owner.acceptability", "relay.verdict"),
            functions=odd,
        )


@_rule
def linking(results: Results) -> Iterator[Contradiction]:
    """`owner` says who links the others, and `glue` or `relay` that none does, or that nobody can tell."""
    owner, relay, glue = _some(results, "owner", "relay", "glue")
    if owner is None or not owner.involve:
        return
    if glue is not None and glue.too_little:
        figures = ("owner.involve", "glue.too_little")
        yield Contradiction(
            rule="linking", questions=("owner", "glue"), figures=figures, functions=owner.involve
        )
    if not owner.glue_found:
        return
    if owner.involve_without:  # said in the same sentence: other paths are counted than in `glue`
        return
    if glue is not None and not set(owner.involve) & set(glue.glue):
        figures = ("owner.involve", "glue.verdict")
        yield Contradiction(
            rule="linking", questions=("owner", "glue"), figures=figures, functions=owner.involve
        )
    if relay is not None and relay.mailroom_syndrome:
        figures = ("owner.involve", "relay.mailroom_syndrome")
        yield Contradiction(
            rule="linking", questions=("owner", "relay"), figures=figures, functions=owner.involve
        )


@_rule
def beside_mailrooms(results: Results) -> Iterator[Contradiction]:
    """`relay` says that none but who routes onward links the others, and `glue` that somebody does; or the reverse."""
    relay, glue = _some(results, "relay", "glue")
    if relay is None or glue is None:
        return
    others = tuple(name for name in (*glue.glue, *glue.bridges) if name not in relay.mailrooms)
    # of what is released, a small function that links has no row of its own
    none = not others and bool(relay.mailrooms) and SMALL not in set(glue.table["function"])
    if (relay.mailroom_syndrome and others) or (relay.mailroom_syndrome is False and none):
        yield Contradiction(
            rule="beside_mailrooms",
            questions=("relay", "glue"),
            figures=("relay.mailroom_syndrome", "glue.verdict"),
            functions=others or relay.mailrooms,
        )


# --- what is counted ------------------------------------------------------------------------------------------------


@_rule
def people_of_a_function(results: Results) -> Iterator[Contradiction]:
    """The column ``people`` of two tables gives the same function different numbers."""
    counts: dict[str, dict[str, set[float]]] = {}
    tables: dict[str, str] = {}
    for question, result in results.items():
        for name, declared in result.declared.items():
            rows = getattr(result, declared.source)
            own = declared.groups == ("function",) and {"function", "people"} <= set(rows)
            if not own or "people" not in declared.names:
                continue
            tables[name] = question
            for function, people in zip(rows["function"], rows["people"], strict=True):
                if function != SMALL and people > 0:  # of queues only, some tables count the queues
                    counts.setdefault(str(function), {}).setdefault(name, set()).add(float(people))
    odd = {function: by for function, by in counts.items() if len(set().union(*by.values())) > 1}
    if odd:
        where = tuple(name for name in tables if any(name in by for by in odd.values()))
        yield Contradiction(
            rule="people_of_a_function",
            questions=tuple(dict.fromkeys(tables[name] for name in where)),
            figures=tuple(f"{name}.people" for name in where),
            functions=tuple(sorted(odd)),
        )


@_rule
def table_names_glue(results: Results) -> Iterator[Contradiction]:
    """`table` says how many seats a function has that links the others, which `glue` does not find."""
    seats, glue = _some(results, "table", "glue")
    if seats is None or glue is None:
        return
    if odd := tuple(name for name in seats.parameters.get("glue", ()) if name not in glue.glue):
        figures = ("table.in_initiative", "glue.verdict")
        yield Contradiction(rule="linking", questions=("table", "glue"), figures=figures, functions=odd)


@_rule
def unreadable_criterion(results: Results) -> Iterator[Contradiction]:
    """`owner` counts a criterion of which its own question says that it cannot be read."""
    (owner,) = _some(results, "owner")
    if owner is None:
        return
    table = owner.criteria  # of what is released, nothing says which count
    counted = set() if table.empty else set(table.loc[table["counts"], "criterion"])
    for (question, caveat), criteria in _UNREADABLE.items():
        said = question in results and _has_caveat(results[question], caveat)
        if said and (odd := tuple(name for name in criteria if name in counted)):
            figures = tuple(f"owner.{name}_steps" for name in odd)
            yield Contradiction(rule="unreadable_criterion", questions=("owner", question), figures=figures)


# --- what is quoted -------------------------------------------------------------------------------------------------


@_rule
def measure_ranked(results: Results) -> Iterator[Contradiction]:
    """Functions are ranked by something else than the lift that is quoted of them."""
    (glue,) = _some(results, "glue")
    if glue is None:
        return
    table = glue.table.dropna(subset=["rank", "lift"]).sort_values("rank")
    if not _falling(table["lift"].to_numpy(float)):
        yield Contradiction(rule="measure_ranked", questions=("glue",), figures=("glue.rank", "glue.lift"))


@_rule
def quoted_rank(results: Results) -> Iterator[Contradiction]:
    """The rank that a reason of `owner` gives is not the one in the table of `glue`, of as many."""
    owner, glue = _some(results, "owner", "glue")
    if owner is None or glue is None or any(_reasons(owner, "because.not_counted")):  # of another network
        return
    ranked = glue.table[glue.table["rank"].notna()].set_index("function")["rank"]
    for values in _reasons(owner, "because.brokerage"):
        function = values["function"]
        if function not in ranked.index:
            continue
        # of what is released, small functions have no row, and are counted all the same
        if int(ranked[function]) != values["rank"] or len(ranked) > values["of"]:
            yield Contradiction(
                rule="quoted_rank",
                questions=("owner", "glue"),
                figures=("owner.why", "glue.rank"),
                functions=(function,),
            )


_QUOTED: Mapping[str, tuple[str, str, str, str]] = {
    "because.within": ("response", "functions", "within_24h", "share"),
    "because.relays": ("relay", "table", "relay_share", "share"),
    "because.outside": ("hourglass", "table", "outside_share", "share"),
    "because.practice": ("maturity", "table", "participation", "share"),
    "because.owning": ("ownership", "table", "within_24h", "share"),
}
"""Reasons of `owner`: which attribute of which question has the figure they quote, in which column, and as what."""


@_rule
def quoted_figure(results: Results) -> Iterator[Contradiction]:
    """A figure that `owner` quotes is another one in the table it comes from."""
    (owner,) = _some(results, "owner")
    if owner is None:
        return
    for key, (question, attribute, column, said_as) in _QUOTED.items():
        if question not in results:
            continue
        rows = getattr(results[question], attribute)
        if "clock" in rows:
            rows = rows[rows["clock"] == "first_reply"]
        names = rows["function"] if "function" in rows else rows["arrangement"]
        for values in _reasons(owner, key):
            found = rows.loc[names == values.get("function", owner.first), column].dropna()
            if len(found) and _written(found.iloc[0]) != _written(values[said_as]):
                yield Contradiction(
                    rule="quoted_figure",
                    questions=("owner", question),
                    figures=("owner.why", f"{question}.{column}"),
                )


@_rule
def rows_as_found(results: Results) -> Iterator[Contradiction]:
    """The first row of `sensitivity`, the run as it is, has other closed functions than the run."""
    varied, silos = _some(results, "sensitivity", "silos")
    if varied is None or silos is None or "as_analysed" not in varied.closed:
        return
    if SMALL in set(silos.table["function"]):  # of what is released, small functions are one in `silos` only
        return
    if set(varied.closed["as_analysed"]) != set(silos.silos):
        figures = ("sensitivity.silos", "silos.verdict")
        yield Contradiction(rule="rows_as_found", questions=("sensitivity", "silos"), figures=figures)


# --- what is said of one question by itself -------------------------------------------------------------------------


@_rule
def none_closed(results: Results) -> Iterator[Contradiction]:
    """No function is called more closed beyond chance, and the table has one that is."""
    (silos,) = _some(results, "silos")
    if silos is None or silos.finding.key != "said.silos.none":
        return
    table = silos.table
    beyond = table["verdict"].isin(JUDGED) & (table["q_value"] < SIGNIFICANT) & (table["openness"] < 1)
    if beyond.any():
        yield Contradiction(
            rule="none_closed",
            questions=("silos",),
            figures=("silos.q_value", "silos.openness"),
            functions=tuple(table.loc[beyond, "function"]),
        )


@_rule
def glue_named(results: Results) -> Iterator[Contradiction]:
    """`glue` names functions that its table does not call glue or bridge, or names none where it does."""
    (glue,) = _some(results, "glue")
    if glue is None:
        return
    called = set(glue.table.loc[glue.table["verdict"].isin(["glue", "bridge"]), "function"])
    known = set(glue.table["function"])
    named = _named(glue.answer()) & known
    if not named <= called or (called and not named):
        yield Contradiction(
            rule="glue_named",
            questions=("glue",),
            figures=("glue.verdict",),
            functions=tuple(sorted(named ^ called)),
        )


@_rule
def number_of_communities(results: Results) -> Iterator[Contradiction]:
    """The headline gives another number of communities than there are rows, or borders that are called unsure."""
    (found,) = _some(results, "communities")
    if found is None:
        return
    said = found.answer()
    rows = int(found.table["community"].astype(str).str.fullmatch(r"\d+").sum())
    values, untold = dict(said.values), 0
    if said.key == "said.communities.listed":  # of what is released
        said, untold = values["said"], values["n"]
    if rows + untold != found.number:
        figures = ("communities.number", "communities.community")
        yield Contradiction(rule="number_of_communities", questions=("communities",), figures=figures)
    unsure = _has_caveat(found, "note.communities.unstable")
    if unsure and found.number and said.key != "said.communities.unsure":
        figures = ("communities.number", "communities.stability")
        yield Contradiction(rule="number_of_communities", questions=("communities",), figures=figures)


# --- headlines against what is shown beside them --------------------------------------------------------------------


def _links_most(results: Results) -> Iterator[tuple[str, pd.Series[float]]]:
    """Whom `owner` calls the one that links most, and the lifts of all; not where it is of another network."""
    owner, glue = _some(results, "owner", "glue")
    if owner is None or glue is None or owner.glue_found or any(_reasons(owner, "because.not_counted")):
        return
    if len(owner.involve) == 1 and not owner.involve_without:
        ranked = glue.table[glue.table["rank"].notna()]
        yield owner.involve[0], ranked.set_index("function")["lift"]


def _comes_first(results: Results) -> Iterator[tuple[str, pd.Series[float]]]:
    """Whom `owner` says to come first, and the shares of all candidates."""
    (owner,) = _some(results, "owner")
    if owner is not None and owner.first is not None:
        yield owner.first, owner.table.set_index("function")["acceptability"]


def _cuts_most(results: Results) -> Iterator[tuple[str, pd.Series[float]]]:
    """Without whom most pairs would lose every path, and how many of them without each."""
    (found,) = _some(results, "whatif")
    if found is None:
        return
    removed = found.table[found.table["kind"] == "remove"].set_index("function")
    for said in _sentences(found.answer()):
        if said.key in ("said.whatif.without", "said.whatif.without_longer"):
            values = dict(said.values)
            yield values["function"], removed["pairs_cut"] / removed["pairs_before"]


def _leads_most(results: Results) -> Iterator[tuple[str, pd.Series[float]]]:
    """Through whom most paths from outside lead, and the shares of all; small functions are not asked."""
    (found,) = _some(results, "hourglass")
    if found is None:
        return
    least = found.parameters.get("min_group", 1)
    large = found.table[found.table["people"].fillna(least) >= least]
    for said in _sentences(found.answer()):
        if said.key == "said.hourglass.found":
            yield dict(said.values)["function"], large.set_index("function")["path_share"]


_HIGHEST: Mapping[tuple[str, ...], Callable[[Results], Iterator[tuple[str, pd.Series[float]]]]] = {
    ("owner.involve", "glue.lift"): _links_most,
    ("owner.first", "owner.acceptability"): _comes_first,
    ("whatif.worst", "whatif.pairs_cut"): _cuts_most,
    ("hourglass.leads", "hourglass.path_share"): _leads_most,
}
"""By the figures that are compared: whom a headline calls the one that does most, and the measure that is shown."""


@_rule
def highest_named(results: Results) -> Iterator[Contradiction]:
    """A headline says who does most, and in the measure that is shown of all another function does more."""
    for figures, claimed in _HIGHEST.items():
        for name, shown in claimed(results):
            known = shown.dropna().astype(float)
            if name in known.index and _written(known[name]) < _written(known.max()):
                questions = tuple(dict.fromkeys(figure.partition(".")[0] for figure in figures))
                yield Contradiction(
                    rule="highest_named", questions=questions, figures=figures, functions=(name,)
                )


_MARKING = ("glue", "silos", "relay", "owner")
"""Questions whose headline names all that their charts mark."""


@_rule
def marked_as_said(results: Results) -> Iterator[Contradiction]:
    """What stands out in a chart is not named in the headline above it."""
    for question in _MARKING:
        if question not in results:
            continue
        found = results[question]
        named = _named(found.answer())
        for chart in found.charts:
            bars = [bar.label for bar in chart.rows(found) if bar.marked]
            if unsaid := tuple(bar for bar in bars if bar not in named):
                column = chart.marked_from or chart.marked_by
                yield Contradiction(
                    rule="marked_as_said",
                    questions=(question,),
                    figures=(f"{question}.{column}",),
                    functions=unsaid,
                )


@_rule
def owner_said(results: Results) -> Iterator[Contradiction]:
    """The answer recommends another function than the result does, or involves others; or the gates say otherwise."""
    (owner,) = _some(results, "owner")
    if owner is None:
        return
    said = owner.answer()
    values = dict(said.values)
    recommended = values.get("function") if said.key == "said.owner.recommended" else None
    if recommended != owner.recommended or (owner.recommended is not None and not all(owner.gates.values())):
        gates = ("owner.answer", "owner.recommended", "owner.gates")
        yield Contradiction(rule="owner_said", questions=("owner",), figures=gates)
    involved = dict(values["involve"].values).get("functions", ())
    if set(involved) != set(owner.involve):
        named = ("owner.answer", "owner.involve")
        yield Contradiction(rule="owner_said", questions=("owner",), figures=named)


# --- reading results ------------------------------------------------------------------------------------------------


def _some(results: Results, *names: str) -> tuple[Any, ...]:
    """Results by name; None where there is none."""
    return tuple(results.get(name) for name in names)


def _where(results: Results, question: str, column: str, value: str) -> frozenset[str]:
    """Functions of whom a table says something."""
    if question not in results:
        return frozenset()
    table = results[question].table
    return frozenset(table.loc[table[column] == value, "function"])


def _has_caveat(result: Result, key: str) -> bool:
    return any(isinstance(note, Sentence) and note.key == key for note in result.caveats)


def _reasons(owner: Any, key: str) -> Iterator[Mapping[str, Any]]:
    """The values of the reasons that say one thing."""
    for claim in owner.why:
        if claim.sentence.key == key:
            yield claim.sentence.values  # noqa: PD011


def _named(value: Any) -> set[str]:
    """Every name in a sentence, however deep."""
    if isinstance(value, Sentence):
        return _named(tuple(dict(value.values).values()))
    if isinstance(value, str):
        return {value}
    if isinstance(value, Sequence):
        return set().union(*(_named(one) for one in value))
    return set()


def _sentences(value: Any) -> Iterator[Sentence]:
    """A sentence and those in it, however deep."""
    if isinstance(value, Sentence):
        yield value
        value = tuple(dict(value.values).values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _sentences(one)


def _falling(values: np.ndarray[Any, np.dtype[np.float64]]) -> bool:
    """Whether no value is larger than one before it."""
    return bool((np.diff(values) <= 1e-9 * np.abs(values[1:])).all())


def _written(share: Any) -> str:
    """A share as sentences give it."""
    return f"{float(share):.2f}"
