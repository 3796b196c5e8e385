"""Whether a log is that of one mailbox: it says how others write to one person, not how they write to each other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from silograph.graph.network import Network

ONE_MAILBOX = 0.5
"""Share of the ties that one person is an end of: in a whole company it is far less, even of a busy one."""


def one_mailbox(network: Network) -> bool:
    """Whether one person is an end of more than half of the ties.

    Examples
    --------
    >>> star = [("ann", "bob"), ("ann", "eve"), ("ann", "kim")]
    >>> one_mailbox(Network.from_edges(star))
    True
    >>> one_mailbox(Network.from_edges([*star, ("bob", "eve"), ("eve", "kim"), ("bob", "kim")]))
    False
    """
    ties = network.ties
    persons = pd.factorize(network.people["person_id"])[0]
    ends = np.bincount(persons[np.concatenate([ties.source, ties.target])], minlength=1)
    return bool(ends.max() > ONE_MAILBOX * len(ties))
