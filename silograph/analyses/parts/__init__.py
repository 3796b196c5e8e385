"""What questions share: how a result is declared, what a question is, and the options of a run."""
