"""Whether the social layer repeats the walls between functions, builds new ones, or opens them: "silos 2.0"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from silograph.analyses.parts import Column, Inputs, Question, Result, Table, by_name, with_ends
from silograph.analyses.parts.options import number_of
from silograph.analyses.parts.people import fewest
from silograph.analyses.silos2.channels import FIGURES, Grouping, compare_layers, counted, figures
from silograph.analyses.silos2.show import section
from silograph.analyses.silos2.spaces import COLUMNS as GROUP_COLUMNS
from silograph.analyses.silos2.spaces import Draws, communities_of, spaces_of
from silograph.charts.drawing import FAINT, MARKED, PALETTE, PLAIN, pyplot
from silograph.charts.intervals import IntervalChart
from silograph.errors import NotEnoughDataError
from silograph.graph.network import TieRule
from silograph.language.words import Sentence
from silograph.log.conversations import Conversations, need_messages
from silograph.stats.p_values import SIGNIFICANT, benjamini_hochberg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PURE = 0.5  # share of one function that the interval of purity must exceed
ISOLATED = 0.2  # isolation that its interval must exceed
SELDOM_ALIKE = 0.75  # pairs of one function, relative to the usual, that the interval must stay below
WALL = 1.25  # walls that their interval must exceed to be called walls
THINNER = 0.8  # ratio of walls below which the whole interval must lie where posts open them
AS_THICK = 0.5  # ratio of walls above which it must lie, if it reaches THINNER, where posts repeat them
NEW = 2.0  # walls between circles that their interval must exceed where posts build new ones
SMALL_SPACE = "(small space)"


_MADE_OF = ("purity", "purity_low", "purity_high", "purity_expected", "entropy", "mixing", "mixing_usual")
_SPACES = Table(
    columns=(
        Column("name", "space"),
        Column("kind", "word"),
        Column("people", "count", "sum"),
        Column("largest_function", "function"),
        # people times purity leaves a remainder: those of the space who are of other functions
        *with_ends(Column("purity", "share", "derived", behind="purity_people")),
        # to three digits each of these says how many of every function there are
        Column("purity_expected", "share", "single_person", behind="purity_people"),
        Column("entropy", "share", "single_person", behind="purity_people"),
        # what its people do elsewhere is what those do who are active elsewhere
        *with_ends(Column("isolation", "share", "derived", behind="bridges")),
        Column("isolation_z", "z", "derived", behind="bridges"),
        Column("conductance", "share", "derived", behind="bridges"),
        Column("conductance_expected", "share"),
        # added up, shares have beyond 1 what those do who are in several spaces
        Column("share", "share", "sum", behind="share_people"),
        # of everybody or of none, they tell how many there are
        Column("disjointness", "share", "derived", of=("people",), behind="bridge_people"),
        Column("bridges", "count", "derived", of=("people",), behind="bridge_people"),
        Column("mixing", "share", "single_person", behind="purity_people"),
        Column("mixing_usual", "share", "single_person", behind="purity_people"),
        Column("trend", "share", "derived", behind="bridges"),
        Column("p_value", "p", "derived", behind="purity_people"),
        Column("q_value", "p", "derived", behind="purity_people", adjusts="p_value"),
        Column("verdict", "word"),
    ),
    describes=("largest_function",),
    made_of=(*_MADE_OF, "p_value", "q_value"),
    lines=(("kind",),),
)
_LAYERS = Table(
    source="layers",
    columns=(
        Column("channel", "word"),
        Column("people", "count", "whole"),
        Column("ties", "count", "whole"),
        # what crosses is of those who do
        Column("cross_share", "share", "whole", behind="crossing"),
        *with_ends(Column("walls", "factor", "whole", behind="crossing")),
        Column("walls_posts", "factor", "whole", behind="crossing_posts"),
        Column("walls_posts_low", "factor", "whole", of=("walls_posts",)),
        *with_ends(Column("ratio", "factor", "whole", of=("walls", "walls_posts"))),
        *with_ends(Column("circle_walls", "factor", "whole", behind="crossing")),
        Column("ami_functions", "", "whole"),
        Column("ami_posts"),
    ),
    lines=(),
)
_MONTHS = Table(
    source="by_month",
    columns=(
        Column("name", "space"),
        Column("kind", "word"),
        Column("month", "month"),
        Column("people", "count"),
        Column("messages", "count", "sum"),
        Column("staying", "share", "derived", of=("messages",), behind="staying_people"),
    ),
    lines=(("kind", "name"), ("kind", "month")),
    left_out=("months_left_out", "groups_left_out"),
    overlapping=True,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Silos2Result(Result):
    """What `silos2` found.

    Parameters
    ----------
    table
        A row per space, and per community of the post layer. Spaces with fewer than `min_group` people have no name.
    layers
        A row per channel: ``channel people ties cross_share walls walls_low walls_high walls_posts walls_posts_low
        ratio ratio_low ratio_high circle_walls circle_walls_low circle_walls_high ami_functions ami_posts``. `ratio` is
        the walls of posts over those of this channel; `circle_walls` how much likelier (odds ratio) people of
        different functions exchange within its circles than across; ``ami_`` the agreement of its communities with
        the functions and with the communities of the posts.
    by_month
        ``name kind month people messages staying``: share of the members' activity that stays inside, by month.
    layer_verdict
        ``repeats_walls``, ``new_walls``, ``opens_walls`` or ``too_little_data``; None where there are no walls
        to repeat or to open.
    """

    name: ClassVar[str] = "silos2"
    declared: ClassVar[Mapping[str, Table]] = {
        "silos2": _SPACES,
        "silos2_layers": _LAYERS,
        "silos2_months": _MONTHS,
    }
    figures: ClassVar[tuple[Column, ...]] = (Column("layer_verdict", "word", "whole"),)
    listed: ClassVar[tuple[str, ...]] = ("name", "kind", "purity", "isolation_z")
    charts: ClassVar[tuple[IntervalChart, ...]] = (
        IntervalChart(
            key="silos2",
            value="walls",
            source="layers",
            by="channel",
            worded="channel",
            digits=1,
            reference=1.0,
            logarithmic=True,
            marked="post",
            marked_by="channel",
            ascending=None,
        ),
    )

    layers: pd.DataFrame
    by_month: pd.DataFrame
    layer_verdict: str | None

    @property
    def found(self) -> pd.DataFrame:
        """Spaces and communities with the verdict ``silo2``, most isolated first."""
        return self.table[self.table["verdict"] == "silo2"].sort_values("isolation_z", ascending=False)

    def answer(self) -> Sentence:
        """The answer in one sentence, with its numbers."""
        assessed = self.table["verdict"].isin(["silo2", "bridge_space", "ordinary"])
        counts = self.table.loc[assessed, "verdict"].value_counts()
        if assessed.any():
            found = {"silos": int(counts.get("silo2", 0)), "bridges": int(counts.get("bridge_space", 0))}
            judged = Sentence("said.silos2.judged", n=int(assessed.sum()), **found)
        else:
            judged = Sentence("said.silos2.none_assessed")
        return Sentence("said.silos2.whole", layer=self._layer_sentence(), judged=judged)

    def _layer_sentence(self) -> Sentence:
        walls_of = figures(self.layers)
        post = walls_of.get("post")  # without a row where few people exchange there
        if post is None or np.isnan(post["walls"]):
            return Sentence("said.silos2.too_few")
        if self.layer_verdict == "new_walls":
            ends = {"low": post["circle_walls_low"], "high": post["circle_walls_high"]}
            return Sentence("said.silos2.new_walls", circles=post["circle_walls"], **ends)
        walls = Sentence("said.silos2.walls", walls=post["walls"])
        if "email" in walls_of and np.isfinite(walls_of["email"]["ratio"]):
            mail = walls_of["email"]
            walls = Sentence(
                "said.silos2.walls_mail",
                posts=mail["walls_posts"],
                mail=mail["walls"],
                ratio=mail["ratio"],
                low=mail["ratio_low"],
                high=mail["ratio_high"],
            )
        return Sentence(f"said.silos2.{self.layer_verdict or 'nothing'}", walls=walls)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Purity against isolation, a dot per space and community; dots at the top right are silos."""
        plt = pyplot()

        axes = plt.subplots(figsize=(7, 5), layout="constrained")[1] if ax is None else ax
        rows = self.table[self.table["purity"].notna() & self.table["isolation"].notna()]
        looks = {
            "silo2": MARKED,
            "bridge_space": PALETTE[2],
            "ordinary": PLAIN,
            "not_assessable": FAINT,
        }
        for verdict, colour in looks.items():
            part = rows[rows["verdict"] == verdict]
            for kind, marker in (("space", "o"), ("community", "s")):
                dots = part[part["kind"] == kind]
                if len(dots):
                    axes.scatter(dots["purity"], dots["isolation"].clip(lower=-1), s=8 + 4 * np.sqrt(dots["people"]),
                                 color=colour, marker=marker, label=f"{verdict} ({kind})")  # fmt: skip
        for _, row in rows[rows["verdict"].isin(["silo2", "bridge_space"])].head(12).iterrows():
            axes.annotate(str(row["name"]), (row["purity"], row["isolation"]), fontsize=8)
        axes.axhline(0, color=FAINT, linewidth=1, zorder=0)
        axes.set(
            xlabel="purity (share of the largest function)",
            ylabel="isolation (0 = as by chance, 1 = complete)",
        )
        if len(rows):
            axes.legend(frameon=False, fontsize=8)
        axes.spines[["top", "right"]].set_visible(False)
        return axes


