"""What a post is to whom.

Chats keep no list of recipients. What is certain is used: mentions, the author of the post that is answered, the
members of a direct message. Earlier participants of a thread count as ``member``; members of a channel who said
nothing are not recipients.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from silograph.log.batches import BatchBuilder

# Whoever writes to more people writes to nobody in particular; of larger rooms only the number is kept.
_MOST_RECIPIENTS = 500


@dataclass(frozen=True, slots=True)
class Room:
    """Where posts are written: a channel, a group, or a direct message.

    Parameters
    ----------
    id
        Unique in the source.
    space
        As it may be shown; None for direct messages.
    public
        Whether the source says that everybody may read it.
    members
        Of a direct message, which they and nobody else read.
    role
        In which they are reached.
    """

    id: str
    space: str | None = None
    public: bool = False
    members: tuple[str, ...] = ()
    role: str = "member"

    @classmethod
    def direct(cls, room_id: str, members: Iterable[str]) -> Room:
        """A direct message of two people, or of a group."""
        told = tuple(dict.fromkeys(members))
        return cls(room_id, members=told, role="to" if len(told) <= 2 else "member")


@dataclass(slots=True)  # a frozen one takes three times as long to make, and there is one per record
class Post:
    """What somebody wrote, without what it says.

    Parameters
    ----------
    id
        Unique in the source.
    room
        Where.
    sender
        By whom.
    sent_at
        When.
    thread
        Id of the conversation; None where it is that of the post it answers, or its own where it answers none.
    parent
        Id of the post that is answered, where that is known.
    is_reply
        Whether it goes on with a conversation.
    mentions
        Whom it names.
    reactions
        Who reacted to it, and when, where that is known.
    automated
        Whether a program wrote it.
    place
        Where its record lies.
    """

    id: str
    room: Room
    sender: str
    sent_at: datetime
    thread: str | None = None
    parent: str | None = None
    is_reply: bool = False
    mentions: tuple[str, ...] = ()
    reactions: Mapping[str, datetime | None] = field(default_factory=dict)
    automated: bool = False
    place: str | None = None


@dataclass(slots=True)
class Thread:
    """What is known of a thread: who opened it, and since when others take part."""

    author: str | None = None
    repliers: tuple[str, ...] = ()
    since: dict[str, datetime] = field(default_factory=dict)

    def joined(self, sender: str, sent_at: datetime) -> None:
        """Remember that somebody wrote in it."""
        self.since[sender] = min(sent_at, self.since.get(sender, sent_at))

    def before(self, sent_at: datetime) -> Iterator[str]:
        """Who wrote in it before."""
        return (user for user, since in self.since.items() if since < sent_at)


def write(
    builder: BatchBuilder,
    post: Post,
    recipients: Iterable[tuple[str, str]] | dict[str, str],
    *,
    bots: Container[str],
) -> None:
    """Hand over a post and its reactions; of what the recipients are, the first that is said of each counts."""
    reached: dict[str, str] = {}
    if isinstance(recipients, dict):
        reached = recipients
    else:
        for alias, role in recipients:
            reached.setdefault(alias, role)
    for member in post.room.members:
        if member != post.sender:
            reached.setdefault(member, post.room.role)
    many = len(reached) > _MOST_RECIPIENTS
    listed = sorted(reached.items())[:_MOST_RECIPIENTS] if many else list(reached.items())
    builder.message(
        post.id,
        post.sender,
        listed,
        sent_at=post.sent_at,
        kind="reply" if post.is_reply else "post",
        thread_id=post.thread,
        parent_id=post.parent,
        space=post.room.space,
        audience=len(reached) if many else None,
        automated=post.automated,
        place=post.place,
    )
    for reactor, at in post.reactions.items():
        # The author's reaction to an own post reaches nobody, and would share the post's id and sender.
        if reactor != post.sender:
            builder.message(
                post.id,
                reactor,
                [(post.sender, "reaction")],
                sent_at=at or post.sent_at,
                time_quality="exact" if at else "fallback",
                kind="reaction",
                thread_id=post.thread,
                parent_id=post.id,
                space=post.room.space,
                automated=reactor in bots,
            )


class Posts:
    """Posts in any order: all are seen before the first is written, for an answer may lie before what it answers.

    Some 200 bytes per post are kept: who wrote it, and who takes part in its thread.
    """

    def __init__(self, builder: BatchBuilder, bots: Container[str] = ()) -> None:
        self._builder, self._bots = builder, bots
        self._wrote: dict[str, tuple[str, datetime | None]] = {}
        self._parent: dict[str, str] = {}
        self._threads: dict[str, Thread] = {}
        self._answers: list[tuple[str, str, datetime]] = []
        self._one: dict[str, str] = {}  # each alias once

    def see(self, post: Post) -> None:
        """Remember who wrote what in which thread."""
        self.wrote(post.id, post.sender, post.sent_at)
        if post.thread:
            self._threads.setdefault(post.thread, Thread()).joined(self._one[post.sender], post.sent_at)
        elif post.parent:
            self._parent.setdefault(post.id, post.parent)
            self._answers.append((post.id, self._one[post.sender], post.sent_at))

    def wrote(self, post_id: str, sender: str, sent_at: datetime | None) -> None:
        """Remember the author of a post, also of one that is not to be written."""
        self._wrote.setdefault(post_id, (self._one.setdefault(sender, sender), sent_at))

    def write(self, post: Post) -> None:
        """Hand a post over, with whom it reaches."""
        if self._answers:
            self._settle()
        if post.room.space:
            self._builder.space(post.room.space, public=post.room.public)
        told = post if post.thread else replace(post, thread=self._root(post.id))
        write(self._builder, told, self._recipients(told), bots=self._bots)

    def _settle(self) -> None:
        """Which thread each answer belongs to, now that all are seen."""
        roots = set()
        for post_id, sender, sent_at in self._answers:
            root = self._root(post_id)
            roots.add(root)
            self._threads.setdefault(root, Thread()).joined(sender, sent_at)
        self._answers = []
        for root in roots:
            author, at = self._wrote.get(root, ("", None))
            if author and at:
                self._threads[root].joined(author, at)

    def _root(self, post_id: str) -> str:
        """What the answers that lead to a post began with; each is looked up once."""
        way = {post_id}
        root = post_id
        while parent := self._parent.get(root):
            root = parent
            if root in way:  # posts that answer each other in a circle
                root = min(way)
                self._parent.pop(root)
                break
            way.add(root)
        for passed in way - {root}:
            self._parent[passed] = root
        return root

    def _recipients(self, post: Post) -> Iterator[tuple[str, str]]:
        for alias in post.mentions:
            if alias != post.sender:
                yield alias, "mention"
        if not post.is_reply:
            return
        answered, _ = self._wrote.get(post.parent or "", ("", None))
        if answered and answered != post.sender:
            yield answered, "reply"
        thread = self._threads.get(post.thread or "") or Thread()
        for number, alias in enumerate(thread.before(post.sent_at)):
            if number > 4 * _MOST_RECIPIENTS:
                return
            if alias != post.sender:
                yield alias, "member"
