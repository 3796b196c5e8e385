"""How far has the social layer come: nobody, a pilot, those who face customers, everybody?"""

from silograph.analyses.maturity import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
