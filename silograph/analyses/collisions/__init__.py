"""Which functions serve the same outside contacts without talking to each other?"""
