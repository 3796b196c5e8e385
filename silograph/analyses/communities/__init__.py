"""Which groups do people really form?"""
