"""Does the social layer repeat the walls between functions, build new ones, or open them?"""

from silograph.analyses.silos2 import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
