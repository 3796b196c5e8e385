"""What leaves a run of `whatif`: what people of no function exchange, and whom a scenario names, does not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from silograph.analyses.whatif.answer import WhatifResult, whatif
from silograph.graph.network import Network
from silograph.graph.small import merge_functions
from silograph.language.words import Words
from silograph.log.messages import UNKNOWN
from silograph.release.policy import Policy
from silograph.release.results import release_result

SIZES = {"HR": 8, "IT": 9, "Legal": 3, "PR": 6, "QA": 12}


def company(unknown: int) -> Network:
    rng = np.random.default_rng(3)
    function = [name for name, size in {**SIZES, UNKNOWN: unknown}.items() for _ in range(size)]
    n = len(function)
    source, target = np.nonzero(np.triu(rng.random((n, n)) < 0.2, 1))
    ties = pd.DataFrame({"source": source, "target": target, "strength": rng.exponential(1.0, len(source))})
    return Network.from_pandas(ties, pd.DataFrame({"person_id": np.arange(n), "function": function}))


def found(unknown: int = 0, *, merged: bool = True, **options: object) -> tuple[WhatifResult, Policy]:
    network = company(unknown)
    asked = merge_functions(network, min_group=5) if merged else network
    result = whatif(asked, **{"liaisons": 2, **options})  # type: ignore[arg-type]
    return result, Policy.of(network, min_group=5)


def test_what_few_people_of_no_function_exchange_is_no_difference() -> None:
    few, policy = found(3)
    lost = few.table["exchange_lost"] > 0
    shown = release_result(few, policy).table
    assert lost.any()
    assert shown[["exchange_lost", "exchange_lost_share"]].isna().all().all()
    for unknown in (0, 6):
        many, policy = found(unknown)
        assert (
            release_result(many, policy).table[["exchange_lost", "exchange_lost_share"]].notna().all().all()
        )


def test_scenarios_of_small_functions_are_left_out_however_they_are_named() -> None:
    removed = [["Legal"], ["IT", "Legal"], ["HR", "QA"], ["HR"], ["PR"]]
    result, policy = found(merged=False, remove=removed, merge=[["HR", "IT", "Legal"], ["HR", "QA"]])
    shown = release_result(result, policy).table
    assert shown["scenario"].tolist()[:4] == ["remove HR and QA", "remove HR", "remove PR", "merge HR + QA"]
    assert "Legal" not in str(shown.to_dict())
    # PR covers Legal: how many are in it, and pairs of people that count them, are not told
    row = shown.set_index("scenario").loc["remove PR"].drop(["kind", "function", "function_b", "functions"])
    assert row.isna().all()


def test_the_answer_can_be_said_of_what_leaves() -> None:
    result, policy = found()
    released = release_result(result, policy)
    assert released.headline() == result.headline()
    assert released.headline("fr") == result.headline("fr")
    assert list(released.liaisons) == ["function_a", "function_b"]  # no person
    assert list(released.tables()) == ["whatif"]
    assert "functions" not in released.tables()["whatif"]


def test_digits_and_words() -> None:
    result, policy = found()
    shown = release_result(result, policy).table
    for column, digits in (
        ("walls_before", 2),
        ("path_length_before", 3),
        ("cross_share_after", 3),
        ("exchange_lost", 1),
    ):
        assert np.allclose(shown[column], shown[column].round(digits), rtol=0, atol=1e-12)
    words = Words("fr")
    assert words("rows.whatif")
    assert all(words(f"column.whatif.{column}") for column in WhatifResult.declared["whatif"].names)
    assert result.plot().get_xlabel() == "Mean path length between functions (steps)"
