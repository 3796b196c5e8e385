"""The command line. Heavy imports wait inside the commands, so that ``silograph --help`` answers at once."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import threading
import tomllib
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from silograph._version import __version__
from silograph.errors import DataError, SilographError, UsageError
from silograph.journal import Journal

if TYPE_CHECKING:
    from silograph.analyses.parts.settings import Settings
    from silograph.graph.network import TieRule
    from silograph.language.words import Lang
    from silograph.loaders.org_chart import PeopleFile
    from silograph.loaders.reading import OnProgress
    from silograph.log.batches import ReadOptions
    from silograph.log.messages import MessageLog
    from silograph.log.people import Roster
    from silograph.log.store import SourceReport
    from silograph.release.gate import Released
    from silograph.run.run import Analysis
    from silograph.simulation import CompanySpec

Command = TypeVar("Command", bound=Callable[..., Any])

_PATH = click.Path(path_type=Path)
_FAIL_ON = ("silo", "no_clear_owner", "rejected", "unknown", "left_out")
_MUCH_UNKNOWN = 0.1
"""Share of people without a function from which --fail-on unknown holds: as in the cautions of answers."""
# Keys of `silograph.simulation.WORLDS`, which would be slow to import for a list of names.
_WORLDS = (
    "plain", "sites", "buildings", "lone_building", "units", "teams", "teams_sites", "partners", "closeness",
    "outwardness",
    "hyperactive", "round_mails", "one_mailbox", "tiny", "giant", "uneven", "equal", "equal_contacts", "thin",
    "tickets_only", "contacts_only", "meetings", "seasons", "reorganisation", "trifles", "mailroom",
)  # fmt: skip
_INPUTS = ("people", "identities", "suitability")  # files that a run reads beside its sources
_NEEDS = {"silo": "silos", "no_clear_owner": "owner"}


class _Group(click.Group):
    """Errors are one line on stderr and exit code 2, never a traceback."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        global _journal  # noqa: PLW0603 - one command at a time
        _journal = Journal(say=lambda line: click.echo(line, err=True))
        kwargs["standalone_mode"] = False
        warnings.showwarning = lambda message, *_, **__: _journal.note(str(message))
        try:
            with _ended_tidily():
                code = super().main(*args, **kwargs)
        except click.exceptions.Abort:
            _stop("interrupted; what was finished before stays", code=130)
        except KeyboardInterrupt:
            _stop("interrupted; what was finished before stays", code=130)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            code = 0
        except click.ClickException as error:
            _stop(error.format_message())
        except SilographError as error:
            _stop(str(error))
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)
        except OSError as error:
            _stop(f"{error.filename or 'file'}: {error.strerror or error}")
        except Exception as error:  # one line for the reader; SILOGRAPH_DEBUG=1 shows all of it
            if os.environ.get("SILOGRAPH_DEBUG"):
                raise
            where = _journal.fault(error)
            _stop(
                f"unexpected {type(error).__name__} at {where}: a fault of silograph; please report it",
                code=3,
            )
        _leave(code if isinstance(code, int) else 0)


_journal = Journal()


def _stop(line: str, *, code: int = 2) -> NoReturn:
    _journal.error(line, code=code)
    _leave(code)


def _leave(code: int) -> NoReturn:
    _journal.end(code)
    sys.exit(code)


