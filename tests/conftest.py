"""Shared fixtures: where the real data lie, exports of an invented company, mails by hand as conversations."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings

import silograph.analyses
from silograph.analyses import ANALYSES
from silograph.analyses.parts import Question
from silograph.language.words import TEXTS, add_texts
from silograph.log.conversations import Conversations
from silograph.simulation import CompanySpec, simulate, write

settings.register_profile("silograph", deadline=None, max_examples=15, derandomize=True)
settings.register_profile("slow", deadline=None, max_examples=200, derandomize=True)
settings.load_profile("slow" if os.environ.get("SILOGRAPH_SLOW") else "silograph")

CHROMIUM = "/usr/bin/chromium"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests marked `browser` are skipped, saying so, where there is none."""
    if item.get_closest_marker("browser") and not shutil.which(CHROMIUM):
        pytest.skip(f"no browser at {CHROMIUM}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser driven by Playwright: one for all tests of a process, which cannot drive two."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> Question:
    """The question of CONTRIBUTING's walk, in its place among the others: `tests/walk`."""
    places = [*silograph.analyses.__path__, str(Path(__file__).parent / "walk")]
    monkeypatch.setattr(silograph.analyses, "__path__", places)
    words, answer = (import_module(f"silograph.analyses.reciprocity.{one}") for one in ("words", "answer"))
    known = {**ANALYSES, "reciprocity": answer.QUESTION}
    for module in ("analyses", "run.run", "run.asking", "output.report"):
        monkeypatch.setattr(f"silograph.{module}.ANALYSES", known)
    monkeypatch.setattr("silograph.analyses.Settings.questions", known)
    for key in words.TEXTS:
        monkeypatch.delitem(TEXTS, key, raising=False)
    add_texts(words.TEXTS)
    question: Question = answer.QUESTION
    return question


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real data sets; the test is skipped, saying so, where it is absent."""
    named = os.environ.get("SILOGRAPH_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"real data not found at {folder}; set SILOGRAPH_DATA")
    return folder


@pytest.fixture(scope="session")
def cases_dir() -> Path:
    """The folder of small files that real programs write; the test is skipped, saying so, where it is absent."""
    named, data = os.environ.get("SILOGRAPH_CASES"), os.environ.get("SILOGRAPH_DATA")
    beside = Path(data).parent if data else Path(__file__).parents[2] / "shared"
    folder = Path(named) if named else beside / "cases"
    if not folder.is_dir():
        pytest.skip(f"files of users not found at {folder}; set SILOGRAPH_CASES")
    return folder


@pytest.fixture(scope="session")
def company_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of an invented company, its people and its truth: a folder that tests only read."""
    folder = tmp_path_factory.mktemp("company")
    write(simulate(CompanySpec(people=90, messages=3000, functions=6, seed=5)), folder)
    return folder


@pytest.fixture(scope="module")
def read(request: pytest.FixtureRequest) -> Callable[..., Conversations]:
    """Makes conversations of mails; the people inside are `PEOPLE` of the module unless others are given."""

    def made(mails: list[tuple[Any, ...]], functions: dict[str, Any] | None = None) -> Conversations:
        return as_conversations(mails, functions or request.module.PEOPLE)

    return made


def as_conversations(mails: list[tuple[Any, ...]], functions: dict[str, Any]) -> Conversations:
    """Mails are (day, sender, "to to | cc", thread or None, automated), as `build_conversations` would have them."""
    mails = sorted(mails, key=lambda mail: (mail[0] is None, mail[0] or 0))
    everybody = {name for mail in mails for name in [mail[1], *mail[2].replace("|", " ").split()]}
    names = [*functions, *sorted(name for name in everybody if "@" in name)]
    known = sorted({name for name in functions.values() if name})
    function = [
        known.index(functions[n]) if functions.get(n) else -1 if n in functions else -2 for n in names
    ]
    number = {name: i for i, name in enumerate(names)}
    threads = sorted({mail[3] for mail in mails if len(mail) > 3 and mail[3]})
    sent, reached = [], []
    for k, (day, sender, recipients, *more) in enumerate(mails):
        to = [one for one in recipients.replace("|", " ").split() if one != sender]
        reached += [(k, number[one], function[number[one]], "to") for one in dict.fromkeys(to)]
        time = pd.NaT if day is None else datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day)
        thread = threads.index(more[0]) if more and more[0] else -1
        automated = more[1] if len(more) > 1 else False
        sent.append(
            (time, "email", "mail", number[sender], function[number[sender]], thread, len(set(to)), automated)
        )
    columns = ["sent_at", "channel", "kind", "sender", "function", "thread", "audience", "automated"]
    messages = pd.DataFrame(sent, columns=columns).assign(parent=-1, space=-1, source=1, subject=None)
    kinds = ["person" if name in functions else "external" for name in names]
    return Conversations(
        messages=messages.assign(sent_at=pd.to_datetime(messages["sent_at"], utc=True)),
        interactions=pd.DataFrame(reached, columns=["message", "recipient", "function", "role"]),
        cases=pd.DataFrame(columns=["thread", "opened_at", "ended_at", "closed", "source"]),
        functions=tuple(known),
        spaces=(),
        actors=pd.DataFrame({"actor_id": names, "actor_kind": kinds, "function": "(unknown)"}),
        threads=tuple(threads),
    )
