"""The options of a run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal, get_args

from silograph.analyses.parts.options import check, day_of, meant, one_of, said
from silograph.errors import UsageError
from silograph.graph.network import TieRule
from silograph.language.words import Lang

Audience = Literal["external", "internal", "balanced"]
Window = Literal["week", "month", "quarter", "year"]


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
        Redraws behind intervals, for every question that has any; None: as many as each finds enough.
    simulations
        Draws of "nothing special here" to compare with, for every question that has any; None: as many as each finds
        enough.
    weighted
        Shortest paths by strength of ties instead of steps.
    lang
        Language of sentences in the summary.
    topic
        Regular expression for the subjects or spaces that are about the topic of an initiative.
    initiative
        Regular expression for the spaces or subjects of the initiative itself.
    responsible
        Id or address of the person declared responsible for the social layer, to state their level; never shown.
    window
        Of the figures over time: ``week``, ``month``, ``quarter`` or ``year``.
    baseline
        A day on which something was changed (2024-03-01): figures before and after it are compared.
    merge
        Functions to be made one, to see what would change: several names each.
    working_hours
        Count hours of weekdays between these two only, for example ``(9, 18)``; then 24 hours are 24 working hours.
    timezone
        Zone of `working_hours`.
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

    questions: ClassVar[Collection[str]] = ()
    """What `only` may name: the table of analyses, which stands above, sets it."""

    only: tuple[str, ...] = ()
    audience: Audience = "balanced"
    min_group: int = 5
    seed: int = 0
    replicates: int | None = None
    simulations: int | None = None
    weighted: bool = False
    lang: Lang = "en"
    topic: str | None = None
    initiative: str | None = None
    responsible: str | None = None
    window: Window = "month"
    baseline: str | None = None
    merge: tuple[tuple[str, ...], ...] = ()
    working_hours: tuple[int, int] | None = None
    timezone: str = "UTC"
    current_owner: str | None = None
    suitability: tuple[tuple[str, str, float], ...] = ()
    tie_rule: TieRule = field(default_factory=TieRule)

    def __post_init__(self) -> None:
        if isinstance(self.only, str) or not isinstance(self.only, Collection):
            raise UsageError(
                f"only takes several names, not {said(self.only)}", mend=f"write only=({self.only!r},)"
            )
        if odd := [name for name in self.only if name not in self.questions]:
            raise UsageError(f"there is no analysis {odd[0]!r}", mend=meant(odd[0], self.questions))
        object.__setattr__(self, "only", tuple(self.only))
        one_of(self.audience, get_args(Audience), name="audience")
        one_of(self.lang, get_args(Lang), name="lang")
        one_of(self.window, get_args(Window), name="window")
        if self.baseline is not None:
            day_of(self.baseline, name="baseline")
        if isinstance(self.merge, str) or any(isinstance(one, str) for one in self.merge):
            raise UsageError(
                f"merge takes several names each, not {self.merge!r}", mend='write merge=(("A", "B"),)'
            )
        check(vars(self))

    def to_dict(self) -> dict[str, Any]:
        """The options as plain values, for outputs."""
        declared = None if self.responsible is None else "declared"  # outputs name nobody
        merge = [list(names) for names in self.merge]
        return {**asdict(self), "only": list(self.only), "merge": merge, "responsible": declared}
