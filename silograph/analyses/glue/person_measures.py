"""Measures of single people on request: how closed their circle is, and which roles they have between functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy import sparse

from silograph.arrays import FloatArray
from silograph.graph.network import Network
from silograph.graph.paths.roles import ROLES, brokerage_roles


def _strength_matrix(network: Network) -> sparse.csr_array:
    ties, n = network.ties, len(network)
    half = sparse.coo_array((ties.strength, (ties.source, ties.target)), shape=(n, n))
    return sparse.csr_array(half + half.T)


def _constraint(network: Network) -> dict[str, FloatArray]:
    """Burt's constraint, by strength: how much a person's ties lead back to one another; NaN without ties."""
    strength = _strength_matrix(network)
    total = strength.sum(axis=1)
    share = sparse.diags_array(np.divide(1.0, total, out=np.zeros(len(total)), where=total > 0)) @ strength
    tied = (strength > 0).astype(np.float64)
    direct_and_round = (share + share @ share).multiply(tied)
    return {"constraint": np.where(total > 0, direct_and_round.power(2).sum(axis=1), np.nan)}


def _effective_size(network: Network) -> dict[str, FloatArray]:
    """Burt's effective size, by strength: contacts less those that other contacts stand for; NaN without ties."""
    strength = _strength_matrix(network)
    total, most = strength.sum(axis=1), strength.max(axis=1).toarray().ravel()
    share = sparse.diags_array(np.divide(1.0, total, out=np.zeros(len(total)), where=total > 0)) @ strength
    marginal = sparse.diags_array(np.divide(1.0, most, out=np.zeros(len(most)), where=most > 0)) @ strength
    tied = (strength > 0).astype(np.float64)
    redundancy = (share @ marginal.T).multiply(tied).sum(axis=1)
    return {"effective_size": np.where(total > 0, tied.sum(axis=1) - redundancy, np.nan)}


def _within_module_z(network: Network) -> dict[str, FloatArray]:
    """Guimera & Amaral's z: ties inside one's own function, against its members'; 0 where they are all equal."""
    ties, codes = network.ties, network.function_codes
    inside = (codes[ties.source] == codes[ties.target]) & (codes[ties.source] >= 0)
    ends = np.concatenate([ties.source[inside], ties.target[inside]])
    number, z = np.bincount(ends, minlength=len(network)), np.full(len(network), np.nan)
    for code in range(len(network.functions)):
        own = codes == code
        spread = number[own].std()
        z[own] = (number[own] - number[own].mean()) / spread if spread > 0 else 0.0
    return {"within_module_z": z}


def _gould_fernandez(network: Network) -> dict[str, FloatArray]:
    """Counts of the five roles in directed two-step paths a -> b -> c without a -> c."""
    counts = brokerage_roles(len(network), network.source, network.target, network.function_codes)
    return {name: counts[:, i].astype(np.float64) for i, name in enumerate(ROLES)}


PERSON_MEASURES: Mapping[str, Callable[[Network], dict[str, FloatArray]]] = {
    "constraint": _constraint,
    "effective_size": _effective_size,
    "within_module_z": _within_module_z,
    "gould_fernandez": _gould_fernandez,
}
"""Measures of people on request: Burt (1992), Structural Holes; Guimera & Amaral (2005), Nature 433, 895-900;
Gould & Fernandez (1989), Sociol. Methodol. 19, 89-126."""
