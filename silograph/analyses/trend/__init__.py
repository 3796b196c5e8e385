"""Is it getting better, or has anything changed?"""
