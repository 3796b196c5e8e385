"""Org charts: `read_people` reads a people file, `read_identities` what the analyst confirms about who is who."""

from silograph.loaders.org_chart.columns import COLUMNS
from silograph.loaders.org_chart.functions import note_on_small
from silograph.loaders.org_chart.identities import Identities, identities_csv, read_identities
from silograph.loaders.org_chart.reading import READS, PeopleFile, read_people

__all__ = [
    "COLUMNS", "READS", "Identities", "PeopleFile", "identities_csv", "note_on_small", "read_identities", "read_people",
]  # fmt: skip
