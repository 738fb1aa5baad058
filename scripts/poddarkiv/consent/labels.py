"""What speakers are called in transcripts: by name, or not."""

from poddarkiv.consent.names import name_key

_WORDS = frozenset(
    (
        *("alla", "berättare", "deltagare", "en", "ett", "flera", "fråga", "frågeställare", "gäst"),
        *("gästen", "inläsare", "intervjuare", "intervjuperson", "jingel", "kvinna", "man"),
        *("moderator", "musik", "okänd", "person", "programledare", "publik", "publiken"),
        *("reporter", "röst", "speaker", "svar", "syntetisk", "talare", "tolk", "uppläsare"),
        *("all", "audience", "guest", "host", "interviewer", "music", "narrator", "participant"),
        *("someone", "synthetic", "unknown", "voice", "woman", "a", "and", "och"),
    )
)
"""What speakers are called who are not named."""


def strip_role(label: str) -> str:
    """Return a speaker's label without the words that say what somebody is, not who.

    >>> strip_role("Kim Ek (gäst)"), strip_role("Gäst: Kim"), strip_role("Talare 2")
    ('kim ek', 'kim', '2')
    """
    return " ".join(word for word in name_key(label) if word not in _WORDS)


def is_name(label: str) -> bool:
    """Whether a speaker's label names somebody.

    >>> is_name("Kim Ek"), is_name("Talare 2"), is_name("")
    (True, False, False)
    """
    return any(len(word) > 1 and word.isalpha() and word not in _WORDS for word in name_key(label))
