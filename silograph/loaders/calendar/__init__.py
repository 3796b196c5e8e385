"""Reads calendars and lists of who came to meetings."""
