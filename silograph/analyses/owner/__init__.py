"""Which function should own social media, and whom to involve?"""
