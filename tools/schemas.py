"""Write `schema/*.schema.json` from the models, with descriptions in Swedish.

Run: `python tools/schemas.py` (writes) or `python tools/schemas.py --check` (exit 1 when behind).
The starter's copies, which `poddarkiv init` puts into a new archive, are written too.
"""

import sys
from pathlib import Path

from poddarkiv import i18n
from poddarkiv.model.schema import render_schemas
from poddarkiv.output import write_if_changed

FOLDER = Path(__file__).resolve().parent.parent / "schema"


def main() -> int:
    """Write every schema; return the exit code."""
    i18n.use("sv")
    wanted = render_schemas()
    if "--check" in sys.argv:
        behind = [
            name
            for name, text in wanted.items()
            if not (FOLDER / name).is_file() or (FOLDER / name).read_text("utf-8") != text
        ]
        behind += [path.name for path in FOLDER.glob("*.json") if path.name not in wanted]
        for name in behind:
            print(f"schema/{name} is behind: run python tools/schemas.py")
        return 1 if behind else 0
    for name, text in wanted.items():
        write_if_changed(FOLDER / name, text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
