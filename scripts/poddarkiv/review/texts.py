"""What the page says, in the language of the archive."""

from poddarkiv.i18n import _


def page_texts() -> dict[str, str]:
    """Return every text of the page by the name that the page knows it by."""
    keys = {f"key_{name}": text for name, text in _keys().items()}
    return _page() | _answers() | _cue() | _panels() | keys


def _page() -> dict[str, str]:
    return {
        "heading": _("Review the transcript"),
        "player": _("The recording"),
        "transcript": _("Transcript"),
        "undo": _("Undo"),
        "save": _("Save"),
        "approve": _("Mark as reviewed"),
        "approve_text": _(
            "The site then says that a person has reviewed the transcript. "
            "The name and today's date are written into episode.yml."
        ),
        "approve_name": _("Who has reviewed it (shown on the site)"),
        "cancel": _("Cancel"),
        "reviewed_by": _("Reviewed by {by}, {date}"),
        "not_reviewed": _("Not reviewed"),
        "unsaved": _("Corrections not saved: {n}"),
    }


def _answers() -> dict[str, str]:
    return {
        "saved": _("Saved in {path}. Commit the file when you are done."),
        "approved": _("Marked as reviewed by {by}, {date}. Commit episode.yml too."),
        "refused": _("Not saved: {reason}. Your corrections are still on this page."),
        "gone": _(
            "Nobody answers: has “poddarkiv review” ended? "
            "Leave this page open, or take your version with you:"
        ),
        "take_home": _("download it"),
        "conflict": _("The file has changed since you opened it"),
        "conflict_text": _(
            "Somebody, or another program, wrote other words where you have corrected. "
            "Choose for each place which version to keep. Your other corrections are kept."
        ),
        "mine": _("Yours"),
        "theirs": _("In the file"),
        "conflict_later": _("Decide later"),
        "conflict_done": _("Use these"),
        "changed_underneath": _(
            "Not saved: the file has changed. Your corrections are still on this page; save again "
            "to choose."
        ),
        "renewed": _("The file had changed. Here is its new version: look it over."),
        "merged": _(
            "The file had changed. Your corrections now stand in its new version: "
            "look them over and save."
        ),
    }


def _cue() -> dict[str, str]:
    return {
        "play_from": _("Play from {time}"),
        "edit": _("Correct"),
        "text": _("Text (Shift+Enter for a new line)"),
        "speaker": _("Speaker"),
        "onwards": _("The speaker also for what follows, until somebody else speaks"),
        "done": _("Done"),
        "split": _("Split at the cursor"),
        "remove": _("Remove"),
        "removed": _("(removed)"),
        "no_split": _("Put the cursor between two words first."),
    }


def _panels() -> dict[str, str]:
    return {
        "doubts": _("Doubtful places"),
        "doubts_hint": _("The worst first. Listen to some; you need not go through them all."),
        "no_doubts": _("None found. Listen to a few minutes anyway."),
        "no_doubts_left": _("A person has reviewed the transcript: nothing is doubted any more."),
        "more": _("Show {n} more"),
        "hear": _("Hear “{text}” at {time}"),
        "replace_this": _("Replace …"),
        "replace": _("Find and replace"),
        "find_label": _("Find"),
        "replace_label": _("Replace with"),
        "whole_words": _("Whole words only"),
        "match_case": _("Tell capitals from small letters"),
        "hits": _("Places found: {n}"),
        "replace_chosen": _("Replace the ticked ones"),
        "replaced": _("Places replaced: {n}. Undo takes them all back."),
        "speakers": _("Speakers"),
        "speakers_hint": _(
            "Write a guest's name instead of a speaker's, and all its lines change."
        ),
        "nobody": _("(no name)"),
        "speaker_cues": _("{name}, lines: {n}"),
        "shortcuts": _("Shortcuts"),
        "single_keys": _("Shortcuts of a single key"),
        "shortcuts_edit": _(
            "While you correct: Enter is done, Shift+Enter a new line, Esc cancels, "
            "Ctrl+Enter splits at the cursor, Ctrl+Space plays or pauses."
        ),
    }


def _keys() -> dict[str, str]:
    return {
        "toggle": _("Play or pause"),
        "replay": _("Play this line once"),
        "nextDoubt": _("Next doubtful place"),
        "previousDoubt": _("Previous doubtful place"),
        "nextCue": _("Next line"),
        "previousCue": _("Previous line"),
        "nextWord": _("Play from the next word"),
        "previousWord": _("Play from the word before"),
        "forward": _("Five seconds forward"),
        "back": _("Five seconds back"),
        "slower": _("Slower"),
        "faster": _("Faster"),
        "edit": _("Correct this line (Enter too)"),
        "speakerFrom": _("Speaker from here until somebody else speaks"),
        "speakerHere": _("Speaker of this line alone"),
        "find": _("Find and replace"),
        "undo": _("Undo"),
        "help": _("Show this list"),
        "save": _("Save"),
    }
