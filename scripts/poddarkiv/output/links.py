"""Hard links, where the disk has them: a file that stays the same is not written again."""

import os
import shutil
from pathlib import Path


def link_or_copy(source: str | Path, target: str | Path) -> None:
    """Let `target` be the same file as `source`, or a copy where there can be no link.

    Only for files that are replaced or removed, never written into: both names would change.

    Raises:
        FileNotFoundError: There is no `source`, or no folder for `target`.
        OSError: The disk refuses a copy too.
    """
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except (AttributeError, NotImplementedError, OSError):
        # FAT and some network shares know no links; ext4 takes 65,000 to one file.
        shutil.copy2(source, target)
