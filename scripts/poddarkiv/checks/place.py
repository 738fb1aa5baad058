"""A place in a source file at which rules find something."""

import re
from dataclasses import dataclass

from poddarkiv.errors import Loc, Origin, Problem, Severity
from poddarkiv.i18n import _

_NUMERIC = re.compile(
    r"[+-]?(?:0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|true|false",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """A key or list item of a file."""

    origin: Origin
    loc: Loc = ()

    def at(self, *loc: str | int) -> "Place":
        """Return the place `loc` within this one."""
        return Place(self.origin, (*self.loc, *loc))

    def error(self, rule: str, message: str, remedy: str = "") -> Problem:
        """Return a problem that makes the output wrong."""
        return self.origin.problem(*self.loc, message=message, remedy=remedy, rule=rule)

    def warning(self, rule: str, message: str, remedy: str = "") -> Problem:
        """Return advice."""
        return self.origin.problem(
            *self.loc, message=message, remedy=remedy, rule=rule, severity=Severity.WARNING
        )

    def too_long(self, rule: str, text: str | None, longest: int) -> list[Problem]:
        """Return advice when `text` has more characters than apps take."""
        if text is None or len(text) <= longest:
            return []
        message = _("{n} characters, apps take {longest}", n=len(text), longest=longest)
        return [self.warning(rule, message, _("make it shorter"))]

    def numeric(self, rule: str, text: str | None, remedy: str) -> list[Problem]:
        """Return advice when `text` is one that Podcast Index takes for a number.

        Its parser (podcast-partytime, by fast-xml-parser) makes 7 of `007`, and drops an episode
        whose title or guid is no text.
        """
        if text is None or not _NUMERIC.fullmatch(text):
            return []
        message = _("“{text}” reads as a number: Podcast Index changes it or loses it", text=text)
        return [self.warning(rule, message, remedy)]

    def insecure(self, url: str | None) -> list[Problem]:
        """Return advice when `url` is not https."""
        if url is None or not url.startswith("http://"):
            return []
        better = "https://" + url.removeprefix("http://")
        message = _("apps want addresses that begin with https://, not “{url}”", url=url)
        return [self.warning("https", message, _("write {url}, if it leads there", url=better))]
