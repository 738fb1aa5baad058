"""The words that stand where something is left out: they say nothing of whom or why."""

from poddarkiv.i18n import _


def somebody() -> str:
    """Return how somebody is called who is not named."""
    return _("a guest")


def no_title() -> str:
    """Return a heading in place of one."""
    return _("Not shown any longer")


def no_text() -> str:
    """Return a line in place of a text."""
    return _("This text is not shown any longer.")


def not_said() -> str:
    """Return a line in place of what somebody said."""
    return _("What was said here is not shown any longer.")