@contextmanager
def _ended_tidily() -> Iterator[None]:
    """Whoever ends the program from outside (`kill`, a closed terminal) lets it clear away what is half done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    ours = [one for one in caught if signal.getsignal(one) == signal.SIG_DFL]  # not what `nohup` has set
    for one in ours:
        signal.signal(one, lambda number, _: _stop("ended from outside", code=128 + number))
    try:
        yield
    finally:
        for one in ours:
            signal.signal(one, signal.SIG_DFL)


def _configured(context: click.Context, _: click.Parameter, path: Path | None) -> Path | None:
    """Options from a TOML file are defaults: what stands on the command line wins.

    Paths in it count from its own folder, wherever the command is given.
    """
    if path is None:
        return None
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"not TOML: {error}", where=str(path)) from error
    except OSError as error:
        raise UsageError("cannot be read", where=str(path), mend="name an existing file") from error
    names = {parameter.name: parameter for parameter in context.command.params if parameter.name}
    options = {key.replace("-", "_"): value for key, value in given.items()}
    if odd := sorted(set(options) - set(names)):
        raise UsageError(
            f"unknown option {odd[0]!r}", where=str(path), mend=f"see silograph {context.info_name} --help"
        )
    context.default_map = {
        **(context.default_map or {}),
        **{key: _plain(names[key], options[key], path.parent) for key in options},
    }
    return path


def _plain(parameter: click.Parameter, value: Any, folder: Path) -> Any:
    """A value from TOML: a list for an option that takes a comma-separated text becomes that text."""
    several = parameter.multiple or parameter.nargs == -1
    if isinstance(parameter.type, click.Path):
        return [str(folder / one) for one in value] if several else str(folder / value)
    return ",".join(map(str, value)) if isinstance(value, list) and not several else value


def _listed(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if value else ()


def _told(*lines: str) -> None:
    """What a command found or wrote, on stdout."""
    for line in lines:
        if _journal.answer(line):
            click.echo(line)


def _logged(_: click.Context, __: click.Parameter, path: Path | None) -> None:
    if path is not None:
        _journal.to_file(path)


def _quieter(_: click.Context, parameter: click.Parameter, is_set: bool) -> None:
    if is_set:
        setattr(_journal, str(parameter.name), True)
    if _journal.quiet and _journal.verbose:
        raise UsageError("--quiet and --verbose exclude each other", mend="give one of them")


def _joined(given: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Functions to be made one: ``A+B``."""
    return tuple(tuple(part.strip() for part in one.split("+")) for one in given)


def _hours(given: str | None) -> tuple[int, int] | None:
    """Working hours: ``9-18``."""
    if given is None:
        return None
    if not (found := re.fullmatch(r"(\d{1,2})-(\d{1,2})", given)):
        raise UsageError(f"{given!r} are no hours", where="--working-hours", mend="write 9-18")
    return int(found[1]), int(found[2])


def _options(*decorators: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


_config = click.option(
    "--config", type=_PATH, callback=_configured, is_eager=True, expose_value=False, metavar="FILE",
    help="TOML file that holds any of these options; its paths count from its folder.",
)  # fmt: skip
_saying = _options(
    click.option("--quiet", is_flag=True, callback=_quieter, expose_value=False, help="Say nothing but errors."),
    click.option("--verbose", is_flag=True, callback=_quieter, expose_value=False, help="Say every step, with times."),
    click.option("--log", type=_PATH, callback=_logged, expose_value=False, metavar="FILE",
                 help="Write all that is said to a file too, one JSON object a line."),
)  # fmt: skip
_reading = _options(
    click.option(
        "--people", type=_PATH, metavar="FILE", help="Org chart: CSV or XLSX with person_id and function."
    ),
    click.option(
        "--function-column",
        metavar="NAME",
        help="The people file's column that is the function, where several could be.",
    ),
    click.option(
        "--identities", type=_PATH, metavar="FILE", help="Who is who: the file of `silograph people`, edited."
    ),
    click.option(
        "--as", "loader", metavar="FORMAT", help="Format of the sources, where content does not say it."
    ),
    click.option(
        "--timezone", default="UTC", show_default=True, metavar="ZONE", help="Zone of times that state none."
    ),
    click.option(
        "--function-attribute", metavar="NAME", help="Event logs: attribute that says a team's function."
    ),
    click.option(
        "--dates",
        type=click.Choice(["dmy", "mdy", "ymd"]),
        help="Tables: order of day, month and year, where the dates do not tell.",
    ),
    click.option("--subjects", is_flag=True, help="Keep subjects (for --topic); they are never shown."),
    click.option(
        "--former-domain", multiple=True, metavar="OLD=NEW", help="A mail domain that stands for another."
    ),
)
_period = _options(
    click.option("--since", metavar="DATE", help="Only messages from this day on (2024-01-31)."),
    click.option("--until", metavar="DATE", help="Only messages before this day."),
    click.option(
        "--channel",
        callback=_listed,
        metavar="C,...",
        help="Only these channels: email, post, handoff, meeting.",
    ),
)
_ties = _options(
    click.option("--mutual", is_flag=True, help="Only pairs that wrote to each other count as tied."),
    click.option("--min-messages", type=click.IntRange(1), default=1, show_default=True, metavar="N",
                 help="Pairs with fewer messages, both directions together, are not tied."),
)  # fmt: skip
_shown = _options(
    click.option("--lang", type=click.Choice(["en", "fr"]), default="en", show_default=True,
                 help="Language of the pages."),
    click.option("--min-group", type=click.IntRange(1), default=5, show_default=True, metavar="N",
                 help="Functions with fewer people are neither assessed nor shown."),
    click.option("--names", is_flag=True, help="Show people's names and ids as given, in files for you alone to read."),
    click.option("--no-people", is_flag=True, help="Leave single people out altogether (for handing out)."),
)  # fmt: skip
_seed = click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="Makes random steps repeatable.",
)
_WRITES = "Folder to write; one that a run wrote is replaced, unless anything in it was added or changed."
_out_folder = click.option("--out", type=_PATH, required=True, metavar="DIR", help=_WRITES)
_sources = click.argument("sources", nargs=-1, required=True, type=_PATH, metavar="SOURCE...")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="silograph")
def main() -> None:
    """Find organisational silos, and the function that glues the company together, in communication logs.

    A SOURCE is an export file, folder or zip (its format is recognised by content), or a store made by
    `silograph load`. Data go to stdout, progress to stderr. Exit codes: 0 done, 1 a --fail-on condition
    holds or most of a source could not be read (--accept-partial), 2 usage or data error, 3 a fault of
    silograph, 130 and 143 interrupted.
    """


