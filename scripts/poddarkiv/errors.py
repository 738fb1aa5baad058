"""Everything this package raises or reports.

* PoddarkivError          caught at the edge, shown without a traceback
  + SourceError           files that people wrote are wrong; knows where
  + TranscriptionError    Whisper or the audio let us down
  + AudioError            a recording cannot be read or written
  + RemoteError           another computer did not answer as it should
  + PublishError          the place where the site is published refused
"""

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath, PurePosixPath

from poddarkiv.credentials import without_credentials
from poddarkiv.i18n import _, quoted

Loc = tuple[str | int, ...]
"""Where in a file's data something stands: keys and list positions, from the top."""


class Severity(StrEnum):
    """What a problem means for the build."""

    ERROR = "error"
    """The output would be wrong: the build stops."""
    WARNING = "warning"
    """Advice: printed, and an error only with `--strict`."""
    NOTE = "note"
    """Good to know, as that an episode is scheduled: never an error."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a source file."""

    path: str
    """From the archive's root, with forward slashes; or as the person gave it."""
    line: int
    """Counted from 1."""
    field: str
    """The key that is wrong, dotted (`chapters.2.start`); empty for the file as a whole."""
    message: str
    """What was wanted and what was there."""
    remedy: str = ""
    """What to write or run instead."""
    severity: Severity = Severity.ERROR
    rule: str = ""
    """The rule's name in the table of rules; stable, for tools."""

    def __post_init__(self) -> None:
        """Leave out names and passwords of addresses, whoever wrote the message."""
        for name in ("path", "message", "remedy"):
            object.__setattr__(self, name, without_credentials(getattr(self, name)))

    def __str__(self) -> str:
        """Write it as compilers do, so that editors make it clickable."""
        marks = {Severity.WARNING: _("warning: "), Severity.NOTE: _("note: ")}
        mark = marks.get(self.severity, "")
        name = f"{self.field}: " if self.field else ""
        advice = f" – {self.remedy}" if self.remedy else ""
        return f"{self.path}:{self.line}: {mark}{name}{self.message}{advice}"


@dataclass(frozen=True)
class Origin:
    """Where a noun was read from: turns a field into a place for a message."""

    path: str
    """From the archive's root, with forward slashes."""
    lines: Mapping[Loc, int] = field(default_factory=dict)

    def line(self, *loc: str | int) -> int:
        """Return the line of `loc`, or of the nearest thing around it that the file has."""
        while loc:
            if loc in self.lines:
                return self.lines[loc]
            loc = loc[:-1]
        return self.lines.get((), 1)

    def problem(
        self,
        *loc: str | int,
        message: str,
        remedy: str = "",
        severity: Severity = Severity.ERROR,
        rule: str = "",
    ) -> Problem:
        """Return a problem at `loc` in this file."""
        name = ".".join(str(part) for part in loc)
        return Problem(self.path, self.line(*loc), name, message, remedy, severity, rule)

    @property
    def folder(self) -> str:
        """The folder the file is in, from the root."""
        return str(PurePosixPath(self.path).parent)


def system_fault(error: OSError) -> str:
    """Return in one line what the system would not do, with the file that it was about."""
    files = [str(name) for name in (error.filename, error.filename2) if isinstance(name, str)]
    # Our own temporary names mean nothing to anybody: the folder does.
    shown = [
        str(PurePath(name).parent) if ".poddarkiv-" in PurePath(name).name else name
        for name in files
    ]
    return ": ".join([*shown[-1:], system_reason(error)])


def system_reason(error: BaseException, program: str = "") -> str:
    """Return why the system, or the library `program`, would not, in the language in use.

    Rare errors are quoted in the system's or library's own words, and marked as such.
    """
    if isinstance(error, MemoryError):
        return _("the memory is not enough")
    # Libraries' own errors carry the system's number and words too, without being an OSError.
    number = getattr(error, "errno", None)
    reason = _system_reasons().get(number) if isinstance(number, int) else None
    words = getattr(error, "strerror", None) or error
    return reason or quoted(program or _("the system"), words)


def _system_reasons() -> Mapping[int, str]:
    return {
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("the disk is full"),
        errno.EFBIG: _("the file would be larger than the system allows"),
        errno.EACCES: _("this user may not read or write here"),
        errno.EPERM: _("this user may not read or write here"),
        errno.EROFS: _("the disk can only be read"),
        errno.ENOENT: _("the file is not there"),
        errno.EISDIR: _("a file was expected, there is a folder"),
        errno.ENOTDIR: _("a folder was expected, there is a file"),
        errno.ELOOP: _("the link leads round in a circle"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.EMFILE: _("too many files are open"),
        errno.ENFILE: _("too many files are open"),
        errno.EEXIST: _("there is such a file already"),
        errno.ENOTEMPTY: _("the folder is not empty"),
        errno.EIO: _("the disk does not answer as it should"),
        errno.ENXIO: _("the disk does not answer as it should"),
        errno.ENODEV: _("the disk does not answer as it should"),
        errno.ESTALE: _("the file was changed or removed by another computer"),
        errno.EBUSY: _("another program uses it"),
        errno.ETXTBSY: _("another program uses it"),
        errno.EXDEV: _("it would have to be moved between two disks"),
        errno.EMLINK: _("there are too many links to the file"),
        errno.EINVAL: _("the system does not accept it"),
        errno.ENOTSUP: _("the disk can't do that"),
        errno.ENOSYS: _("the system can't do that"),
        errno.EFAULT: _("the system does not accept it"),
        errno.EILSEQ: _("the name has characters that can't be written here"),
        errno.ENOMEM: _("the memory is not enough"),
        errno.EAGAIN: _("the system has too much to do: try again"),
        errno.EPIPE: _("the one who read has stopped"),
        errno.ECHILD: _("the process ended"),
        errno.ESRCH: _("the process ended"),
        errno.ENOEXEC: _("the system can't run the program"),
        errno.ECONNREFUSED: _("nobody answers at that port"),
        errno.ECONNRESET: _("the connection was broken"),
        errno.ECONNABORTED: _("the connection was broken"),
        errno.ENETUNREACH: _("there is no way to it on the network"),
        errno.ENETDOWN: _("there is no way to it on the network"),
        errno.EHOSTUNREACH: _("there is no way to it on the network"),
        errno.EHOSTDOWN: _("there is no way to it on the network"),
        errno.ETIMEDOUT: _("no answer came in time"),
        errno.EADDRINUSE: _("another program uses it"),
        errno.EADDRNOTAVAIL: _("this machine has no such address"),
    }


class PoddarkivError(Exception):
    """Something a person can mend: shown as its message, without a traceback."""


class SourceError(PoddarkivError):
    """Files that people wrote are wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["SourceError"], tuple[tuple[Problem, ...]]]:
        """Let another process tell of it as this one would."""
        return type(self), (self.problems,)


class UsageError(PoddarkivError):
    """The command cannot be meant so (exit code 2)."""


class TranscriptionError(PoddarkivError):
    """Whisper, its model or the audio let us down."""


class AudioError(PoddarkivError):
    """A recording cannot be read or written."""


class RemoteError(PoddarkivError):
    """Another computer did not answer as it should."""


class PublishError(PoddarkivError):
    """The place where the site is published refused, or could not be reached."""
