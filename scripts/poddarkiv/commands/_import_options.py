"""What `import` and `init --from` let a person ask for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from poddarkiv.errors import UsageError
from poddarkiv.i18n import _

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class ImportOptions:
    """What a person asked for."""

    own_it: bool = False
    """Whether the show is theirs: without that only what the feed itself tells may come."""
    download: bool = False
    """Whether recordings and pictures are to come too."""
    allow_local: bool = False
    quiet: bool = False


def import_options(function: F) -> F:
    """Add `--i-own-it` and `--download`, given to the function as `own_it` and `download`."""
    function = click.option(
        "--download",
        is_flag=True,
        help=_("Fetch recordings and pictures too. What broke off goes on from where it was."),
    )(function)
    return click.option(
        "--i-own-it",
        "own_it",
        is_flag=True,
        help=_(
            "The show is yours, or you may bring it: its transcripts come too, and with "
            "--download its recordings. Without it only what the feed itself says comes."
        ),
    )(function)


def make_options(
    *, own_it: bool, download: bool, allow_local: bool = False, quiet: bool = False
) -> ImportOptions:
    """Return what the options mean together.

    Raises:
        UsageError: Recordings are wanted, and nobody says that they may come.
    """
    if download and not own_it:
        raise UsageError(
            _(
                "--download fetches what only the show's owner may copy: if the show is yours, "
                "add --i-own-it"
            )
        )
    return ImportOptions(own_it, download, allow_local, quiet)
