"""An archive on disk with one episode to review, as the command meets it."""

from pathlib import Path

from poddarkiv.formats import machine, vtt
from poddarkiv.transcript import Provenance, Segment, Transcript, Word

SHOW = """\
title: Testpodden
description: En podd för test.
language: en
author: Testarna
owner: {name: Testarna, email: redaktion@example.org}
image: {file: omslag.png, alt: Ett omslag}
categories: [{category: Health & Fitness}]
"""
EPISODE = """\
number: 7
title: Start
summary: Vi börjar.
audio: 007-start.wav
guests: [{guest: sofia-ekman}]
"""
GUEST = """\
---
name: Sofia Ekman
consent: {basis: public_source, source: En bok}
---
"""


def write_archive(tmp_path: Path) -> Path:
    """Write it below `tmp_path`, without its recording; return its folder."""
    words = tuple(
        Word(text, start, start + 0.4, probability)
        for text, start, probability in (
            ("Jag", 0.0, 0.9),
            ("heter", 0.5, 0.9),
            ("Sofia", 1.0, 0.9),
            ("Ekmann.", 1.5, 0.9),
            ("Västerorås", 2.0, 0.1),
            ("är", 2.5, 0.9),
            ("bra.", 3.0, 0.9),
        )
    )
    provenance = Provenance("faster-whisper", "packaged:base", "2026-11-01", "a", "b")
    segments = (
        Segment(0, 2, "Jag heter Sofia Ekmann.", words=words[:4]),
        Segment(2, 4, "Västerorås är bra.", words=words[4:]),
    )
    transcript = Transcript(segments, "sv", provenance)
    folder = tmp_path / "arkiv å ä ö" / "episodes" / "007-start"
    folder.mkdir(parents=True)
    root = folder.parents[1]
    (root / "media").mkdir()
    (root / "content" / "gaster").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_url: https://podd.example.org/\n", "utf-8")
    (root / "episodes" / "show.yml").write_text(SHOW, "utf-8")
    (root / "content" / "gaster" / "sofia-ekman.md").write_text(GUEST, "utf-8")
    (folder / "episode.yml").write_text(EPISODE, "utf-8")
    (folder / "transcript.vtt").write_text(vtt.render_vtt(transcript), "utf-8")
    made = machine.MachineTranscript(transcript, seconds=4.0)
    (folder / "transcript.machine.json").write_text(
        machine.render_machine_transcript(made), "utf-8"
    )
    return root
