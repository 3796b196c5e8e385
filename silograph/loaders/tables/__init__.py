"""Tables of interactions: CSV, Parquet, JSON Lines."""
