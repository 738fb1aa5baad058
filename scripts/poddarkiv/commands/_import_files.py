"""Download the files that a feed links to: chapters, transcripts, pictures and recordings."""

from collections.abc import Mapping
from pathlib import Path

from poddarkiv.commands._import_links import import_links
from poddarkiv.commands._import_options import ImportOptions
from poddarkiv.commands._import_state import Record
from poddarkiv.errors import PoddarkivError
from poddarkiv.feeds.show import Feed
from poddarkiv.i18n import ngettext


def download_linked_files(
    root: Path, feed: Feed, record: Record, slugs: Mapping[str, str], options: ImportOptions
) -> None:
    """Download what the feed links to for the episodes that are here, and print it.

    Args:
        root: The archive's folder.
        feed: The whole feed.
        record: What has been brought; grows, and is written.
        slugs: The folder of each item that is here, by the item's guid.
        options: What may come.

    Raises:
        PoddarkivError: A recording can't be fetched; all else has come.
    """
    missing = 0
    try:
        import_links(
            root, feed, record, slugs, transcripts=options.own_it, allow_local=options.allow_local
        )
        if options.download and options.own_it:
            from poddarkiv.commands._import_media import download_media

            missing = download_media(root, feed, record, slugs, options)
    finally:
        record.write()
    if missing:
        raise PoddarkivError(
            ngettext(
                "{n} recording has not come: run it again",
                "{n} recordings have not come: run it again",
                missing,
            )
        )