@main.command()
@click.option(
    "--out",
    type=_PATH,
    default=Path("silograph-demo"),
    show_default=True,
    metavar="DIR",
    help=_WRITES,
)
@click.option("--lang", type=click.Choice(["en", "fr"]), default="en", show_default=True, help="Language.")
@_seed
@_saying
def demo(out: Path, lang: Lang, seed: int) -> None:
    """The whole job on an invented company: simulate its exports, analyse them, say what was found."""
    from silograph.demo import run_demo

    with _steps() as on_step:
        lines = run_demo(out, lang=lang, seed=seed, on_step=on_step)
    _told(*lines)


@main.command()
@_sources
@_out_folder
@_reading
@_period
@click.option("--audience", type=click.Choice(["external", "internal", "balanced"]), default="balanced",
              show_default=True, help="Whom the social media are for.")  # fmt: skip
@click.option("--only", callback=_listed, metavar="NAME,...", help="Only these analyses, and what they need.")
@click.option("--topic", metavar="PATTERN", help="Regular expression: subjects or spaces about a topic.")
@click.option(
    "--initiative", metavar="PATTERN", help="Regular expression: spaces or subjects of an initiative."
)
@click.option("--suitability", type=_PATH, metavar="FILE",
              help="CSV with function, criterion and value (0 to 1): your own judgement, shown apart.")  # fmt: skip
@click.option("--current-owner", metavar="NAME", help="The function that answers outside questions today.")
@click.option("--responsible", metavar="TEXT",
              help="Id or address of who is responsible for social media, to state their level.")  # fmt: skip
@click.option("--window", type=click.Choice(["week", "month", "quarter"]), default="month", show_default=True,
              help="Of the figures over time.")  # fmt: skip
@click.option("--baseline", metavar="DATE",
              help="A day on which something was changed: compare figures before and after it.")  # fmt: skip
@click.option("--merge", multiple=True, metavar="A+B",
              help="Functions to be made one, to see what would change; may be repeated.")  # fmt: skip
@click.option("--working-hours", metavar="9-18",
              help="Count hours of weekdays between these two (in --timezone) only.")  # fmt: skip
@_ties
@click.option("--weighted", is_flag=True, help="Shortest paths by strength of ties instead of steps.")
@click.option("--replicates", type=click.IntRange(20), metavar="N",
              help="Redraws behind intervals: more is steadier; else as many as a question needs.")  # fmt: skip
@click.option("--simulations", type=click.IntRange(20), metavar="N",
              help="Draws of no effect, to compare with; else as many as a question needs.")  # fmt: skip
@click.option("--format", "table_format", type=click.Choice(["csv", "parquet", "json"]), default="csv",
              show_default=True, help="Format of the tables.")  # fmt: skip
