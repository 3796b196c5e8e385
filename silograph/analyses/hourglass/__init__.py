"""Who stands between outside contacts and the functions inside, and how few are they?"""
