"""The headings of texts that MkDocs rendered."""

import re


def lower_headings(html: str, title: str | None) -> str:
    """Make first-level headings second-level: the title stands above, and is not repeated."""

    def heading(match: re.Match[str]) -> str:
        return "" if match[1] == title else f"<h2>{match[1]}</h2>"

    return re.sub(r"<h1[^>]*>(.*?)</h1>", heading, html, flags=re.DOTALL)
