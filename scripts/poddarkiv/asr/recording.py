"""Transcribe one recording, from sound to machine transcript. No state outlives the call."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TypeVar

from poddarkiv.asr.chunk import Chunk
from poddarkiv.asr.chunk_cache import ChunkCache
from poddarkiv.asr.chunker import SpeechChunker
from poddarkiv.asr.engine import Request
from poddarkiv.asr.job import EpisodeResult, Job
from poddarkiv.asr.loading import out_of_memory_message
from poddarkiv.asr.pipeline import BATCH, ChunkResult
from poddarkiv.asr.pool import TranscriptionPool
from poddarkiv.asr.wordless import LevelMeter, find_wordless
from poddarkiv.audio.damage import Damage
from poddarkiv.audio.decode import Recording
from poddarkiv.errors import TranscriptionError
from poddarkiv.formats import vtt
from poddarkiv.formats.cues import SpokenWord, ends_sentence, make_cues
from poddarkiv.formats.machine import UNHEARD, MachineTranscript, Stretch
from poddarkiv.i18n import _, quoted
from poddarkiv.transcript import Provenance, Transcript

T = TypeVar("T")
Progress = Callable[[float, float], None]
"""Called with the seconds of the recording that are done, and those of them from the cache."""
_UTTERANCE = 0.8
"""Seconds of silence that end an utterance."""


@dataclass
class _ProgressTally:
    """Adds up how far a job has come, and reports it."""

    progress: Progress
    done: float = 0.0
    earlier: float = 0.0

    def advance(self, done: float, *, kept: bool) -> None:
        """Report progress up to `done` seconds; `kept` says that the cache had the last part."""
        if kept:
            self.earlier += max(0.0, done - self.done)
        self.done = max(done, self.done)
        self.progress(self.done, self.earlier)


def transcribe_recording(
    job: Job, pool: TranscriptionPool, cache: ChunkCache, today: date, progress: Progress
) -> EpisodeResult:
    """Transcribe the recording of `job`.

    Args:
        job: What to transcribe, and how.
        pool: Runs the model.
        cache: Where finished batches are kept.
        today: The date that the transcript carries.
        progress: Called as each chunk is done.

    Raises:
        AudioError: The recording can't be read.
        TranscriptionError: The model failed, or its worker was killed.
    """
    spoken: list[SpokenWord] = []
    results: list[ChunkResult] = []
    tally = _ProgressTally(progress)
    request = Request(job.language or "", job.hotwords, job.beam_size)
    longest = 0.0
    damage: list[Damage] = []
    unheard: list[tuple[float, float]] = []
    inverted: list[float] = []
    for number, source in enumerate(job.sources):
        listener, recording = SpeechChunker(), Recording(source.path, source.channel)
        # The levels pass by while the detector reads: the recording is decoded once.
        meter = LevelMeter()
        batches = _batches(listener.chunks(meter.record(recording.blocks())))
        first_result = len(results)
        first = next(batches, None)
        if first is not None:
            if not request.language:
                likely = _result(pool.submit_language(first[0].sound))
                request = replace(request, language=likely[0])
            share = number / len(job.sources)
            done_batches = chain([first], batches)
            for result, kept in _transcribe_all(done_batches, request, pool, cache, f"{number:02}"):
                results.append(result)
                spoken += (SpokenWord(word, source.speaker) for word in result.words)
                done = result.stretch.end / len(job.sources) + share * longest
                tally.advance(done, kept=kept)
        longest = max(longest, listener.seconds)
        damage += recording.damage
        inverted += [] if recording.inverted_at is None else [recording.inverted_at]
        words = [(word.start, word.end) for each in results[first_result:] for word in each.words]
        unheard += find_wordless(meter.levels(), words)
    stretches = _stretches(results, unheard)
    machine = _machine(job, request.language, spoken, stretches, longest, today)
    return EpisodeResult(
        machine,
        tuple(damage),
        _main_language(results),
        sum(bool(result.stretch.failed) for result in results),
        sum(bool(result.stretch.remaining) for result in results),
        results,
        tuple(unheard),
        min(inverted, default=None),
    )


def _stretches(
    results: Iterable[ChunkResult], unheard: Iterable[tuple[float, float]]
) -> tuple[Stretch, ...]:
    """Return a stretch for each chunk, then those that sound like speech and got no words."""
    missed = (
        Stretch(round(a, 2), round(b, 2), round(b - a, 2), 0, (UNHEARD,), (UNHEARD,))
        for a, b in unheard
    )
    return (*(result.stretch for result in results), *missed)


def _main_language(results: Iterable[ChunkResult]) -> tuple[str, float] | None:
    """Return the language of more than half of the chunks, if they agree, and how sure they are."""
    found = [result.language for result in results if result.language]
    for language in {language for language, _likely in found}:
        sure = sorted(likely for spoken, likely in found if spoken == language)
        if 2 * len(sure) > len(found):
            return language, sure[len(sure) // 2]
    return None


def _batches(chunks: Iterable[Chunk]) -> Iterator[list[Chunk]]:
    batch: list[Chunk] = []
    for chunk in chunks:
        batch.append(chunk)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _transcribe_all(
    batches: Iterable[list[Chunk]],
    request: Request,
    pool: TranscriptionPool,
    cache: ChunkCache,
    track: str,
) -> Iterator[tuple[ChunkResult, bool]]:
    """Yield the chunks' results in order, and whether the cache had them."""
    waiting: deque[tuple[str, Future[list[ChunkResult]] | list[ChunkResult]]] = deque()

    def finish() -> list[tuple[ChunkResult, bool]]:
        name, batch = waiting.popleft()
        if isinstance(batch, list):
            return [(result, True) for result in batch]
        results = _result(batch)
        cache.put(name, results)
        return [(result, False) for result in results]

    for number, batch in enumerate(batches):
        name = f"{track}-{number:05}"
        # Names count batches: the same settings cut the same batches, so a number is enough.
        kept = cache.get(name)
        waiting.append((name, pool.submit_batch(batch, request) if kept is None else kept))
        # Twice as many batches as workers: none idles, and memory stays bounded.
        while waiting and (len(waiting) >= 2 * pool.process_count or _is_done(waiting[0][1])):
            yield from finish()
    while waiting:
        yield from finish()


