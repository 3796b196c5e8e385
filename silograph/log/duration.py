"""How long a record lasts, for rates per week: a few stray dates do not make it longer."""

from __future__ import annotations

import numpy as np
import pandas as pd

WEEK = pd.Timedelta(days=7)
SPARSE = 0.1
"""A week with less than this share of the messages of a usual week is a stray: wrong clocks date single messages."""
LONGEST_GAP = 4.0  # weeks
"""Of a longer silence only so much counts: what was not exported is no time in which nobody wrote."""


def weeks_of(times: pd.Series[pd.Timestamp]) -> float:
    """Length in weeks of the record that messages of these times make, at least one; NaN where none has a time.

    From the first to the last message, without weeks that have less than a tenth of the messages of a usual week (that
    of the median message), and with at most four weeks of each silence.

    Parameters
    ----------
    times
        When messages were sent; missing ones count nothing.

    Examples
    --------
    Ten weeks of two messages a day, and one that a wrong clock dated 1970.

    >>> daily = pd.Series(pd.date_range("2024-01-01", periods=141, freq="12h"))
    >>> round(weeks_of(pd.concat([daily, pd.Series([pd.Timestamp("1970-01-01")])])), 3)
    10.0
    """
    known = times.dropna().sort_values(ignore_index=True)
    if known.empty:
        return float("nan")
    week = np.floor(((known - known.iloc[len(known) // 2]) / WEEK).to_numpy() + 0.5)
    _, of_message, sizes = np.unique(week, return_inverse=True, return_counts=True)
    messages = sizes[of_message]
    kept = known[messages >= SPARSE * np.median(messages)]
    silences = (kept.diff() / WEEK).dropna().to_numpy()
    return max(float(np.minimum(silences, LONGEST_GAP).sum()), 1.0)
