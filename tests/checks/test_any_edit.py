"""Whatever somebody does to a file, `check` answers with lines, never with a crash."""

import random

import pytest

from checks import faults

ODD = (
    '"', "'", ": ", "- ", "[", "]", "{", "}", "\n", "\t", " #", "&a", "*a", "!", "|", ">", "%", "@",
    "`", "null", "0", "-1", "9" * 12, "1e9", "nan", "00:00", "99:99", "-->", "<b>", "\x00", "å",
    "🙂", "a" * 300, "2026-13-40", "../..", "http://", "https://x y", "https://a](b", "[@k99]",
    "[[avsnitt 1 @ 99:99]]",
)  # fmt: skip


def changed(text: str, chance: random.Random) -> str:
    """Return `text` with one small thing added, taken away, doubled or replaced."""
    place = chance.randrange(len(text) + 1)
    lines = text.split("\n")
    row = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            return text[:place] + chance.choice(ODD) + text[place:]
        case 1:
            return text[:place] + text[place + chance.randint(1, 12) :]
        case 2:
            del lines[row]
        case 3:
            lines.insert(row, lines[row])
        case _:
            lines[row] = lines[row].partition(":")[0] + ": " + chance.choice(ODD)
    return "\n".join(lines)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_any_edit_gives_lines_and_no_crash(seed, tmp_path):
    root = faults.copy_base(tmp_path)
    chance = random.Random(seed)
    kinds = {".yml", ".md", ".vtt"}
    sources = sorted(path for path in root.rglob("*") if path.suffix in kinds)
    for _round in range(60):
        path = chance.choice(sources)
        before = path.read_text("utf-8")
        path.write_text(changed(changed(before, chance), chance), "utf-8", newline="\n")

        for problem in faults.problems(root):
            assert problem.line >= 1
            assert str(problem)

        path.write_text(before, "utf-8", newline="\n")