@click.option(
    "--fail-on", callback=_listed, metavar="COND,...", help=f"Exit 1 when one holds: {', '.join(_FAIL_ON)}."
)
@click.option("--accept-partial", is_flag=True, help="Go on where most of a source could not be read.")
@_shown
@_seed
@_saying
@_config
def analyze(sources: tuple[Path, ...], out: Path, **given: Any) -> None:
    """Analyse exports, or a store, into a folder: report, network page, tables, summary."""
    from silograph.output.folder import write
    from silograph.release.gate import release
    from silograph.writing import check_replaceable, replaced

    if odd := set(given["fail_on"]) - set(_FAIL_ON):
        raise UsageError(
            f"unknown condition {sorted(odd)[0]!r}", mend=f"--fail-on takes {', '.join(_FAIL_ON)}"
        )
    people = _show(given)
    _refuse_inputs_under(out, [*sources, *(given[name] for name in _INPUTS if given[name])])
    check_replaceable(out)
    # Whole paths, so that the run can be repeated from any folder.
    config = _printable({"sources": sources, "out": out, **given})
    # The folder is held from the start, so that no two runs work for the same one.
    with replaced(out, private=people == "names") as new:
        analysis = _analysed(sources, given)
        failed = any(_holds(condition, analysis) for condition in given["fail_on"])
        released = release(analysis, people=people)
        write(
            released,
            new,
            lang=given["lang"],
            table_format=given["table_format"],
            config=released.options(config),
        )
    _told(*_answer(released, out))
    if failed:
        raise click.exceptions.Exit(1)


def _analysed(sources: tuple[Path, ...], given: dict[str, Any]) -> Analysis:
    """The run that the options of `analyze` ask for."""
    from silograph.analyses.parts.settings import Settings
    from silograph.loaders.reading import refuse_partial
    from silograph.run.run import analyze as run_analyses

    settings = _settings(given)  # first, so that a mistake there is said at once
    log, roster = _read(sources, given, quietly=True)  # the run tells how it was read
    if not given["accept_partial"]:
        refuse_partial(log)
    if not len(log):
        raise DataError(
            "no message in it",
            where=", ".join(path.name for path in sources),
            mend="see silograph info, check --as",
        )
    part = _selected(log, given)
    if not len(part):
        raise DataError("no message is left", where="selection", mend="widen --since, --until or --channel")
    noted = {key: value for key, value in given.items() if key not in Settings.__dataclass_fields__}
    with _steps() as on_step:
        names = {key: value.name if isinstance(value, Path) else value for key, value in noted.items()}
        parameters = {"sources": [path.name for path in sources], **_printable(names)}
        return run_analyses(part, roster, settings=settings, parameters=parameters, on_step=on_step)


@main.command()
@_sources
@click.option(
    "--store",
    required=True,
    type=_PATH,
    metavar="FILE.duckdb",
    help="The store; made where it does not exist.",
)
@_reading
@_saying
@_config
def load(sources: tuple[Path, ...], store: Path, **given: Any) -> None:
    """Add exports to a store. Loading the same export again changes nothing."""
    from silograph.loaders.files import Source
    from silograph.loaders.reading import load as load_into
    from silograph.loaders.reading import with_identities
    from silograph.log.store import Store

    domains = _former_domains(given)
    for path in sources:
        Source(path)  # all must exist before a store is made
    file = _people(given)
    people = None if file is None else file.table
    for note in () if file is None else file.notes:
        _note(note.full())
    added: list[SourceReport] = []
    try:
        with Store.open(store, create=True) as opened:
            if given["identities"]:
                people = with_identities(opened.people() if people is None else people, given["identities"])
            if people is not None:
                opened.add_people(people, notes=None if file is None else file.notes)
            opened.add_former_domains(domains)
            with _reading_bar() as on_progress:
                load_into(
                    opened, sources, loader=given["loader"], options=_read_options(given),
                    on_progress=on_progress, on_added=added.append,
                )  # fmt: skip
    finally:  # what came before a source that fails stays in the store
        for report in added:
            _told(_added(report))
            told = [report.refusal] if report.refusal else []
            for line in [*told, *(note.full() for note in report.notes)]:
                _note(f"{report.name}: {line}")


def _note(line: str) -> None:
    _journal.note(line)


def _added(report: SourceReport) -> str:
    if report.already:
        return f"{report.name}: already in the store, nothing changed"
    return (
        f"{report.name} ({report.loader}): {report.messages:,} messages, {report.duplicates:,} duplicates, "
        f"{report.system:,} system, {report.rejected:,} rejected"
    )


