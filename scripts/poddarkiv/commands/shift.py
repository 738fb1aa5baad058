"""`poddarkiv shift`: move every time of an episode whose recording was cut anew."""

import re
from pathlib import Path
from typing import Any

import click

from poddarkiv.archive import Archive
from poddarkiv.checks.replaced import find_transcript, is_of_another, transcribed_sound
from poddarkiv.commands._ask import Asker
from poddarkiv.commands._shared import (
    allow_local_option,
    choose_episodes,
    open_archive,
    root_option,
)
from poddarkiv.commands._shift_plan import Shifting, ShiftPlan, plan_shift
from poddarkiv.commands.measure import measured_lock
from poddarkiv.errors import PoddarkivError, UsageError
from poddarkiv.formats.shift import Shift, parse_amount
from poddarkiv.i18n import _, ngettext
from poddarkiv.model import Audio, Episode, Lock
from poddarkiv.output import Move, discard_moves, hold_lock, move_together, write_aside


class _Signed(click.Command):
    """Takes `-15.2` as an amount, not as an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, with a minus of its own for amounts."""
        return super().parse_args(ctx, [re.sub(r"^-(?=[\d.,])", "−", each) for each in args])


class _Amount(click.ParamType[float]):
    name = "SECONDS"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the seconds."""
        try:
            return parse_amount(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command(
    cls=_Signed,
    help=_(
        "Move every time of an episode whose recording was cut anew, and measure the recording. "
        "SECONDS: +15.2 when sound was put before the beginning, -15.2 when it was cut away, "
        "0 when all times are right."
    ),
)
@click.argument("episode")
@click.argument("seconds", type=_Amount())
@click.option("--dry-run", is_flag=True, help=_("Only say what would be moved."))
@click.option("--yes", is_flag=True, help=_("Do not ask about what falls outside."))
@click.option(
    "--again", is_flag=True, help=_("Move times that are of this recording already once more.")
)
@allow_local_option
@root_option
def command(
    root: Path,
    episode: str,
    seconds: float,
    dry_run: bool,
    yes: bool,
    again: bool,
    allow_local: bool,
) -> None:
    """Plan, ask and write."""
    (named,) = choose_episodes(open_archive(root), (episode,))
    with hold_lock(root, named.slug, "shift", notify=_notify):
        # Read when nobody else writes: a run before may just have moved the same times.
        archive = open_archive(root)
        chosen = archive.episode_by_slug[named.slug]
        move = _move(archive, chosen, seconds, again=again, allow_local=allow_local)
        if move is None:
            click.echo(_("{slug}: all times are of this recording already.", slug=chosen.slug))
            return
        planned = plan_shift(move)
        _tell_of(planned, move)
        if dry_run:
            for path in planned.changed():
                click.echo(_("would change {path}", path=path.relative_to(root).as_posix()))
            return
        if planned.outside and not yes and not Asker().yes(_("Go on?"), likely=False):
            raise PoddarkivError(_("Nothing was changed."))
        changed = planned.changed()
        _write(root, planned)
    message = ngettext("{n} file changed.", "{n} files changed.", len(changed))
    click.echo(f"{chosen.slug}: {message} " + _what_now(chosen))


def _write(root: Path, planned: ShiftPlan) -> None:
    moves: list[Move | None] = []
    try:
        moves += (write_aside(path, content) for path, content in planned.files.items())
    except BaseException:
        discard_moves(moves)
        raise
    move_together(root, moves)


def _notify(text: str) -> None:
    click.echo(text, err=True)


def _move(
    archive: Archive, episode: Episode, seconds: float, *, again: bool, allow_local: bool
) -> Shifting | None:
    """Return what is to be moved; None when nothing is.

    Raises:
        UsageError: The episode has no recording, or its times are of this one already.
    """
    if episode.audio is None:
        raise UsageError(_("{slug} has no recording", slug=episode.slug))
    lock = measured_lock(archive, episode, _notify, allow_local=allow_local)
    audio = lock.audio if lock else None
    if lock is None or audio is None:
        raise UsageError(_("{slug} is withdrawn", slug=episode.slug))
    stale = _is_stale(archive, episode, audio)
    if not stale and not again:
        if seconds == 0:
            return None
        raise PoddarkivError(
            _(
                "{slug}: the times are of this recording already, and would be moved twice; "
                "to move them once more, add --again",
                slug=episode.slug,
            )
        )
    made_of = transcribed_sound(episode, find_transcript(archive, episode))
    is_new = stale and bool(made_of) and made_of == audio.audio_sha256
    present = episode.slug in archive.transcripts
    done = lock.model_copy(update={"audio": audio.model_copy(update={"replaced": None})})
    return Shifting(archive, episode, Shift(seconds, audio.duration), done, present and not is_new)


def _is_stale(archive: Archive, episode: Episode, audio: Audio) -> bool:
    """Whether times may be of another recording than `audio`."""
    transcript = find_transcript(archive, episode)
    if audio.replaced is not None or is_of_another(audio, episode, transcript):
        return True
    measured = archive.locks.get(episode.slug, Lock()).audio
    # What was never measured may have been written for anything.
    return measured is None and transcribed_sound(episode, transcript) != audio.audio_sha256


def _tell_of(planned: ShiftPlan, move: Shifting) -> None:
    for note in planned.unsure:
        click.echo(str(note), err=True)
    if not move.transcript and move.episode.slug in move.archive.transcripts:
        text = _("the transcript was made from this recording; it is left as it is")
        click.echo(f"{move.episode.slug}: {text}", err=True)
    if planned.outside:
        click.echo(_("Outside the recording:"), err=True)
    for problem in sorted(planned.outside):
        click.echo(str(problem), err=True)


def _what_now(episode: Episode) -> str:
    if episode.audio and "://" in episode.audio:
        return ""
    return _(
        "Where the recording holds chapters of its own, run poddarkiv tag {slug}, then "
        "poddarkiv measure {slug}.",
        slug=episode.slug,
    )
