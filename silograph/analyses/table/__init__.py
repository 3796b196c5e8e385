"""Which functions are active on a topic but not at the table where it is decided?"""
