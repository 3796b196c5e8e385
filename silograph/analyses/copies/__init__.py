"""How much mail goes in copy, and which threads should be a post?"""
