"""How long does a question wait for an answer from another function?"""
