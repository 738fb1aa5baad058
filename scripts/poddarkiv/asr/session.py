"""Open a transcription session: from options and `show.yml` to a model in worker processes."""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from poddarkiv.archive import Archive
from poddarkiv.asr import hardware
from poddarkiv.asr.loading import EngineSpec, missing_engine_message
from poddarkiv.asr.model_names import AUTO, parse_model_name
from poddarkiv.asr.models import convert_for_engine, fetch_model
from poddarkiv.asr.pool import ProcessPool, TranscriptionPool
from poddarkiv.errors import TranscriptionError, UsageError
from poddarkiv.formats.yamledit import read_value, replace_value
from poddarkiv.i18n import _
from poddarkiv.output import HeldError, hold_lock, write_if_changed

Notify = Callable[[str], None]
_KEY = ("transcription", "model")
"""Where `show.yml` names the model."""
_SHORT = 300.0
"""Seconds of sound under which starting further processes takes longer than transcribing it."""


@dataclass(frozen=True, slots=True)
class TranscriptionOptions:
    """How to transcribe, from the command line and `show.yml`."""

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
    def of(cls, archive: Archive, options: Mapping[str, object]) -> "TranscriptionOptions":
        """Return the options, filled in from `show.yml`.

        Raises:
            UsageError: The language is no language code.
        """
        settings = archive.show.transcription
        language = str(options["language"] or settings.language or archive.show.language)
        if not re.fullmatch(r"[A-Za-z]{2,4}(-\w+)?", language):
            raise UsageError(
                _("--language wants a code such as sv, or auto, not “{text}”", text=language)
            )
        not_from_file = options["model"] or options["dry_run"] or options["evaluate"]
        model = str(options["model"] or settings.model)
        return cls(
            engine=str(options["engine"] or settings.engine),
            model=model,
            language=None if language == AUTO else language.split("-")[0].lower(),
            beam_size=int(str(options["beam"])),
            named_in=None if not_from_file else archive.root / "episodes/show.yml",
            allow_local=bool(options["allow_local"]),
            latest_model=_latest_model(archive) if model == AUTO else "",
        )


def _latest_model(archive: Archive) -> str:
    """Return the model of the newest transcript, without its commit."""
    made = [each.provenance for each in archive.transcripts.values() if each.provenance]
    newest = max(made, key=lambda provenance: provenance.date, default=None)
    return newest.model.partition("@")[0] if newest else ""


@dataclass(frozen=True)
class Session:
    """An engine with its model, and the pool of processes that run it."""

    engine: str
    """With its version."""
    model: str
    """With its commit."""
    pool: TranscriptionPool


def _engine_name(engine: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{engine} {version(engine)}"
    except PackageNotFoundError:
        return engine


@contextlib.contextmanager
def open_session(choice: TranscriptionOptions, seconds: float, notify: Notify) -> Iterator[Session]:
    """Give a session for `seconds` of sound: one worker process, or one for each core.

    Raises:
        TranscriptionError: The model can't be had.
    """
    try:
        device = hardware.choose_device(choice.engine)
    except ModuleNotFoundError as error:
        raise TranscriptionError(missing_engine_message(choice.engine)) from error
    name = hardware.choose_model(choice.language, device) if choice.model == AUTO else choice.model
    weights = fetch_model(parse_model_name(name, Path(name).expanduser().exists()))
    spec = EngineSpec(choice.engine, convert_for_engine(weights, choice.engine).path, device)
    engine = _engine_name(choice.engine)
    notify(_("Hearing with {engine}, {model}.", engine=engine, model=weights.name))
    if choice.latest_model not in ("", weights.name.partition("@")[0]):
        notify(_model_changed_message(choice.latest_model))
    if weights.fixed:
        notify(pin_model(choice, weights.fixed, notify))
    with ProcessPool(spec, hardware.choose_process_count(seconds, _SHORT, device)) as pool:
        pool.load_first_model()
        yield Session(engine, weights.name, pool)


def _model_changed_message(before: str) -> str:
    # `auto` goes by memory, cores and graphics card, which another machine has more or less of.
    return _(
        "auto suits this machine; the latest transcript here was made with {before}. "
        "To keep to that: --model {before}",
        before=before,
    )


def pin_model(choice: TranscriptionOptions, model: str, notify: Notify) -> str:
    """Write the model's commit into `show.yml`; return the message about it.

    A name alone means another model once its makers publish again, here and on other machines.
    What another run or a person has written there meanwhile stays: downloading takes minutes.

    Args:
        choice: The options, with the file that named the model.
        model: The model that was resolved, with its commit.
        notify: Called with a message while another run's lock is waited for.
    """
    if choice.named_in is not None:
        with contextlib.suppress(OSError, ValueError, HeldError):
            return _write_model(choice.named_in, choice.model, model, notify)
    return _("To hear with the same model again, name it with its commit: {model}", model=model)


def _write_model(path: Path, followed: str, model: str, notify: Notify) -> str:
    with hold_lock(path.parents[1], "show", "transcribe", notify=notify):
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
