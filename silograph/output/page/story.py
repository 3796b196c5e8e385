"""The guided tour of the workshop page: the answer in one sentence, and a step for each result worth showing."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from silograph.analyses.glue.answer import GlueResult
from silograph.analyses.owner.answer import OwnerResult
from silograph.analyses.silos2.channels import figures
from silograph.language.words import LANGUAGES, Lang, Sentence, Words
from silograph.release.gate import Released

Text = Mapping[Lang, str]
"""A text in every language."""
View = Literal["functions", "people"]
Screen = Literal["guess", "owner", "replay", "without", "compare"]

_MOST_NAMED = 2  # functions that are named one by one
_TELLING = 0.25  # of what the strongest family says for a function, to be named beside it
_LITTLE = 0.05  # steps by which paths become shorter that are hardly worth the words
_ISOLATE, _END = "\u2068", "\u2069"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the tour.

    Parameters
    ----------
    key
        Which step: ``question map silos posts glue onward owner clock absent without help changed end``.
    title, sentences
        What it says, in every language.
    focus
        Functions to point at, by name; all of them may be shown.
    view
        The drawing it is about.
    screen
        The screen that belongs to it.
    without
        A function to untick.
    """

    key: str
    title: Text
    sentences: tuple[Text, ...]
    focus: tuple[str, ...] = ()
    view: View = "functions"
    screen: Screen | None = None
    without: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "key": self.key,
            "title": dict(self.title),
            "sentences": [dict(sentence) for sentence in self.sentences],
            "focus": list(self.focus),
            "view": self.view,
            "screen": self.screen,
            "without": self.without,
            "ranged": any("likely" in sentence["en"] for sentence in self.sentences),
        }


@dataclass(frozen=True, kw_only=True)
class Story:
    """What the page tells.

    Parameters
    ----------
    answer
        One sentence for the top of the page.
    steps
        The tour, in order; only steps that have something to show.
    note
        How to read "likely".
    """

    answer: Text
    steps: tuple[Step, ...]
    note: Text

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "answer": dict(self.answer),
            "steps": [step.to_dict() for step in self.steps],
            "note": dict(self.note),
        }


def tell(released: Released) -> Story:
    """The answer and the tour of a run, without any person's name, and without functions too small to show.

    Examples
    --------
    >>> import silograph as sg
    >>> from silograph.release.gate import release
    >>> company = sg.simulate(sg.CompanySpec(people=80, messages=3000, functions=6, seed=4))
    >>> settings = sg.Settings(only=("silos",), replicates=50, simulations=50)
    >>> story = tell(release(sg.analyze(*company.log(), settings=settings)))
    >>> [step.key for step in story.steps]
    ['map', 'silos', 'end']
    """
    return _Teller(released, Voice()).story()


def linking(released: Released) -> tuple[tuple[str, ...], bool]:
    """Who links the others, of the functions that answer, the best first; and whether beyond chance."""
    return _Teller(released, Voice()).linking


def front(released: Released) -> str | None:
    """Whom questions from outside reach first, in what the tour tells; None where no two functions can be compared."""
    return _Teller(released, Voice()).front


@dataclass(frozen=True)
class Voice:
    """Says sentences in every language.

    Examples
    --------
    >>> dict(Voice().both(Sentence("story.without.title", function="HR")))
    {'en': 'Without HR', 'fr': 'Sans HR'}
    """

    def words(self, lang: Lang) -> Words:
        """The words of a language, with names that cannot turn the words around them."""
        return Words(lang, name=isolated)

    def both(self, sentence: Sentence) -> dict[Lang, str]:
        """A sentence in every language, beginning with a capital unless it begins with a name."""
        return {lang: self._capital(sentence.say(self.words(lang)), sentence) for lang in LANGUAGES}

    def _capital(self, text: str, sentence: Sentence) -> str:
        begins_with_name = any(text.startswith(isolated(name)) for name in _names(sentence) if name)
        return text if begins_with_name else text[:1].upper() + text[1:]


