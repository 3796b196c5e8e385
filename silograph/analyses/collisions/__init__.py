"""Which functions serve the same outside contacts without talking to each other?"""

from silograph.analyses.collisions import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
