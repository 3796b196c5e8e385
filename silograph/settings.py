"""The options of a run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from silograph.network import TieRule
from silograph.texts import Lang

Audience = Literal["external", "internal", "balanced"]


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
    """

    only: tuple[str, ...] = ()
    audience: Audience = "balanced"
    min_group: int = 5
    seed: int = 0
    replicates: int = 200
    simulations: int = 500
    weighted: bool = False
    lang: Lang = "en"
    tie_rule: TieRule = field(default_factory=TieRule)

    def to_dict(self) -> dict[str, Any]:
        """The options as plain values, for outputs."""
        return {**asdict(self), "only": list(self.only)}
