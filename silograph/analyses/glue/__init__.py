"""Which function links the others?"""
