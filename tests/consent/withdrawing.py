"""An archive in which one person is everywhere, to see that nothing is left of that person."""

import gzip
import shutil
from pathlib import Path

import yaml

from checks import faults

AS_OF = "2026-06-01T12:00:00+02:00"
KIM = "content/gaster/kim-exempelsson.md"
GUEST = """---
name: Kim Exempelsson
titles: [{title: pelargonodlare}]
image: {file: kim.png, alt: Kim vid fönstret}
consent:
  basis: given
  date: 2026-02-01
  scope: [namn, röst, text, bild]
---

Kim Exempelsson odlar pelargonior.
"""
EPISODE = """guid: 0d1f6f7e-3c43-4a7e-9c0a-2b8a5a1b7c03
number: 3
title: Kim Exempelsson om odling
published: 2026-05-01T06:00:00+02:00
status: published
summary: Ett samtal med Kim Exempelsson.
notes: |
  Kim Exempelssons krukor.
audio: 003-odling.mp3
image: {file: kim.png, alt: Två personer}
listen:
  - {platform: apple, url: "https://podcasts.apple.com/se/podcast/id1?i=3"}
guests:
  - {guest: kim-exempelsson, role: guest, title: odlare}
  - {guest: ada-berg, role: guest, title: samordnare hos Kim Exempelsson}
topics: [stod]
chapters:
  - {start: "00:00", title: Kim Exempelsson}
  - {start: "00:20", title: Jord}
content_notes:
  - {start: "00:10", end: "00:20", text: Kim Exempelsson om sorg}
soundbites:
  - {start: "00:01", duration: 20, title: Kim Exempelsson}
"""
LOCK = """audio:
  path: media/003-odling.mp3
  bytes: 480000
  duration: 60.0
  mime_type: audio/mpeg
  sha256: {sha}
  audio_sha256: {sha}
  source: file
"""
SAID = """WEBVTT

00:00:00.000 --> 00:00:04.000
<v Ada Berg>Välkommen Kim Exempelsson!

00:00:04.000 --> 00:00:09.500
<v Kim Exempelsson>Tack. Mina pelargonior trivs.

00:00:10.000 --> 00:00:14.000
<v Ada Berg>Och jorden luktar gott.
"""
NEWS = """---
kind: news
title: Om odling
summary: Någon odlar.
author: Redaktionen
written: 2026-05-02
---

Kim
Exempelsson odlar. Bilden är av {picture}.
"""
EVERYWHERE = {
    KIM: GUEST,
    "episodes/003-odling/episode.yml": EPISODE,
    "episodes/003-odling/episode.lock.yml": LOCK.format(sha="a" * 64),
    "episodes/003-odling/transcript.vtt": SAID,
    "content/artiklar/om-odling.md": NEWS.format(picture="jord"),
    "content/artiklar/med-kim-exempelsson.md": NEWS.format(picture="lera"),
    "content/artiklar/latt.md": NEWS.replace("Kim\nExempelsson", "Någon").format(picture="jord"),
    "content/artiklar/latt.lattlast.md": (
        "---\ntitle: Lätt\nsummary: Kim Exempelsson odlar.\n---\n\nKim Exempelsson.\n"
    ),
    "content/mapp/sida.md": "# En sida\n\nKim&nbsp;Exempelsson.\n",
    "content/krukor.md": "---\ntitle: Krukor\n---\n\nMed [Kim](gaster/kim-exempelsson.md).\n",
    "content/bilder/kim-exempelsson.txt": "En bild.",
    "overrides/krukor.txt": "Kim Exempelsson",
}
EDITS = [
    {
        "file": "episodes/001-start/episode.yml",
        "replace": "Ada Berg berättar varför vi gör podden.",
        "with": "Inför samtalet med Kim Exempelsson.",
    },
    {
        "file": "episodes/001-start/transcript.vtt",
        "replace": "I dag pratar vi om att börja.",
        "with": "I dag pratar vi om Kim\nExempelsson och att börja.",
    },
    {
        "file": "episodes/show.yml",
        "replace": "persons:\n",
        "with": "persons:\n  - {name: Kim Exempelsson, role: producer, guest: kim-exempelsson}\n",
    },
    {
        "file": "episodes/show.yml",
        "replace": "testa kontrollen.",
        "with": "testa Kim Exempelsson.",
    },
    {
        "file": "content/ordlista.yml",
        "replace": "Tron på att något kan bli bättre.",
        "with": "Det som Kim Exempelsson har.",
    },
    {"file": "content/amnen/hopp.md", "replace": "title: Hopp", "with": "title: Kim Exempelsson"},
    {
        "file": "mkdocs.yml",
        "replace": "plugins:",
        "with": "nav: [{Kim Exempelsson: gaster/kim-exempelsson.md}, {Om: om.md}]\nplugins:",
    },
]
FOUND = ("Exempelsson", "pelargon", "kim.png", "003-odling.mp3")
"""What nothing published may hold when the consent has been taken back."""


def archive(folder: Path) -> Path:
    """Return an archive with Kim in every place where a name can be."""
    root = faults.copy_base(folder)
    write(root, EVERYWHERE)
    faults.apply_all(root, EDITS)
    shutil.copy(root / "media/omslag.png", root / "media/kim.png")
    for lock in root.glob("episodes/*/episode.lock.yml"):
        # Nobody hears it: only its size is compared.
        audio = yaml.safe_load(lock.read_text("utf-8"))["audio"]
        (root / audio["path"]).write_bytes(bytes(audio["bytes"]))
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("theme: {name: material, language: sv, font: false, custom_dir: overrides}\n")
    text = (root / "mkdocs.yml").read_text("utf-8")
    head, _theme, rest = text.partition("theme:\n  name: material\n  language: sv\n  font: false\n")
    (root / "mkdocs.yml").write_text(head + rest, "utf-8")
    return root


def write(root: Path, files: dict[str, str]) -> None:
    """Write each text to its file."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8", newline="\n")


def withdraw(root: Path, line: str = "withdrawn: 2026-05-20") -> None:
    """Write in Kim's file that the consent is taken back, or what else `line` says."""
    text = (root / KIM).read_text("utf-8")
    (root / KIM).write_text(text.replace("  basis:", f"  {line}\n  basis:"), "utf-8")


def packed(text: str) -> bytes:
    """Return a text as search fragments are stored."""
    return gzip.compress(text.encode())
