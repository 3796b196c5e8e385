"""What would change without a function, or with a few more ties between functions?"""
