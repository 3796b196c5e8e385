"""What questions share: how a result is declared, what a question is, and the options of a run."""

from silograph.analyses.parts.declare import Claim as Claim
from silograph.analyses.parts.declare import Column as Column
from silograph.analyses.parts.declare import Table as Table
from silograph.analyses.parts.declare import by_function as by_function
from silograph.analyses.parts.declare import with_ends as with_ends
from silograph.analyses.parts.people import different as different
from silograph.analyses.parts.people import different_by as different_by
from silograph.analyses.parts.people import people_told_apart as people_told_apart
from silograph.analyses.parts.people import shares_by as shares_by
from silograph.analyses.parts.people import smallest as smallest
from silograph.analyses.parts.question import Inputs as Inputs
from silograph.analyses.parts.question import Question as Question
from silograph.analyses.parts.question import by_name as by_name
from silograph.analyses.parts.result import Result as Result
