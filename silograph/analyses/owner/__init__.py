"""Which function should own social media, and whom to involve?"""

from silograph.analyses.owner import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