def isolated(name: str) -> str:
    """A name that cannot turn the words around it: isolated where it has letters, or marks, from right to left.

    Examples
    --------
    >>> isolated("R&D"), len(isolated("\u202eevil"))
    ('R&D', 7)
    """
    turning = {"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}
    if not any(unicodedata.bidirectional(letter) in turning for letter in name):
        return name
    return f"{_ISOLATE}{name.replace(_END, '')}{_END}"


def often(share: float) -> Sentence:
    """A share of cases in words; never all or none where it rounds to that.

    Examples
    --------
    >>> often(0.743), often(0.9996), often(0.0)
    ('in 74% of cases', 'in practically every case', 'in hardly any case')
    """
    if share < 0.005:
        return Sentence("story.often.hardly")
    return Sentence("story.often.nearly") if share >= 0.995 else Sentence("story.often", share=share)


def _names(value: Any) -> Iterator[str]:
    """The names in a sentence, or in its values, however deep."""
    if isinstance(value, Sentence):
        yield from _names(value.values)
    elif isinstance(value, Mapping):
        yield from _names(list(value.values()))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _names(one)


class _AfterColon(Sentence):
    """A sentence to stand after a colon: without its capital, unless a name has it."""

    __slots__ = ()

    def say(self, words: Words) -> str:
        """The sentence in the language of `words`."""
        text = super().say(words)
        begins_with_name = any(text.startswith(words.name(name)) for name in _names(self) if name)
        return text if begins_with_name else text[:1].lower() + text[1:]


@dataclass(frozen=True)
class _Teller:
    """Finds what there is to tell."""

    released: Released
    voice: Voice = field(repr=False)

    def story(self) -> Story:
        steps = [
            self.question, self.map, self.silos, self.posts, self.glue, self.onward, self.owner, self.clock,
            self.absent, self.without, self.help, self.changed, self.end,
        ]  # fmt: skip
        return Story(
            answer=self.voice.both(self._doubted(self.answer)),
            steps=tuple(found for step in steps if (found := step()) is not None),
            note=self.voice.both(Sentence("story.note")),
        )

    def result(self, name: str) -> Any:
        return self.released.results.get(name)

    def step(
        self,
        key: str,
        title: Sentence,
        sentences: Sequence[Sentence],
        *,
        so: Sequence[Sentence] = (),
        **more: Any,
    ) -> Step | None:
        """A step, unless nothing in it can be said: sentences with a figure that is withheld are not.

        `so` is what only follows: said where anything else is.
        """
        said = [one for one in sentences if one.known]
        if not said:
            return None
        both = tuple(self.voice.both(one) for one in (*said, *(one for one in so if one.known)))
        focus = tuple(more.pop("focus", ()))
        return Step(key=key, title=self.voice.both(title), sentences=both, focus=focus, **more)

    # --- what several steps speak of ---

    @cached_property
    def showable(self) -> list[str]:
        """Functions that may be named."""
        return list(self.released.functions)

    @cached_property
    def ranked(self) -> pd.DataFrame | None:
        """Functions with a rank as glue, the first first; None where there are none, or nobody can tell."""
        found: GlueResult | None = self.result("glue")
        if found is None or found.too_little:
            return None
        table: pd.DataFrame = (
            found.table[found.table["rank"].notna()].sort_values("rank").set_index("function")
        )
        return None if table.empty else table

    @cached_property
    def linking(self) -> tuple[tuple[str, ...], bool]:
        """Who links the others, of those that answer, and whether beyond chance."""
        owner: OwnerResult | None = self.result("owner")
        if owner is not None:
            return owner.involve, owner.glue_found
        if self.ranked is None:
            return (), False
        answering = [name for name in self.ranked.index if name not in self.routing]
        found = tuple(name for name in answering if name in self.result("glue").glue)
        return (found, True) if found else (tuple(answering[:1]), False)

    @cached_property
    def routing(self) -> tuple[str, ...]:
        relay = self.result("relay")
        return () if relay is None else relay.routing

    @cached_property
    def closed(self) -> tuple[str, ...] | None:
        """Closed functions, most closed first; None where no function could be compared."""
        silos = self.result("silos")
        if silos is None or not silos.table["verdict"].isin(["silo", "open", "ordinary"]).any():
            return None
        return tuple(silos.silos)

    @cached_property
    def front(self) -> str | None:
        """Whom questions from outside reach first: the recommended function, else who answers most in time."""
        ownership, owner = self.result("ownership"), self.result("owner")
        if ownership is None:
            return None
        judged = ownership.table[ownership.table["within_24h"].notna()]
        names = judged.loc[judged["function"].isin(self.showable), "function"].tolist()
        if len(names) < 2:
            return None
        recommended = None if owner is None else owner.recommended
        return recommended if recommended in names else names[0]

    # --- the answer ---

    @property
    def answer(self) -> Sentence:
        told = {"glue": self._glue_part(), "silos": self._silos_part()}
        asked = [name for name in told if name in self.released.asked]
        parts = [part for part in told.values() if part is not None]
        if not parts and not asked:
            others = [result.answer() for result in self.released.results.values()]
            return others[0] if others else Sentence("story.answer.none")
        if not parts:
            return Sentence("story.answer.nothing" if len(asked) > 1 else f"story.answer.nothing.{asked[0]}")
        if len(parts) == 1:
            return Sentence("story.answer.alone", part=parts[0])
        return Sentence("story.answer", glue=parts[0], silos=parts[1])

    def _doubted(self, answer: Sentence) -> Sentence:
        """The answer, with what makes every answer from this log doubtful."""
        doubt = self.released.one_mailbox
        return Sentence("story.answer.beware", answer=answer, doubt=doubt) if doubt else answer

    def _glue_part(self) -> Sentence | None:
        names, found = self.linking
        if not names:
            untold = self.ranked is None and self.closed is not None and "glue" in self.released.asked
            return Sentence("story.answer.glue.untold") if untold else None
        if found and len(names) > _MOST_NAMED + 1:
            return Sentence("story.answer.glue.most", n=len(names), name=names[0])
        return _about("story.answer.glue", names if found else ())

    def _silos_part(self) -> Sentence | None:
        if self.closed is None:
            untold = self.linking[0] and "silos" in self.released.asked
            return Sentence("story.answer.silos.untold") if untold else None
        if len(self.closed) > _MOST_NAMED + 1:
            return Sentence("story.answer.silos.most", n=len(self.closed), name=self.closed[0])
        if finding := self._open_finding():
            return finding
        if not self.closed and (self.linking[1] or not self.linking[0]):
            return Sentence("story.answer.silos.no_function")
        return _about("story.answer.silos", self.closed)

    def _open_finding(self) -> Sentence | None:
        """Why it cannot be said that none is closed, though none is called so."""
        finding: Sentence = self.result("silos").finding
        if finding.key not in ("said.silos.everybody", "said.silos.unsure"):
            return None
        return _AfterColon(finding.key, **finding.values)

    # --- the steps ---

    def question(self) -> Step | None:
        if self.ranked is None or len(self.ranked) < 2:
            return None
        owning = "owner" in self.released.asked
        title = Sentence("story.question.title" if owning else "story.question.title_links")
        sentences = [*([Sentence("story.question.turf")] if owning else []), Sentence("story.question.guess")]
        return self.step("question", title, sentences, screen="guess")

    def map(self) -> Step | None:
        if len(self.showable) < 2:
            return None
        teams_only = self.released.teams_only
        bubble = Sentence("story.map.bubble.teams" if teams_only else "story.map.bubble")
        sentences = [bubble, Sentence("story.map.near")]
        people, functions = (self.released.summary["input"][name] for name in ("people", "functions"))
        if people >= self.released.settings.min_group:
            sentences.append(Sentence("story.map.size", people=people, functions=functions))
        return self.step("map", Sentence("story.map.title"), sentences)

    def silos(self) -> Step | None:
        silos, closed = self.result("silos"), self.closed
        if closed is None:
            return None
        ends = {"low": silos.walls_low, "high": silos.walls_high}
        sentences = [Sentence("story.silos.walls", walls=silos.walls, **ends)]
        table = silos.table.set_index("function")
        several = len(closed) > _MOST_NAMED
        for name in closed[:1] if several else closed:
            row = table.loc[name]
            ends = {"low": row["openness_low"], "high": row["openness_high"]}
            sentences.append(Sentence("story.silos.one", function=name, x=row["openness"], **ends))
        if several:
            sentences.append(Sentence("story.silos.others", names=closed[1:]))
        if not closed:
            sentences.append(Sentence("story.answer.alone", part=silos.finding))
        title = _about("story.silos.title", closed)
        if several:
            title = Sentence("story.silos.title.most", n=len(closed))
        elif self._open_finding():
            title = silos.finding
        return self.step("silos", title, sentences, focus=closed)

    def posts(self) -> Step | None:
        silos2 = self.result("silos2")
        verdict = None if silos2 is None else silos2.layer_verdict
        if verdict not in ("repeats_walls", "new_walls", "opens_walls"):
            return None
        walls = figures(silos2.layers)
        sentences = []
        if verdict == "new_walls":
            sentences.append(Sentence("story.posts.circles", walls=walls.get("post", {}).get("circle_walls")))
        elif "email" in walls:
            mail = walls["email"]
            sentences.append(Sentence("story.posts.walls", posts=mail["walls_posts"], mail=mail["walls"]))
        sentences.append(Sentence(f"story.posts.{verdict}"))
        return self.step("posts", Sentence(f"story.posts.title.{verdict}"), sentences)

    def glue(self) -> Step | None:
        names, found = self.linking
        if self.ranked is None or not names or names[0] not in self.ranked.index:
            return None
        row = self.ranked.loc[names[0]].to_dict()
        sentences = [Sentence("story.glue.paths", function=names[0], share=row["brokerage"], x=row["lift"])]
        if not found:
            sentences = [Sentence("story.glue.none")]
        elif row["rank"] > 1 and self.routing:
            sentences.append(Sentence("story.glue.counted", names=self.routing))
        else:
            sure = {"often": often(row["p_first"]), "low": row["rank_low"], "of": len(self.ranked)}
            moves = row["rank_low"] != row["rank_high"]
            more = {"high": row["rank_high"]} if moves else {}
            sentences.append(Sentence(f"story.glue.{'sure' if moves else 'sure_rank'}", **sure, **more))
        return self.step(
            "glue",
            _about("story.glue.title", names if found else ()),
            sentences,
            focus=names if found else (),
        )

    def onward(self) -> Step | None:
        if not self.routing:
            return None
        relay = self.result("relay")
        table = relay.table.set_index("function")
        first = table.loc[self.routing[0]]
        ends = {"low": first["relay_share_low"], "high": first["relay_share_high"]}
        sentences = [
            Sentence(
                "story.onward.one",
                function=self.routing[0],
                share=first["relay_share"],
                usual=first["relay_share_others"],
                **ends,
            ),
            Sentence("story.onward.so"),
        ]
        if relay.mailroom_syndrome:
            sentences.append(Sentence("story.onward.syndrome"))
        return self.step("onward", _about("story.onward.title", self.routing), sentences, focus=self.routing)

    def owner(self) -> Step | None:
        owner: OwnerResult | None = self.result("owner")
        if owner is None:
            return None
        doubt = [_doubt(owner, claim.sentence) for claim in owner.beware if claim.sentence.known][:1]
        if owner.recommended is None:
            involve = [Sentence("story.owner.involve", names=owner.involve)] if owner.involve else []
            said, title = [self._first(owner), *involve, *doubt], Sentence("story.owner.title.none")
            return self.step("owner", title, said, focus=owner.involve, screen="owner")
        said = [self._first(owner)]
        if best := _strongest(owner, owner.recommended):
            families = tuple(Sentence(f"story.family.{family}") for family in best)
            said.append(Sentence("story.owner.for", families=families))
        title = Sentence("story.owner.title", function=owner.recommended)
        so = doubt or [Sentence("story.owner.no_doubt")]
        return self.step("owner", title, said, so=so, focus=(owner.recommended,), screen="owner")

    def _first(self, owner: OwnerResult) -> Sentence:
        """Who comes first, and how often."""
        if owner.first is None:
            return Sentence("story.owner.unnamed")
        if not owner.stable:
            return Sentence("story.owner.unstable")
        key = "none" if owner.recommended is None else "first"
        return Sentence(f"story.owner.{key}", function=owner.first, often=often(owner.acceptability))

    def clock(self) -> Step | None:
        ownership = self.result("ownership")
        if ownership is None:
            return None
        table = ownership.table[ownership.table["within_24h"].notna()]
        star = self.front
        if star is None:
            return None
        row = table[table["function"] == star].iloc[0]
        everybody = table[table["kind"] == "everybody"]
        so = [Sentence("story.clock.everybody", **_within(row)) for _, row in everybody.head(1).iterrows()]
        so.append(Sentence("story.clock.assumed"))
        one = Sentence("story.clock.one", function=star, **_within(row))
        title = Sentence("story.clock.title")
        return self.step("clock", title, [one], so=so, focus=(star,), screen="replay")

    def absent(self) -> Step | None:
        found = self.result("table")
        names = () if found is None else tuple(found.absent)
        if not names:
            return None
        row = found.table.set_index("function").loc[names[0]]
        counts = {"taken": row["in_initiative"], "seats": found.seats, "expected": row["expected"]}
        sentences = [Sentence("story.absent.one", function=names[0], **counts)]
        return self.step("absent", _about("story.absent.title", names), sentences, focus=names)

    def without(self) -> Step | None:
        names, found = self.linking[0], self.result("whatif")
        if found is None or not names:
            return None
        rows = found.table[(found.table["kind"] == "remove") & (found.table["function"] == names[0])]
        if rows.empty:
            return None
        row = rows.iloc[0]
        sentences = [Sentence("story.without.lost", lost=row["exchange_lost_share"], function=names[0])]
        if row["pairs_cut"] == 0:
            sentences.append(Sentence("story.without.none_cut"))
        else:
            sentences.append(Sentence("story.without.cut", cut=row["pairs_cut"], pairs=row["pairs_before"]))
        lengths = {"before": row["path_length_before"], "after": row["path_length_after"]}
        sentences.append(Sentence("story.without.longer", **lengths))
        title = Sentence("story.without.title", function=names[0])
        return self.step("without", title, sentences, focus=names[:1], screen="without", without=names[0])

    def help(self) -> Step | None:
        found = self.result("whatif")
        added = None if found is None else found.table[found.table["kind"] == "liaison"]
        if added is None or added.empty:
            return None
        ends = list(found.liaisons[["function_a", "function_b"]].itertuples(index=False, name=None))
        ends, last = ends[: len(added)], added.iloc[-1]  # up to the first with a function that is not named
        often = Counter(ends)
        pairs = tuple(
            Sentence(f"story.help.pair{'_times' if n > 1 else ''}", a=a, b=b, n=n)
            for (a, b), n in often.items()
        )
        sentences = [Sentence("story.help.pairs", n=len(ends), pairs=pairs)]
        joined, shorter = last["pairs_joined"], -last["path_length_change"]
        if joined != 0:
            sentences.append(Sentence("story.help.joined", n=joined))
        if shorter >= _LITTLE or joined == 0:
            key = "shorter" if shorter >= _LITTLE else "little"
            by = max(shorter, 0.0) if np.isfinite(shorter) else shorter
            sentences.append(Sentence(f"story.help.{key}", by=by, before=last["path_length_before"]))
        focus = dict.fromkeys(name for pair in ends for name in pair)
        return self.step("help", Sentence("story.help.title"), sentences, focus=focus)

    def changed(self) -> Step | None:
        trend = self.result("trend")
        if trend is None or trend.changes.empty:
            return None
        rows = [(row, _change(row)) for row in trend.changes.to_dict("records")]
        rows = [(row, said) for row, said in rows if said.known]
        focus = [row["function"] for row, _ in rows if isinstance(row["function"], str)]
        sentences = [said for _, said in rows[:_MOST_NAMED]]
        so, where = [Sentence("story.changed.so")], dict.fromkeys(focus)
        title = Sentence("story.changed.title")
        return self.step("changed", title, sentences, so=so, focus=where, screen="compare")

    def end(self) -> Step | None:
        owner: OwnerResult | None = self.result("owner")
        sentences = [self.answer]
        if owner is not None:
            sentences.append(self._first(owner))
        if self.released.one_mailbox:
            sentences.append(Sentence("story.beware", doubt=self.released.one_mailbox))
        sentences.append(Sentence("story.end.limits"))
        return self.step("end", Sentence("story.end.title"), sentences)


def _doubt(owner: OwnerResult, told: Sentence) -> Sentence:
    """A doubt, or that there is one which is withheld."""
    if told.key in owner.untold.values():
        return told
    return Sentence("story.owner.doubt", doubt=_AfterColon(told.key, **told.values))


def _about(key: str, names: Sequence[str]) -> Sentence:
    """The text about one function, about several, or about none."""
    if not names:
        return Sentence(f"{key}.none")
    return Sentence(f"{key}.{'one' if len(names) == 1 else 'many'}", names=tuple(names))


def _within(row: pd.Series[Any]) -> dict[str, float]:
    return {"share": row["within_24h"], "low": row["within_24h_low"], "high": row["within_24h_high"]}


def _strongest(owner: OwnerResult, function: str) -> list[str]:
    """The two families that speak most for a function under the central weights, of those known."""
    row = owner.evidence.set_index("function").loc[function].to_dict()
    worth = {family: weight * float(row[family]) for family, weight in owner.weights.items()}
    worth = {family: value for family, value in worth.items() if value > 0}
    telling = (family for family in worth if worth[family] >= _TELLING * max(worth.values()))
    return sorted(telling, key=lambda family: -worth[family])[:2]


def _change(row: Mapping[str, Any]) -> Sentence:
    """A marked change of the trend in one sentence."""
    figure, change = str(row["figure"]), float(row["change"])
    since = pd.Timestamp(row["window"])
    month = Sentence(f"story.month.{since.month}", year=str(since.year))
    if figure == "openness":
        return Sentence("story.changed.openness", month=month, function=row["function"], factor=change)
    if figure == "walls":
        return Sentence("story.changed.walls", month=month, factor=change)
    if figure == "cross_share":
        return Sentence("story.changed.cross_share", month=month, points=change)
    if figure == "modularity":
        return Sentence(f"story.changed.modularity.{row['mark']}", month=month)
    return Sentence("story.changed.continuity", month=month)
