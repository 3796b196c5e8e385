"""What would change without a function, or with a few more ties between functions?"""

from silograph.analyses.whatif import words
from silograph.language.words import add_texts

add_texts(words.TEXTS)
