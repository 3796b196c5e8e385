"""Who would answer questions from outside within 24 hours?"""
