"""Transcribe many recordings: one model load, every core, each result written when it is whole."""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date

from poddarkiv.archive import Archive
from poddarkiv.asr.chunk_cache import ChunkCache, cache_key
from poddarkiv.asr.downloads import download_source, remove_download
from poddarkiv.asr.job import Job
from poddarkiv.asr.plan import PendingEpisode
from poddarkiv.asr.recording import Progress, transcribe_recording
from poddarkiv.asr.session import Notify, Session, TranscriptionOptions, open_session
from poddarkiv.asr.summary import summarize_result
from poddarkiv.asr.update import ExistingTranscript, update_transcript
from poddarkiv.asr.vocabulary import collect_hotwords, multiword_names
from poddarkiv.audio.packets import audio_sha256
from poddarkiv.errors import AudioError, PoddarkivError, RemoteError, system_reason
from poddarkiv.formats.machine import MachineTranscript
from poddarkiv.i18n import _
from poddarkiv.output import HeldError, hold_lock, note_crash

StartProgress = Callable[[str, float], Progress]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one episode."""

    slug: str
    written: bool = False
    fault: str = ""
    """A line for a person; empty when nothing went wrong."""


class Transcriber:
    """Transcribes episodes, as many at a time as the pool has processes."""

    def __init__(
        self,
        archive: Archive,
        options: TranscriptionOptions,
        *,
        dry_run: bool = False,
        on_result: Callable[[str, MachineTranscript], None] | None = None,
    ) -> None:
        """Note what to do.

        Args:
            archive: Whose recordings are transcribed.
            options: How to transcribe.
            dry_run: Show what would change, and write nothing.
            on_result: Given each slug and its transcript, in place of writing it.
        """
        self._archive = archive
        self._choice = options
        self._dry_run = dry_run
        self._on_result = on_result

    def lengths(self, todo: Iterable[PendingEpisode]) -> dict[str, float]:
        """Return the seconds of each episode by slug, as the files' headers say."""
        return {each.episode.slug: _seconds(each) for each in todo}

    def run(
        self,
        todo: tuple[PendingEpisode, ...],
        begin: StartProgress,
        notify: Notify,
        session: Session | None = None,
    ) -> list[Outcome]:
        """Transcribe all of `todo`; return what became of each, in the order they were done.

        Args:
            todo: What to transcribe, the longest first.
            begin: Called with slug and seconds as an episode begins; returns its callback.
            notify: Called with each message for a person.
            session: The engine to use; None opens one.

        Raises:
            TranscriptionError: The model can't be had; nothing has been done.
        """
        seconds = sum(self.lengths(todo).values())
        with (
            contextlib.nullcontext(session)
            if session
            else open_session(self._choice, seconds, notify) as session
        ):
            threads = ThreadPoolExecutor(session.pool.process_count)
            waiting = [
                threads.submit(self._transcribe_episode, each, session, begin, notify)
                for each in todo
            ]
            try:
                return [done.result() for done in as_completed(waiting)]
            finally:
                # After Ctrl-C nothing is waited for: the cache holds all finished batches.
                threads.shutdown(wait=False, cancel_futures=True)

    def _transcribe_episode(
        self, each: PendingEpisode, session: Session, begin: StartProgress, notify: Notify
    ) -> Outcome:
        slug = each.episode.slug
        try:
            with _completed_progress(begin, slug, _seconds(each)) as progress:
                return self._transcribe_pending(each, session, progress, notify)
        except (AudioError, RemoteError) as error:
            origin = self._archive.episode_origin(slug)
            return Outcome(slug, fault=str(origin.problem("audio", message=str(error))))
        except HeldError as error:
            return Outcome(slug, fault=str(error))
        except PoddarkivError as error:
            return Outcome(slug, fault=f"{slug}: {error}")
        except OSError as error:
            # A full disk, most often; cached batches stay, and no file is half-written.
            message = _("{slug}: can't write ({reason})", slug=slug, reason=system_reason(error))
            return Outcome(slug, fault=message)
        except Exception as error:
            # A fault of ours in one recording stops no other.
            return Outcome(slug, fault=f"{slug}: {note_crash(error)}")

    def _transcribe_pending(
        self, each: PendingEpisode, session: Session, progress: Progress, notify: Notify
    ) -> Outcome:
        slug = each.episode.slug
        for source in each.sources:
            download_source(source, allow_local=self._choice.allow_local)
        job = Job(
            sources=each.sources,
            engine=session.engine,
            model=session.model,
            audio_sha256=_audio_sha256(each),
            language=self._choice.language,
            hotwords=collect_hotwords(self._archive, each.episode),
            names=multiword_names(self._archive, each.episode),
            beam_size=self._choice.beam_size,
        )
        before = ExistingTranscript() if self._on_result else ExistingTranscript.read(each.folder)
        if before.is_human:
            return _left_to_people(slug, notify)
        if before.is_made_by(job):
            notify(_("{slug}: was made in just this way; nothing to do", slug=slug))
            return Outcome(slug)
        cache = ChunkCache(self._archive.root, cache_key(job.audio_sha256, job.settings))
        with cache.locked() as ours:
            if not ours:
                notify(_("{slug}: another run is at it", slug=slug))
                return Outcome(slug)
            if not self._on_result and ExistingTranscript.read(each.folder) != before:
                return Outcome(slug)  # another run finished just now
            result = transcribe_recording(job, session.pool, cache, date.today(), progress)  # noqa: DTZ011 - a local date
            if self._on_result:
                self._on_result(slug, result.machine)
                return Outcome(slug)
            for line in summarize_result(slug, result, self._choice.language):
                notify(line)
            if not self._save_result(each, result.machine, job.names, notify):
                return Outcome(slug)
            cache.clear()
        for source in each.sources:
            remove_download(source)
        return Outcome(slug, written=True)

    def _save_result(
        self,
        each: PendingEpisode,
        result: MachineTranscript,
        names: tuple[str, ...],
        notify: Notify,
    ) -> bool:
        """Write the result, or only show it; return whether it was written."""
        slug = each.episode.slug
        with hold_lock(self._archive.root, slug, "transcribe", notify=notify):
            # People may have written meanwhile: transcribing takes hours.
            before = ExistingTranscript.read(each.folder)
            if before.is_human:
                _left_to_people(slug, notify)
                return False
            made = update_transcript(before, each.episode, result, names)
            for line in made.notices(slug):
                notify(line)
            if self._dry_run:
                notify(made.diff(before))
                return False
            made.write(each.folder, self._archive.root)
        return True


