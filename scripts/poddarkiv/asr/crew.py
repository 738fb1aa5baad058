"""Who hears, how, and with which model: from what was asked for to processes that are ready."""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from poddarkiv.archive import Archive
from poddarkiv.asr import auto
from poddarkiv.asr.models import fetch, for_engine
from poddarkiv.asr.names import AUTO, model_name
from poddarkiv.asr.pool import Ears, EngineSpec, PoolEars, not_installed
from poddarkiv.errors import TranscriptionError, UsageError
from poddarkiv.formats.yamledit import read_value, replace_value
from poddarkiv.i18n import _
from poddarkiv.output import HeldError, held, write_if_changed

Say = Callable[[str], None]
_KEY = ("transcription", "model")
"""Where `show.yml` names the model."""
_SHORT = 300.0
"""Seconds of sound under which starting further processes takes longer than hearing it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How to hear, from the command line and `show.yml`."""

    engine: str
    model: str
    language: str | None
    beam_size: int = 5
    named_in: Path | None = None
    """The file whose `transcription.model` was followed, where it may be written to."""
    allow_local: bool = False
    """Whether recordings at addresses may lie on this machine."""
    latest_model: str = ""
    """Of the archive's latest transcript, where the machine chooses the model (`auto`)."""

    @classmethod
    def of(cls, archive: Archive, options: Mapping[str, object]) -> "Choice":
        """Return what the options say, and `show.yml` where they say nothing."""
        settings = archive.show.transcription
        language = str(options["language"] or settings.language or archive.show.language)
        if not re.fullmatch(r"[A-Za-z]{2,4}(-\w+)?", language):
            raise UsageError(
                _("--language wants a code such as sv, or auto, not “{text}”", text=language)
            )
        told_otherwise = options["model"] or options["dry_run"] or options["evaluate"]
        model = str(options["model"] or settings.model)
        return cls(
            engine=str(options["engine"] or settings.engine),
            model=model,
            language=None if language == AUTO else language.split("-")[0].lower(),
            beam_size=int(str(options["beam"])),
            named_in=None if told_otherwise else archive.root / "episodes/show.yml",
            allow_local=bool(options["allow_local"]),
            latest_model=_latest_model(archive) if model == AUTO else "",
        )


def _latest_model(archive: Archive) -> str:
    """Return the name, without its commit, that the newest of the transcripts was made with."""
    made = [each.provenance for each in archive.transcripts.values() if each.provenance]
    newest = max(made, key=lambda provenance: provenance.date, default=None)
    return newest.model.partition("@")[0] if newest else ""


@dataclass(frozen=True)
class Crew:
    """Who hears, and with what."""

    engine: str
    """With its version."""
    model: str
    """With its commit."""
    ears: Ears


def _engine_name(engine: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{engine} {version(engine)}"
    except PackageNotFoundError:
        return engine


@contextlib.contextmanager
def hired(choice: Choice, seconds: float, say: Say) -> Iterator[Crew]:
    """Give who hears `seconds` of sound: one process, or one for each core.

    Raises:
        TranscriptionError: The model can't be had.
    """
    try:
        device = auto.device(choice.engine)
    except ModuleNotFoundError as error:
        raise TranscriptionError(not_installed(choice.engine)) from error
    name = auto.model(choice.language, device) if choice.model == AUTO else choice.model
    weights = fetch(model_name(name, Path(name).expanduser().exists()))
    spec = EngineSpec(choice.engine, for_engine(weights, choice.engine).path, device)
    engine = _engine_name(choice.engine)
    say(_("Hearing with {engine}, {model}.", engine=engine, model=weights.name))
    if choice.latest_model not in ("", weights.name.partition("@")[0]):
        say(_changed_model(choice.latest_model))
    if weights.fixed:
        say(keep_commit(choice, weights.fixed, say))
    with PoolEars(spec, auto.processes(seconds, _SHORT, device)) as ears:
        ears.check()
        yield Crew(engine, weights.name, ears)


def _changed_model(before: str) -> str:
    # `auto` goes by memory, cores and graphics card, which another machine has more or less of.
    return _(
        "auto suits this machine; the latest transcript here was made with {before}. "
        "To keep to that: --model {before}",
        before=before,
    )


def keep_commit(choice: Choice, model: str, say: Say) -> str:
    """Write the model with its commit where it was named; return what a person should know.

    A name alone means another model once its makers publish again, here and on other machines.
    What another run or a person has written there meanwhile stays: fetching takes minutes.

    Args:
        choice: What was followed.
        model: What came of it, with its commit.
        say: Told of a run that is waited for.
    """
    if choice.named_in is not None:
        with contextlib.suppress(OSError, ValueError, HeldError):
            return _written_down(choice.named_in, choice.model, model, say)
    return _("To hear with the same model again, name it with its commit: {model}", model=model)


def _written_down(path: Path, followed: str, model: str, say: Say) -> str:
    with held(path.parents[1], "show", "transcribe", tell=say):
        text = path.read_bytes().decode()
        changed = replace_value(text, _KEY, model)
        named = read_value(text, _KEY)
        if named not in (followed, model):
            return _(
                "{file} names {named} by now, and is left so; this run hears with {model}",
                file=path.name,
                named=named,
                model=model,
            )
        write_if_changed(path, changed.encode())
    return _("{file} now names the model with its commit: {model}", file=path.name, model=model)
