"""What the search says to readers, in the language in use."""

import json

from poddarkiv.i18n import _


def search_texts() -> str:
    """Return every text of `<pod-search>`, as JSON for its `data-texts`."""
    return json.dumps(
        {
            "open": _("Search the archive"),
            "label": _("Search episodes, transcripts and articles"),
            "placeholder": _("For example: recovery"),
            "close": _("Close"),
            "kind": _("Show"),
            "all_kinds": _("Everything"),
            "topic": _("Topic"),
            "all_topics": _("All topics"),
            "searching": _("Searching …"),
            "none": _("Nothing was found. Try another word, or fewer."),
            "none_here": _("Nothing was found. Try all topics and kinds, or another word."),
            "silent": _("These words are too common to be looked for alone. Add another word."),
            "some": _("No page has all the words. Pages with some of them:"),
            "instead": _("Shown for “{words}”:"),
            "one": _("1 page found"),
            "many": _("{n} pages found"),
            "one_yet": _("1 page so far"),
            "many_yet": _("{n} pages so far"),
            "none_yet": _("None of the next pages has it. “Show more” looks further."),
            "more": _("Show more"),
            "one_more": _("1 more in the episode"),
            "many_more": _("{n} more in the episode"),
            "why_title": _("In the title"),
            "why_exact": _("The very word"),
            "why_exacts": _("The very words"),
            "why_form": _("A form of “{term}”"),
            "why_part": _("Contains “{term}”"),
            "why_synonym": _("Stands for “{term}”"),
            "why_spelt": _("Instead of “{term}”"),
            "failed": _("The search could not be loaded. Try again in a while."),
        },
        ensure_ascii=False,
    )
