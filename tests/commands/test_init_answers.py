"""`poddarkiv init` asks whose the archive is where somebody can answer; options say it too."""

import os
import pty
import select
import signal
import sys

import pytest

from commands.running import poddarkiv
from poddarkiv.load import load_archive

LANG = {"LANG": "sv_SE.UTF-8"}
SAID = ("--name", "Föreningen Hopp", "--email", "podd@hopp.example", "--license", "cc-by-4.0")


CTRL_C = "\x03"
"""Python may miss the first: a signal that comes between its look for signals and its wait for
the line is noticed with the next key."""


def on_a_terminal(*words: str, cwd, answers=()) -> tuple[int, str]:
    """Run `poddarkiv WORDS` on a terminal; give its code and all that was shown.

    Args:
        words: The arguments.
        cwd: Where it is run.
        answers: Pairs: what is shown last, and what a person types then.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.environ.update({**LANG, "TERM": "dumb", "COLUMNS": "200"})
        os.execv(sys.executable, [sys.executable, "-m", "poddarkiv", *words])
    waiting, shown, seen, typed = list(answers), "", 0, ""
    patience = 60
    try:
        while select.select([terminal], [], [], 1)[0] or (patience := patience - 1):
            if not select.select([terminal], [], [], 0)[0]:
                if typed == CTRL_C and patience % 5 == 0:  # pressed again, as people do
                    os.write(terminal, typed.encode())
                continue
            shown += os.read(terminal, 65536).decode(errors="replace")
            if waiting and waiting[0][0] in shown[seen:]:
                seen = len(shown)
                typed = waiting.pop(0)[1]
                os.write(terminal, typed.encode())
        os.kill(child, signal.SIGKILL)  # nobody answers what it asks
    except OSError:  # Linux: the child has closed its end
        pass
    _child, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.replace("\r\n", "\n")


def test_options_say_whose_it_is(tmp_path):
    run = poddarkiv("init", tmp_path / "a", *SAID)

    show = load_archive(tmp_path / "a").show
    assert run.returncode == 0
    assert (show.owner.name, show.owner.email) == ("Föreningen Hopp", "podd@hopp.example")
    assert show.license is not None
    assert show.license.id == "CC-BY-4.0"
    page = load_archive(tmp_path / "a").pages["tillganglighet"]
    assert (page.actor, page.contact) == ("Föreningen Hopp", "podd@hopp.example")


def test_a_person_is_told_first_what_is_public_and_then_asked(tmp_path):
    answers = [
        ("Vad heter podden?", "Vår podd\n"),
        ("Vem ansvarar", "Föreningen Hopp\n"),
        ("E-postadress", "ingen adress\n"),
        ("(Retur: senare)", "podd@hopp.example\n"),
        ("Vad får andra göra", "2\n"),
    ]

    code, shown = on_a_terminal("init", "a", answers=answers, cwd=tmp_path)

    show = load_archive(tmp_path / "a").show
    assert code == 0, shown
    assert (show.title, show.owner.name, show.owner.email) == (
        "Vår podd",
        "Föreningen Hopp",
        "podd@hopp.example",
    )
    assert show.license is not None
    assert show.license.id == "CC-BY-4.0"
    assert "”ingen adress” är ingen e-postadress" in shown
    warning, question = shown.index("Allt i ett publikt förråd"), shown.index("Vad heter podden?")
    assert warning < question


def test_who_only_presses_enter_has_said_nothing(tmp_path):
    questions = ("Vad heter podden?", "Vem ansvarar", "E-postadress", "Vad får andra göra")
    answers = [(question, "\n") for question in questions]

    code, shown = on_a_terminal("init", "min-podd", answers=answers, cwd=tmp_path)

    show = load_archive(tmp_path / "min-podd").show
    assert code == 0, shown
    assert (show.title, show.license) == ("Min podd", None)


def test_what_options_have_said_is_not_asked(tmp_path):
    words = ("init", "a", "--title", "En podd", *SAID)

    code, shown = on_a_terminal(*words, cwd=tmp_path)

    assert code == 0
    assert "?" not in shown.partition("Arkivet finns")[0]


def test_who_says_yes_is_asked_nothing(tmp_path):
    code, shown = on_a_terminal("init", "a", "--yes", cwd=tmp_path)

    assert code == 0
    assert "Vad heter podden?" not in shown


def test_who_stops_has_written_nothing(tmp_path):
    code, shown = on_a_terminal("init", "a", answers=[("Vad heter podden?", CTRL_C)], cwd=tmp_path)

    assert code == 1
    assert "Avbrutet: inget har skrivits." in shown
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--email", "ingen"), "--email: ”ingen” är ingen e-postadress"),
        (("--license", "CC"), "--license: här ska stå ett av ARR, CC-BY-4.0, "),
    ],
)
def test_an_option_that_is_none_is_misuse_and_nothing_is_written(tmp_path, words, says):
    run = poddarkiv("init", tmp_path / "a", *words, **LANG)

    assert run.returncode == 2
    assert run.stderr.startswith(says)
    assert list(tmp_path.iterdir()) == []
