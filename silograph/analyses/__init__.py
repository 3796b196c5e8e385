"""One file per question. `ANALYSES` is the table of them: adding a question is a file and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from silograph.analyses.collisions import answer as collisions
from silograph.analyses.communities import answer as communities
from silograph.analyses.copies import answer as copies
from silograph.analyses.glue import answer as glue
from silograph.analyses.hourglass import answer as hourglass
from silograph.analyses.maturity import answer as maturity
from silograph.analyses.owner import answer as owner
from silograph.analyses.owner import criteria as evidence
from silograph.analyses.ownership import answer as ownership
from silograph.analyses.relay import answer as relay
from silograph.analyses.response import answer as response
from silograph.analyses.result import Result
from silograph.analyses.settings import Settings
from silograph.analyses.silos import answer as silos
from silograph.analyses.silos2 import answer as silos2
from silograph.analyses.table import answer as table
from silograph.analyses.trend import answer as trend
from silograph.analyses.whatif import answer as whatif
from silograph.errors import NotEnoughDataError, UsageError
from silograph.graph.network import Network, build_network
from silograph.graph.small import merge_functions
from silograph.log.conversations import Conversations, build_conversations
from silograph.log.messages import MessageLog
from silograph.log.people import Roster


@dataclass(frozen=True)
class Inputs:
    """What an analysis of a run may look at; what costs time is made when first asked for."""

    log: MessageLog
    roster: Roster
    network: Network
    settings: Settings

    @cached_property
    def conversations(self) -> Conversations:
        """The log as threads and times."""
        return build_conversations(self.log, self.roster)

    @cached_property
    def layers(self) -> Mapping[str, Network]:
        """The network of each channel that has messages."""
        return {
            channel: build_network(self.log, self.roster, tie_rule=self.settings.tie_rule, layer=channel)
            for channel in self.log.channels
        }


@dataclass(frozen=True, slots=True)
class Question:
    """A question silograph answers.

    Parameters
    ----------
    asks
        The question in plain words.
    run
        Called with the inputs and the results so far.
    needs
        Analyses whose results it reads, and cannot do without.
    uses
        Analyses whose results it reads where there are any.
    """

    asks: str
    run: Callable[[Inputs, Mapping[str, Any]], Result]
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


def _communities_by_channel(on: Inputs) -> dict[str, communities.CommunitiesResult]:
    """The communities of each layer, where there is a social one to compare the others with."""
    if "post" not in on.layers:
        return {}
    tied = {channel: layer for channel, layer in on.layers.items() if len(layer.source)}
    return {channel: communities.communities(layer, seed=on.settings.seed) for channel, layer in tied.items()}


def _ownership(on: Inputs, replies: response.ResponseResult) -> ownership.OwnershipResult:
    """The 24-hour test on a whole log; hubs are chosen on its first half and scored on its second."""
    people = dict(zip(on.network.functions, on.network.group_sizes.tolist(), strict=True))
    outside = ownership.outside_questions(on.conversations)
    times = ownership.answer_times(replies, people=people, outside=outside, seed=on.settings.seed)
    parts = []
    for half in ownership.in_halves(on.conversations):
        with suppress(NotEnoughDataError):
            asked = ownership.outside_questions(half)
            found = response.response(half, **_response_options(on))
            parts.append(
                ownership.answer_times(found, people=people, outside=asked, like=times, seed=on.settings.seed)
            )
    return ownership.ownership(
        times,
        halves=(parts[0], parts[1]) if len(parts) == 2 else None,
        outside=outside,
        current_owner=on.settings.current_owner,
        min_group=on.settings.min_group,
    )


def _response_options(on: Inputs) -> dict[str, Any]:
    return {
        "max_audience": on.settings.tie_rule.max_audience,
        "replicates": on.settings.replicates,
        "seed": on.settings.seed,
        "min_group": on.settings.min_group,
    }


def _by_rank(found: glue.GlueResult | None) -> list[str]:
    """Functions in the order of their rank as glue; none where glue was not asked for."""
    if found is None:
        return []
    ranked = found.table[found.table["rank"].notna()].sort_values("rank")
    return [str(name) for name in ranked["function"]]


def _final_answers(result: Result | None) -> pd.DataFrame | None:
    """Answers between functions by the clock that counts, where there is a response result."""
    return None if result is None else result.table[result.table["clock"] == "final_answer"]


ANALYSES: Mapping[str, Question] = {
    "silos": Question(
        "Which functions are more closed than this organisation's usual?",
        lambda on, _: silos.silos(
            on.network,
            replicates=on.settings.replicates,
            simulations=on.settings.simulations,
            seed=on.settings.seed,
            min_group=on.settings.min_group,
        ),
    ),
    "communities": Question(
        "Which groups do people really form?",
        lambda on, _: communities.communities(on.network, seed=on.settings.seed),
    ),
    "silos2": Question(
        "Does the social layer repeat the walls between functions, build new ones, or open them?",
        lambda on, _: silos2.silos2(
            on.conversations,
            communities=_communities_by_channel(on),
            tie_rule=on.settings.tie_rule,
            replicates=on.settings.replicates,
            seed=on.settings.seed,
            min_group=on.settings.min_group,
        ),
    ),
    "glue": Question(
        "Which function links the others?",
        lambda on, _: glue.glue(
            on.network,
            weighted=on.settings.weighted,
            replicates=on.settings.replicates,
            seed=on.settings.seed,
            min_group=on.settings.min_group,
        ),
    ),
    "relay": Question(
        "Which functions pass on what they are asked instead of answering it?",
        lambda on, done: relay.relay(
            on.conversations,
            glue=done["glue"].table,
            max_audience=on.settings.tie_rule.max_audience,
            min_group=on.settings.min_group,
        ),
        needs=("glue",),
    ),
    "response": Question(
        "How long does a question wait for an answer from another function?",
        lambda on, _: response.response(on.conversations, **_response_options(on)),
    ),
    "ownership": Question(
        "Who would answer questions from outside within 24 hours?",
        lambda on, done: _ownership(on, done["response"]),
        needs=("response",),
    ),
    "hourglass": Question(
        "Who stands between outside contacts and the functions inside, and how few are they?",
        lambda on, _: hourglass.hourglass(
            on.conversations,
            max_audience=on.settings.tie_rule.max_audience,
            replicates=on.settings.replicates,
            simulations=on.settings.simulations,
            seed=on.settings.seed,
            min_group=on.settings.min_group,
        ),
    ),
    "collisions": Question(
        "Which functions serve the same outside contacts without talking to each other?",
        lambda on, _: collisions.collisions(
            on.conversations,
            max_audience=on.settings.tie_rule.max_audience,
            min_group=on.settings.min_group,
        ),
    ),
    "table": Question(
        "Which functions are active on a topic but not at the table where it is decided?",
        lambda on, done: table.table(
            on.conversations,
            topic=on.settings.topic,
            initiative=on.settings.initiative,
            glue=_by_rank(done.get("glue")),
            max_audience=on.settings.tie_rule.max_audience,
            seed=on.settings.seed,
            min_group=on.settings.min_group,
        ),
    ),
    "maturity": Question(
        "How far has the social layer come: nobody, a pilot, those who face customers, everybody?",
        lambda on, _: maturity.maturity(
            on.conversations, on.roster, seed=on.settings.seed, min_group=on.settings.min_group
        ),
    ),
    "copies": Question(
        "How much mail goes in copy, and which threads should be a post?",
        lambda on, _: copies.copies(
            on.conversations,
            max_audience=on.settings.tie_rule.max_audience,
            seed=on.settings.seed,
            min_group=on.settings.min_group,
        ),
    ),
    "trend": Question(
        "Is it getting better, or has anything changed?",
        lambda on, _: trend.trend(
            on.conversations,
            tie_rule=on.settings.tie_rule,
            seed=on.settings.seed,
            min_group=on.settings.min_group,
        ),
    ),
    "whatif": Question(
        "What would change without a function, or with a few more ties between functions?",
        lambda on, done: whatif.whatif(
            merge_functions(on.network, min_group=on.settings.min_group),
            response=_final_answers(done.get("response")),
            seed=on.settings.seed,
            min_group=on.settings.min_group,
        ),
    ),
    "owner": Question(
        "Which function should own social media, and whom to involve?",
        lambda on, done: owner.owner(
            done["glue"],
            done["silos"],
            on.network,
            findings=evidence.Findings(
                **{name: done.get(name) for name in ("relay", "response", "hourglass", "maturity")}
            ),
            ownership=done.get("ownership"),
            suitability=on.settings.suitability,
            channels=on.log.channels,
            audience=on.settings.audience,
            simulations=on.settings.simulations,
            seed=on.settings.seed,
        ),
        needs=("silos", "glue"),
        uses=("relay", "response", "ownership", "hourglass", "maturity"),
    ),
}


def with_needs(names: Iterable[str]) -> list[str]:
    """The analyses named and those they read, in the order of `ANALYSES`; all of them where none is named.

    Examples
    --------
    >>> with_needs(["relay"])
    ['glue', 'relay']
    """
    wanted = set(names) or set(ANALYSES)
    if odd := wanted - set(ANALYSES):
        raise UsageError(
            f"there is no analysis {sorted(odd)[0]!r}", mend=f"analyses are {', '.join(ANALYSES)}"
        )
    for name in reversed(list(ANALYSES)):  # those read stand before those that read them
        if name in wanted:
            wanted.update(ANALYSES[name].needs, ANALYSES[name].uses)
    return [name for name in ANALYSES if name in wanted]
