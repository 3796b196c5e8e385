"""Roles of people on paths of two steps between functions."""

from __future__ import annotations

import numpy as np

from silograph.arrays import IntArray
from silograph.kernels import kernel

ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


def brokerage_roles(n: int, source: IntArray, target: IntArray, groups: IntArray) -> IntArray:
    """How often each node relays a -> node -> c, where a has no tie to c, in each of the five `ROLES`.

    Groups of a, node, c: coordinator A A A, consultant (itinerant broker) B A B, gatekeeper B A A, representative
    A A B, liaison B A C. People of unknown group (-1) take no part.

    Returns
    -------
    (n, 5) counts.

    Notes
    -----
    Gould & Fernandez (1989), Sociol. Methodol. 19, 89-126.

    Examples
    --------
    A mail from group 1 to node 1, who passes it on inside group 0:

    >>> brokerage_roles(3, np.array([0, 1]), np.array([1, 2]), np.array([1, 0, 0]))[1].tolist()
    [0, 0, 1, 0, 0]
    """
    order = np.argsort(source, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(source, minlength=n))]).astype(np.int64)
    counts = np.zeros((n, len(ROLES)), dtype=np.int64)
    _brokerage_roles(start, target[order].astype(np.int64), groups.astype(np.int64), counts)
    return counts


@kernel
def _brokerage_roles(start: IntArray, target: IntArray, groups: IntArray, counts: IntArray) -> None:
    closed = np.full(len(groups), -1, np.int64)
    for a in range(len(groups)):
        if groups[a] < 0:
            continue
        closed[a] = a
        for k in range(start[a], start[a + 1]):
            closed[target[k]] = a
        for k in range(start[a], start[a + 1]):
            b = target[k]
            for j in range(start[b], start[b + 1]):
                c = target[j]
                if groups[b] >= 0 and groups[c] >= 0 and closed[c] != a:
                    counts[b, _role(groups[a], groups[b], groups[c])] += 1


@kernel
def _role(a: int, b: int, c: int) -> int:
    """Position in `ROLES` for a path through people of these groups."""
    if a == b:
        return 0 if b == c else 3
    if b == c:
        return 2
    return 1 if a == c else 4
