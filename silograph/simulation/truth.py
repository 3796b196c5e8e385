"""The truth about what is planted by theme: names, strengths, and what can be counted in the traffic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy.special import ndtr

from silograph.simulation.company import CompanySpec, Plan, Staff
from silograph.simulation.exports import mail_id
from silograph.simulation.threads import DELAY_SPREAD, EMAIL, HANDOFF, LENGTH, Clock, Mark
from silograph.simulation.traffic import Traffic


def themes(spec: CompanySpec, plan: Plan, staff: Staff, traffic: Traffic) -> dict[str, Any]:
    """What is planted beyond silo, glue and owner; None where nothing is."""
    return {
        **_mailroom(plan, traffic),
        "response": _response(spec, plan),
        **_outside(plan, traffic),
        **_change(spec, plan, staff),
        **_social(traffic),
        "initiative": traffic.notes.get("initiative"),
        "copy_storms": _storms(plan, staff, traffic),
        **_glue(spec, staff),
    }


def _mailroom(plan: Plan, traffic: Traffic) -> dict[str, Any]:
    relays = traffic.channel[traffic.mark == Mark.RELAY]
    return {
        "mailroom": None if plan.mailroom is None else plan.functions[plan.mailroom],
        "relayed": {"email": int((relays == EMAIL).sum()), "handoff": int((relays == HANDOFF).sum())},
    }


def _response(spec: CompanySpec, plan: Plan) -> dict[str, dict[str, float]] | None:
    """By function: the law of first replies to questions by mail from other functions, end of the log apart.

    ``reply_within_24h`` is the share of replies that come within 24 hours of the calendar;
    ``answered`` the share of questions that get one: threads of one message have none, forwarded and relayed
    questions are answered by others; ``within_24h`` their product.
    """
    if not (spec.pace.planted or spec.mailroom.share):
        return None
    clock = Clock(replace(spec, months=spec.months + 1))
    elapsed = clock.within_a_day(np.linspace(0.0, Clock(spec).length, 2000))
    goes_on = ndtr(LENGTH / spec.conversation_spread) if spec.conversation_spread else 1.0
    found = {}
    for f, (function, median) in enumerate(zip(plan.functions, plan.median_hours.tolist(), strict=True)):
        prompt = float(ndtr(np.log(np.maximum(elapsed, 1e-9) / median) / DELAY_SPREAD).mean())
        relayed = spec.mailroom.share if f == plan.mailroom else 0.0
        answered = goes_on * (1 - plan.unanswered[f]) * (1 - spec.forwarding) * (1 - relayed)
        found[function] = {
            "median_working_hours": round(median, 3),
            "unanswered": round(float(plan.unanswered[f]), 4),
            "reply_within_24h": round(prompt, 4),
            "answered": round(float(answered), 4),
            "within_24h": round(float(answered) * prompt, 4),
        }
    return found


def _outside(plan: Plan, traffic: Traffic) -> dict[str, Any]:
    """The function at the waist, and contacts by how they are served."""
    contacts = traffic.notes.get("contacts")
    if contacts is None:
        return dict.fromkeys(("hourglass", "outside", "collisions", "campaigns"))
    served = {
        way: [address for address, fact in contacts.items() if fact["served"] == way]
        for way in ("collision", "two_handed")
    }
    return {
        "hourglass": None if plan.waist is None else plan.functions[plan.waist],
        "outside": contacts,
        "collisions": {
            "contacts": served["collision"],
            "coordinated": served["two_handed"],
            "one_function": len(contacts) - sum(map(len, served.values())),
        },
        "campaigns": traffic.notes["campaigns"],
    }


def _change(spec: CompanySpec, plan: Plan, staff: Staff) -> dict[str, Any]:
    """Day of the reorganisation, who moved, and what is so from then on."""
    if staff.change_on is None:
        return {"reorganisation": None}
    sizes = np.bincount(staff.later[: staff.n_people], minlength=len(plan.functions))
    return {
        "reorganisation": staff.change_on,
        "reorganised": staff.table["person_id"].iloc[staff.movers].tolist(),
        "walls_after": spec.walls if spec.change.walls is None else spec.change.walls,
        "sizes_after": dict(zip(plan.functions, sizes.tolist(), strict=True)),
    }


def _social(traffic: Traffic) -> dict[str, Any]:
    keys = (
        "layer_verdict",
        "post_walls",
        "silos2",
        "bridge_spaces",
        "members",
        "post_interns",
        "post_dialogue",
        "stage",
        "post_functions",
    )
    return dict(traffic.notes.get("social", dict.fromkeys(keys)))


def _storms(plan: Plan, staff: Staff, traffic: Traffic) -> list[dict[str, Any]]:
    """Threads with everybody in copy: the id of the first mail, and who takes part."""
    found = []
    rows = np.flatnonzero(traffic.mark == Mark.STORM)
    for thread in np.unique(traffic.thread[rows]):
        mails = rows[traffic.thread[rows] == thread]
        people = np.union1d(traffic.sender[mails], traffic.recipient[np.isin(traffic.row, mails)])
        functions = [plan.functions[f] for f in np.unique(staff.function[people])]
        found.append(
            {
                "thread": mail_id(int(mails[0])),
                "people": len(people),
                "functions": functions,
                "messages": len(mails),
            }
        )
    return found


def _glue(spec: CompanySpec, staff: Staff) -> dict[str, Any]:
    """The person who carries the exchange of the glue with others, and how much of it."""
    if staff.star is None:
        return {"glue_person": None, "glue_concentration": None}
    return {
        "glue_person": str(staff.table["person_id"].iloc[staff.star]),
        "glue_concentration": spec.glue_concentration,
    }