@main.command()
@_sources
@_reading
@_period
@click.option("--format", "as_format", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="json: the `input` object of summary.json.")  # fmt: skip
@_saying
@_config
def info(sources: tuple[Path, ...], as_format: str, **given: Any) -> None:
    """Say what is in exports or a store, what is missing, and what was rejected and why."""
    from silograph.output.info import describe
    from silograph.run.summary import input_counts

    log, roster = _read(sources, given, quietly=as_format == "text")
    part = _selected(log, given)
    if as_format == "json":
        click.echo(json.dumps(input_counts(part, roster), ensure_ascii=False, indent=2))
    else:
        click.echo(describe(part, roster))


@main.command("people")
@_sources
@click.option("--out", type=_PATH, required=True, metavar="FILE.csv",
              help="The file to write, for you alone to read; nothing is overwritten.")  # fmt: skip
@_reading
@_saying
@_config
def people_command(sources: tuple[Path, ...], out: Path, **given: Any) -> None:
    """Write who of a log the people file does not know, and whom they may be, to edit and pass back.

    Write yes in the column confirmed where a suggestion is right, or fill in person_id, and give the file to
    analyze, info, network or load with --identities. Rows that are not confirmed count for nothing.
    """
    from silograph.loaders.org_chart import identities_csv
    from silograph.log.unmatched import former_domains, unmatched
    from silograph.writing import check_free, new_file

    check_free(out)
    log, roster = _read(sources, given)
    if not len(roster.aliases):
        raise DataError("nobody is known to suggest", where="--people", mend="give the people file")
    table = unmatched(log, roster)
    with new_file(out) as grown:
        grown.write_bytes(identities_csv(table))
    actors, suggested = table["actor"].nunique(), table.loc[table["person_id"].notna(), "actor"].nunique()
    click.echo(
        f"wrote {out}: {actors:,} actors that the people file does not know, {suggested:,} with suggestions"
    )
    for line in former_domains(table, roster):
        _told(line)


@main.command()
@_sources
@click.option("--out", type=_PATH, required=True, metavar="FILE.html",
              help="The page to write; only a page that silograph wrote, and nobody changed, is replaced.")  # fmt: skip
@_reading
@_period
@_ties
@_shown
@_saying
@_config
def network(sources: tuple[Path, ...], out: Path, **given: Any) -> None:
    """Write the network as one interactive page that needs no internet."""
    from silograph.graph.by_month import slice_network
    from silograph.graph.network import build_network
    from silograph.output.notebook import network_document
    from silograph.writing import check_page, write_page

    people = _show(given)
    inputs = [*sources, *(given[name] for name in _INPUTS if given.get(name))]
    check_page(out, inputs=inputs)
    log, roster = _read(sources, given)
    part = _selected(log, given)
    tied = build_network(part, roster, tie_rule=_tie_rule(given))
    page = network_document(
        tied,
        roster=roster,
        slices=slice_network(part, roster, tied),
        people=people,
        lang=given["lang"],
        min_group=given["min_group"],
    )
    write_page(out, page, private=people == "names", inputs=inputs)
    _told(f"wrote {out}")


@main.command()
@_out_folder
@click.option("--people", type=click.IntRange(12), default=300, show_default=True, metavar="N",
              help="How many people.")  # fmt: skip
@click.option("--messages", type=click.IntRange(200), default=20_000, show_default=True, metavar="N",
              help="How many messages, of all channels.")  # fmt: skip
@click.option("--functions", type=click.IntRange(2), default=10, show_default=True, metavar="N",
              help="How many functions.")  # fmt: skip
@click.option("--months", type=click.IntRange(1), default=3, show_default=True, metavar="N",
              help="Length of the period.")  # fmt: skip
@click.option("--as", "shop", type=click.Choice(["files", "m365", "google"]), default="files", show_default=True,
              help="Whose exports: mbox and Slack, Microsoft 365, or Google Workspace.")  # fmt: skip
@click.option("--world", type=click.Choice(_WORLDS), metavar="NAME", default="plain", show_default=True,
              help=f"What there is beside functions: {', '.join(_WORLDS)}.")  # fmt: skip
@click.option("--outwardness", type=click.FloatRange(0, 1), default=0.6, show_default=True, metavar="X",
              help="How much people differ in looking outward, in the world of that name.")  # fmt: skip
@click.option("--silo-openness", type=float, default=0.3, show_default=True, metavar="X",
              help="How open the closed function is; 1 plants no silo.")  # fmt: skip
@click.option("--glue-openness", type=float, default=8.0, show_default=True, metavar="X",
              help="How open the linking function is; 1 plants no glue.")  # fmt: skip
