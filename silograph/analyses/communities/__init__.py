"""Which groups do people really form?"""

from silograph.analyses.communities import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
