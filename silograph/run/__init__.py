"""All analyses on one log, their summary, and whether other assumptions change the answer."""

from silograph.language.words import add_texts
from silograph.run import words

add_texts(words.TEXTS)
