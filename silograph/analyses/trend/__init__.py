"""Is it getting better, or has anything changed?"""

from silograph.analyses.trend import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
