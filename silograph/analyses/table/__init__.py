"""Which functions are active on a topic but not at the table where it is decided?"""

from silograph.analyses.table import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
