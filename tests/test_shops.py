"""The same company as users of Microsoft 365 and of Google Workspace: read from those exports alone, it is the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

import silograph as sg
from silograph.simulation import SHOPS, Company, CompanySpec, Shop, simulate, write
from silograph.simulation.company import DOMAIN

LOADERS: Mapping[Shop, set[str]] = {
    "files": {"mail", "slack", "eventlog", "calendar"},
    "m365": {"mailtrace", "teams", "engage", "eventlog", "calendar"},
    "google": {"mailtrace", "slack", "eventlog", "calendar"},
}


@cache
def company() -> Company:
    return simulate(
        CompanySpec(
            people=150,
            messages=7000,
            functions=6,
            seed=5,
            world="meetings",
            silo_openness=0.2,
            glue_openness=10.0,
        )
    )


@cache
def read(shop: Shop) -> tuple[sg.MessageLog, sg.Roster]:
    paths = write(company(), Path(mkdtemp()) / shop, shop=shop)
    people = paths.pop("people")
    paths.pop("truth")
    return sg.read(list(paths.values()), people)


def likes_in_engage() -> int:
    """Reactions to posts in spaces of the whole company, save those to posts of one's own."""
    export = company().exporter
    sent, reactions = export.traffic, export.reactions
    companywide = [row for row in reactions if sent.space[row] >= company().spec.functions]
    return sum(sent.sender[one] != sent.sender[row] for row in companywide for one in reactions[row])


@pytest.mark.parametrize("shop", SHOPS)
def test_the_exports_hold_the_company(shop: Shop) -> None:
    log, _ = read(shop)
    truth, found = company().truth["counts"], log.counts()
    assert set(log.provenance.sources["format"]) == LOADERS[shop]
    assert log.provenance.total("rejected") == 0
    assert len(sg.build_network(*read(shop)).people.query("actor_kind == 'person'")) == truth["people"]
    for figure in ("messages", "channels", "self", "broadcasts"):
        assert found[figure] == truth[figure], figure
    missing = likes_in_engage() if shop == "m365" else 0  # its export does not have them
    assert found["interactions"] == truth["interactions"] - missing


@pytest.mark.parametrize("shop", SHOPS)
def test_what_is_planted_is_found_in_every_shop(shop: Shop) -> None:
    network = sg.build_network(*read(shop))
    assert sg.glue(network, replicates=2, simulations=0).glue == (company().truth["glue"],)
    assert sg.silos(network).silos == tuple(company().truth["silos"])


@pytest.mark.parametrize("shop", [shop for shop in SHOPS if shop != "files"])
def test_who_wrote_to_whom_is_the_same_in_every_shop(shop: Shop) -> None:
    """Copies are not in every export; that somebody was written to is. Entra has ids of its own."""
    pairs = []
    both: tuple[Shop, Shop] = ("files", shop)
    for log, roster in map(read, both):
        address = {person: alias for alias, person in roster.aliases.items() if alias.endswith(f"@{DOMAIN}")}
        frame = log.to_pandas()
        mails = frame[(frame["channel"] == "email") & frame["recipient"].notna()]
        ends = (mails[end].astype(object).replace(address) for end in ("sender", "recipient"))
        pairs.append(set(zip(mails["message_id"], *ends, strict=True)))
    assert pairs[0] == pairs[1]
