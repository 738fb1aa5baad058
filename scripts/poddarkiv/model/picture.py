"""Picture: what apps demand of a cover, as its file shows it. No I/O."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """The facts of a picture file."""

    format: str
    """`JPEG`, `PNG` or what else it is, by its content."""
    width: int
    height: int
    mode: str
    """How colours are stored: `RGB`, `RGBA`, `CMYK`, `L`, `P`…"""
    alpha: bool
    """Whether any part of it may be see-through."""
    bytes: int
    place: bool
    """Whether the camera has written down where it was."""
