"""Shortest paths: who and what lies between others."""
