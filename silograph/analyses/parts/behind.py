"""How many people stand behind a figure."""

from __future__ import annotations


def fewest(*people: float) -> int:
    """The least of several numbers of people of which each could be told from a figure; nobody tells nothing.

    A share tells of those it counts and of the others: 11 of 12 is one who is not counted.

    Parameters
    ----------
    people
        Numbers of people, such as of those who did something, and of those who did not.

    Examples
    --------
    >>> fewest(11, 1), fewest(12, 0), fewest(0, 0)
    (1, 12, 0)
    """
    return min((int(number) for number in people if number > 0), default=0)