@click.option("--glue-concentration", type=click.FloatRange(0, 1), default=0.0, show_default=True, metavar="S",
              help="Share of the glue's outside exchange that one person carries.")  # fmt: skip
@click.option("--mailroom", type=click.FloatRange(0, 1), default=0.0, show_default=True, metavar="S",
              help="Share of what it is asked that one open function passes on unanswered.")  # fmt: skip
@click.option("--response-spread", type=click.FloatRange(0), metavar="X",
              help="How much functions differ in reply time (sd of the logarithm); usually 0.2.")  # fmt: skip
@click.option("--unanswered", type=click.FloatRange(0, 1), default=0.0, show_default=True, metavar="S",
              help="Share of questions never answered.")  # fmt: skip
@click.option("--contacts", type=click.IntRange(0), default=0, show_default=True, metavar="N",
              help="Contacts outside the company.")  # fmt: skip
@click.option("--waist", type=click.FloatRange(0, 1), default=0.0, show_default=True, metavar="S",
              help="How much one function serves all contacts, from 0 to 1.")  # fmt: skip
@click.option("--collisions", type=click.FloatRange(0, 1), default=0.0, show_default=True, metavar="S",
              help="Share of contacts served by two functions that do not talk about it.")  # fmt: skip
@click.option("--campaigns", type=click.IntRange(0), default=0, show_default=True, metavar="N",
              help="Mailings to more than 50 contacts.")  # fmt: skip
@click.option("--initiative", type=click.IntRange(0), default=0, show_default=True, metavar="N",
              help="Threads of an initiative that one function is absent from.")  # fmt: skip
@click.option("--post-walls", type=click.FloatRange(0, min_open=True), metavar="X",
              help="Walls between functions in posts; those of mail where not given.")  # fmt: skip
@click.option("--post-silos", type=click.IntRange(0), default=0, show_default=True, metavar="N",
              help="Closed spaces of one function.")  # fmt: skip
@click.option("--stage", type=click.Choice(["none", "pilot", "customer_facing", "transversal"]),
              help="Which functions post; all of them where not given.")  # fmt: skip
@click.option("--reorganised", type=click.FloatRange(0, 0.5), default=0.0, show_default=True, metavar="S",
              help="Share of people who change function half-way.")  # fmt: skip
@click.option("--walls-after", type=click.FloatRange(0, min_open=True), metavar="X",
              help="Walls in the second half of the period; unchanged where not given.")  # fmt: skip
@click.option("--copy-storms", type=click.IntRange(0), default=0, show_default=True, metavar="N",
              help="Mail threads with many people, functions and rounds.")  # fmt: skip
@click.option(
    "--lang", type=click.Choice(["en", "fr"]), default="en", show_default=True, help="Language of names."
)
@_seed
@_saying
@_config
def simulate(out: Path, shop: Any, **given: Any) -> None:
    """Write the exports of an invented company (mail, chats, tickets, people) and the truth about it."""
    from silograph.simulation import simulate as invent
    from silograph.simulation import write
    from silograph.writing import check_replaceable

    check_replaceable(out)
    for path in write(invent(_company(given)), out, shop=shop).values():
        _told(str(path))


def _company(given: dict[str, Any]) -> CompanySpec:
    """The company that the options of `simulate` ask for."""
    from silograph.simulation import Change, CompanySpec, Initiative, MailRoom, Outside, Pace, Social

    plain = {key: given[key] for key in CompanySpec.__dataclass_fields__ if key in given}
    return CompanySpec(
        **{
            **plain,
            "mailroom": MailRoom(share=given["mailroom"], openness=given["glue_openness"]),
            "pace": Pace(spread=given["response_spread"], unanswered=given["unanswered"]),
            "outside": Outside(
                contacts=given["contacts"],
                waist=given["waist"],
                collisions=given["collisions"],
                campaigns=given["campaigns"],
            ),
            "initiative": Initiative(threads=given["initiative"]),
            "social": Social(walls=given["post_walls"], silos=given["post_silos"], stage=given["stage"]),
            "change": Change(share=given["reorganised"], walls=given["walls_after"]),
        }
    )


@main.command()
@click.argument("store", type=_PATH, metavar="STORE")
@click.option(
    "--out", type=_PATH, required=True, metavar="STORE2", help="The store to write; it must not exist."
)
@click.option("--key", "key_file", type=_PATH, required=True, metavar="FILE",
              help="File with the secret key, for you alone to read; made where it does not exist.")  # fmt: skip
