"""Ask a person in the archive's language; Enter alone takes what is likely."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from rich.console import Console
from rich.prompt import Prompt

from poddarkiv.errors import UsageError
from poddarkiv.i18n import _
from poddarkiv.slugs import closest, slugify

T = TypeVar("T")


def parse_yes_no(answer: str) -> bool | None:
    """Return what `answer` says, in the archive's language or English; None for another answer."""
    word = answer.strip().casefold()
    if word in {_("y"), _("yes"), "y", "yes"}:
        return True
    return False if word in {_("n"), _("no"), "n", "no"} else None


class _Question(Prompt):
    prompt_suffix = " "


class Asker:
    """Puts questions on a console."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)

    def say(self, text: str) -> None:
        """Print a line."""
        self.console.print(text, markup=False)

    def text(self, question: str, likely: str = "", *, needed: bool = True) -> str:
        """Return a line of text; empty only when it isn't needed."""

        def read(answer: str) -> str:
            if needed and not answer.strip():
                raise ValueError(_("an answer is needed"))
            return " ".join(answer.split())

        return self.value(question, read, likely)

    def value(self, question: str, read: Callable[[str], T], likely: str = "") -> T:
        """Return what `read` makes of the answer; ask again while it raises ValueError."""
        shown = question if not likely else f"{question} [bold]({_escaped(likely)})[/bold]"
        while True:
            answer = self._line(shown) or likely
            try:
                return read(answer)
            except ValueError as error:
                self.console.print(f"[red]{_escaped(str(error))}[/red]")

    def _line(self, question: str) -> str:
        try:
            return _Question.ask(question, console=self.console, default="", show_default=False)
        except EOFError as error:
            raise self.no_answer() from error

    def no_answer(self) -> UsageError:
        """Return what to raise where the terminal is closed."""
        return UsageError(_("there was no answer; use --yes and options where nobody can answer"))

    def yes(self, question: str, *, likely: bool) -> bool:
        """Return whether the answer is yes."""
        choices = _("Y/n") if likely else _("y/N")

        def read(answer: str) -> bool:
            if not answer.strip():
                return likely
            meant = parse_yes_no(answer)
            if meant is None:
                raise ValueError(_("answer {yes} or {no}", yes=_("y"), no=_("n")))
            return meant

        return self.value(f"{question} \\[{choices}]", read)

    def choice(self, question: str, choices: Mapping[str, str], likely: str) -> str:
        """Return one of the keys of `choices`, which are shown with what they mean.

        A person answers with the number or the key; capitals don't matter.
        """
        for i, meaning in enumerate(choices.values(), 1):
            self.say(f"  {i}  {meaning}")
        keys = list(choices)
        by_name = {_choice_name(key): key for key in keys}

        def read(answer: str) -> str:
            text = answer.strip()
            if _choice_name(text) in by_name:
                return by_name[_choice_name(text)]
            if text.isdecimal() and 1 <= int(text) <= len(keys):
                return keys[int(text) - 1]
            raise ValueError(_("answer with a number from 1 to {n}", n=len(keys)))

        return self.value(question, read, str(keys.index(likely) + 1))

    def several(self, question: str, known: Sequence[str], likely: str = "") -> tuple[str, ...]:
        """Return those of `known` that a person writes, separated by commas; may be none.

        A topic may be written as it is shown: Återhämtning for aterhamtning.
        """

        def read(answer: str) -> tuple[str, ...]:
            names = [name.strip() for name in answer.split(",") if name.strip()]
            meant = [name if name in known else slugify(name) for name in names]
            for name, slug in zip(names, meant, strict=True):
                if slug not in known:
                    near = closest(slug, known)
                    hint = (
                        _("did you mean “{near}”?", near=near)
                        if near
                        else _("write names from the list, or nothing: they can be added later")
                    )
                    raise ValueError(_("“{name}” is not known", name=name) + " – " + hint)
            return tuple(dict.fromkeys(meant))

        return self.value(question, read, likely)


def _choice_name(text: str) -> str:
    # “CC BY 4.0” is how people write CC-BY-4.0.
    return "-".join(text.casefold().split())


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")
