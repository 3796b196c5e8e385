"""Exchange with people outside: who inside wrote to whom outside, and who outside wrote in."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from silograph.errors import NotEnoughDataError
from silograph.language.words import Sentence
from silograph.log.conversations import EXTERNAL_FUNCTION, Conversations, exchanged
from silograph.log.schema import MEETING

# Machines (as in RFC 3834) and addresses that stand for a role, not for a person (RFC 2142 and common practice).
_SHARED = re.compile(
    r"""(?:.*[-_.+])?(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|bounces?|newsletter|notifications?)(?:[-_.+=].*)?
    | (?:abuse|accounting|accounts|admin|billing|career|careers|contact|customer[-_.]?(?:care|service)|enquir(?:y|ies)
      |feedback|hello|help|helpdesk|hostmaster|info|inquir(?:y|ies)|invoices?|jobs|list|lists|mail|marketing|media
      |news|noc|office|orders?|postmaster|press|reception|recruiting|root|sales|security|service|support|team
      |webmaster)""",
    re.VERBOSE,
)


_LARGEST_MEETING = (
    50  # others whom each attendee meets; of larger ones, the contacts of who organises are known
)


def is_shared_address(alias: str) -> bool:
    """Whether an address stands for a machine or a role, so that nobody in particular reads it.

    Examples
    --------
    >>> [is_shared_address(alias) for alias in ("info@x.org", "no-reply@x.org", "ann.info@x.org", "ann")]
    [True, True, False, False]
    """
    local, at, _ = alias.lower().partition("@")
    return bool(at) and _SHARED.fullmatch(local) is not None


@dataclass(frozen=True, eq=False)
class OutsideExchange:
    """Messages between people inside and contacts outside.

    Parameters
    ----------
    rows
        A row per message, contact and person (or team) inside, in order of messages: ``message`` (row of
        `Conversations.messages`) ``contact person`` (rows of `Conversations.actors`) ``function`` (of the person
        inside, at the time; may be `UNKNOWN_FUNCTION`) ``outbound`` (the person inside wrote, or somebody
        inside called the meeting) ``audience``
        ``automated``. Automated messages and broadcasts are in.
    shared
        Outside addresses set aside because nobody in particular reads them.
    """

    rows: pd.DataFrame
    shared: int

    def personal(self, *, max_audience: int) -> pd.DataFrame:
        """The rows that people wrote to few: neither automated nor broadcast."""
        return self.rows[~self.rows["automated"] & (self.rows["audience"] <= max_audience)]


def outside_exchange(conversations: Conversations) -> OutsideExchange:
    """What passed between people inside and contacts outside.

    A contact is an actor outside the organisation, by its normalised address. Mailing lists and bots are none, nor
    are addresses that stand for a machine or a role (`is_shared_address`).

    Raises
    ------
    NotEnoughDataError
        Where no message goes to or comes from a contact.
    """
    outside = conversations.is_kind("external")
    shared = np.array([is_shared_address(str(one)) for one in conversations.actors["actor_id"][outside]])
    contact = outside.copy()
    contact[outside] &= ~shared.astype(bool)
    inside = conversations.is_kind("person", "team")

    reached = exchanged(conversations, max_audience=_LARGEST_MEETING)
    sent = conversations.messages.loc[reached["message"], ["sender", "channel", "audience", "automated"]]
    columns = {
        **{name: reached[name].to_numpy() for name in ("message", "sender", "sender_function")},
        **{name: reached[name].to_numpy() for name in ("recipient", "recipient_function")},
        "audience": sent["audience"].to_numpy(),
        "automated": sent["automated"].to_numpy(dtype=bool),
    }
    outbound = inside[columns["sender"]] & contact[columns["recipient"]]
    inbound = contact[columns["sender"]] & inside[columns["recipient"]]
    kept = outbound | inbound
    out = outbound[kept]
    invited = (sent["channel"] == MEETING).to_numpy()  # who attends wrote nothing: who organises did
    wrote = np.where(invited, inside[sent["sender"]], outbound)[kept]
    part = {name: values[kept] for name, values in columns.items()}
    function = np.where(out, part["sender_function"], part["recipient_function"])
    rows = pd.DataFrame(
        {
            "message": part["message"],
            "contact": np.where(out, part["recipient"], part["sender"]),
            "person": np.where(out, part["sender"], part["recipient"]),
            "function": function,
            "outbound": wrote,
            "audience": part["audience"],
            "automated": part["automated"],
        }
    )
    rows = rows[rows["function"] != EXTERNAL_FUNCTION].reset_index(drop=True)
    if rows.empty:
        raise NotEnoughDataError(
            Sentence("lacks.no_contact"),
            mend=Sentence("mend.domains"),
        )
    return OutsideExchange(rows, int(shared.sum()))
