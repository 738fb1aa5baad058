"""A small archive without faults, and a recording that is to become its next episode."""

import pytest
from mutagen.id3 import CHAP, COMM, CTOC, ID3, TIT2

from checks import faults
from commands.drafting import CHAPTERS
from commands.running import poddarkiv
from sounds import write_tone


@pytest.fixture
def root(tmp_path):
    """Return the folder of an archive in which nothing is wrong."""
    return faults.copy_base(tmp_path)


@pytest.fixture
def recording(tmp_path):
    """Return a recording with tags, named as a person names files."""
    path = write_tone(tmp_path / "Inspelning från Västerås.mp3", seconds=60.0)
    tags = ID3()
    tags.add(TIT2(encoding=3, text="Testpodden: Avsnitt 3 – Om att mötas"))
    tags.add(COMM(encoding=3, lang="swe", desc="", text="Två personer möts."))
    for i, (start, title) in enumerate(CHAPTERS):
        chapter = [TIT2(encoding=3, text=title)]
        tags.add(
            CHAP(element_id=f"c{i}", start_time=start, end_time=start + 20_000, sub_frames=chapter)
        )
    tags.add(CTOC(element_id="toc", flags=3, child_element_ids=["c0", "c1", "c2"], sub_frames=[]))
    tags.save(path)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a new archive in a folder with spaces and Swedish letters, and what was printed."""
    parent = tmp_path_factory.mktemp("Mina åäö filer")
    run = poddarkiv("init", "Vår podd: om hopp", cwd=parent, LANG="sv_SE.UTF-8")
    return parent / "Vår podd: om hopp", run
