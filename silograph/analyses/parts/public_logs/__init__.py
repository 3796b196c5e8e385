"""Is that a lot? How figures compare with those of public logs: `comparison`, its `words`, and the table that ships.

What leaves a run is compared anew with what was released of it (`Result.beside`): the sentence tells no other figure.
"""

from silograph.analyses.parts.public_logs import words
from silograph.analyses.parts.public_logs.comparison import MEASURES as MEASURES
from silograph.analyses.parts.public_logs.comparison import PublicLog as PublicLog
from silograph.analyses.parts.public_logs.comparison import compared as compared
from silograph.analyses.parts.public_logs.comparison import public_logs as public_logs
from silograph.analyses.parts.public_logs.comparison import recognised as recognised
from silograph.analyses.parts.public_logs.comparison import references as references
from silograph.language.words import add_texts

add_texts(words.TEXTS)
