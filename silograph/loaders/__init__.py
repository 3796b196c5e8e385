"""One file per source. A loader is a module with ``READS``, ``recognises(source)`` and ``read(source, options)``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from silograph.loaders import (
    discord,
    discourse,
    engage,
    eventlog,
    github,
    gitlab,
    jira,
    mailtrace,
    mattermost,
    rocketchat,
    servicenow,
    slack,
    socialcare,
    teams,
    zendesk,
    zulip,
)
from silograph.loaders.calendar import loader as calendar
from silograph.loaders.files import Source
from silograph.loaders.mail import loader as mail
from silograph.loaders.tables import loader as interactions
from silograph.log.batches import Batch, ReadOptions


class Loader(Protocol):
    """What each module of this package provides.

    ``READS`` says in one line what the loader reads (shown by ``silograph formats``). ``recognises`` looks
    at content, not names, quickly, and never raises. ``read`` streams; records it cannot use are rejected
    with their place, not raised.
    """

    READS: str

    def recognises(self, source: Source) -> bool:
        """Whether this is the loader's format."""
        ...

    def read(self, source: Source, options: ReadOptions) -> Iterator[Batch]:
        """The content, batch by batch."""
        ...


LOADERS: Mapping[str, Loader] = {
    "mail": mail,
    "mailtrace": mailtrace,
    "slack": slack,
    "teams": teams,
    "engage": engage,
    "mattermost": mattermost,
    "zulip": zulip,
    "calendar": calendar,
    "rocketchat": rocketchat,
    "discourse": discourse,
    "discord": discord,
    "eventlog": eventlog,
    "jira": jira,
    "zendesk": zendesk,
    "servicenow": servicenow,
    "github": github,
    "gitlab": gitlab,
    "socialcare": socialcare,
    "interactions": interactions,
}