@_saying
def pseudonymise(store: Path, out: Path, key_file: Path) -> None:
    """Copy a store with hashes in the place of ids, names and private spaces, to hand it out.

    The same key gives the same pseudonyms. Who has it can find out who is who: keep it apart.
    """
    from silograph.log.anonymise import pseudonymise as copy
    from silograph.log.anonymise import read_key
    from silograph.log.store import Store
    from silograph.writing import check_free

    Store.open(store).close()  # a mistyped name makes no key
    check_free(out)
    key, is_new = read_key(key_file)
    if is_new:
        _note(f"made the key {key_file}; keep it apart from {out.name}")
    copy(store, out, key=key)
    _told(f"wrote {out}")


@main.command()
def formats() -> None:
    """List the loaders and what each reads."""
    from silograph.loaders import LOADERS

    width = max(map(len, LOADERS))
    for name, loader in LOADERS.items():
        click.echo(f"{name:<{width}}  {loader.READS}")


@main.command()
def doctor() -> None:
    """Say which versions, cores, caches and extras are there, and what to do about those that are not."""
    from silograph.doctor import examine

    for finding in examine():
        click.echo(finding)


def _refuse_inputs_under(out: Path, inputs: Sequence[Path]) -> None:
    """The output folder is replaced as a whole: nothing that is read may lie in it."""
    for path in inputs:
        if path.resolve().is_relative_to(out.resolve()):
            raise UsageError(
                "lies in the --out folder, which is replaced", where=str(path), mend="name another --out"
            )


def _show(given: dict[str, Any]) -> Any:
    if given["names"] and given["no_people"]:
        raise UsageError("--names and --no-people exclude each other", mend="give one of them")
    return "names" if given["names"] else "no_people" if given["no_people"] else "pseudonyms"


def _printable(given: dict[str, Any]) -> dict[str, Any]:
    """Options as plain values; paths in full."""

    def plain(value: Any) -> Any:
        if isinstance(value, tuple | list):
            return [plain(one) for one in value]
        return str(value.resolve()) if isinstance(value, Path) else value

    return {key: plain(value) for key, value in given.items()}


def _settings(given: dict[str, Any]) -> Settings:
    from silograph.analyses.owner.suitability import read_suitability
    from silograph.analyses.parts.settings import Settings

    for name in ("topic", "initiative"):
        try:
            re.compile(given[name] or "")
        except re.error as error:
            raise UsageError(
                f"{given[name]!r} is no regular expression ({error})", where=f"--{name}"
            ) from error
    judged = read_suitability(given["suitability"]) if given["suitability"] else None
    rows = () if judged is None else tuple(judged.itertuples(index=False, name=None))
    options = {key: given[key] for key in Settings.__dataclass_fields__ if key in given}
    read = {"merge": _joined(given["merge"]), "working_hours": _hours(given["working_hours"])}
    return Settings(**{**options, **read, "suitability": rows, "tie_rule": _tie_rule(given)})


def _tie_rule(given: dict[str, Any]) -> TieRule:
    from silograph.graph.network import TieRule

    return TieRule(mutual=given["mutual"], min_messages=given["min_messages"])


