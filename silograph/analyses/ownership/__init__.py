"""Who would answer questions from outside within 24 hours?"""

from silograph.analyses.ownership import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
