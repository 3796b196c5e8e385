"""How much mail goes in copy, and which threads should be a post?"""

from silograph.analyses.copies import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
