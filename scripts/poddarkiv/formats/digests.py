"""Parse checksums that hosts and feeds give for a file, in each of the usual forms. No I/O."""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress

_NAMES = {"sha-256": "sha256", "sha-512": "sha512"}
"""As RFC 9530 calls them, and hashlib."""
_KNOWN = ("md5", "sha256", "sha384", "sha512")

Digests = Mapping[str, bytes]
"""By the name that hashlib has for them."""


def digests_of_headers(headers: Mapping[str, str], *, whole: bool) -> Digests:
    """Return the checksums of the whole file in a response's headers (RFC 9530, 3230, 1864).

    >>> digests_of_headers({"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="}, whole=True)["md5"].hex()
    'd41d8cd98f00b204e9800998ecf8427e'

    Args:
        headers: Of the answer, whatever the size of their letters.
        whole: Whether it held the whole file: `Content-MD5` is of what was sent alone.
    """
    told = {name.lower(): value for name, value in headers.items()}
    pairs = [
        each.strip().partition("=")[::2]
        for name in ("repr-digest", "digest")
        for each in told.get(name, "").split(",")
    ]
    pairs += [("md5", told.get("content-md5", ""))] if whole else []
    return dict(_read((name, value.strip(":")) for name, value in pairs))


def digests_of_integrity(text: str) -> Digests:
    """Return the checksums in `text`, as Subresource Integrity writes them (`sha384-…`)."""
    parts = (each.partition("-") for each in text.split())
    return dict(_read((name, value.partition("?")[0]) for name, _hyphen, value in parts))


def _read(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    for name, value in pairs:
        known = _NAMES.get(name.lower(), name.lower())
        if known not in _KNOWN:
            continue
        with suppress(binascii.Error, ValueError):
            digest = base64.b64decode(value.strip(), validate=True)
            if len(digest) == hashlib.new(known, usedforsecurity=False).digest_size:
                yield known, digest
