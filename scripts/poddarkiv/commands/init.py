"""`poddarkiv init`: a new archive that passes `check` and builds at once."""

import contextlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import distribution
from pathlib import Path

import click

from poddarkiv import i18n
from poddarkiv.checks.feed_show import EMAIL
from poddarkiv.commands._ask import Asker
from poddarkiv.commands._feed_source import load_feed
from poddarkiv.commands._import_files import download_linked_files
from poddarkiv.commands._import_options import import_options, make_options
from poddarkiv.commands._import_report import print_link_report, print_report
from poddarkiv.commands._init_answers import GivenOptions, OwnerAnswers, collect_answers
from poddarkiv.commands._init_feed import apply_feed, language_message, starter_language
from poddarkiv.commands._shared import allow_local_option
from poddarkiv.commands._starter import LANGUAGES, Answers, install_origin, is_fixed, starter_files
from poddarkiv.errors import PoddarkivError, UsageError
from poddarkiv.feeds.show import Feed
from poddarkiv.i18n import _
from poddarkiv.output import Move, move_together, recover, write_all_new
from poddarkiv.output.moves import JOURNALS, remove_path
from poddarkiv.output.names import temporary_name
from poddarkiv.spec.starter import EXAMPLE_URL

_OURS = (".git", ".poddarkiv")


@click.command(
    help=_("Make a new archive in DIR, which is made or must be empty. It builds as it is.")
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--from",
    "feed_source",
    metavar="FEED",
    help=_("Begin with the episodes of a show that is published: its feed, a file or an address."),
)
@import_options
@click.option("--title", metavar="TEXT", help=_("The show's name (otherwise the folder's)."))
@click.option("--name", "owner", metavar="TEXT", help=_("Who answers for the show."))
@click.option(
    "--email", "--mail", "email", metavar="ADDRESS", help=_("A role's address; the feed shows it.")
)
@click.option(
    "--license",
    "--licence",
    "license_",
    metavar="NAME",
    help=_("What others may do, as CC-BY-4.0 or ARR; nothing is said without it."),
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=_(
        "What the show is in: the language of the site, the example texts and the messages "
        "(otherwise the feed's, or {language}).",
        language=LANGUAGES[0],
    ),
)
@click.option("--yes", is_flag=True, help=_("Ask nothing: what no option says is left for later."))
@click.option(
    "--site-url",
    metavar="URL",
    default=EXAMPLE_URL,
    show_default=True,
    help=_("Where the archive will be on the web."),
)
@allow_local_option
@click.option(
    "--package",
    metavar="WHERE",
    help=_("Where this tool is installed from, as in git+https://… (otherwise where pip had it)."),
)
def command(
    folder: Path,
    feed_source: str | None,
    title: str | None,
    owner: str | None,
    email: str | None,
    license_: str | None,
    language: str | None,
    yes: bool,
    site_url: str,
    package: str | None,
    allow_local: bool,
    own_it: bool,
    download: bool,
) -> None:
    """Make an archive."""
    if feed_source is None and (own_it or download):
        raise UsageError(_("--i-own-it and --download belong to --from FEED"))
    options = make_options(own_it=own_it, download=download, allow_local=allow_local)
    if language:
        i18n.use(language)
    target = folder.resolve()
    for line in recover(target):
        click.echo(line, err=True)
    _stop_unless_usable(target, site_url, package)
    click.echo(
        _(
            "Everything in a public repository is published: drafts too, and all that was ever in "
            "it. Choose a private one."
        )
        + "\n"
    )
    feed = load_feed(feed_source, allow_local=allow_local) if feed_source else None
    given = _given(GivenOptions(title, owner, email, license_), feed)
    said = _ask(given, target, yes=yes)
    package = package or install_origin(distribution("poddarkiv").read_text("direct_url.json"))
    address, today = f"{site_url.rstrip('/')}/", datetime.now(UTC).date()
    answers = Answers(
        said.title,
        address,
        today,
        package,
        said.owner,
        said.email,
        said.license,
        language or (starter_language(feed) if feed else LANGUAGES[0]),
    )
    files = starter_files(answers)
    fault: PoddarkivError | None = None
    guests = False
    if feed is None or feed_source is None:
        _write(target, files)
    else:
        files, imported = apply_feed(files, feed, feed_source, target)
        _write(target, files)
        guests = bool(imported.guests)
        print_report(feed, imported)
        print_link_report(feed, imported, options, feed_source)
        try:
            download_linked_files(target, feed, imported.record, imported.slugs, options)
        except PoddarkivError as error:
            fault = error
        if not language and (told := language_message(feed)):
            click.echo(told, err=True)
    _tell(folder, target, package, guests=guests)
    if fault is not None:
        raise fault


