"""Who has said no goes from the target also where a fault of the archive stops the publishing."""

import re
import shutil

import pytest

from publish.test_command import FIRST, edit, ready
from running import poddarkiv
from sample import AS_OF

__all__ = ["ready"]
GUEST = "content/gaster/sonny-wahlstedt.md"
NAME = "Sonny Wåhlstedt"
FAULT = ("episodes/002-vad-sager-forskningen/episode.yml", "status: published", "status: ja")


@pytest.fixture
def published(request, ready, tmp_path, name):
    """Return an archive with a guest, published to a host, and what is there."""
    host = request.getfixturevalue(getattr(request, "param", "folder"))
    root = tmp_path / "arkiv"
    shutil.copytree(ready, root)
    with (root / "episodes/show.yml").open("a", encoding="utf-8") as file:
        file.write(f"targets:\n  - {{name: webb, address: '{host.of(name)}'")
        file.write(f", endpoint: '{host.endpoint}'}}\n" if host.endpoint else "}\n")
    done = publish(root, "--no-build")
    assert done.returncode == 0, done.stderr
    return root, lambda: host.files(name)


def publish(root, *words):
    return poddarkiv(root, "publish", "webb", "--as-of", AS_OF, *words)


def naming(files):
    return [path for path, content in files.items() if NAME.encode() in content]


@pytest.mark.parametrize("published", ["sftp", "s3"], indirect=True)
def test_a_person_who_has_said_no_goes_though_something_else_is_wrong(published):
    root, there = published
    before = there()
    assert len(naming(before)) > 1
    edit(root, GUEST, "consent:\n", "consent:\n  withdrawn: 2026-11-20\n")
    edit(root, *FAULT)

    done = publish(root)

    assert (done.returncode, naming(there())) == (1, [])
    assert FAULT[0] in done.stderr
    assert "taken away or thinned: " in done.stderr
    untouched = "avsnitt/003-stigma-sjalvstigma-och-hopp/transcript.vtt"
    assert there()[untouched] == before[untouched]


def test_without_a_site_here_it_goes_all_the_same(published):
    root, there = published
    edit(root, GUEST, "consent:\n", "consent:\n  withdrawn: 2026-11-20\n")
    edit(root, *FAULT)
    shutil.rmtree(root / "site")

    done = publish(root)

    assert (done.returncode, naming(there())) == (1, [])
    assert not (root / "site").exists()


def test_a_withdrawn_episode_goes_with_its_item_though_something_else_is_wrong(published):
    root, there = published
    edit(root, f"episodes/{FIRST}/episode.yml", "status: published", "status: withdrawn")
    edit(root, *FAULT)

    done = publish(root)

    files = there()
    assert done.returncode == 1
    assert [path for path in files if path.startswith(f"avsnitt/{FIRST}/")] == []
    assert f"avsnitt/{FIRST}/</link>".encode() not in files["feed.xml"]
    assert files["feed.xml"].count(b"<item>") == 3


def test_what_was_mended_brings_the_rest_back(published):
    root, there = published
    edit(root, f"episodes/{FIRST}/episode.yml", "status: published", "status: withdrawn")
    edit(root, *FAULT)
    publish(root)
    edit(root, f"episodes/{FIRST}/episode.yml", "status: withdrawn", "status: published")
    edit(root, FAULT[0], FAULT[2], FAULT[1])

    done = publish(root)

    assert done.returncode == 0, done.stderr
    assert there()["feed.xml"].count(b"<item>") == 4
    assert f"avsnitt/{FIRST}/index.html" in there()


def test_a_fault_alone_changes_nothing_there(published):
    root, there = published
    before = there()
    edit(root, *FAULT)

    assert publish(root).returncode == 1
    assert there() == before


def test_an_older_site_is_not_brought_back_as_it_was(published):
    root, there = published
    edit(root, GUEST, "consent:\n", "consent:\n  withdrawn: 2026-11-20\n")
    edit(root, f"episodes/{FIRST}/episode.yml", "status: published", "status: withdrawn")
    edit(root, "content/artiklar/vad-ar-peer-support.md", "[[avsnitt 1 @ 00:00]]", "nu")

    done = publish(root, "--no-build")

    files = there()
    assert done.returncode == 0, done.stderr
    assert naming(files) == []
    assert [path for path in files if path.startswith(f"avsnitt/{FIRST}/")] == []
    assert len(re.findall(rb"<item>", files["feed.xml"])) == 3
