"""`poddarkiv search`: the moments where it was said, in the terminal."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from poddarkiv import i18n
from poddarkiv.commands._search_index import Opened, kept_index, make_index
from poddarkiv.commands._shared import as_of_option, root_option
from poddarkiv.i18n import _, ngettext
from poddarkiv.load.root import peek_language
from poddarkiv.output.partfile import DamagedError
from poddarkiv.search.answers import Answer, Hit, Moment
from poddarkiv.search.find import find_in_index
from poddarkiv.search.language import Language, language
from poddarkiv.search.needs import in_need
from poddarkiv.search.reasons import Reason
from poddarkiv.search.words import spellings, words_of
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
    i18n.use(peek_language(root))
    # The shell has taken the quotes of a phrase, if somebody has not written them twice.
    text = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    try:
        opened = kept_index(root, as_of, drafts=drafts)
        lines, found = _answered(opened, text, limit, moments) if opened else ([], False)
    except (DamagedError, ValueError, LookupError, TypeError):
        opened = None
    if opened is None:
        opened = make_index(root, as_of, drafts=drafts)
        lines, found = _answered(opened, text, limit, moments)
    for line, err in lines:
        click.echo(line, err=err)
    if not found:
        sys.exit(1)


Lines = list[tuple[str, bool]]
"""What is printed, and whether among what went otherwise than was asked."""


def _answered(opened: Opened, text: str, limit: int, moments: int) -> tuple[Lines, bool]:
    """Return what to print, and whether anything was found: first of all, all is read."""
    known = language(opened.language)
    answer = find_in_index(opened.index, text, known)
    need = in_need(text, opened.needs, known)
    helping = [(line, False) for line in _help(opened.urgent)] if need else []
    return [*helping, *_lines(answer, limit, moments, known)], bool(answer.hits)


def _help(urgent: Sequence[Mapping[str, str]]) -> Iterator[str]:
    if urgent:
        yield click.style(_("Do you need help now?"), bold=True)
    for contact in urgent:
        name = "" if contact["name"] == contact["phone"] else contact["name"]
        call = f"{_('Call')} {contact['phone']}" if contact["phone"] else ""
        said = " ".join(part for part in (call, name) if part)
        yield "  ".join(part for part in (f"  {contact['for']}:", said, contact["url"]) if part)
    yield ""


def _lines(answer: Answer, limit: int, moments: int, known: Language) -> Iterator[tuple[str, bool]]:
    if answer.only_stop_words:
        yield _("These words are too common to be looked for alone. Add another word."), True
        return
    if not answer.hits:
        yield _("Nothing was found. Try another word, or fewer."), True
        return
    if answer.by:
        yield _("Shown for “{words}”:", words=answer.words), True
    if answer.some:
        yield _("No page has all the words. Pages with some of them:"), True
    terms = tuple(words_of(answer.words))
    for hit in answer.hits[:limit]:
        why = _why(hit.reasons, answer)
        yield from ((line, False) for line in _hit(hit, why, terms, moments, known))
    left = len(answer.hits) - limit
    if left > 0:
        yield ngettext("{n} more page (--pages)", "{n} more pages (--pages)", left), True


def _why(reasons: Sequence[Reason], answer: Answer) -> str:
    """Return why a page is among the hits, in words."""
    many = len(words_of(answer.words)) > 1
    said = {
        "title": _("In the title"),
        "exact": _("The very words") if many else _("The very word"),
        "form": _("A form of “{term}”"),
        "part": _("Contains “{term}”"),
        "synonym": _("Stands for “{term}”"),
    }
    spelt = [Reason("spelt", answer.replaced, (answer.by,))] if answer.by else []
    said["spelt"] = _("Instead of “{term}”")
    told = [*spelt, *(reason for reason in reasons if not (spelt and reason.kind == "exact"))]
    return "; ".join(
        ": ".join(filter(None, (said[r.kind].replace("{term}", r.term), ", ".join(r.words))))
        for r in told
    )


def _hit(
    hit: Hit, why: str, terms: tuple[str, ...], moments: int, known: Language
) -> Iterator[str]:
    yield f"{click.style(hit.title, bold=True)}  {hit.kind}  {hit.url}"
    yield f"           {why}"
    told = {w for reason in hit.reasons for word in reason.words for w in words_of(word)}
    # Of `lagen om stöd och service`, the small words are no hits elsewhere.
    shown = (*terms, *sorted(told - known.function_words))
    for moment in hit.moments[:moments]:
        place = f"#{moment.anchor}" if moment.seconds is None else format_clock(moment.seconds)
        yield f"  {place:>7}  {_excerpt(moment, shown, known)}"
    left = len(hit.moments) - moments
    if left > 0 and hit.moments[0].seconds is not None:
        more = _("1 more in the episode") if left == 1 else _("{n} more in the episode", n=left)
        yield f"           {more}"


def _excerpt(moment: Moment, terms: tuple[str, ...], known: Language) -> str:
    said = moment.text.split()
    shows = [any(known.shows(w, term) for w in spellings(part) for term in terms) for part in said]
    first = shows.index(True) if True in shows else 0
    start = max(0, min(first - 8, len(said) - AROUND))
    end = min(len(said), start + AROUND)
    marked = (click.style(said[i], bold=True) if shows[i] else said[i] for i in range(start, end))
    return f"{'… ' if start else ''}{' '.join(marked)}{' …' if end < len(said) else ''}"
