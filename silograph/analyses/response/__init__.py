"""How long does a question wait for an answer from another function?"""

from silograph.analyses.response import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
