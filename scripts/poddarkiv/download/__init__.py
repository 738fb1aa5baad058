"""Fetch files of other computers to this one, several at a time."""

from poddarkiv.download.resuming import Watch, begun, discard, download, forget_note
from poddarkiv.download.small import Fetcher, NotAskedError

AT_A_TIME = 3
"""Files that are fetched at once."""

__all__ = [
    "AT_A_TIME",
    "Fetcher",
    "NotAskedError",
    "Watch",
    "begun",
    "discard",
    "download",
    "forget_note",
]
