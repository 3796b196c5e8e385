"""Which functions pass on what they are asked instead of answering it?"""

from silograph.analyses.relay import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
