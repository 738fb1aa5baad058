"""Summarise a transcription for a person, a line each. No I/O."""

from collections.abc import Iterator

from poddarkiv.asr.job import EpisodeResult
from poddarkiv.audio.damage import describe_damage
from poddarkiv.i18n import _, ngettext
from poddarkiv.timecode import format_clock


def summarize_result(slug: str, result: EpisodeResult, language: str | None) -> Iterator[str]:
    """Yield the lines to print: length, stretches without words, damage, doubts, language.

    Args:
        slug: The episode's.
        result: What the run made.
        language: The one that was set; None when it was detected.
    """
    yield _(
        "{slug}: {length} heard, {words} words",
        slug=slug,
        length=format_clock(result.machine.seconds),
        words=sum(passage.stretch.words for passage in result.chunks),
    )
    if result.wordless:
        yield _(
            "{slug}: sounds like speech, but no words were heard: {places}; listen there with: "
            "poddarkiv review {slug}",
            slug=slug,
            places=", ".join(f"{format_clock(a)}–{format_clock(b)}" for a, b in result.wordless),
        )
    elif not result.chunks:
        yield _("{slug}: nobody speaks in the recording; the transcript is empty", slug=slug)
    if result.inverted_at is not None:
        yield _(
            "{slug}: from {clock} on, one side of the stereo sound is the other's inverse (a "
            "miswired cable), and together they are silent; the louder side was heard – turn one "
            "side round in the editing program",
            slug=slug,
            clock=format_clock(result.inverted_at),
        )
    if result.damage:
        yield _(
            "{slug}: the recording is damaged at {places}; the rest was heard",
            slug=slug,
            places=describe_damage(result.damage),
        )
    if result.uncertain:
        yield f"{slug}: " + ngettext(
            "{n} stretch is still doubtful after hearing it again",
            "{n} stretches are still doubtful after hearing them again",
            result.uncertain,
        )
    if language and result.language:
        spoken, likely = result.language
        if spoken != language and likely > 0.9:
            yield _(
                "{slug}: heard as {told}, but it sounds like {spoken} (--language {spoken})",
                slug=slug,
                told=language,
                spoken=spoken,
            )
