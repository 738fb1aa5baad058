"""What a person should know of what was heard, a line each. No I/O."""

from collections.abc import Iterator

from poddarkiv.asr.job import Heard
from poddarkiv.audio.damage import damage_text
from poddarkiv.i18n import _, ngettext
from poddarkiv.timecode import format_clock


def remarks(slug: str, heard: Heard, language: str | None) -> Iterator[str]:
    """Yield what a person should know of the result.

    Args:
        slug: The episode's.
        heard: The result.
        language: That was told; None when it was found out.
    """
    yield _(
        "{slug}: {length} heard, {words} words",
        slug=slug,
        length=format_clock(heard.machine.seconds),
        words=sum(passage.stretch.words for passage in heard.passages),
    )
    if heard.wordless:
        yield _(
            "{slug}: sounds like speech, but no words were heard: {places}; listen there with: "
            "poddarkiv review {slug}",
            slug=slug,
            places=", ".join(f"{format_clock(a)}–{format_clock(b)}" for a, b in heard.wordless),
        )
    elif not heard.passages:
        yield _("{slug}: nobody speaks in the recording; the transcript is empty", slug=slug)
    if heard.inverted_at is not None:
        yield _(
            "{slug}: from {clock} on, one side of the stereo sound is the other's inverse (a "
            "miswired cable), and together they are silent; the louder side was heard – turn one "
            "side round in the editing program",
            slug=slug,
            clock=format_clock(heard.inverted_at),
        )
    if heard.damage:
        yield _(
            "{slug}: the recording is damaged at {places}; the rest was heard",
            slug=slug,
            places=damage_text(heard.damage),
        )
    if heard.uncertain:
        yield f"{slug}: " + ngettext(
            "{n} stretch is still doubtful after hearing it again",
            "{n} stretches are still doubtful after hearing them again",
            heard.uncertain,
        )
    if language and heard.spoken:
        spoken, likely = heard.spoken
        if spoken != language and likely > 0.9:
            yield _(
                "{slug}: heard as {told}, but it sounds like {spoken} (--language {spoken})",
                slug=slug,
                told=language,
                spoken=spoken,
            )