@contextlib.contextmanager
def _completed_progress(begin: StartProgress, slug: str, seconds: float) -> Iterator[Progress]:
    """Give an episode's progress callback; at the end report it as done, whatever became of it."""
    update = begin(slug, seconds)
    done = earlier = 0.0

    def notify(now: float, before: float) -> None:
        nonlocal done, earlier
        done, earlier = now, before
        update(done, earlier)

    try:
        yield notify
    finally:
        update(max(seconds, done), earlier + max(0.0, seconds - done))


def _left_to_people(slug: str, notify: Notify) -> Outcome:
    notify(_("{slug}: people wrote the transcript; it is left as it is", slug=slug))
    return Outcome(slug)


def _audio_sha256(each: PendingEpisode) -> str:
    """Return the SHA-256 of the recording's packets; of several files, that of their hashes."""
    paths = list(dict.fromkeys(source.path for source in each.sources))
    found = [audio_sha256(path) for path in paths]
    return found[0] if len(found) == 1 else hashlib.sha256("".join(found).encode()).hexdigest()


def _seconds(each: PendingEpisode) -> float:
    import av

    total = 0.0
    for source in each.sources:
        with contextlib.suppress(av.error.FFmpegError, OSError), av.open(str(source.path)) as file:
            total = max(total, (file.duration or 0) / av.time_base)
    return total or each.seconds