def _is_done(batch: Future[list[ChunkResult]] | list[ChunkResult]) -> bool:
    return isinstance(batch, list) or batch.done()


def _result(future: "Future[T]") -> T:
    try:
        return future.result()
    except (BrokenProcessPool, MemoryError) as error:
        raise TranscriptionError(out_of_memory_message()) from error
    except (RuntimeError, ValueError) as error:
        # CTranslate2 reports lack of memory and damaged models in this way.
        raise TranscriptionError(
            _("the model failed ({reason})", reason=quoted("Whisper", error))
        ) from error


def _machine(
    job: Job,
    language: str,
    spoken: list[SpokenWord],
    stretches: tuple[Stretch, ...],
    seconds: float,
    today: date,
) -> MachineTranscript:
    segments = make_cues(interleave_tracks(spoken) if len(job.sources) > 1 else spoken, job.names)
    provenance = Provenance(
        engine=job.engine,
        model=job.model,
        date=today.isoformat(),
        audio_sha256=job.audio_sha256,
        text_sha256=vtt.hash_text(segments),
        options=job.options,
        vocabulary=job.hotwords,
    )
    return MachineTranscript(
        Transcript(segments, language or "und", provenance), stretches, seconds
    )


def interleave_tracks(spoken: Iterable[SpokenWord]) -> list[SpokenWord]:
    """Return the words of several tracks as a conversation: whole utterances, by their start."""
    utterances: list[list[SpokenWord]] = []
    last: dict[str, list[SpokenWord]] = {}
    for each in spoken:
        before = last.get(each.speaker)
        if (
            before is None
            or each.word.start - before[-1].word.end >= _UTTERANCE
            or ends_sentence(before[-1].word.text)
        ):
            before = last[each.speaker] = []
            utterances.append(before)
        before.append(each)
    # Sorting words instead would interleave two people's sentences word by word.
    utterances.sort(key=lambda utterance: utterance[0].word.start)
    return [each for utterance in utterances for each in utterance]
