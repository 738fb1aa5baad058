"""The files that take half a minute or more, the longest first.

Where workers share the files these begin, so that none is left to one worker at the end, while the
others have nothing to do. The figures come from `pytest --durations=0`, a folder at a time.
"""

from pathlib import Path

LONGEST = [
    Path(__file__).parent / name
    for name in (
        "workflows/test_steps.py",
        "asr/test_engines.py",
        "browser/test_access.py",
        "commands/test_shift.py",
        "docs/test_handbook_commands.py",
        "soak/test_kills.py",
        "browser/test_pages.py",
        "asr/test_command.py",
        "asr/test_pool.py",
        "asr/test_sharing.py",
        "asr/test_real_model.py",
        "asr/test_hub.py",
        "docs/test_story.py",
        "commands/test_one_line.py",
        "commands/test_init_forge.py",
    )
]
