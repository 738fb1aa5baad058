"""What may be known of other processes without locks: whether one that left its number runs."""

import os


def runs(process: int) -> bool:
    """Whether the process with this number runs; yes where the system does not tell."""
    if os.name == "nt":
        return True  # os.kill would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
