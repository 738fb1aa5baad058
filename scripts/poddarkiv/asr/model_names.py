"""Models by name. The one table of what may stand as `--model` and in `show.yml`. No I/O."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from poddarkiv.errors import UsageError
from poddarkiv.i18n import _
from poddarkiv.slugs import closest

PACKAGED = "packaged:base"
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class ModelName:
    """Where a model is to be had."""

    kind: str
    """`hub`, `packaged`, `folder` or `pt`."""
    source: str
    """The hub's repository, or the path."""
    commit: str | None = None
    """The hub's commit; None takes the newest once, and keeps to it from then on."""
    openai: str | None = None
    """What openai-whisper calls the same weights."""

    @property
    def shown(self) -> str:
        """The name with what is known of the commit."""
        return f"{self.source}@{self.commit[:12]}" if self.commit else self.source


_HUB: dict[str, tuple[str, str | None]] = {
    "tiny": ("Systran/faster-whisper-tiny", "d90ca5fe260221311c53c58e660288d3deb8d356"),
    "base": ("Systran/faster-whisper-base", "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66"),
    "small": ("Systran/faster-whisper-small", "536b0662742c02347bc0e980a01041f333bce120"),
    "medium": ("Systran/faster-whisper-medium", "08e178d48790749d25932bbc082711ddcfdfbc4f"),
    "large-v2": ("Systran/faster-whisper-large-v2", "f0fe81560cb8b68660e564f55dd99207059c092e"),
    "large-v3": ("Systran/faster-whisper-large-v3", "edaa852ec7e145841d8ffdb056a99866b5f0a478"),
    "large": ("Systran/faster-whisper-large-v3", "edaa852ec7e145841d8ffdb056a99866b5f0a478"),
    "turbo": (
        "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
        "0a363e9161cbc7ed1431c9597a8ceaf0c4f78fcf",
    ),
    "large-v3-turbo": (
        "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
        "0a363e9161cbc7ed1431c9597a8ceaf0c4f78fcf",
    ),
}
"""OpenAI's names: the same weights for CTranslate2, each at a commit."""

_KB: dict[str, str] = {
    "KBLab/kb-whisper-tiny": "76d796af43a50fa34321efa562c9b9887a187463",
    "KBLab/kb-whisper-base": "1499d2d2f0c7ed545bd6f2eec85287cf8d8c8b38",
    "KBLab/kb-whisper-small": "3564d61a42fc210ceaa55a22a96dd64478959c78",
    "KBLab/kb-whisper-medium": "0abe10b9d7f75d0902656e5c06c5c4d549604dc5",
    "KBLab/kb-whisper-large": "d5d5984b4d8f7c4847a8ea203f1976285fb28300",
}
"""KB-Whisper: the National Library of Sweden's, recommended for Swedish."""

_REPOSITORY = re.compile(r"^([\w.-]+/[\w.-]+)(?:@([0-9a-f]{7,40}))?$", re.ASCII)

CHOICES = (PACKAGED, *_HUB, *_KB, AUTO)


def parse_model_name(text: str, exists: bool = False) -> ModelName:
    """Return the model that `text` names.

    Args:
        text: An OpenAI name, a hub's `owner/name` with or without `@commit`, `packaged:base`,
            a folder or a `.pt` file.
        exists: Whether a file or folder of that name is there.

    Raises:
        UsageError: It names none.
    """
    if text == PACKAGED:
        return ModelName("packaged", PACKAGED, _HUB["base"][1], openai="base")
    if text in _HUB:
        repository, commit = _HUB[text]
        return ModelName("hub", repository, commit, openai=text)
    if text.endswith(".pt"):
        return ModelName("pt", text)
    match = _REPOSITORY.match(text)
    if match and not exists:
        return ModelName("hub", match[1], match[2] or _KB.get(match[1]))
    if exists or PurePath(text).is_absolute() or text.startswith((".", "~")):
        return ModelName("folder", text)
    near = closest(text, CHOICES)
    hint = " " + _("did you mean “{near}”?", near=near) if near else ""
    raise UsageError(
        _("no model is called “{name}”.", name=text) + hint + " " + model_choices_text()
    )


def model_choices_text() -> str:
    """Return what may be written, in words."""
    return _(
        "Choose KBLab/kb-whisper-small (best for Swedish; also -tiny, -base, -medium, -large), "
        "one of OpenAI’s names ({names}), {packaged}, auto, or the path of a model.",
        names=", ".join(_HUB),
        packaged=PACKAGED,
    )
