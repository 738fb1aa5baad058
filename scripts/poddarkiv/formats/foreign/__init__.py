"""Read transcripts of other people's programs, whatever their form. No I/O.

No time or speaker is guessed: what a file does not say stays empty.
"""

from poddarkiv.formats.foreign.kinds import Foreign, read_foreign, transcript_kind
from poddarkiv.formats.foreign.turns import Turn

__all__ = ["Foreign", "Turn", "read_foreign", "transcript_kind"]
