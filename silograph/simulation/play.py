"""Everything that is planted message by message, theme after theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from silograph.errors import UsageError
from silograph.simulation.initiative import initiative_facts, play_initiative, play_round_mails, play_storms
from silograph.simulation.names import slug
from silograph.simulation.outside import OutsidePlay
from silograph.simulation.scripts import Script, Setting, Silences
from silograph.simulation.social import SocialPlan, facts, play_spaces
from silograph.simulation.threads import AS_MAIL, EMAIL, Part, join

MOST = 0.8  # share of messages that may be planted


@dataclass(frozen=True)
class Played:
    """Planted messages, silences that all others keep, and facts for ``truth.json``."""

    part: Part
    silences: Silences
    notes: Mapping[str, Any]


def play(company: Setting, social: SocialPlan, *, budget: int, first_space: int) -> Played:
    """Play all themes; `budget` is the number of messages that are not noise."""
    spec, staff = company.spec, company.staff
    silences = Silences(staff.function[: staff.n_people])
    nothing = np.zeros(0, dtype=np.int64)
    parts = [Part.of(nothing, nothing, channel=EMAIL, kind=AS_MAIL)]
    notes: dict[str, Any] = {}
    if spec.outside.contacts:
        script = Script(company, silences)
        notes |= OutsidePlay(company, script).play(round(spec.outside.share * budget))
        parts.append(script.part())
    if social.members:
        parts.append(play_spaces(company, social, first_space=first_space).part())
    if spec.initiative.threads:
        named = slug(spec.vocabulary.initiative)
        notes["initiative"] = initiative_facts(company, named)
        parts.append(play_initiative(company, space=first_space + len(social.spaces)).part())
    if spec.copy_storms:
        parts.append(play_storms(company).part())
    if spec.world == "round_mails":
        parts.append(play_round_mails(company).part())
    if spec.social.planted:
        notes["social"] = facts(spec, company.plan, staff, social)
    part = join(parts)
    if len(part) > MOST * budget:
        raise UsageError(
            f"what is planted takes {len(part)} of {budget} messages",
            where="CompanySpec",
            mend="ask for more messages or plant less",
        )
    return Played(part, silences, notes)
