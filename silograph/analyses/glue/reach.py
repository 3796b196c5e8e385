"""The fewest people who together are within one step of a share of the company."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from silograph.arrays import IntArray
from silograph.graph.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Few people who are, or are in touch with, a share of all people.

    Parameters
    ----------
    people
        How many it takes.
    reached
        Share of the people whom these reach, themselves counted.
    at_least
        Fewer than so many can't do it, whoever they are.
    by_function
        How many of them each function has.
    chosen
        Who: nodes of the network. For tests; leaves nothing.
    """

    people: int
    reached: float
    at_least: int
    by_function: IntArray
    chosen: IntArray

    @classmethod
    def of(cls, network: Network, share: float) -> Reach:
        """Whoever reaches most of those not reached yet is taken, again and again; of equals the first node's person.

        Answered ties between persons count. However k people are chosen, k taken like this reach at least
        1 - (1 - 1/k)^k of as many, which is more than 1 - 1/e (Nemhauser, Wolsey & Fisher 1978).

        Parameters
        ----------
        network
            Nodes in an order that says nothing about the people.
        share
            Of the people, to be reached.

        Examples
        --------
        Ann is in touch with three of seven, Eve with two others: Ann alone reaches four, both reach all.

        >>> network = Network.from_edges([("ann", "a"), ("ann", "b"), ("ann", "c"), ("eve", "d"), ("eve", "f")])
        >>> [(found.people, round(found.reached, 2)) for found in (Reach.of(network, 0.5), Reach.of(network, 1.0))]
        [(1, 0.57), (2, 1.0)]
        """
        contacts, node = _contacts(network)
        everybody = contacts.shape[0]
        wanted = int(np.ceil(share * everybody - 1e-9))
        gain = np.asarray(contacts.sum(axis=0)).ravel()
        most = np.cumsum(np.sort(gain)[::-1])
        left, chosen = np.ones(everybody, dtype=bool), list[int]()
        while everybody - left.sum() < wanted:
            best = int(gain.argmax())
            chosen.append(best)
            new = _row(contacts, best)
            new = new[left[new]]
            left[new] = False
            gain -= np.asarray(contacts[new].sum(axis=0)).ravel()
        codes = network.function_codes[node[chosen]] if chosen else np.empty(0, dtype=np.int64)
        return cls(
            people=len(chosen),
            reached=float(1 - left.mean()) if everybody else float("nan"),
            at_least=int(np.searchsorted(most, wanted) + 1) if wanted else 0,
            by_function=np.bincount(codes[codes >= 0], minlength=len(network.functions)),
            chosen=node[chosen] if chosen else codes,
        )


def _contacts(network: Network) -> tuple[sparse.csr_array, IntArray]:
    """Who is within a step of whom, everybody of themselves; and the node that stands for each person."""
    persons = np.flatnonzero(~network.is_team)
    found, who = np.unique(network.people["person_id"].to_numpy()[persons].astype(str), return_inverse=True)
    person = np.full(len(network), -1)
    person[persons] = pd.factorize(who)[0]  # in the order of the nodes, for ids must not decide
    ends = [person[side[network.answered]] for side in (network.ties.source, network.ties.target)]
    known = (ends[0] >= 0) & (ends[1] >= 0)
    a, b = (end[known] for end in ends)
    n = len(found)
    row, column = np.r_[a, b, np.arange(n)], np.r_[b, a, np.arange(n)]
    within = sparse.coo_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=(n, n)).tocsr()
    within.data[:] = 1  # a person of two functions may have two ties with another
    busiest = np.bincount(np.r_[network.ties.source, network.ties.target], minlength=len(network))
    order = np.lexsort((np.arange(len(network)), -busiest))
    order = order[person[order] >= 0]
    node = np.empty(n, dtype=np.int64)
    node[person[order][::-1]] = order[::-1]  # the first of each
    return within, node


def _row(matrix: sparse.csr_array, number: int) -> IntArray:
    return np.asarray(matrix.indices[matrix.indptr[number] : matrix.indptr[number + 1]], dtype=np.int64)
