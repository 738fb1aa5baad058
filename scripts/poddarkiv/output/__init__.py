"""Write files atomically, hold locks, and clean up after killed runs. An edge.

Nothing else in the package writes a file of the product. `files` writes one file, `moves` several
together with a journal, `trees` a whole folder, `locking` lets one run at a time do so, `recovery`
finishes or rolls back what a killed run began.
"""

from poddarkiv.output.crashes import note_crash
from poddarkiv.output.files import edit_copy, write_all_new, write_if_changed, write_parts
from poddarkiv.output.locking import HeldError, hold_lock
from poddarkiv.output.moves import Move, discard_moves, move_together, write_aside
from poddarkiv.output.recovery import recover
from poddarkiv.output.trees import replace_tree, scratch_folder

__all__ = [
    "HeldError",
    "Move",
    "discard_moves",
    "edit_copy",
    "hold_lock",
    "move_together",
    "note_crash",
    "recover",
    "replace_tree",
    "scratch_folder",
    "write_all_new",
    "write_aside",
    "write_if_changed",
    "write_parts",
]
