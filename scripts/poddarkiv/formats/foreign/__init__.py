"""Read transcripts of other people's programs, whatever their form. No I/O.

No time is invented and no speaker guessed: what a file does not say stays unsaid.
"""

from poddarkiv.formats.foreign.kinds import Foreign, read_foreign, transcript_kind
from poddarkiv.formats.foreign.turns import Turn

__all__ = ["Foreign", "Turn", "read_foreign", "transcript_kind"]
