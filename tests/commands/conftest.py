"""A small archive without faults, and a recording that is to become its next episode."""

import re

import pytest
from mutagen.id3 import CHAP, COMM, CTOC, ID3, TIT2

from checks import faults
from commands.drafting import CHAPTERS
from commands.running import poddarkiv
from poddarkiv.spec.starter import EXAMPLE_EMAIL, EXAMPLE_URL, starter_sentences
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


def rewrite(root):
    """Write as people do in every text of a new archive: their own words, and what they did."""
    own = {EXAMPLE_URL: "https://podd.example.org/", EXAMPLE_EMAIL: "red@podd.example.org"}
    done = {
        "checked:": "checked: 2026-11-20",
        "checked_by:": "checked_by: Ada Berg",
        "reviewed:": "reviewed: 2026-11-20",
        "reviewed_by:": "reviewed_by: Ada Berg",
        "compliance:  # full, partial eller none": "compliance: partial",
        "assessed:": "assessed: 2026-11-20",
        "updated:": "updated: 2026-11-20",
        "method:": "method: Vi har prövat med tangentbord och skärmläsare.",
    }
    for path in (*root.glob("content/**/*"), *root.glob("episodes/**/*.yml"), root / "mkdocs.yml"):
        if path.is_file():
            text = path.read_text("utf-8")
            for old in sorted(starter_sentences(), key=len, reverse=True):
                pattern = r"\s+".join(map(re.escape, old.split()))
                ours = "Våra egna ord [@k01]." if "[@k01]" in old else "Våra egna ord."
                text = re.sub(pattern, own.get(old, ours), text)
            for old, new in done.items():
                text = re.sub(f"(?m)^{re.escape(old)}$", new, text)
            path.write_text(text, "utf-8", newline="\n")
    return root


@pytest.fixture
def written(tmp_path):
    """Return a new archive in which people have written all that is theirs to write."""
    root = tmp_path / "Vår podd"
    run = poddarkiv("init", root)
    assert run.returncode == 0, run.stderr
    return rewrite(root)
