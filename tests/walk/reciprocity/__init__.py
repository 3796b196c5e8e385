"""Do functions write back?"""
