"""Shortest paths, arrays in and arrays out: nothing here knows what a network or a function means."""
