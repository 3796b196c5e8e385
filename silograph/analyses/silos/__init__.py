"""Which functions are more closed than this organisation's usual?"""
