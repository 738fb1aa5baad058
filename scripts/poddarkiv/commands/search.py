"""`poddarkiv search`: the moments where it was said, in the terminal."""

import sys
from datetime import datetime
from pathlib import Path

import click

from poddarkiv.archive import Archive
from poddarkiv.commands._shared import as_of_option, open_archive, root_option
from poddarkiv.i18n import _, ngettext
from poddarkiv.pages.contacts import contacts
from poddarkiv.search.find import Answer, Hit, Moment, find
from poddarkiv.search.language import Language, language, words_of
from poddarkiv.search.needs import in_need
from poddarkiv.timecode import format_clock

AROUND = 30
"""Words of a moment that are shown."""


@click.command(help=_("Show where it was said, as the site's search does. Quotes hold a phrase."))
@click.argument("words", nargs=-1, required=True)
@root_option
@as_of_option
@click.option("--drafts", is_flag=True, help=_("Search drafts and scheduled episodes too."))
@click.option("--pages", "limit", default=10, show_default=True, help=_("How many pages to show."))
@click.option("--moments", default=3, show_default=True, help=_("How many moments of each page."))
def command(
    words: tuple[str, ...], root: Path, as_of: datetime, drafts: bool, limit: int, moments: int
) -> None:
    """Search; exit code 1 when nothing is found, as grep has it."""
    archive = open_archive(root)
    from poddarkiv.search import Corpus

    known = language(archive.show.language)
    corpus = Corpus(archive, as_of=as_of, drafts=drafts)
    # The shell has taken the quotes of a phrase, if somebody has not written them twice.
    text = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    if in_need(text, archive.contacts.needs, known):
        _show_help(archive)
    answer = find(corpus.documents(), text, known)
    _show(answer, text, limit, moments, known)
    if not answer.hits:
        sys.exit(1)


def _show_help(archive: Archive) -> None:
    urgent = contacts(archive)["urgent"]
    if urgent:
        click.echo(click.style(_("Do you need help now?"), bold=True))
    for contact in urgent:
        name = "" if contact["name"] == contact["phone"] else contact["name"]
        call = f"{_('Call')} {contact['phone']}" if contact["phone"] else ""
        said = " ".join(part for part in (call, name) if part)
        click.echo(
            "  ".join(part for part in (f"  {contact['for']}:", said, contact["url"]) if part)
        )
    click.echo()


def _show(answer: Answer, text: str, limit: int, moments: int, known: Language) -> None:
    if not answer.hits:
        click.echo(_("Nothing was found. Try another word, or fewer."), err=True)
        return
    if set(words_of(answer.words)) - set(words_of(text)):
        click.echo(_("Shown for “{words}”:", words=answer.words), err=True)
    if answer.some:
        click.echo(_("No page has all the words. Pages with some of them:"), err=True)
    terms = tuple(words_of(answer.words))
    for hit in answer.hits[:limit]:
        _show_hit(hit, terms, moments, known)
    left = len(answer.hits) - limit
    if left > 0:
        click.echo(ngettext("{n} more page (--pages)", "{n} more pages (--pages)", left), err=True)


def _show_hit(hit: Hit, terms: tuple[str, ...], moments: int, known: Language) -> None:
    click.echo(f"{click.style(hit.title, bold=True)}  {hit.kind}  {hit.url}")
    for moment in hit.moments[:moments]:
        place = f"#{moment.anchor}" if moment.seconds is None else format_clock(moment.seconds)
        click.echo(f"  {place:>7}  {_excerpt(moment, terms, known)}")
    left = len(hit.moments) - moments
    if left > 0 and hit.moments[0].seconds is not None:
        more = _("1 more in the episode") if left == 1 else _("{n} more in the episode", n=left)
        click.echo(f"           {more}")


def _excerpt(moment: Moment, terms: tuple[str, ...], known: Language) -> str:
    said = moment.text.split()
    shows = [
        any(known.shows(word, term) for word in words_of(part) for term in terms) for part in said
    ]
    first = shows.index(True) if True in shows else 0
    start = max(0, min(first - 8, len(said) - AROUND))
    end = min(len(said), start + AROUND)
    marked = (click.style(said[i], bold=True) if shows[i] else said[i] for i in range(start, end))
    return f"{'… ' if start else ''}{' '.join(marked)}{' …' if end < len(said) else ''}"
