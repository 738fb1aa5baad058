"""`poddarkiv transcribe --evaluate`: error rates against transcripts that people have reviewed."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from poddarkiv.archive import Archive
from poddarkiv.asr.evaluate import Score, score_text, transcript_text
from poddarkiv.asr.plan import plan_run
from poddarkiv.asr.update import ExistingTranscript
from poddarkiv.errors import UsageError
from poddarkiv.i18n import _
from poddarkiv.model import Episode
from poddarkiv.transcript import Transcript

if TYPE_CHECKING:
    from poddarkiv.asr.session import TranscriptionOptions


def evaluate_transcripts(
    archive: Archive,
    episodes: Iterable[Episode],
    choice: "TranscriptionOptions",
    *,
    anew: bool,
    quiet: bool,
) -> list[str]:
    """Print each reviewed episode's error rates and the total; return what went wrong.

    Args:
        archive: With its transcripts.
        episodes: Those to evaluate; only reviewed ones count.
        choice: How to transcribe where that is needed.
        anew: Whether to transcribe with `choice` even where a machine transcript exists.
        quiet: Whether to show no progress.
    """
    reviewed = [episode for episode in episodes if episode.reviewed]
    if not reviewed:
        raise UsageError(_("no transcript has been reviewed, so there is nothing to compare with."))
    transcripts: dict[str, Transcript] = {}
    if not anew:
        for episode in reviewed:
            made = ExistingTranscript.read(archive.root / "episodes" / episode.slug).machine
            if made is not None:
                transcripts[episode.slug] = made.transcript
    faults: list[str] = []
    missing = [episode for episode in reviewed if episode.slug not in transcripts]
    if missing:
        faults = _transcribe(archive, missing, choice, transcripts, quiet=quiet)
    total = Score(0, 0, 0, 0, 0)
    for episode in reviewed:
        if episode.slug in transcripts:
            found = _score(archive.transcripts[episode.slug], transcripts[episode.slug], episode)
            total += found
            click.echo(_row(episode.slug, found))
    click.echo(_row(_("All"), total))
    return faults


def _transcribe(
    archive: Archive,
    episodes: list[Episode],
    choice: "TranscriptionOptions",
    transcripts: dict[str, Transcript],
    *,
    quiet: bool,
) -> list[str]:
    from poddarkiv.asr.run import Transcriber
    from poddarkiv.commands._progress import show_progress

    work = plan_run(archive, episodes, named=True, again=True)
    runner = Transcriber(
        archive, choice, on_result=lambda slug, made: transcripts.__setitem__(slug, made.transcript)
    )
    with show_progress(sum(runner.lengths(work.todo).values()), quiet=quiet) as shown:
        outcomes = runner.run(work.todo, shown.begin, shown.say) if work.todo else []
    return [*work.faults, *(outcome.fault for outcome in outcomes if outcome.fault)]


def _score(reviewed: Transcript, transcripts: Transcript, episode: Episode) -> Score:
    ranges = episode.transcript.ranges if episode.transcript else ()
    return score_text(
        transcript_text(_within(reviewed, ranges)), transcript_text(_within(transcripts, ranges))
    )


def _within(transcript: Transcript, ranges: tuple[tuple[float, float], ...]) -> Transcript:
    if not ranges:
        return transcript
    kept = (
        segment
        for segment in transcript.segments
        if any(low <= (segment.start + segment.end) / 2 < high for low, high in ranges)
    )
    return replace(transcript, segments=tuple(kept))


def _row(name: str, found: Score) -> str:
    return _(
        "{name}: WER {wer} %, CER {cer} %, {lost} of {words} words lost",
        name=name,
        wer=f"{100 * found.wer:.1f}",
        cer=f"{100 * found.cer:.1f}",
        lost=found.lost_words,
        words=found.words,
    )
