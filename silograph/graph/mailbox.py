"""Whether a log is that of one mailbox: it says how others write to one person, not how they write to each other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from silograph.graph.network import Network

ONE_MAILBOX = 0.5
"""Share of the ties, or of their strength, with one person at an end, from which a log is that person's."""


def one_mailbox(network: Network) -> bool:
    """Whether one person is an end of more than half of the ties, or of more than half of their strength.

    Copies to others make ties between these, too, so that the owner may be an end of a third of the ties of their own
    mailbox, yet of most of their strength. Of strength only persons are looked at: a queue may well have most of it.

    Examples
    --------
    >>> star = [("ann", "bob"), ("ann", "eve"), ("ann", "kim")]
    >>> copies = [("bob", "eve"), ("eve", "kim"), ("bob", "kim")]
    >>> one_mailbox(Network.from_edges(5 * star + copies))
    True
    >>> one_mailbox(Network.from_edges(star + copies))
    False
    """
    ties = network.ties
    persons = pd.factorize(network.people["person_id"])[0]
    nodes = np.concatenate([ties.source, ties.target])
    ends, strength = persons[nodes], np.tile(ties.strength, 2)
    if "actor_kind" in network.people:
        strength = strength * (network.people["actor_kind"] == "person").to_numpy()[nodes]
    return bool(
        np.bincount(ends, minlength=1).max() > ONE_MAILBOX * len(ties)
        or np.bincount(ends, strength, minlength=1).max() > ONE_MAILBOX * ties.strength.sum()
    )
