"""What moving an episode's times would write, and what falls outside the recording. No writing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from poddarkiv.archive import Archive
from poddarkiv.commands.measure import LOCK_FILE
from poddarkiv.errors import PoddarkivError, Problem, Severity, SourceError
from poddarkiv.formats import lockfile, machine, vtt
from poddarkiv.formats.machineshift import shift_machine
from poddarkiv.formats.shift import Outside, Shift
from poddarkiv.formats.textshift import plain_clocks, shift_moments
from poddarkiv.formats.vttshift import set_note, shift_vtt
from poddarkiv.formats.yamlshift import shift_times
from poddarkiv.i18n import _
from poddarkiv.load.files import read_text
from poddarkiv.model import Episode, Lock
from poddarkiv.references import find_episodes

_TEXTS = ("content/**/*.md", "content/*.yml", "episodes/*/episode.yml", "episodes/show.yml")


@dataclass
class ShiftPlan:
    """All that a run would do."""

    files: dict[Path, bytes] = field(default_factory=dict)
    """What is to stand in each file; those that stay as they are may be among them."""
    outside: list[Problem] = field(default_factory=list)
    """What does not lie within the recording any more."""
    unsure: list[Problem] = field(default_factory=list)
    """Times in plain text, which nobody but a person can tell from times of the day."""

    def changed(self) -> list[Path]:
        """Return the files that will not be as they are."""
        return [
            path
            for path, content in sorted(self.files.items())
            if not path.is_file() or path.read_bytes() != content
        ]


@dataclass(frozen=True)
class Shifting:
    """An episode, how its times are moved, and which."""

    archive: Archive
    episode: Episode
    shift: Shift
    lock: Lock
    """As it will be."""
    transcript: bool
    """Whether the transcript is moved; one that was made anew has the right times."""

    @property
    def folder(self) -> Path:
        """Where the episode's files are."""
        return self.archive.root / "episodes" / self.episode.slug


def plan_shift(move: Shifting) -> ShiftPlan:
    """Return what `move` would write.

    Raises:
        PoddarkivError: A file can't be read or changed safely, or nothing would be left of it.
    """
    found = ShiftPlan()
    starts: tuple[float, ...] = ()
    if move.transcript:
        starts = _transcript(move, found)
    _episode(move, found)
    _texts(move, found, starts)
    lock = move.folder / LOCK_FILE
    found.files[lock] = lockfile.render_lock(move.lock).encode()
    return found


def _transcript(move: Shifting, found: ShiftPlan) -> tuple[float, ...]:
    path = move.folder / "transcript.vtt"
    before = move.archive.transcripts[move.episode.slug]
    text, outside = shift_vtt(_read(path, move), move.shift)
    after, faults = vtt.parse_vtt(text)
    if faults or not after.segments:
        raise PoddarkivError(
            _("{path}: nothing of the transcript would be left", path=_shown(path, move))
        )
    sound = move.lock.audio.audio_sha256 if move.lock.audio else None
    hashes = _machine(move, found, sound)
    if not vtt.is_edited(before):
        hashes = vtt.hash_text(after.segments)
    values = {"audio_sha256": sound, "text_sha256": hashes}
    text = set_note(text, {key: value for key, value in values.items() if value})
    _add_change(found, move, path, text, outside)
    return tuple(segment.start for segment in before.segments)


def _machine(move: Shifting, found: ShiftPlan, sound: str | None) -> str | None:
    """Plan for the machine's words; return the hash of its text as it is moved, if it has one."""
    path = move.folder / "transcript.machine.json"
    if not path.is_file():
        return None
    try:
        before = machine.parse_machine_transcript(_read(path, move))
    except ValueError as error:
        raise PoddarkivError(f"{_shown(path, move)}: {error}") from error
    after = shift_machine(before, move.shift, sound)
    found.files[path] = machine.render_machine_transcript(after).encode()
    provenance = after.transcript.provenance
    return provenance.text_sha256 if provenance else None


def _episode(move: Shifting, found: ShiftPlan) -> None:
    path = move.folder / "episode.yml"
    text = _read(path, move)
    try:
        moved, outside = shift_times(text, move.shift)
    except ValueError as error:
        raise PoddarkivError(f"{_shown(path, move)}: {error}") from error
    _add_change(found, move, path, moved, outside)
    first = move.archive.episode_origin(move.episode.slug).line("notes")
    for line, clock in plain_clocks(move.episode.notes):
        message = _("“{clock}” stands as plain text and is left as it is", clock=clock)
        found.unsure.append(
            Problem(_shown(path, move), first + line, "", message, severity=Severity.NOTE)
        )


def _texts(move: Shifting, found: ShiftPlan, starts: tuple[float, ...]) -> None:
    means = _meaning(move.archive, move.episode)
    for path in _sources(move.archive.root):
        before = found.files.get(path)
        text = before.decode() if before is not None else _read(path, move)
        moved, outside = shift_moments(text, means, move.episode.slug, move.shift, starts)
        if moved != text or outside:
            _add_change(found, move, path, moved, outside)


def _sources(root: Path) -> Iterator[Path]:
    for pattern in _TEXTS:
        for path in sorted(root.glob(pattern)):
            parts = path.relative_to(root).parts
            if path.is_file() and not any(part.startswith(".") for part in parts):
                yield path


def _meaning(archive: Archive, episode: Episode) -> Callable[[str], bool]:
    return lambda name: find_episodes(archive, name) == [episode]


def _read(path: Path, move: Shifting) -> str:
    # Line endings and a mark at the beginning are people's, and stay.
    _text, problems = read_text(path, _shown(path, move))
    if problems:
        raise SourceError(problems)
    return path.read_bytes().decode()


def _add_change(
    found: ShiftPlan, move: Shifting, path: Path, text: str, outside: list[Outside]
) -> None:
    found.files[path] = text.encode()
    shown = _shown(path, move)
    found.outside += [Problem(shown, each.line, "", each.message) for each in outside]


def _shown(path: Path, move: Shifting) -> str:
    return path.relative_to(move.archive.root).as_posix()
