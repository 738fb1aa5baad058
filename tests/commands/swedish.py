"""Look for English in what a Swedish archive's messages say."""

import re

QUOTED = re.compile(r"\b[\w ]+ säger: .*$", re.MULTILINE)
"""What another program said: it stands last, marked as its own words (docs/messages.md)."""
_VALUES = re.compile(r"”[^”\n]*”|\S*[/\\.=:_<>{}\[\]|]\S+|--\S+")
"""What people wrote, files, addresses, options and settings."""
ENGLISH = frozenset(
    (
        *("and", "are", "at", "be", "been", "but", "by", "cannot", "column", "could", "did"),
        *("directory", "does", "doesn", "error", "expected", "failed", "file", "found", "from"),
        *("has", "have", "if", "invalid", "is", "isn", "it", "line", "missing", "must", "no"),
        *("not", "of", "on", "or", "should", "such", "that", "the", "there", "this", "to", "too"),
        *("unable", "unexpected", "unknown", "unsupported", "value", "was", "while", "with"),
        *("without", "wrong", "you"),
    )
)
"""Words that stand in nearly every English sentence, and in no Swedish one that we write."""


def english_in(text):
    """Return the English words of `text` outside what is quoted from other programs."""
    own = _VALUES.sub(" ", QUOTED.sub("", text))
    return sorted(set(re.findall(r"[a-zåäö]+", own.lower())) & ENGLISH)
