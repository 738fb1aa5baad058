"""Hear many recordings: load the model once, use every core, write each result when it is whole."""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date

from poddarkiv.archive import Archive
from poddarkiv.asr.crew import Choice, Crew, Say, hired
from poddarkiv.asr.fetch import bring, forget
from poddarkiv.asr.job import Job
from poddarkiv.asr.listen import Progress, listen
from poddarkiv.asr.plan import Todo
from poddarkiv.asr.remarks import remarks
from poddarkiv.asr.rerun import Before, after
from poddarkiv.asr.vocabulary import hotwords, names
from poddarkiv.asr.work import Work, work_key
from poddarkiv.audio.packets import audio_sha256
from poddarkiv.errors import AudioError, PoddarkivError, RemoteError, system_reason
from poddarkiv.formats.machine import Machine
from poddarkiv.i18n import _
from poddarkiv.output import HeldError, held, note_crash

Begin = Callable[[str, float], Progress]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one episode."""

    slug: str
    written: bool = False
    fault: str = ""
    """A line for a person; empty when nothing went wrong."""


class Runner:
    """Hears episodes, as many at a time as there are cores."""

    def __init__(
        self,
        archive: Archive,
        choice: Choice,
        *,
        dry_run: bool = False,
        keep: Callable[[str, Machine], None] | None = None,
    ) -> None:
        """Note what to do.

        Args:
            archive: Whose recordings are heard.
            choice: How.
            dry_run: Show what would change, and write nothing.
            keep: Given each slug and what was heard, in place of writing it.
        """
        self._archive = archive
        self._choice = choice
        self._dry_run = dry_run
        self._keep = keep

    def lengths(self, todo: Iterable[Todo]) -> dict[str, float]:
        """Return the seconds to hear of each episode, as the files themselves say."""
        return {each.episode.slug: _seconds(each) for each in todo}

    def run(
        self, todo: tuple[Todo, ...], begin: Begin, say: Say, crew: Crew | None = None
    ) -> list[Outcome]:
        """Hear all of `todo` and return what became of each, in the order they were done.

        Args:
            todo: What to hear, the longest first.
            begin: Told of each episode that is begun; gives who is told how far it has come.
            say: Told what a person should know.
            crew: Who hears; None hires them.

        Raises:
            TranscriptionError: The model can't be had; nothing has been done.
        """
        seconds = sum(self.lengths(todo).values())
        with contextlib.nullcontext(crew) if crew else hired(self._choice, seconds, say) as crew:
            threads = ThreadPoolExecutor(crew.ears.width)
            waiting = [threads.submit(self._episode, each, crew, begin, say) for each in todo]
            try:
                return [done.result() for done in as_completed(waiting)]
            finally:
                # After Ctrl-C nothing is waited for: all that was finished has been kept.
                threads.shutdown(wait=False, cancel_futures=True)

    def _episode(self, each: Todo, crew: Crew, begin: Begin, say: Say) -> Outcome:
        slug = each.episode.slug
        try:
            with _to_its_end(begin, slug, _seconds(each)) as progress:
                return self._transcribe(each, crew, progress, say)
        except (AudioError, RemoteError) as error:
            origin = self._archive.episode_origin(slug)
            return Outcome(slug, fault=str(origin.problem("audio", message=str(error))))
        except HeldError as error:
            return Outcome(slug, fault=str(error))
        except PoddarkivError as error:
            return Outcome(slug, fault=f"{slug}: {error}")
        except OSError as error:
            # A full disk, most often; what was kept stays, and nothing is half-written.
            message = _("{slug}: can't write ({reason})", slug=slug, reason=system_reason(error))
            return Outcome(slug, fault=message)
        except Exception as error:
            # What fails for one recording stops no other.
            return Outcome(slug, fault=f"{slug}: {note_crash(error)}")

    def _transcribe(self, each: Todo, crew: Crew, progress: Progress, say: Say) -> Outcome:
        slug = each.episode.slug
        for source in each.sources:
            bring(source, allow_local=self._choice.allow_local)
        job = Job(
            sources=each.sources,
            engine=crew.engine,
            model=crew.model,
            audio_sha256=_audio_sha256(each),
            language=self._choice.language,
            hotwords=hotwords(self._archive, each.episode),
            names=names(self._archive, each.episode),
            beam_size=self._choice.beam_size,
        )
        before = Before() if self._keep else Before.read(each.folder)
        if before.is_peoples:
            return _left_to_people(slug, say)
        if before.is_made_by(job):
            say(_("{slug}: was made in just this way; nothing to do", slug=slug))
            return Outcome(slug)
        work = Work(self._archive.root, work_key(job.audio_sha256, job.settings))
        with work.claimed() as ours:
            if not ours:
                say(_("{slug}: another run is at it", slug=slug))
                return Outcome(slug)
            if not self._keep and Before.read(each.folder) != before:
                return Outcome(slug)  # another run finished just now
            heard = listen(job, crew.ears, work, date.today(), progress)  # noqa: DTZ011 - a local date
            if self._keep:
                self._keep(slug, heard.machine)
                return Outcome(slug)
            for line in remarks(slug, heard, self._choice.language):
                say(line)
            if not self._put(each, heard.machine, job.names, say):
                return Outcome(slug)
            work.done()
        for source in each.sources:
            forget(source)
        return Outcome(slug, written=True)

    def _put(self, each: Todo, heard: Machine, names: tuple[str, ...], say: Say) -> bool:
        """Write what was heard, or only show it; return whether it was written."""
        slug = each.episode.slug
        with held(self._archive.root, slug, "transcribe", tell=say):
            # People may have written meanwhile: hearing takes hours.
            before = Before.read(each.folder)
            if before.is_peoples:
                _left_to_people(slug, say)
                return False
            made = after(before, each.episode, heard, names)
            for line in made.remarks(slug):
                say(line)
            if self._dry_run:
                say(made.diff(before))
                return False
            made.write(each.folder, self._archive.root)
        return True


@contextlib.contextmanager
def _to_its_end(begin: Begin, slug: str, seconds: float) -> Iterator[Progress]:
    """Begin an episode; at its end nothing of it is left to do, whatever became of it."""
    update = begin(slug, seconds)
    done = earlier = 0.0

    def tell(now: float, before: float) -> None:
        nonlocal done, earlier
        done, earlier = now, before
        update(done, earlier)

    try:
        yield tell
    finally:
        update(max(seconds, done), earlier + max(0.0, seconds - done))


def _left_to_people(slug: str, say: Say) -> Outcome:
    say(_("{slug}: people wrote the transcript; it is left as it is", slug=slug))
    return Outcome(slug)


def _audio_sha256(each: Todo) -> str:
    """Return the hash of the recording's packets; of several files, that of their hashes."""
    paths = list(dict.fromkeys(source.path for source in each.sources))
    found = [audio_sha256(path) for path in paths]
    return found[0] if len(found) == 1 else hashlib.sha256("".join(found).encode()).hexdigest()


def _seconds(each: Todo) -> float:
    import av

    total = 0.0
    for source in each.sources:
        with contextlib.suppress(av.error.FFmpegError, OSError), av.open(str(source.path)) as file:
            total = max(total, (file.duration or 0) / av.time_base)
    return total or each.seconds
