"""One recording, from sound to what the machine wrote: a function without state around it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TypeVar

from poddarkiv.asr.chunk import Chunk
from poddarkiv.asr.engine import Request
from poddarkiv.asr.job import Heard, Job
from poddarkiv.asr.pipeline import BATCH, Passage
from poddarkiv.asr.pool import Ears, too_little_memory
from poddarkiv.asr.speech import Listener
from poddarkiv.asr.wordless import LevelMeter, wordless
from poddarkiv.asr.work import Work
from poddarkiv.audio.damage import Damage
from poddarkiv.audio.decode import Recording
from poddarkiv.errors import TranscriptionError
from poddarkiv.formats import vtt
from poddarkiv.formats.cues import Spoken, cues, ends_sentence
from poddarkiv.formats.machine import UNHEARD, Machine, Stretch
from poddarkiv.i18n import _, quoted
from poddarkiv.transcript import Provenance, Transcript

T = TypeVar("T")
Progress = Callable[[float, float], None]
"""Told how many seconds of the recording are done, and how many of them in an earlier run."""
_UTTERANCE = 0.8
"""Seconds of silence that part what one speaker says from the next."""


@dataclass
class _Told:
    """How far a job has come, as whoever shows it is told."""

    progress: Progress
    done: float = 0.0
    earlier: float = 0.0

    def reach(self, done: float, *, kept: bool) -> None:
        """Tell that the recording is heard up to `done`, its last part in an earlier run or now."""
        if kept:
            self.earlier += max(0.0, done - self.done)
        self.done = max(done, self.done)
        self.progress(self.done, self.earlier)


def listen(job: Job, ears: Ears, work: Work, today: date, progress: Progress) -> Heard:
    """Return what is said in the recording of `job`.

    Args:
        job: What to hear, and how.
        ears: Who hears.
        work: Where finished batches are kept.
        today: The date that the transcript carries.
        progress: Told how far it has come.

    Raises:
        AudioError: The recording can't be read.
        TranscriptionError: The model let us down.
    """
    spoken: list[Spoken] = []
    passages: list[Passage] = []
    told = _Told(progress)
    request = Request(job.language or "", job.hotwords, job.beam_size)
    longest = 0.0
    damage: list[Damage] = []
    unheard: list[tuple[float, float]] = []
    inverted: list[float] = []
    for number, source in enumerate(job.sources):
        listener, recording = Listener(), Recording(source.path, source.channel)
        meter = LevelMeter()
        batches = _batches(listener.chunks(meter.pass_on(recording.blocks())))
        own = len(passages)
        first = next(batches, None)
        if first is not None:
            if not request.language:
                likely = _result(ears.language(first[0].sound))
                request = replace(request, language=likely[0])
            share = number / len(job.sources)
            heard = _hear_all(chain([first], batches), request, ears, work, f"{number:02}")
            for passage, kept in heard:
                passages.append(passage)
                spoken += (Spoken(word, source.speaker) for word in passage.words)
                done = passage.stretch.end / len(job.sources) + share * longest
                told.reach(done, kept=kept)
        longest = max(longest, listener.seconds)
        damage += recording.damage
        inverted += [] if recording.inverted_at is None else [recording.inverted_at]
        words = [(word.start, word.end) for each in passages[own:] for word in each.words]
        unheard += wordless(meter.levels(), words)
    stretches = _stretches(passages, unheard)
    machine = _machine(job, request.language, spoken, stretches, longest, today)
    return Heard(
        machine,
        tuple(damage),
        _mostly(passages),
        sum(bool(passage.stretch.failed) for passage in passages),
        sum(bool(passage.stretch.remaining) for passage in passages),
        passages,
        tuple(unheard),
        min(inverted, default=None),
    )


def _stretches(
    passages: Iterable[Passage], unheard: Iterable[tuple[float, float]]
) -> tuple[Stretch, ...]:
    """Return what was heard as one, and at the end what sounds like speech and was not heard."""
    missed = (
        Stretch(round(a, 2), round(b, 2), round(b - a, 2), 0, (UNHEARD,), (UNHEARD,))
        for a, b in unheard
    )
    return (*(passage.stretch for passage in passages), *missed)


def _mostly(passages: Iterable[Passage]) -> tuple[str, float] | None:
    """Return the language of more than half of the chunks, if they agree, and how sure they are."""
    found = [passage.spoken for passage in passages if passage.spoken]
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


def _hear_all(
    batches: Iterable[list[Chunk]], request: Request, ears: Ears, work: Work, track: str
) -> Iterator[tuple[Passage, bool]]:
    """Give what is heard, in order, and whether it was kept from an earlier run."""
    waiting: deque[tuple[str, Future[list[Passage]] | list[Passage]]] = deque()

    def finish() -> list[tuple[Passage, bool]]:
        name, heard = waiting.popleft()
        if isinstance(heard, list):
            return [(passage, True) for passage in heard]
        passages = _result(heard)
        work.put(name, passages)
        return [(passage, False) for passage in passages]

    for number, batch in enumerate(batches):
        name = f"{track}-{number:05}"
        kept = work.get(name)
        waiting.append((name, ears.hear(batch, request) if kept is None else kept))
        # A few more than are being heard: nobody waits, and memory stays bounded.
        while waiting and (len(waiting) >= 2 * ears.width or _is_done(waiting[0][1])):
            yield from finish()
    while waiting:
        yield from finish()


def _is_done(heard: Future[list[Passage]] | list[Passage]) -> bool:
    return isinstance(heard, list) or heard.done()


def _result(future: "Future[T]") -> T:
    try:
        return future.result()
    except (BrokenProcessPool, MemoryError) as error:
        raise TranscriptionError(too_little_memory()) from error
    except (RuntimeError, ValueError) as error:
        # CTranslate2 tells of memory and of damaged models in this way.
        raise TranscriptionError(
            _("the model failed ({reason})", reason=quoted("Whisper", error))
        ) from error


def _machine(
    job: Job,
    language: str,
    spoken: list[Spoken],
    stretches: tuple[Stretch, ...],
    seconds: float,
    today: date,
) -> Machine:
    segments = cues(in_order(spoken) if len(job.sources) > 1 else spoken, job.names)
    provenance = Provenance(
        engine=job.engine,
        model=job.model,
        date=today.isoformat(),
        audio_sha256=job.audio_sha256,
        text_sha256=vtt.text_hash(segments),
        options=job.options,
        vocabulary=job.hotwords,
    )
    return Machine(Transcript(segments, language or "und", provenance), stretches, seconds)


def in_order(spoken: Iterable[Spoken]) -> list[Spoken]:
    """Return the words of several tracks as a conversation: whole utterances, by their start."""
    utterances: list[list[Spoken]] = []
    last: dict[str, list[Spoken]] = {}
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
    utterances.sort(key=lambda utterance: utterance[0].word.start)
    return [each for utterance in utterances for each in utterance]
