"""What is wrong with what is published, and how much is right."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from poddarkiv.credentials import without_credentials
from poddarkiv.errors import Problem, Severity
from poddarkiv.i18n import _, marked, ngettext

GROUPS = {
    "feed": marked("The feed"),
    "recordings": marked("Recordings"),
    "transcripts": marked("Transcripts"),
    "chapters": marked("Chapters"),
    "pictures": marked("Pictures"),
    "pages": marked("Pages"),
    "archive": marked("Compared with the archive"),
    "move": marked("The move"),
}
"""In the order in which they are shown."""
_FOR_THE_HOST = {"feed-type", "type", "cors", "compressed", "picture-type"}
"""Rules that a file for the host helps against."""
_SHOWN = 3
"""Addresses that are named of many with the same fault."""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong with one address."""

    group: str
    address: str
    message: str
    remedy: str = ""
    severity: Severity = Severity.ERROR
    rule: str = ""

    def __post_init__(self) -> None:
        """Leave out names and passwords of addresses."""
        for name in ("address", "message", "remedy"):
            object.__setattr__(self, name, without_credentials(getattr(self, name)))


@dataclass
class Report:
    """All that was looked at."""

    url: str
    found: list[Finding] = field(default_factory=list)
    looked_at: Counter[str] = field(default_factory=Counter)
    """How many things of each group, right or wrong."""

    def note_checked(self, group: str, findings: Iterable[Finding], count: int = 1) -> bool:
        """Note that `count` things were looked at and what is wrong; return whether all is."""
        listed = list(findings)
        self.looked_at[group] += count
        self.found += listed
        return not listed

    @property
    def has_faults(self) -> bool:
        """Whether anything must be mended."""
        return any(each.severity is Severity.ERROR for each in self.found)

    def count_right(self, group: str) -> int:
        """Return how many things of the group have no fault."""
        wrong = {f.address for f in self.found if f.group == group and f.severity is Severity.ERROR}
        return max(0, self.looked_at[group] - len(wrong))


def format_report(report: Report) -> str:
    """Return the report for a person: by group, one line for each fault."""
    lines = []
    for group, title in GROUPS.items():
        if report.looked_at[group] or any(f.group == group for f in report.found):
            lines.append(f"{_(title)}: {_counts(report, group)}")
            lines += (f"  {line}" for line in _lines(report, group))
    if _FOR_THE_HOST & {each.rule for each in report.found}:
        lines.append(
            _(
                "What the host should say stands in a file for it: host_files in show.yml, or "
                "poddarkiv publish --host-file HOST"
            )
        )
    return "\n".join(lines) + "\n"


def _counts(report: Report, group: str) -> str:
    levels = Counter(each.severity for each in report.found if each.group == group)
    parts = [ngettext("{n} right", "{n} right", report.count_right(group))]
    if errors := levels[Severity.ERROR]:
        parts.append(ngettext("{n} error", "{n} errors", errors))
    if warnings := levels[Severity.WARNING]:
        parts.append(ngettext("{n} warning", "{n} warnings", warnings))
    return ", ".join(parts)


def _lines(report: Report, group: str) -> Iterator[str]:
    alike: dict[tuple[Severity, str, str], list[str]] = {}
    for each in report.found:
        if each.group == group:
            alike.setdefault((each.severity, each.message, each.remedy), []).append(each.address)
    marks = {Severity.WARNING: _("warning: "), Severity.NOTE: _("note: ")}
    order = list(Severity)
    for (severity, message, remedy), addresses in sorted(
        alike.items(), key=lambda pair: order.index(pair[0][0])
    ):
        advice = f" – {remedy}" if remedy else ""
        shown = addresses if len(addresses) <= _SHOWN + 1 else addresses[:_SHOWN]
        for address in shown:
            yield f"{address}: {marks.get(severity, '')}{message}{advice}"
        if rest := len(addresses) - len(shown):
            yield ngettext("… and {n} more like it", "… and {n} more like these", rest)


def report_json(report: Report) -> str:
    """Return the report as a JSON object."""
    rows = [
        {
            "group": each.group,
            "address": each.address,
            "severity": each.severity.value,
            "rule": each.rule,
            "message": each.message,
            "remedy": each.remedy,
        }
        for each in report.found
    ]
    right = {group: report.count_right(group) for group in GROUPS if report.looked_at[group]}
    whole = {"url": without_credentials(report.url), "found": rows, "right": right}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def finding_of_problem(problem: Problem) -> Finding:
    """Return what a rule about the archive's own files found."""
    name = f"{problem.field}: " if problem.field else ""
    return Finding(
        "archive",
        f"{problem.path}:{problem.line}",
        f"{name}{problem.message}",
        problem.remedy,
        problem.severity,
        problem.rule,
    )
