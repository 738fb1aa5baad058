"""The heads of CBOR items (RFC 8949, 3.1), many at once: a package writes one after the other."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

UNSIGNED, NEGATIVE, TEXT, ARRAY = 0, 1, 3, 4
"""Kinds of items; a negative number is written as one less than its size."""


def head_sizes(values: NDArray[np.signedinteger]) -> Numbers:
    """Return the bytes of the heads of CBOR items with these values."""
    sizes: Numbers = 1 + (values > 23) + (values > 0xFF) + 2 * (values > 0xFFFF)
    return sizes


def encode_heads(kinds: NDArray[np.uint8], values: NDArray[np.int32]) -> tuple[bytes, Numbers]:
    """Return the heads of CBOR items one after the other, and where each of them ends."""
    sizes = head_sizes(values)
    until = np.cumsum(sizes)
    at = until - sizes
    data = np.zeros(int(until[-1]) if len(until) else 0, np.uint8)
    first = np.where(sizes == 1, values, np.array([0, 0, 24, 25, 0, 26], np.int32)[sizes])
    data[at] = kinds << 5 | first
    for size in (2, 3, 5):
        chosen = np.flatnonzero(sizes == size)
        for byte in range(1, size):
            data[at[chosen] + byte] = values[chosen] >> 8 * (size - 1 - byte) & 0xFF
    return data.tobytes(), until


def head(kind: int, value: int) -> bytes:
    """Return the head of an item of a kind: a number, or the length of what follows."""
    if value < 24:
        return bytes([kind << 5 | value])
    size = 1 if value < 1 << 8 else 2 if value < 1 << 16 else 4
    return bytes([kind << 5 | 23 + size.bit_length()]) + value.to_bytes(size, "big")


def text_item(text: str) -> bytes:
    """Return a CBOR text."""
    data = text.encode()
    return head(TEXT, len(data)) + data


def array_head(length: int) -> bytes:
    """Return what begins a CBOR array of `length` items."""
    return head(ARRAY, length)
