"""What the loaders of chats share: tables by name, who is answered in which thread."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silograph.loaders.chats import csv_records
from silograph.loaders.chats.posts import Post, Posts, Room
from silograph.loaders.files import Entry, Source
from silograph.log.batches import BatchBuilder

WEIRD = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def entry_of(folder: Path, content: str | bytes) -> Entry:
    path = folder / "a.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    [entry] = Source(path).entries
    return entry


def test_rows_by_the_names_of_columns(tmp_path: Path) -> None:
    content = '\ufeffid,Sent At\r\n1,"a\r\nb"\r\n2\r\nid,Sent At\r\n3,"c'
    found = list(csv_records.rows(entry_of(tmp_path, content), lambda names: "sentat" in names))
    assert [(row.place, dict(row.cells), row.problem) for row in found] == [
        ("a.json:line 2", {"id": "1", "sentat": "a\r\nb"}, None),
        ("a.json:line 4", {}, "1 columns instead of 2"),
        ("a.json:line 6", {"id": "3", "sentat": "c"}, None),
    ]


# Threads

ROOM = Room("r", "#r", public=True)


def post(number: int, sender: str, parent: int | None = None) -> Post:
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    answers = None if parent is None else f"r:{parent}"
    return Post(f"r:{number}", ROOM, sender, at, parent=answers, is_reply=parent is not None)


def reached(posts: list[Post]) -> dict[str, tuple[str, dict[str, str]]]:
    """Thread, and recipients with their roles, by id."""
    builder = BatchBuilder(channel="post")
    writer = Posts(builder)
    for one in posts:
        writer.see(one)
    for one in posts:
        writer.write(one)
    batch = builder.take()
    recipients: dict[int, dict[str, str]] = {}
    for row in batch.recipients.to_pylist():
        recipients.setdefault(row["record"], {})[row["recipient"]] = row["role"]
    return {
        row["message_id"]: (row["thread_id"], recipients.get(row["record"], {}))
        for row in batch.messages.to_pylist()
    }


def test_answers_to_answers_are_one_thread() -> None:
    found = reached([post(3, "cy", 2), post(1, "ann"), post(2, "bob", 1), post(4, "dan", 9)])
    assert found["r:1"] == ("r:1", {})
    assert found["r:2"] == ("r:1", {"ann": "reply"})
    assert found["r:3"] == ("r:1", {"bob": "reply", "ann": "member"})
    assert found["r:4"] == ("r:9", {})  # what it answers is not here


def test_posts_that_answer_each_other_end() -> None:
    found = reached([post(1, "ann", 2), post(2, "bob", 1), post(3, "cy", 3)])
    assert len({found["r:1"][0], found["r:2"][0]}) == 1
    assert found["r:3"] == ("r:3", {})


@given(st.data())
def test_threads_are_what_following_each_answer_gives(data: st.DataObject) -> None:
    number = data.draw(st.integers(1, 12))
    people = [data.draw(st.sampled_from("abc")) for _ in range(number)]
    parents = [data.draw(st.none() | st.integers(0, n - 1)) if n else None for n in range(number)]
    posts = [post(n, people[n], parents[n]) for n in range(number)]

    def root(n: int) -> int:
        parent = parents[n]
        return n if parent is None else root(parent)

    found = reached(data.draw(st.permutations(posts)))
    for n, parent in enumerate(parents):
        thread, recipients = found[f"r:{n}"]
        assert thread == f"r:{root(n)}"
        if parent is None:
            assert not recipients
            continue
        earlier = {people[m] for m in range(n) if root(m) == root(n)} - {people[n]}
        answered = {people[parent]} - {people[n]}
        assert recipients == {one: "reply" if one in answered else "member" for one in earlier | answered}


def test_large_rooms_keep_the_number_of_their_members() -> None:
    room = Room.direct("d", [f"p{n:04}" for n in range(900)])
    builder = BatchBuilder(channel="post")
    writer = Posts(builder)
    writer.write(Post("d:1", room, "p0000", datetime(2024, 1, 1, tzinfo=UTC)))
    batch = builder.take()
    assert batch.messages["audience"].to_pylist() == [899]
    assert batch.recipients.num_rows == 500
