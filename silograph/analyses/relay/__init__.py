"""Which functions pass on what they are asked instead of answering it?"""
