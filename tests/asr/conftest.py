"""Recordings with real speech, and archives that hold them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

LIBRIVOX = Path("/usr/share/pocketsphinx/test/data/librivox")
"""Debian's `pocketsphinx-testdata`: sentences of “Sense and Sensibility”, read for LibriVox."""

SENTENCES = {
    "0870": "and mister john dashwood had then leisure to consider how much there might be "
    "prudently in his power to do for them",
    "0880": "he was not an ill disposed young man",
    "0890": "unless to be rather cold hearted and rather selfish is to be ill disposed",
    "0920": "had he married a more a amiable woman he might have been made still more respectable "
    "than he was",
    "0930": "he might even have been made amiable himself",
}

SHOW = """\
title: Testpodden
description: En podd för test.
language: {language}
author: Testarna
owner: {{name: Testarna, email: redaktion@example.org}}
image: {{file: omslag.png, alt: Ett omslag}}
categories: [{{category: Health & Fitness}}]
transcription: {{model: "packaged:base"}}
"""

EPISODE = """\
guid: test-{slug}
title: Avsnitt {slug}
status: published
summary: Ett test.
audio: {audio}
{more}
"""


def speech(name: str) -> Path:
    """Return the recording of a sentence in `SENTENCES`."""
    return LIBRIVOX / f"sense_and_sensibility_01_austen_64kb-{name}.wav"


@pytest.fixture
def make_recordings(tmp_path: Path) -> Callable[..., Path]:
    """Return a builder of archives on disk: `slug=recording` for each episode."""

    def build(*, language: str = "en", more: str = "", **recordings: Path) -> Path:
        root = tmp_path / "arkiv"
        (root / "episodes").mkdir(parents=True, exist_ok=True)
        (root / "media").mkdir(exist_ok=True)
        (root / "mkdocs.yml").write_text("site_url: https://podd.example.org/\n")
        (root / "episodes/show.yml").write_text(SHOW.format(language=language))
        for slug, recording in recordings.items():
            folder = root / "episodes" / slug
            folder.mkdir(exist_ok=True)
            name = f"{slug}{recording.suffix}"
            (root / "media" / name).write_bytes(recording.read_bytes())
            text = EPISODE.format(slug=slug, audio=name, more=more)
            (folder / "episode.yml").write_text(text)
        return root

    return build


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in English, on one thread, so that rounding is the same everywhere."""
    return subprocess.run(
        [sys.executable, "-m", "poddarkiv", "transcribe", "--root", str(root), *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"PODDARKIV_LANG": "en", "OMP_NUM_THREADS": "1"} | environment,
        check=False,
    )