SIMULATIONS, REPLICATES = 200, 200
"""Shuffled memberships, and redraws of ties, where none are asked for."""
REWIRED = 4
"""One rewired network for so many shuffled memberships, which are quicker to make."""


def silos2(
    conversations: Conversations,
    *,
    communities: Mapping[str, Grouping] | None = None,
    tie_rule: TieRule | None = None,
    simulations: int | None = None,
    replicates: int | None = None,
    seed: int = 0,
    min_group: int = 5,
) -> Silos2Result:
    """Do posts repeat the walls between functions, build new ones, or open them? And which spaces are silos?

    A space or community is a ``silo2`` when it is pure *and* isolated, each beyond chance (the larger of the two
    p-values, adjusted, below 0.05) and clearly: the interval of `purity` lies above 0.5, that of `isolation` above
    0.2. A space is a ``bridge_space`` when two of its people are of one function more seldom than is usual in the
    other spaces: adjusted p-value below 0.05 and interval below 0.75 times the usual. Posts build ``new_walls`` where
    they do not repeat the old ones and people of different functions exchange more than twice as often (interval
    of the odds ratio) within circles as across them.

    Parameters
    ----------
    conversations
        With posts; e-mail and handoffs are compared where they are there.
    communities
        Communities of each channel's network, by channel: what `communities` returns. Without that of ``post``
        only spaces are looked at.
    tie_rule
        How interactions add up; the default rule where None.
    simulations
        Shuffled memberships, behind isolation of spaces, and ten times as many shuffled functions, behind purity; of
        rewired networks, each searched again, behind isolation of communities, a quarter as many. 200 where None.
    replicates
        Bootstrap replicates of whole ties, behind the intervals of walls; 200 where None.
    seed
        Makes every random step repeatable.
    min_group
        Spaces and communities with fewer people of known function are ``not_assessable``.

    Returns
    -------
    Silos2Result
        `table` has ``name kind people largest_function purity purity_low purity_high purity_expected entropy isolation
        isolation_low isolation_high isolation_z conductance conductance_expected share disjointness bridges mixing
        mixing_usual trend p_value q_value verdict``.

    Raises
    ------
    NotEnoughDataError
        No posts.

    References
    ----------
    Newman (2003), Phys. Rev. E 67, 026126 (mixing). Kannan, Vempala & Vetta (2004), J. ACM 51, 497-515 (conductance).
    Blau (1977), Inequality and Heterogeneity (mixing of a group). Strona et al. (2014), Nature Communications 5, 4114
    (null of memberships). Karrer & Newman (2011), Phys. Rev. E 83, 016107 (walls).

    Examples
    --------
    >>> from silograph.log.conversations import build_conversations
    >>> from silograph.log.messages import BatchBuilder
    >>> from silograph.log.people import Roster
    >>> from silograph.log.store import Store
    >>> builder = BatchBuilder(channel="post")
    >>> for number, who in enumerate("abcdefgh" * 2):
    ...     builder.message(str(number), who, [], sent_at=None, space="#hr" if who < "e" else "#it")
    >>> store = Store.in_memory()
    >>> report = store.add([builder.take()], name="posts", loader="slack")
    >>> people = pd.DataFrame({"person_id": list("abcdefgh"), "function": ["HR"] * 4 + ["IT"] * 4})
    >>> talk = build_conversations(*store.log(Roster.from_pandas(people)))
    >>> silos2(talk, min_group=4).table[["name", "people", "purity", "disjointness"]].values.tolist()
    [['#hr', 4, 1.0, 1.0], ['#it', 4, 1.0, 1.0]]
    """
    need_messages(conversations)
    simulations = number_of(simulations, SIMULATIONS, name="simulations", least=2)
    replicates = number_of(replicates, REPLICATES, name="replicates", least=2)
    posts = counted(conversations, "post", tie_rule or TieRule())
    if not len(posts.messages):
        raise NotEnoughDataError(Sentence("lacks.no_posts"), mend=Sentence("mend.social_export"))
    rule, given = tie_rule or TieRule(), communities or {}
    draw = Draws(simulations, max(simulations // REWIRED, 2), seed, min_group)
    groups = [spaces_of(conversations, posts, draw)]
    if "post" in given:
        groups.append(communities_of(conversations, posts, given["post"], draw))
    table = pd.concat([group.table for group in groups], ignore_index=True)
    table = _people_behind(_judged(table, min_group=min_group))
    layers = compare_layers(conversations, given, rule, replicates=replicates, seed=seed)
    small = (table["people"] < min_group) & (table["kind"] == "space")
    table.loc[small, "name"] = SMALL_SPACE
    by_month = pd.concat([group.by_month for group in groups], ignore_index=True)
    options = {"simulations": simulations, "replicates": replicates}
    return Silos2Result(
        table=table[[*_COLUMNS, *_BEHIND]],
        layers=layers,
        by_month=_months_shown(by_month, min_group=min_group),
        layer_verdict=_layer_verdict(layers),
        parameters={**options, "seed": seed, "min_group": min_group, "tie_rule": rule.to_dict()},
        caveats=_caveats(conversations, table, layers, given),
    )


_COLUMNS = [*GROUP_COLUMNS[: GROUP_COLUMNS.index("trend") + 1], "p_value", "q_value", "verdict"]
_BEHIND = ["purity_people", "bridge_people", "share_people"]
"""The fewest people that could be told from a figure; not written."""


def _months_shown(by_month: pd.DataFrame, *, min_group: int) -> pd.DataFrame:
    """Months with enough people.

    `months_left_out` and `groups_left_out` are not written: people of other months of the space or community, and of
    other ones of the month.
    """
    few = by_month["people"] < min_group
    rest = by_month[few]
    shown = by_month[~few].reset_index(drop=True)
    for name, keys, how in (
        ("months_left_out", ["kind", "name"], "max"),  # the same people may be active in several
        ("groups_left_out", ["kind", "month"], "sum"),
    ):
        people = rest.groupby(keys)["people"].agg(how)
        found = pd.MultiIndex.from_frame(shown[keys].astype(object))
        shown[name] = people.reindex(found).fillna(0).to_numpy(dtype=np.int64) if len(rest) else 0
    return shown


def _people_behind(table: pd.DataFrame) -> pd.DataFrame:
    """Beside each row the people that could be told from its purity, and from how many are active elsewhere."""
    known = table["known"].astype(float).fillna(0)
    largest = (known * table["purity"].astype(float)).round().fillna(0).astype(int)
    bridges, people = table["bridges"].astype(int), table["people"].astype(int)
    return table.assign(
        purity_people=[fewest(*both) for both in zip(largest, known.astype(int) - largest, strict=True)],
        bridge_people=[fewest(*both) for both in zip(bridges, people - bridges, strict=True)],
        share_people=bridges.where((table["kind"] == "space") & (bridges > 0), people),
    )


def _judged(table: pd.DataFrame, *, min_group: int) -> pd.DataFrame:
    """p-values adjusted over everything assessable, and verdicts."""
    both = table[["p_pure", "p_isolated"]].astype(float).max(axis=1, skipna=False)
    assessable = table["known"] >= min_group
    judged = table.assign(p_value=both.where(assessable))
    judged["q_value"] = benjamini_hochberg(judged["p_value"])
    # a community of several functions is no place where they meet: only spaces bridge
    space = assessable & (table["kind"] == "space")
    mixed_q = benjamini_hochberg(table["p_mixed"].astype(float).where(space))
    pure = judged["purity_low"] > PURE
    isolated = judged["isolation_low"] > ISOLATED
    mixed = 1 - judged["mixing_low"] < SELDOM_ALIKE * (1 - judged["mixing_usual"])
    verdict = pd.Series("ordinary", index=table.index)
    verdict[(mixed_q < SIGNIFICANT) & mixed] = "bridge_space"
    verdict[(judged["q_value"] < SIGNIFICANT) & pure & isolated] = "silo2"
    verdict[~assessable] = "not_assessable"
    judged["verdict"] = verdict
    return judged


def _layer_verdict(layers: pd.DataFrame) -> str | None:
    """What posts do to the walls between functions; the first that holds."""
    walls = figures(layers)
    mail = walls.get("email", dict.fromkeys(FIGURES, np.nan))
    thinner = mail["ratio_high"] < THINNER
    if mail["walls_posts_low"] > WALL and mail["ratio_low"] > AS_THICK and not thinner:
        return "repeats_walls"
    if walls["post"]["circle_walls_low"] > NEW:
        return "new_walls"
    if mail["walls_low"] > WALL and thinner:
        return "opens_walls"
    no_walls = max(mail["walls_high"], walls["post"]["walls_high"]) < WALL / THINNER
    return None if no_walls else "too_little_data"


def _caveats(
    talk: Conversations, table: pd.DataFrame, layers: pd.DataFrame, given: Mapping[str, Grouping]
) -> tuple[Sentence, ...]:
    notes = []
    if not talk.functions:
        notes.append(Sentence("note.silos2.no_functions"))
    if "email" not in set(layers["channel"]):
        notes.append(Sentence("note.silos2.no_mail"))
    if not (table["kind"] == "space").any():
        notes.append(Sentence("note.silos2.no_spaces"))
    if "post" not in given:
        notes.append(Sentence("note.silos2.not_given"))
    elif not (table["kind"] == "community").any():
        notes.append(Sentence("note.silos2.no_communities"))
    small = int((table["name"] == SMALL_SPACE).sum())
    if small:
        notes.append(Sentence("note.silos2.small", n=small))
    return tuple(notes)


def _communities_by_channel(on: Inputs) -> dict[str, Any]:
    """The communities of each layer, where there is a social one to compare the others with."""
    if "post" not in on.layers:
        return {}
    find = on.functions["communities"]
    tied = {channel: layer for channel, layer in on.layers.items() if len(layer.source)}
    return {channel: find(layer, seed=on.settings.seed) for channel, layer in tied.items()}


def _asked_of_a_run(on: Inputs, done: Mapping[str, Any], **options: Any) -> Silos2Result:
    """With the communities of each layer in place of those of the whole network."""
    found = options.pop("communities", None)
    by_channel = _communities_by_channel(on) if found is None else found
    return silos2(**by_name(silos2, on, done, **options, communities=by_channel))


QUESTION = Question(
    function=silos2,
    result=Silos2Result,
    run=_asked_of_a_run,
    whole=True,
    section=section,
    documented="Does the social layer repeat the walls, build new ones, or open them?",
)
