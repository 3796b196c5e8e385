"""`suitability.csv`: read, checked, and a template that reads back."""

from pathlib import Path

import pytest

from silograph.analyses.owner.suitability import QUALITIES, read_suitability, suitability_template
from silograph.errors import DataError


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "suitability.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_template_reads_back_as_nothing_known(tmp_path: Path) -> None:
    path = tmp_path / "template.csv"
    suitability_template(["HR", "IT"]).to_csv(path, index=False)
    assert len(read_suitability(path)) == 0
    assert len(QUALITIES) == 8


def test_values_are_read_also_with_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    table = read_suitability(
        written(tmp_path, "Function;Criterion;Value\nHR;serves;0,5\nIT;serves;\nIT;passion;1\n")
    )
    assert table.to_numpy().tolist() == [["HR", "serves", 0.5], ["IT", "passion", 1.0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("function,value\nHR,1\n", "no column 'criterion'"),
        ("function,criterion,value\nHR,serves,7\n", "'7' (HR, serves) is no number from 0 to 1"),
        ("function,criterion,value\nHR,serves,much\n", "no number from 0 to 1"),
        ("function,criterion,value\nHR,serves,1\nHR,serves,0\n", "HR is judged twice on 'serves'"),
        ("", "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError, match=r"suitability\.csv") as error:
        read_suitability(written(tmp_path, text))
    assert said in str(error.value)
    assert "\n" not in str(error.value)
