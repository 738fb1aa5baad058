"""The words of the player's buttons and of what it says, in the language in use."""

from poddarkiv.i18n import _


def player_texts() -> dict[str, str]:
    """Return every text of the player and the dock, by the name it has in their templates.

    What stands in braces is filled in by the player's script.
    """
    return {
        "player_here": _("To the player"),
        "player_controls": _("More ways to listen"),
        "player_start": _("Play from {time}"),
        "player_back": _("Back 15 s"),
        "player_forward": _("Forward 30 s"),
        "player_speed": _("Speed"),
        "player_follow": _("Follow in the text"),
        "player_share": _("Copy a link to"),
        "player_quote": _("Copy a quote"),
        "player_keys": _(
            "Keys while the player has the focus: J back, K play or pause, L forward, < slower, "
            "> faster."
        ),
        "player_copied": _("The link is copied."),
        "player_quoted": _("The quote is copied with its source."),
        "player_nothing": _("There is no text to quote."),
        "player_failed": _("The recording could not be loaded. Try again, or download it."),
        "player_resumed": _("You had come to {time}. The player goes on there."),
        "player_citation": _("“{quote}” – {speaker}, “{title}”, {show}, {time}"),
        "dock": _("Player"),
        "dock_play": _("Play"),
        "dock_pause": _("Pause"),
        "dock_close": _("Stop and close the player"),
    }
