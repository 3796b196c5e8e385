"""Who stands between outside contacts and the functions inside, and how few are they?"""

from silograph.analyses.hourglass import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