def _read_options(given: dict[str, Any]) -> ReadOptions:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from silograph.log.batches import ReadOptions

    try:
        zone = ZoneInfo(given["timezone"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UsageError(
            f"there is no time zone {given['timezone']!r}", mend="write it as Europe/Paris"
        ) from error
    return ReadOptions(
        timezone=zone,
        subjects=given["subjects"],
        function_attribute=given["function_attribute"],
        dates=given["dates"],
    )


def _read(
    sources: tuple[Path, ...], given: dict[str, Any], *, quietly: bool = False
) -> tuple[MessageLog, Roster]:
    """The log and who is who; unless `quietly`, stderr says how sources and people were read."""
    from silograph.loaders.reading import open_log

    domains = _former_domains(given)
    _refuse_idle_timezone(sources, given)
    people = _people(given)
    with _reading_bar() as on_progress:
        log, roster = open_log(
            sources, people, loader=given["loader"], options=_read_options(given),
            former_domains=domains, identities=given["identities"], on_progress=on_progress,
        )  # fmt: skip
    if not quietly:
        read = log.provenance
        for line in [*read.refused(files=True), *(note.full() for note in read.noted(files=True))]:
            _note(line)
    return log, roster


def _people(given: dict[str, Any]) -> PeopleFile | None:
    """The people file, if one is given."""
    from silograph.loaders.reading import people_file

    if given["people"]:
        return people_file(
            given["people"],
            function_column=given["function_column"],
            min_group=given.get("min_group", 5),
            dates=given["dates"],
        )
    if given["function_column"]:
        raise UsageError(
            "says which column of a people file is the function",
            where="--function-column",
            mend="give the file with --people, or load it again with both",
        )
    return None


def _former_domains(given: dict[str, Any]) -> dict[str, str]:
    domains = dict(pair.partition("=")[::2] for pair in given["former_domain"])
    if not all(old and new for old, new in domains.items()):
        raise UsageError(
            "two domains are needed", where="--former-domain", mend="write it as old.com=new.com"
        )
    return domains


def _refuse_idle_timezone(sources: tuple[Path, ...], given: dict[str, Any]) -> None:
    """The times in a store are settled; there, a zone only says when the days of --since and --until begin."""
    from silograph.loaders.reading import is_store

    if given["timezone"] == "UTC" or given["since"] or given["until"]:
        return
    for path in sources:
        if path.exists() and is_store(path):
            raise UsageError(
                f"--timezone says how to read exports, and {path.name} is a store",
                mend="load the exports into a new store with --timezone",
            )


def _selected(log: MessageLog, given: dict[str, Any]) -> MessageLog:
    """The period and channels asked for; days begin at midnight of --timezone."""
    from silograph.log.messages import moment_of

    zone, bounds = _read_options(given).timezone, {}
    for name in ("since", "until"):
        try:
            moment = moment_of(given[name]) if given[name] else None
        except UsageError as error:
            raise UsageError(error.what, where=f"--{name}", mend=error.mend) from error
        bounds[name] = moment.tz_localize(zone) if moment is not None and moment.tzinfo is None else moment
    if bounds["since"] and bounds["until"] and bounds["since"] >= bounds["until"]:
        raise UsageError(
            "not before --until, so that no day is left", where="--since", mend="put the earlier day first"
        )
    return log.filter(**bounds, channels=given["channel"])


@contextmanager
def _reading_bar() -> Iterator[OnProgress]:
    """A progress bar with the rate, on a terminal; silence elsewhere."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
               TextColumn("{task.fields[records]:,} records"), TimeRemainingColumn())  # fmt: skip
    with Progress(
        *columns, console=console, transient=True, disable=_journal.quiet or not console.is_terminal
    ) as bar:
        tasks: dict[str, Any] = {}

        def on_progress(done: Any) -> None:
            if done.source not in tasks:
                tasks[done.source] = bar.add_task(done.source, total=done.bytes_total, records=0)
            bar.update(tasks[done.source], completed=done.bytes_read, records=done.records)

        yield on_progress


@contextmanager
def _steps() -> Iterator[Callable[[str], None]]:
    """The step under way: at the bottom of a terminal, elsewhere a line each once there is something to wait for."""
    from rich.console import Console

    console = Console(stderr=True)
    if _journal.quiet or _journal.verbose or not console.is_terminal:
        yield _journal.step
        return
    with console.status("working ...") as status:

        def begin(step: str) -> None:
            _journal.step(step, shown=True)
            status.update(f"{step} ...")

        yield begin


def _answer(released: Released, out: Path) -> list[str]:
    from silograph.language.words import Words

    words = Words(released.settings.lang)
    warnings = [words("said.note", said=line) for line in released.summary["warnings"]]
    pages = {name: str(out / f"{name}.html") for name in ("report", "network")}
    return [*released.headlines(), *warnings, words("said.wrote", **pages)]


def _holds(condition: str, analysis: Analysis) -> bool:
    from silograph.analyses import with_needs

    summary = analysis.summary
    if condition in _NEEDS and _NEEDS[condition] not in analysis.results:
        raise UsageError(
            f"{condition} needs the analysis {_NEEDS[condition]}, which gave no result", where="--fail-on"
        )
    holds = {
        "silo": bool(summary["silos"]),
        "no_clear_owner": summary["owner"]["recommended"] is None,
        "rejected": bool(summary["input"]["rejected"]),
        "unknown": (summary["input"]["unknown_function_share"] or 0) > _MUCH_UNKNOWN,
        "left_out": not set(with_needs(analysis.settings.only)) <= analysis.results.keys(),
    }
    return holds[condition]
