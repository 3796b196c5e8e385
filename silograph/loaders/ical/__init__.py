"""Calendars as iCalendar writes them: lines, time zones, repetitions, and what meetings become of them."""
