"""What speakers are called in transcripts: by name, or not."""

from poddarkiv.consent.names import key_of

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


def without_role(label: str) -> str:
    """Return a speaker's label without the words that say what somebody is, not who.

    >>> without_role("Kim Ek (gäst)"), without_role("Gäst: Kim"), without_role("Talare 2")
    ('kim ek', 'kim', '2')
    """
    return " ".join(word for word in key_of(label) if word not in _WORDS)


def is_name(label: str) -> bool:
    """Whether a speaker's label names somebody.

    >>> is_name("Kim Ek"), is_name("Talare 2"), is_name("")
    (True, False, False)
    """
    return any(len(word) > 1 and word.isalpha() and word not in _WORDS for word in key_of(label))
