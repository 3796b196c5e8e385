"""`build_conversations`: numbers for ids, functions as they were at the time, parents and cases found."""

from datetime import UTC, datetime

import pandas as pd

from silograph.log.batches import BatchBuilder
from silograph.log.conversations import EXTERNAL_FUNCTION, NONE, Conversations, build_conversations
from silograph.log.people import Roster
from silograph.log.store import Store
from silograph.simulation import CompanySpec, simulate

PEOPLE = pd.DataFrame(
    {
        "person_id": ["ann", "ann", "bob", "eve"],
        "function": ["HR", "IT", "IT", "PR"],
        "valid_from": [None, "2024-03-01", None, None],
        "valid_to": ["2024-03-01", None, None, None],
    }
)


def at(month: int, hour: int = 0) -> datetime:
    return datetime(2024, month, 1, hour, tzinfo=UTC)


def read(*builders: BatchBuilder, people: pd.DataFrame | None = PEOPLE) -> Conversations:
    store = Store.in_memory()
    for number, builder in enumerate(builders):
        store.add([builder.take()], name=f"source {number}", loader="mail")
    return build_conversations(*store.log(None if people is None else Roster.from_pandas(people)))


def test_somebody_who_moved_writes_from_the_function_of_the_time() -> None:
    builder = BatchBuilder()
    builder.message("m1", "ann", [("bob", "to")], sent_at=at(2))
    builder.message("m2", "bob", [("ann", "cc"), ("x@out.org", "to")], sent_at=at(4), parent_id="m1")
    builder.actor("x@out.org", actor_kind="external")
    talk = read(builder)
    names = [*talk.functions]
    assert [names[code] for code in talk.messages["function"]] == ["HR", "IT"]
    by_role = dict(zip(talk.interactions["role"], talk.interactions["function"], strict=True))
    assert names[by_role["cc"]] == "IT"
    assert talk.interactions["function"].tolist().count(EXTERNAL_FUNCTION) == 1
    assert talk.messages["parent"].tolist() == [NONE, 0]


def test_the_same_id_in_two_channels_is_two_threads_and_no_parent() -> None:
    mail, posts = BatchBuilder(), BatchBuilder(channel="post")
    mail.message("1", "ann", [("bob", "to")], sent_at=at(1), thread_id="1")
    posts.message("2", "eve", [], sent_at=at(2), kind="post", thread_id="1", parent_id="1", space="#all")
    talk = read(mail, posts)
    assert talk.messages["thread"].nunique() == 2
    assert talk.messages["parent"].tolist() == [NONE, NONE]
    assert talk.spaces == ("#all",)
    assert len(talk.interactions) == 1


def test_a_reaction_belongs_to_its_post() -> None:
    builder = BatchBuilder(channel="post")
    builder.message("p", "ann", [], sent_at=at(1), kind="post", space="#all")
    builder.message("p", "bob", [("ann", "reaction")], sent_at=at(1), kind="reaction", space="#all")
    talk = read(builder)
    assert talk.messages["kind"].tolist() == ["post", "reaction"]
    assert talk.messages["parent"].tolist() == [NONE, 0]


def test_copies_to_oneself_are_no_interactions_and_the_untimed_come_last() -> None:
    builder = BatchBuilder()
    builder.message("m1", "ann", [("ann", "cc"), ("bob", "to")], sent_at=None)
    builder.message("m2", "bob", [("ann", "to")], sent_at=at(1))
    talk = read(builder)
    assert talk.messages["sent_at"].isna().tolist() == [False, True]
    assert talk.interactions["message"].tolist() == [0, 1]


def test_a_case_ends_when_its_last_record_says() -> None:
    builder = BatchBuilder(channel="handoff")
    builder.message("h", "T1", [("T2", "assignee")], sent_at=at(1), kind="handoff", thread_id="case 1")
    builder.case("case 1", opened_at=at(1), ended_at=at(3), closed=True)
    builder.case("stays with its team", opened_at=at(1), ended_at=at(5), closed=True)
    talk = read(builder)
    assert talk.cases[["thread", "closed"]].to_numpy().tolist() == [[0, True]]
    assert talk.observed_until.tolist() == [pd.Timestamp(at(3))]


def test_the_later_export_says_how_a_case_stands() -> None:
    builders = []
    for month, closed in ((3, True), (2, False)):
        builder = BatchBuilder(channel="handoff")
        builder.message(
            f"h{month}", "T1", [("T2", "assignee")], sent_at=at(month), kind="handoff", thread_id="c"
        )
        builder.case("c", opened_at=at(1), ended_at=at(month), closed=closed)
        builders.append(builder)
    cases = read(*builders).cases
    assert cases[["opened_at", "ended_at", "closed"]].to_numpy().tolist() == [[at(1), at(3), True]]


def test_nothing_is_lost_on_the_way() -> None:
    company = simulate(CompanySpec(people=60, messages=1500, functions=4, seed=3))
    store = Store.in_memory()
    store.add([company.to_batch()], name="company", loader="mail")
    log, roster = store.log(Roster.from_pandas(company.people))
    talk = build_conversations(log, roster)
    counts = log.counts()
    assert len(talk.interactions) == counts["interactions"]
    assert (talk.messages["kind"] != "reaction").sum() == counts["messages"]
    assert talk.messages["automated"].sum() == counts["automated"]
    frame = log.to_pandas()
    ids = talk.actors["actor_id"].to_numpy()
    assert sorted(ids[talk.interactions["recipient"]]) == sorted(
        frame.loc[frame["recipient"].notna() & (frame["recipient"] != frame["sender"]), "recipient"]
    )
    answers = talk.messages[talk.messages["parent"] >= 0]
    answered = talk.messages.loc[answers["parent"]]
    assert (answered["sent_at"].to_numpy() <= answers["sent_at"].to_numpy()).all()


def test_teams_add_nothing_to_the_size_of_a_function_that_has_people() -> None:
    people = pd.DataFrame(
        {
            "person_id": ["ann", "bob", "Desk", "Queue A", "Queue B"],
            "function": ["HR", "HR", "HR", "IT", "IT"],
            "actor_kind": ["person", "person", "team", "team", "team"],
        }
    )
    builder = BatchBuilder()
    for number, (sender, recipient) in enumerate(
        [("ann", "bob"), ("ann", "Desk"), ("Queue A", "Desk"), ("bob", "Queue B")]
    ):
        builder.message(f"m{number}", sender, [(recipient, "to")], sent_at=at(1, number))
    talk = read(builder, people=people)
    sizes = talk.group_sizes(talk.messages, talk.interactions)
    assert dict(zip(talk.functions, sizes.tolist(), strict=True)) == {"HR": 2, "IT": 2}
