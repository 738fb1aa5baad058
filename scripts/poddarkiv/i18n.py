"""The language that readers and editors meet.

Messages are gettext messages: English in the code, translated by the catalogues in `locale/`.
One run of the tool speaks one language, set once with `use`.
"""

import contextlib
import gettext as _gettext
import os
from functools import lru_cache
from pathlib import Path

from poddarkiv.credentials import without_credentials

LOCALE_DIR = Path(__file__).parent / "locale"
DOMAIN = "poddarkiv"
_LONGEST = 200
"""Characters of what another program said."""

_state: dict[str, str] = {"language": "en"}


def use(language: str) -> None:
    """Speak `language` (as in `sv` or `sv-SE`) from now on; English where no catalogue has it."""
    _state["language"] = language.replace("-", "_") or "en"


def translate_libraries() -> None:
    """Let libraries that use gettext themselves (click) speak the language in use."""
    _gettext.bindtextdomain("messages", str(LOCALE_DIR))
    os.environ["LANGUAGE"] = _state["language"]


def language() -> str:
    """Return the language that is spoken now, as in `sv` or `sv_SE`."""
    return _state["language"]


def locale() -> str:
    """Return how dates and numbers are written: as the language in use does, or as English does.

    A show may be in a language, or of a country, that Babel does not know; and what the system
    calls a language may be none, as the `C` of `LANG`.
    """
    return _known_locale(_state["language"])


@lru_cache(maxsize=8)
def _known_locale(language: str) -> str:
    from babel import Locale, UnknownLocaleError

    for name in (language, language.partition("_")[0]):
        with contextlib.suppress(UnknownLocaleError, ValueError):
            return str(Locale.parse(name))
    return "en"


@lru_cache(maxsize=8)
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)


def _(message: str, /, **values: object) -> str:
    """Return `message` in the language in use, its `{names}` filled with `values`.

    What any of the values holds of names and passwords in addresses is left out: nobody sees a
    value but through here.
    """
    text = _catalogue(_state["language"]).gettext(message)
    return without_credentials(text.format(**values)) if values else text


def ngettext(singular: str, plural: str, n: int, /, **values: object) -> str:
    """Return the form of the message that suits `n`; `{n}` is filled with it."""
    text = _catalogue(_state["language"]).ngettext(singular, plural, n)
    return text.format(n=n, **values)


def quoted(program: str, words: object) -> str:
    """Quote another program's message in one line, marked as its own words.

    It speaks English, or whatever it likes: our own sentence stands before it, and this in
    parentheses after that. `docs/messages.md` has the rule.

    Args:
        program: Its name.
        words: A text, or an error that it raised.
    """
    text = " ".join(str(words).split()) or type(words).__name__
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return _("{program} says: {words}", program=program, words=short)


def marked(message: str, /) -> str:
    """Return `message` as it is; marks it for translation where it will be shown later."""
    return message
