"""Which function links the others?"""

from silograph.analyses.glue import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
