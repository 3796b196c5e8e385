"""Which functions are more closed than this organisation's usual?"""

from silograph.analyses.silos import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
