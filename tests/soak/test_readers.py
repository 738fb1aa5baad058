"""No bytes make a reader raise what it is not documented to raise."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soak.fuzz import WORDS, seeds
from soak.targets import TARGETS, a_folder

NAMES = sorted(TARGETS)


@pytest.fixture(scope="module")
def real_files(tmp_path_factory):
    """Return files of each kind, for hypothesis to change."""
    found = {}
    for name in NAMES:
        folder = tmp_path_factory.mktemp(name)
        seeds(name, folder)
        found[name] = [path.read_bytes() for path in sorted(folder.iterdir())]
    return found


def edited(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Return `content` with bytes put in, or in place of others, at parts of its length."""
    for part, length, new in edits:
        at = int(part * len(content))
        content = content[:at] + new + content[at + length :]
    return content


def changes(name: str) -> st.SearchStrategy[list[tuple[float, int, bytes]]]:
    """Return ways to change a file: odd words of its kind, or any bytes."""
    words = [word.encode("latin-1").decode("unicode_escape").encode("latin-1")
             for word in WORDS.get(name, ("<",))]  # fmt: skip
    new = st.one_of(st.sampled_from(words), st.binary(max_size=8), st.just(b""))
    edit = st.tuples(st.floats(0, 1), st.integers(0, 40), new)
    return st.lists(edit, max_size=6)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_reader_meets_any_change_of_a_real_file(name, real_files):
    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def meets(data):
        content = data.draw(st.sampled_from(real_files[name]) if real_files[name] else st.just(b""))
        changed = edited(content, data.draw(changes(name)))
        with a_folder() as folder:
            TARGETS[name](changed, folder)

    meets()


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_meets_any_bytes(name):
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(st.binary(max_size=300))
    def meets(content):
        with a_folder() as folder:
            TARGETS[name](content, folder)

    meets()
