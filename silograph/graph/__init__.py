"""The network of people and functions, and what is computed on it."""