def _given(given: GivenOptions, feed: Feed | None) -> GivenOptions:
    """Return what options say, and the feed where they say nothing."""
    if feed is None:
        return given
    owner = feed.values.get("owner", {})
    return replace(
        given,
        title=given.title or feed.values.get("title"),
        owner=given.owner or owner.get("name") or feed.values.get("author"),
        email=given.email or (owner["email"] if EMAIL.match(owner.get("email", "")) else ""),
        # The feed's own, or nothing: nobody has to choose what is published already.
        license=given.license or "",
    )


def _stop_unless_usable(target: Path, site_url: str, package: str | None) -> None:
    if target.exists() and any(path.name not in _OURS for path in target.iterdir()):
        raise UsageError(
            _(
                "{folder} is not empty: choose a new folder, as in poddarkiv init min-podd",
                folder=target,
            )
        )
    if not site_url.startswith(("https://", "http://")):
        raise UsageError(
            "--site-url: "
            + _("an address that begins with https:// was expected, not “{value}”", value=site_url)
        )
    if package and not is_fixed(package):
        raise UsageError(
            "--package: "
            + _(
                "write the whole number of the commit, as in git+https://…/poddarkiv.git@{commit}",
                commit="0123456789abcdef0123456789abcdef01234567",
            )
        )


def _ask(given: GivenOptions, target: Path, *, yes: bool) -> OwnerAnswers:
    # A program that starts this one can't answer, and what it didn't say is left for later.
    ask = None if yes or not sys.stdin.isatty() else Asker()
    try:
        return collect_answers(given, target.name.replace("-", " ").capitalize(), ask)
    except (KeyboardInterrupt, click.Abort):
        click.echo("\n" + _("Stopped: nothing has been written."), err=True)
        sys.exit(1)


def _tell(folder: Path, target: Path, package: str, *, guests: bool) -> None:
    click.echo(_("The archive is in {folder}", folder=target))
    click.echo("\n" + _("Next:"))
    for line in _next(folder, guests=guests):
        click.echo(f"  {line}")
    if not package:
        click.echo(
            "\n"
            + _(
                "The forge installs Poddarkiv as requirements.txt says. It is on no package index "
                "yet: write there where the forge can have it."
            )
        )


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    """Put all of `files` into `target`, or none of them."""
    aside = target / temporary_name()
    try:
        write_all_new({aside / path: content for path, content in files.items()})
        tops = sorted({path.partition("/")[0] for path in files})
        move_together(target, [Move(aside / name, target / name) for name in tops])
    finally:
        remove_path(aside)
        for folder in (target / JOURNALS, target):
            # Where nothing came of it, nothing is left.
            with contextlib.suppress(OSError):
                folder.rmdir()


def _next(folder: Path, *, guests: bool) -> Iterator[str]:
    message = _("The first version")
    shown = f'"{folder}"' if " " in str(folder) else str(folder)
    yield f"cd {shown}"
    yield _("read README.md and change the example texts")
    if guests:
        yield _("ask the guests, and write in content/gaster what they agreed to")
    # The workflows publish the branch main; PowerShell knows no &&.
    yield from ("poddarkiv check", "poddarkiv build", "poddarkiv serve")
    yield from ("git init -b main", "git add .", f'git commit -m "{message}"')
