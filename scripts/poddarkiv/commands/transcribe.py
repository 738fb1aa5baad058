"""`poddarkiv transcribe`: write what is said in the recordings."""

import os
import re
import sys
from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.asr.plan import PendingEpisode, RunPlan, plan_run, select_shard
from poddarkiv.commands._doctor import examine_transcripts
from poddarkiv.commands._metavars import WholeNumber
from poddarkiv.commands._shared import (
    allow_local_option,
    choose_episodes,
    open_archive,
    quiet_option,
    root_option,
)
from poddarkiv.errors import PoddarkivError, UsageError
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Episode

ENGINES = ("faster-whisper", "openai-whisper")


@click.command(help=_("Write what is said in the recordings that lack a transcript."))
@click.argument("episodes", nargs=-1, metavar="[EPISODE]…")
@click.option("--engine", type=click.Choice(ENGINES), help=_("Which Whisper (show.yml says else)."))
@click.option("--model", help=_("A name such as KBLab/kb-whisper-small, a folder, or auto."))
@click.option("--language", metavar="CODE", help=_("What is spoken, as sv; auto finds out."))
@click.option(
    "--beam", type=WholeNumber(1, 10), default=5, help=_("Width of the search; 1 is fastest.")
)
@click.option(
    "--shard", metavar="I/N", help=_("Only part I of N: for machines that share the work.")
)
@click.option(
    "--again", is_flag=True, help=_("Hear those that have a transcript too; corrections stay.")
)
@click.option("--dry-run", is_flag=True, help=_("Show what would be done, and write nothing."))
@click.option(
    "--doctor",
    is_flag=True,
    help=_("Examine transcripts that exist (VTT, SRT), and say which to hear anew."),
)
@click.option(
    "--evaluate", is_flag=True, help=_("Error rates against transcripts that people have reviewed.")
)
@allow_local_option
@root_option
@quiet_option
def command(root: Path, episodes: tuple[str, ...], quiet: bool, **options: object) -> None:
    """Transcribe the recordings, the longest first; one that fails stops no other."""
    archive = open_archive(root)
    if options["doctor"]:
        examine_transcripts(archive, episodes)
        return
    chosen = choose_episodes(archive, episodes)
    if options["evaluate"]:
        _evaluate(archive, chosen, options, quiet=quiet)
        return
    work = plan_run(archive, chosen, named=bool(episodes), again=bool(options["again"]))
    todo = _sharded(work, options["shard"])
    if not quiet:
        for note in work.notes:
            click.echo(note, err=True)
    faults = list(work.faults)
    if todo:
        faults += _hear(archive, todo, options, quiet=quiet)
    elif not quiet and not faults and not work.notes:
        click.echo(_("Every recording here has its transcript."), err=True)
    if faults:
        raise PoddarkivError("\n".join(faults))


def _evaluate(
    archive: Archive, chosen: tuple[Episode, ...], options: dict[str, object], *, quiet: bool
) -> None:
    from poddarkiv.asr.session import TranscriptionOptions
    from poddarkiv.commands._evaluate import evaluate_transcripts

    anew = bool(options["model"] or options["engine"])
    choice = TranscriptionOptions.of(archive, options)
    faults = evaluate_transcripts(archive, chosen, choice, anew=anew, quiet=quiet)
    if faults:
        raise PoddarkivError("\n".join(faults))


def _sharded(work: RunPlan, text: object) -> tuple[PendingEpisode, ...]:
    if text is None:
        return work.todo
    match = re.fullmatch(r"(\d{1,5})/(\d{1,5})", str(text))
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError(_("--shard wants a part such as 2/8, not “{text}”", text=text))
    return select_shard(work.todo, int(match[1]), int(match[2]))


def _hear(
    archive: Archive, todo: tuple[PendingEpisode, ...], options: dict[str, object], *, quiet: bool
) -> list[str]:
    # Imported when there is work: a run without any answers at once.
    from poddarkiv.asr.run import Transcriber
    from poddarkiv.asr.session import TranscriptionOptions
    from poddarkiv.commands._progress import show_progress

    choice = TranscriptionOptions.of(archive, options)
    runner = Transcriber(archive, choice, dry_run=bool(options["dry_run"]))
    seconds = runner.lengths(todo)
    try:
        with show_progress(sum(seconds.values()), quiet=quiet) as shown:
            outcomes = runner.run(todo, shown.begin, shown.say)
    except (KeyboardInterrupt, SystemExit) as ended:
        click.echo(_("Stopped. What has been heard is kept: run again to go on."), err=True)
        sys.stderr.flush()
        # At once: a thread may still be inside the model, which can't be asked to stop.
        os._exit(int(ended.code or 0) if isinstance(ended, SystemExit) else 130)
    faults = [outcome.fault for outcome in outcomes if outcome.fault]
    written = sum(outcome.written for outcome in outcomes)
    if not quiet:
        click.echo(
            ngettext("{n} transcript written.", "{n} transcripts written.", written), err=True
        )
    return faults
