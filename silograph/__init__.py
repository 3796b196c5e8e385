"""silograph finds organisational silos, and the function that glues a company together."""

__version__ = "0.1.0"
