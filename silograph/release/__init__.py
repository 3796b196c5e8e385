"""What may leave a run: the one gate between results and outputs."""
