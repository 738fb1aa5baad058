"""Find the marks that git leaves where two versions of a file could not be merged."""

import re

from poddarkiv.errors import Problem
from poddarkiv.i18n import _

_MARK = re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE)


def merge_conflict(text: str, path: str, *, first_line: int = 1) -> Problem | None:
    """Return what to say when `text` holds merge marks, else None.

    A line of `=======` alone is no mark: it underlines a heading in Markdown.
    """
    # The expression looks at each line; nearly no file has even a part of a mark.
    if "<<<<<<< " not in text and ">>>>>>> " not in text:
        return None
    mark = _MARK.search(text)
    if mark is None:
        return None
    return Problem(
        path,
        first_line + text.count("\n", 0, mark.start()),
        "",
        _("two versions of the file were not merged"),
        _("keep the right lines and remove the lines with <<<<<<<, ======= and >>>>>>>"),
        rule="merge-conflict",
    )
