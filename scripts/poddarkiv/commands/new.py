"""`poddarkiv new`: an episode's folder, from a recording or from nothing."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from poddarkiv.commands._shared import as_of_option, root_option
from poddarkiv.commands.check import find_problems
from poddarkiv.errors import SourceError
from poddarkiv.formats.drafts import NewEpisode, episode_text
from poddarkiv.i18n import _, ngettext
from poddarkiv.load import read_archive

_BIG = 100_000_000
"""Bytes: what GitHub refuses; a browser upload takes a quarter of it."""


@click.command(
    help=_(
        "Add an episode. What the recording's tags say is suggested, the rest is asked; "
        "nothing is written before the last answer."
    )
)
@click.argument("audio", required=False, type=click.Path(path_type=Path), metavar="[AUDIO]")
@root_option
@as_of_option
@click.option("--title", metavar="TEXT", help=_("The title, without the show's name and number."))
@click.option("--summary", metavar="TEXT", help=_("One or two sentences, plain text."))
@click.option("--number", type=int, help=_("The number (otherwise the next); 0 for none."))
@click.option("--season", type=int, help=_("The season."))
@click.option("--slug", metavar="NAME", help=_("The end of the page's address."))
@click.option(
    "--published",
    metavar="TIME",
    help=_("When it comes out; without a time zone, by the archive's own."),
)
@click.option("--guest", "guests", multiple=True, metavar="NAME", help=_("A guest (repeatable)."))
@click.option("--topic", "topics", multiple=True, metavar="NAME", help=_("A topic (repeatable)."))
@click.option(
    "--consent",
    type=click.Choice(["given", "public_source"]),
    help=_("What the consent of new guests rests on."),
)
@click.option("--consent-date", metavar="DAY", help=_("When new guests agreed (otherwise today)."))
@click.option(
    "--scope",
    metavar="WORDS",
    default="namn,röst,text",
    show_default=True,
    help=_("What new guests agreed to: namn, röst, text, bild."),
)
@click.option("--source", metavar="TEXT", help=_("Where the facts about new guests are published."))
@click.option("--alt", metavar="TEXT", help=_("Use the recording's own picture, which shows this."))
@click.option("--move", is_flag=True, help=_("Move the recording instead of copying it."))
@click.option(
    "--sound",
    is_flag=True,
    help=_("Take the sound out of a video; the video is offered beside it."),
)
@click.option("--yes", is_flag=True, help=_("Ask nothing: take what is suggested."))
def command(
    root: Path, as_of: datetime, audio: Path | None, yes: bool, sound: bool, **given: Any
) -> None:
    """Add an episode."""
    from poddarkiv.commands._ask import Asker
    from poddarkiv.commands._draft import plan_episode
    from poddarkiv.commands._draft_questions import GivenValues
    from poddarkiv.commands._film import extract_recording
    from poddarkiv.commands._write_draft import write_episode

    archive, problems = read_archive(root)
    if archive is None:
        raise SourceError(problems)
    ask = None if yes else Asker()
    try:
        with extract_recording(audio, wanted=sound) as (recording, film):
            plan = plan_episode(archive, as_of, recording, GivenValues(film=film, **given), ask)
            if ask is not None:
                ask.say("\n" + episode_text(plan.episode))
                if not ask.yes(_("Write this?"), likely=True):
                    raise KeyboardInterrupt  # noqa: TRY301 - the same as Ctrl-C
            if audio is not None and not given["move"] and audio.stat().st_size > _BIG:
                click.echo(_("Copying the recording …"))
            files = write_episode(root, plan)
    except (KeyboardInterrupt, click.Abort):
        click.echo("\n" + _("Stopped: nothing has been written."), err=True)
        sys.exit(1)
    _report(plan.episode, files, root, as_of)


def _report(episode: NewEpisode, files: list[str], root: Path, as_of: datetime) -> None:
    for name in files:
        click.echo(_("Written: {file}", file=name))
    if episode.chapters:
        n = len(episode.chapters)
        click.echo(
            ngettext(
                "{n} chapter comes from the recording.", "{n} chapters come from the recording.", n
            )
        )
    size = (root / "media" / episode.audio).stat().st_size if episode.audio else 0
    if size > _BIG:
        click.echo(
            _(
                "The recording is {n} MB: too large for git. It stays on this machine until it "
                "is published; keep a copy.",
                n=round(size / 1_000_000),
            )
        )
    elif size and _left_out(root, f"media/{episode.audio}"):
        click.echo(
            _(
                "git leaves recordings out. To keep this one with the texts: "
                "git add --force media/{name}",
                name=episode.audio,
            )
        )
    elif size:
        click.echo(
            _(
                "To keep the recording with the texts: git add media/{name}",
                name=episode.audio,
            )
        )
    ours = [p for p in find_problems(root, as_of) if p.path in files]
    for problem in ours:
        click.echo(str(problem))
    click.echo("\n" + _("Next:"))
    for line in _next(episode):
        click.echo(f"  {line}")


def _left_out(root: Path, name: str) -> bool:
    """Whether git passes `name` by: an archive that is older leaves fewer kinds out."""
    try:
        run = subprocess.run(
            ["git", "check-ignore", "--quiet", name], cwd=root, capture_output=True, check=False
        )
    except OSError:
        return True
    return run.returncode != 1


def _next(episode: NewEpisode) -> Iterator[str]:
    name = episode.folder if episode.number is None or episode.season else episode.number
    if episode.audio:
        yield f"poddarkiv transcribe {name}"
        yield f"poddarkiv review {name}"
        yield f"poddarkiv measure {name}"
    else:
        yield _(
            "put the recording in media/ and write audio: {name}.mp3 in the file",
            name=episode.folder,
        )
    yield "poddarkiv check"
    yield "poddarkiv serve --drafts"
