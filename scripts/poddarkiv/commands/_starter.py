"""The files of a new archive: the `starter/` with names filled in, schemas and a cover."""

import contextlib
import io
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from poddarkiv import __version__, i18n
from poddarkiv.commands._shipped import RECORD, digests_of, is_ours, render_record
from poddarkiv.formats.sniff import recording_globs
from poddarkiv.formats.yamledit import format_flow
from poddarkiv.i18n import _
from poddarkiv.model.schema import render_schemas
from poddarkiv.spec import podcast_guid
from poddarkiv.spec.starter import EXAMPLE_EMAIL, EXAMPLE_URL

_MARK = re.compile(rb"@@([A-Z_]+)@@")
LANGUAGES = ("sv", "en")
"""Of the starter. The first has every file; what another says stands in a folder of its own."""


@dataclass(frozen=True)
class Answers:
    """What a new archive is called and where it will be."""

    title: str
    site_url: str
    """Ends with a slash."""
    today: date
    package: str = ""
    """What pip installs the tool from, where it is not this version of a package index."""
    owner: str = ""
    """Who answers for the show; its editors, where nobody has said."""
    email: str = ""
    license: str = ""
    """What others may do with it; nothing is said of it where nobody has chosen."""
    language: str = LANGUAGES[0]
    """One of `LANGUAGES`: of the texts, and of the schemas' descriptions."""


def starter_files(answers: Answers) -> dict[str, bytes]:
    """Return the content of each file of a new archive, by its path from the archive's root."""
    ours = tool_files(answers.language)
    texts = {path: text for path, text in _texts(answers.language).items() if path not in ours}
    with _speaking(answers.language):
        found = ours | _filled(texts, _values(answers))
        found[RECORD] = render_record(answers.language, digests_of(ours))
    found["media/omslag.png"] = draw_cover()
    return found


def tool_files(language: str) -> dict[str, bytes]:
    """Return the files of an archive that are the tool's, as they are at this version, by path."""
    texts = {path: text for path, text in _texts(language).items() if is_ours(path)}
    with _speaking(language):
        found = _filled(texts, _heads_of_locks())
        found |= {f"schema/{name}": text.encode() for name, text in render_schemas().items()}
    return found | (_handbook() if language == LANGUAGES[0] else {})


@contextlib.contextmanager
def _speaking(language: str) -> Iterator[None]:
    before = i18n.language()
    i18n.use(language)
    try:
        yield
    finally:
        i18n.use(before)


def _filled(texts: Mapping[str, bytes], values: Mapping[str, str]) -> dict[str, bytes]:
    return {
        path: _MARK.sub(lambda mark: values[mark[1].decode()].encode(), content)
        for path, content in texts.items()
    }


def _handbook() -> dict[str, bytes]:
    """Return the editors' handbook, which is in Swedish, as it is at this version."""
    packaged = files("poddarkiv") / "handbook"
    clone = Path(__file__).parents[3] / "docs/redaktor"
    return _tree(packaged if packaged.is_dir() else clone, "handbok/")


def _texts(language: str) -> dict[str, bytes]:
    package = files("poddarkiv")
    own = {} if language == LANGUAGES[0] else _tree(package / f"starter_{language}")
    return _tree(package / "starter") | own


def _tree(folder: Traversable, prefix: str = "") -> dict[str, bytes]:
    """Return what is in the folder; `dot_git…` stands for `.git…`.

    Packaging tools leave hidden folders out, and git would obey a `.gitignore` here.
    """
    found: dict[str, bytes] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = prefix + re.sub(r"^dot_", ".", entry.name)
        if entry.is_dir():
            found |= _tree(entry, f"{name}/")
        else:
            found[name] = entry.read_bytes()
    return found


def _values(answers: Answers) -> Mapping[str, str]:
    return {
        "NAME": answers.title,
        "TITLE": format_flow(answers.title),
        "OWNER": format_flow(answers.owner or _("The editors of {title}", title=answers.title)),
        "EMAIL": format_flow(answers.email or EXAMPLE_EMAIL),
        "LICENSE": answers.license,
        "SITE_URL": answers.site_url,
        "GUID": _guid(answers.site_url),
        "EPISODE_GUID": str(uuid.uuid4()),
        "DATE": answers.today.isoformat(),
        "PACKAGE": requirement(answers.package),
        "VERSION": __version__,
        "RECORDINGS_IGNORED": "\n".join(f"/media/**/{glob}" for glob in recording_globs()),
        "RECORDINGS_BINARY": "\n".join(f"{glob} binary" for glob in recording_globs()),
    }


def _heads_of_locks() -> Mapping[str, str]:
    return {
        "LOCK_NEEDS": _(
            "All that Poddarkiv needs, by checksum: pip takes nothing else. Don't edit this file."
        ),
        "LOCK_BUILDS": _(
            "What builds packages, by checksum: pip takes nothing else. Don't edit this file."
        ),
        "LOCK_PAIR": _(
            "It belongs to the Poddarkiv that requirements.txt names. Change both at once."
        ),
    }


def requirement(package: str) -> str:
    """Return the line of `requirements.txt` that names this tool, had from `package`."""
    # Without extras: what they bring stands in requirements.lock, and pip is told to take no more.
    return f"poddarkiv @ {package}" if package else f"poddarkiv=={__version__}"


def is_fixed(package: str) -> bool:
    """Whether `package` names what is the same tomorrow: a whole commit, or a file by its hash.

    >>> is_fixed("git+https://a.example/b.git@main")
    False
    """
    return bool(re.search(r"^\w+\+.*@[0-9a-f]{40}(#|$)|#sha256=[0-9a-f]{64}$", package))


def install_origin(direct_url: str | None) -> str:
    """Return the repository and commit that pip has installed this tool from, if it did (PEP 610).

    >>> origin('{"url": "https://a.example/b.git", "vcs_info": {"vcs": "git", "commit_id": "12"}}')
    'git+https://a.example/b.git@12'
    """
    said = json.loads(direct_url or "{}")
    source = said.get("vcs_info")
    return f"{source['vcs']}+{said['url']}@{source['commit_id']}" if source else ""


def _guid(site_url: str) -> str:
    feed = f"{site_url}feed.xml"
    if site_url == EXAMPLE_URL:
        # The rule would give every archive that begins without an address the same guid.
        feed += f"#{uuid.uuid4()}"
    return str(podcast_guid(feed))


def draw_cover() -> bytes:
    """Return a plain square cover, three circles: a PNG that directories accept."""
    from PIL import Image, ImageDraw

    side = 1400
    picture = Image.new("RGB", (side, side), (24, 74, 82))
    draw = ImageDraw.Draw(picture)
    for x, colour in ((450, (233, 196, 106)), (700, (244, 162, 97)), (950, (250, 244, 230))):
        draw.ellipse((x - 260, 440, x + 260, 960), outline=colour, width=36)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
