"""An order of the people of a network that only the network decides: not their ids, nor where they stand in a file."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from silograph.arrays import IntArray
from silograph.graph.network import Network

ROUNDS = 4
"""How far a signature looks: after four steps it has seen nearly everybody's neighbours' neighbours."""

_Signatures = npt.NDArray[np.uint64]


def own_order(network: Network) -> IntArray:
    """The numbers of the nodes, function by function, in an order that renaming or renumbering them leaves as it is.

    A node's signature is made of the size of its function and of its ties: with whom (their signatures), how strong
    and which way; a function's of those of its people. Whatever is drawn at random, and who is left out with whom,
    follows this order, so that the same log gives the same answer under other names and in another order of its rows.
    Only nodes whose surroundings are alike in every respect keep the order they came in.

    Returns
    -------
    (n,) integers
        What `Network.renumbered` takes.

    Notes
    -----
    Colour refinement (Weisfeiler & Leman 1968). Signatures add up as whole numbers modulo 2 ** 64, which gives the same
    in any order; floats would not.

    Examples
    --------
    >>> path = Network.from_edges([("ann", "bob"), ("bob", "eve")], {"ann": "HR", "bob": "HR", "eve": "IT"})
    >>> renamed = Network.from_edges([("kim", "zoe"), ("amy", "kim")], {"amy": "HR", "kim": "HR", "zoe": "IT"})
    >>> path.people["person_id"].to_numpy()[own_order(path)].tolist()
    ['ann', 'bob', 'eve']
    >>> renamed.people["person_id"].to_numpy()[own_order(renamed)].tolist()
    ['amy', 'kim', 'zoe']
    """
    codes = network.function_codes
    node, function = _signatures(network, codes)
    return np.lexsort((node, np.append(function, 0).astype(np.uint64)[codes])).astype(np.int64)


def _signatures(network: Network, codes: IntArray) -> tuple[_Signatures, _Signatures]:
    """Of each node, and of each function."""
    size = np.append(np.bincount(codes[codes >= 0], minlength=len(network.functions)), 0)
    node = _mixed(size[codes].astype(np.uint64))
    strength = _mixed(np.ascontiguousarray(network.strength, dtype=np.float64).view(np.uint64))
    for _ in range(ROUNDS):
        seen = np.zeros(len(codes), dtype=np.uint64)
        np.add.at(seen, network.source, _mixed(node[network.target] ^ strength))
        np.add.at(seen, network.target, _mixed(_mixed(node[network.source]) ^ strength))
        function = np.zeros(len(network.functions) + 1, dtype=np.uint64)  # the last: those of no function
        np.add.at(function, codes, _mixed(node))
        node = _mixed(node + _mixed(seen) + _mixed(_mixed(function))[codes])
    function = np.zeros(len(network.functions) + 1, dtype=np.uint64)
    np.add.at(function, codes, _mixed(node))
    return node, function[:-1]


def _mixed(number: _Signatures) -> _Signatures:
    """Spread over all 64 bits: the finaliser of SplitMix64 (Steele, Lea & Flood 2014)."""
    mixed = number + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
