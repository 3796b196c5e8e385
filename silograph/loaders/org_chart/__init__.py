"""Org charts: `read_people` reads a people file."""

from silograph.loaders.org_chart.columns import COLUMNS
from silograph.loaders.org_chart.reading import READS, PeopleFile, read_people

__all__ = ["COLUMNS", "READS", "PeopleFile", "read_people"]
