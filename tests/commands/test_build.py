"""`poddarkiv build`, as people run it."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from running import poddarkiv
from sample import AS_OF, copy_archive


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample archive, built."""
    root = copy_archive(tmp_path_factory.mktemp("arkiv"))
    done = poddarkiv(root, "build", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    return root


def digests(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def pages(files: dict[str, str]) -> dict[str, str]:
    # Pagefind names some chunks anew each time it runs; what it is fed is the same.
    return {name: digest for name, digest in files.items() if not name.startswith("pagefind/")}


def test_it_writes_every_address_of_the_design(built):
    wanted = [
        "index.html",
        "404.html",
        "sitemap.xml",
        "robots.txt",
        "feed.xml",
        "nytt.xml",
        "pagefind/pagefind.js",
        "avsnitt/index.html",
        "avsnitt/032-om-peer-support/index.html",
        "avsnitt/001-vad-ar-peer-support/index.html",
        "avsnitt/001-vad-ar-peer-support/transcript.vtt",
        "avsnitt/001-vad-ar-peer-support/transcript.srt",
        "avsnitt/001-vad-ar-peer-support/transcript.json",
        "avsnitt/001-vad-ar-peer-support/transcript.txt",
        "avsnitt/001-vad-ar-peer-support/chapters.json",
        "gaster/index.html",
        "gaster/sofia-ekman/index.html",
        "artiklar/index.html",
        "artiklar/vad-ar-peer-support/index.html",
        "artiklar/vad-ar-peer-support/lattlast/index.html",
        "amnen/index.html",
        "amnen/aterhamtning/index.html",
        "ordlista/index.html",
        "om/index.html",
        "prenumerera/index.html",
        "tillganglighet/index.html",
        "integritet/index.html",
    ]

    for name in wanted:
        assert (built / "site" / name).is_file(), name


def test_data_files_and_recordings_are_not_copied(built):
    names = [path.name for path in (built / "site").rglob("*")]

    assert not [n for n in names if n.endswith((".yml", ".mp3", ".md")) or n == "manus"]


def test_where_nothing_has_changed_it_says_so_and_warns_as_before(built, tmp_path):
    root = copy_archive(tmp_path / "arkiv")
    first = poddarkiv(root, "build", "--as-of", AS_OF)
    times = {path: path.stat().st_ctime_ns for path in (root / "site").rglob("*")}

    second = poddarkiv(root, "build", "--as-of", AS_OF)

    assert second.stdout == f"Webbplatsen finns i {root / 'site'}: inget har ändrats\n"
    assert "varning: " in second.stderr
    assert second.stderr == first.stderr
    assert times == {path: path.stat().st_ctime_ns for path in (root / "site").rglob("*")}
    clean = poddarkiv(root, "build", "--as-of", AS_OF, "--clean")
    assert clean.stdout == f"Webbplatsen finns i {root / 'site'}\n"


def test_the_same_input_gives_the_same_bytes(built):
    before = digests(built / "site")
    (built / "mkdocs.yml").touch()

    assert poddarkiv(built, "build", "--as-of", AS_OF).returncode == 0
    assert digests(built / "site") == before

    assert poddarkiv(built, "build", "--as-of", AS_OF, "--clean").returncode == 0
    assert pages(digests(built / "site")) == pages(before)


def test_an_error_stops_it_before_anything_is_written(built):
    before = digests(built / "site")
    path = built / "episodes/001-vad-ar-peer-support/episode.yml"
    good = path.read_text("utf-8")
    path.write_text(good.replace("topics: [peer-support", "topics: [per-support"), "utf-8")

    done = poddarkiv(built, "build", "--as-of", AS_OF)
    path.write_text(good, "utf-8")

    assert done.returncode == 1
    assert "menade du ”peer-support”?" in done.stderr
    assert digests(built / "site") == before


def test_a_build_that_fails_leaves_the_last_good_site(built):
    before = digests(built / "site")
    broken = built / "overrides/pod/identity.html"
    good = broken.read_text("utf-8")
    broken.write_text("{% if %}", "utf-8")

    done = poddarkiv(built, "build", "--as-of", AS_OF)
    broken.write_text(good, "utf-8")

    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert digests(built / "site") == before
    assert not list(built.glob(".site*"))


def test_strict_stops_at_a_warning(built):
    done = poddarkiv(built, "build", "--as-of", AS_OF, "--strict")

    assert done.returncode == 1


def test_as_of_decides_what_is_public(built, tmp_path):
    root = copy_archive(tmp_path / "då")
    for guest in (root / "content/gaster").glob("*.md"):
        # What guests agreed to later can't be shown as it was before.
        text = guest.read_text("utf-8")
        guest.write_text(text.replace("date: 2026-11-21", "date: 2026-11-01"), "utf-8")

    assert poddarkiv(root, "build", "--as-of", "2026-11-08T12:00:00+01:00").returncode == 0
    assert (root / "site/avsnitt/001-vad-ar-peer-support").is_dir()
    assert not (root / "site/avsnitt/002-vad-sager-forskningen").exists()

    assert (
        poddarkiv(root, "build", "--as-of", "2026-11-08T12:00:00+01:00", "--drafts").returncode == 0
    )
    page = root / "site/avsnitt/002-vad-sager-forskningen/index.html"
    assert "Utkast" in page.read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page.read_text("utf-8")


def test_recordings_come_along_when_asked_for(built, tmp_path):
    root = copy_archive(tmp_path / "media")

    assert poddarkiv(root, "build", "--as-of", AS_OF, "--with-media").returncode == 0
    assert (root / "site/media/001-vad-ar-peer-support.mp3").is_file()


def test_a_site_that_is_to_hold_the_recordings_is_not_built_without_one(tmp_path):
    root = copy_archive(tmp_path / "media")
    (root / "media/001-vad-ar-peer-support.mp3").unlink()
    done = poddarkiv(root, "build", "--as-of", AS_OF, "--with-media")

    assert done.returncode == 1
    assert "audio: inspelningen media/001-vad-ar-peer-support.mp3 finns inte här" in done.stderr
    assert not (root / "site").exists()
    assert poddarkiv(root, "build", "--as-of", AS_OF).returncode == 0


def test_nothing_heavy_is_imported(built):
    code = (
        "import sys; sys.argv = ['poddarkiv', 'build', '--quiet', '--root', sys.argv[1]]\n"
        "from poddarkiv.cli import main\n"
        "try:\n main()\nexcept SystemExit:\n pass\n"
        "heavy = {'torch', 'ctranslate2', 'av', 'whisper', 'numpy', 'asyncio', 'ssl'}\n"
        "print(sorted((heavy | {'poddarkiv.feeds.files'}) & sys.modules.keys()))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(built)], capture_output=True, text=True, check=False
    )

    assert done.stdout.strip().endswith("[]"), done.stdout + done.stderr


def test_mkdocs_builds_the_same_site_through_the_plugin(built, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "ut")],
        cwd=built,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )

    assert done.returncode == 0, done.stderr
    ours = {name for name in digests(built / "site") if name.endswith(".html")}
    assert {name for name in digests(tmp_path / "ut") if name.endswith(".html")} == ours


def test_the_sitemap_tells_when_texts_changed_and_not_when_the_site_was_built(built):
    text = (built / "site/sitemap.xml").read_text("utf-8")
    at = text.index("/artiklar/vad-ar-peer-support/<")

    assert "<lastmod>2026-11-21</lastmod>" in text[at : at + 120]
    at = text.index("/avsnitt/001-vad-ar-peer-support/<")
    assert "<lastmod>2026-11-06</lastmod>" in text[at : at + 120]
