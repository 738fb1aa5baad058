"""Write files whole or not at all. Nothing else in the package writes a file of the product."""

from poddarkiv.output.crashes import note_crash
from poddarkiv.output.files import edited_copy, write_all_new, write_if_changed, write_parts
from poddarkiv.output.locking import HeldError, held
from poddarkiv.output.moves import Move, forget, move_together, written_aside
from poddarkiv.output.recovery import recover
from poddarkiv.output.trees import replace_tree, scratch_folder

__all__ = [
    "HeldError",
    "Move",
    "edited_copy",
    "forget",
    "held",
    "move_together",
    "note_crash",
    "recover",
    "replace_tree",
    "scratch_folder",
    "write_all_new",
    "write_if_changed",
    "write_parts",
    "written_aside",
]
