"""Problems as text: for people, for programs, or for a forge to show in a pull request."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence

from poddarkiv.errors import Problem, Severity


def format_text(problems: Sequence[Problem]) -> str:
    """Return a line for each problem, as compilers write them."""
    return "".join(f"{problem}\n" for problem in problems)


def format_json(problems: Sequence[Problem]) -> str:
    """Return a JSON array of objects, one for each problem."""
    rows = [
        {
            "path": problem.path,
            "line": problem.line,
            "field": problem.field,
            "severity": problem.severity.value,
            "rule": problem.rule,
            "message": problem.message,
            "remedy": problem.remedy,
        }
        for problem in problems
    ]
    return _json(rows)


def format_github(problems: Sequence[Problem]) -> str:
    """Return workflow commands, which GitHub shows beside the line in a pull request.

    >>> print(format_github([Problem("a.yml", 3, "title", "is missing")]), end="")
    ::error file=a.yml,line=3,title=title::is missing
    """
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    return "".join(
        f"::{level[problem.severity]} file={_property(problem.path)},line={problem.line},"
        f"title={_property(problem.field or problem.rule)}::{_data(_sentence(problem))}\n"
        for problem in problems
    )


def format_gitlab(problems: Sequence[Problem]) -> str:
    """Return a Code Quality report, which GitLab shows in a merge request."""
    level = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
    rows = [
        {
            "description": f"{problem.field}: {_sentence(problem)}".removeprefix(": "),
            "check_name": problem.rule or "poddarkiv",
            "fingerprint": _fingerprint(problem),
            "severity": level[problem.severity],
            "location": {"path": problem.path, "lines": {"begin": problem.line}},
        }
        for problem in problems
    ]
    return _json(rows)


def _sentence(problem: Problem) -> str:
    return f"{problem.message} – {problem.remedy}" if problem.remedy else problem.message


def _fingerprint(problem: Problem) -> str:
    # Without the line, so that a problem that only moves is not called new.
    key = "\0".join((problem.path, problem.field, problem.rule, problem.message))
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _json(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": format_text,
    "json": format_json,
    "github": format_github,
    "gitlab": format_gitlab,
}
