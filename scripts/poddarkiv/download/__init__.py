"""Download files from remote hosts, several at a time, and resume what broke off. An edge."""

from poddarkiv.download.partial_note import discard_partial, partial_size, remove_note
from poddarkiv.download.resuming import DownloadWatcher, download_file
from poddarkiv.download.small import Fetcher, HostSkippedError

AT_A_TIME = 3
"""Files that are downloaded in parallel."""

__all__ = [
    "AT_A_TIME",
    "DownloadWatcher",
    "Fetcher",
    "HostSkippedError",
    "discard_partial",
    "download_file",
    "partial_size",
    "remove_note",
]
