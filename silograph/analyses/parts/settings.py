"""The options of a run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from silograph.graph.network import TieRule
from silograph.language.words import Lang

Audience = Literal["external", "internal", "balanced"]
People = Literal["pseudonyms", "names", "no_people"]
"""How people appear in what leaves a run: under pseudonyms, with names and ids as given, or not at all."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Options of a run.

    Parameters
    ----------
    only
        Names of analyses; all where empty. What these need is run too.
    audience
        Whom the social media are for: customers outside, colleagues inside, or both alike.
    min_group
        Functions with fewer people are not assessed and not shown singly.
    seed
        Makes every random step repeatable.
    replicates
        Bootstrap replicates of whole ties.
    simulations
        Networks simulated under "nothing special here".
    weighted
        Shortest paths by strength of ties instead of steps.
    lang
        Language of sentences in the summary.
    topic
        Regular expression for the subjects or spaces that are about the topic of an initiative.
    initiative
        Regular expression for the spaces or subjects of the initiative itself.
    current_owner
        The function that answers outside questions today.
    suitability
        The analyst's judgement: ``(function, criterion, value)`` with values from 0 to 1.
    tie_rule
        How interactions add up to ties.

    Examples
    --------
    >>> Settings(only=("silos",), seed=1).to_dict()["only"]
    ['silos']
    """

    only: tuple[str, ...] = ()
    audience: Audience = "balanced"
    min_group: int = 5
    seed: int = 0
    replicates: int = 200
    simulations: int = 500
    weighted: bool = False
    lang: Lang = "en"
    topic: str | None = None
    initiative: str | None = None
    current_owner: str | None = None
    suitability: tuple[tuple[str, str, float], ...] = ()
    tie_rule: TieRule = field(default_factory=TieRule)

    def to_dict(self) -> dict[str, Any]:
        """The options as plain values, for outputs."""
        return {**asdict(self), "only": list(self.only)}
