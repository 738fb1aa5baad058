"""Kinds of targets: each knows one protocol, by a library that is kept by others."""

from poddarkiv.publish.stores.base import Store
from poddarkiv.publish.stores.choose import open_store

__all__ = ["Store", "open_store"]
