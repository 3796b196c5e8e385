"""Pseudonyms that say nothing about who is behind them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Hashable, Iterable

import pandas as pd

from silograph.graph.network import Network


def pseudonyms(
    ids: Iterable[Hashable], *, key: bytes | None = None, prefix: str = "P"
) -> dict[Hashable, str]:
    """A pseudonym like ``P001`` for every id; their order says nothing about the ids.

    Numbers follow the order of a keyed hash (HMAC-SHA-256) of the ids. Without the key nobody can tell,
    even with a list of all ids, who is who. The same ids and key give the same pseudonyms.

    Parameters
    ----------
    ids
        The ids; repeated ones count once.
    key
        Secret bytes; where None, a random key that is forgotten with the result.
    prefix
        What the pseudonyms begin with.

    Returns
    -------
    dict
        The pseudonym of each id.

    Examples
    --------
    >>> sorted(pseudonyms(["ann@x.org", "bob@x.org", "ann@x.org"]).values())
    ['P001', 'P002']
    >>> pseudonyms(["ann", "bob"], key=b"k") == pseudonyms(["bob", "ann"], key=b"k")
    True
    """
    secret = key if key is not None else secrets.token_bytes(32)
    order = sorted(set(ids), key=lambda one: hmac.digest(secret, str(one).encode(), hashlib.sha256))
    width, given = max(3, len(str(len(order)))), {str(one) for one in order}
    while any(f"{prefix}{number:0{width}d}" in given for number in range(1, len(order) + 1)):
        width += 1  # a pseudonym that is somebody's id would point at the wrong one
    return {one: f"{prefix}{number:0{width}d}" for number, one in enumerate(order, start=1)}


def node_pseudonyms(network: Network, *, key: bytes | None = None) -> list[str]:
    """The pseudonym of each node of a network: ``P001`` for people, ``T001`` for teams.

    Teams have pseudonyms too: shared mailboxes are often named after who reads them. Somebody who changed
    function has one pseudonym, whatever the number of nodes.

    Examples
    --------
    >>> network = Network.from_edges([("ann", "bob")])
    >>> sorted(node_pseudonyms(network))
    ['P001', 'P002']
    """
    people = network.people
    ids = people["person_id"]
    team = (
        (people["actor_kind"] == "team") if "actor_kind" in people else pd.Series(False, index=people.index)
    )
    secret = key if key is not None else secrets.token_bytes(32)
    names = pseudonyms(ids[~team], key=secret) | pseudonyms(ids[team], key=secret, prefix="T")
    return [names[one] for one in ids]
