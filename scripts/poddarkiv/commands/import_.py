"""`poddarkiv import`: import a show's episodes from its feed, or transcripts that people have."""

from collections.abc import Sequence
from pathlib import Path

import click

from poddarkiv.commands._import_options import import_options, make_options
from poddarkiv.commands._shared import allow_local_option, choose_one, quiet_option, root_option
from poddarkiv.errors import UsageError
from poddarkiv.i18n import _


@click.command(
    "import",
    help=_(
        "Bring the episodes of a show from its feed, a file or an address: guids stay as they are, "
        "and what is here already stays too. With --episode bring a transcript that you have: "
        "WebVTT, SubRip, JSON of Whisper, WhisperX or Podcasting 2.0, text of Otter, Descript, "
        "oTranscribe, noScribe or aTrain. It becomes the episode's transcript.vtt, and people's. "
        "Of a folder each transcript goes to the episode that its name tells by number, date or "
        "title; where that is not sure you are asked. What people have written stays."
    ),
)
@click.argument("source", metavar="FEED|FILE|FOLDER")
@click.option("--episode", metavar="EPISODE", help=_("Whose transcript it is: number or folder."))
@click.option("--replace", is_flag=True, help=_("Overwrite a transcript that people have written."))
@click.option(
    "--name",
    "names",
    metavar="OLD=NEW",
    multiple=True,
    help=_("Call a speaker by another name, as in “Speaker 1=Ada Berg”. May be given again."),
)
@click.option("--dry-run", is_flag=True, help=_("Only say what would be written."))
@import_options
@allow_local_option
@quiet_option
@root_option
def command(
    root: Path,
    source: str,
    episode: str | None,
    replace: bool,
    names: Sequence[str],
    dry_run: bool,
    own_it: bool,
    download: bool,
    allow_local: bool,
    quiet: bool,
) -> None:
    """Bring a feed's episodes, or write a transcript of one."""
    options = make_options(own_it=own_it, download=download, allow_local=allow_local, quiet=quiet)
    of_feed = episode is None and not ("://" not in source and Path(source).is_dir())
    if not of_feed and (own_it or download):
        raise UsageError(_("--i-own-it and --download belong to a feed"))
    if episode is not None:
        _bring_transcript(root, source, episode, replace, names, dry_run)
        return
    if "://" not in source and Path(source).is_dir():
        from poddarkiv.commands._import_folder import import_folder

        if replace:
            raise UsageError(_("a folder overwrites no transcript: write --replace with one file"))
        import_folder(root, Path(source), _renamed(names), dry_run=dry_run)
        return
    if replace or names or _is_transcript(source):
        raise UsageError(_("whose transcript is it? write --episode and its number"))
    from poddarkiv.commands._import_feed import import_feed

    import_feed(root, source, options, dry_run=dry_run)


def _is_transcript(source: str) -> bool:
    """Whether a file is there that is no XML."""
    path = Path(source)
    if "://" in source or not path.is_file():
        return False
    with path.open("rb") as file:
        beginning = file.read(1024).replace(b"\0", b"")
    return not beginning.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _bring_transcript(
    root: Path, source: str, episode: str, replace: bool, names: Sequence[str], dry_run: bool
) -> None:
    """Read the file, give it times where it has none, and write the episode's transcript."""
    from poddarkiv.commands import _transcript_file as transcripts

    renamed = _renamed(names)
    path = Path(source)
    archive, chosen = choose_one(root, episode)
    transcripts.read_text(path)  # what is not there stands in nobody's way
    if not replace:
        transcripts.refuse_peoples_transcript(archive, chosen)
    made = transcripts.draft_transcript(path, archive, chosen, renamed)
    for line in transcripts.unread_rows(path, made.foreign):
        click.echo(line, err=True)
    click.echo(transcripts.summarize_draft(made, root))
    for line in transcripts.list_notes(made):
        click.echo(line, err=True)
    if dry_run:
        click.echo(_("Nothing was written."), err=True)
    else:
        transcripts.write_draft(made, archive, replace=replace)


def _renamed(names: Sequence[str]) -> dict[str, str]:
    pairs = [name.partition("=") for name in names]
    if any(not old.strip() or not equals for old, equals, _new in pairs):
        raise UsageError(_("--name wants “OLD=NEW”, as in “Speaker 1=Ada Berg”"))
    return {old.strip(): new.strip() for old, _equals, new in pairs}
