"""Feeds of others: RSS as hosts write it, in; values of the archive, out. No I/O."""
