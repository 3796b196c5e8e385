"""Does the social layer repeat the walls between functions, build new ones, or open them?"""
