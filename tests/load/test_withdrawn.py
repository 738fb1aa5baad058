"""Who has taken consent back is read from a guest's file however broken it is."""

from datetime import datetime

import pytest

from poddarkiv.load.withdrawn import read_withheld_names

AS_OF = datetime.fromisoformat("2026-06-01T12:00:00+02:00")


@pytest.fixture
def names(tmp_path):
    """Return the names of those who may not be shown, by the text of one guest's file."""

    def read(text, slug="kim-ek"):
        path = tmp_path / "content/gaster" / f"{slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_withheld_names(tmp_path, AS_OF).names

    return read


@pytest.mark.parametrize(
    "text",
    [
        "---\nname: Kim Ek\nconsent:\n  withdrawn: 2026-05-01\n---\n",
        "---\r\nname: Kim Ek\r\nconsent:\r\n  withdrawn: 2026-05-01\r\n---\r\n",
        '---\nname: "Kim Ek"  # heter så\nconsent: {basis: given, withdrawn: 2026-05-01}\n---\n',
        "---\nname: Kim Ek\nconsent: {withdrawn: 2026-05-01\n---\n",
        "---\nname: Kim Ek\nwithdrawn: i går\n",
        "name: Kim Ek\n\twithdrawn: ja\n",
        "---\nnamn: Kim Ek\nconsent:\n  tillbakadragen: 2026-05-01\n---\n",
        "---\nname: Kim Ek\nconsent:\n  until: 2026-05-31\n---\n",
        "---\nname: Kim Ek\nconsent:\n  until: '2026-05-31'\n  x: [\n",
        "---\nconsent:\n  withdrawn: 2026-05-01\n---\n",
        b"---\nname: Kim Ek\ntitle: \xe5\xff\nconsent:\n  withdrawn: 2026-05-01\n---\n",
        b"\xef\xbb\xbf---\nname: Kim Ek\nconsent:\n  withdrawn: 2026-05-01\n---\n",
    ],
)
def test_a_line_says_it(names, text):
    assert [name.lower() for name in names(text)] == ["kim ek"]


@pytest.mark.parametrize(
    "text",
    [
        "---\nname: Kim Ek\nconsent:\n  basis: given\n---\n",
        "---\nname: Kim Ek\nconsent:\n  withdrawn:\n---\n",
        '---\nname: Kim Ek\nconsent:\n  withdrawn: ""\n---\n',
        "---\nname: Kim Ek\nconsent:\n  # withdrawn: 2026-05-01\n  until: 2026-06-01\n---\n",
        "---\nname: Kim Ek\nconsent:\n  until: 2026-13-45\n---\n",
        "---\nname: Kim Ek\n---\n\nwithdrawn: 2026-05-01\n",
        "",
    ],
)
def test_nothing_says_it(names, text):
    assert names(text) == ()


def test_an_archive_without_guests_names_nobody(tmp_path):
    assert read_withheld_names(tmp_path, AS_OF).names == ()


def test_what_editors_and_systems_leave_is_passed_by(names):
    assert not names("---\nname: Kim Ek\nconsent:\n  withdrawn: 2026-05-01\n---\n", slug="._kim-ek")
