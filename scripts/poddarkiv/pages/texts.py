"""The words of the site's frame and pages, in the language in use.

Templates can't translate (MiniJinja knows no functions of ours): they show these by name.
"""

from poddarkiv.i18n import _
from poddarkiv.pages.player_texts import player_texts


def site_texts() -> dict[str, str]:
    """Return every text that a template shows, by the name it has there."""
    return _frame() | _listening() | _reading() | _listing() | _hits() | player_texts()


def _frame() -> dict[str, str]:
    return {
        "skip": _("Skip to the content"),
        "menu": _("Menu"),
        "main_menu": _("Main menu"),
        "announcement": _("Notice"),
        "breadcrumbs": _("You are here"),
        "search": _("Search"),
        "theme": _("Light or dark"),
        "theme_auto": _("As on your device"),
        "theme_light": _("Light"),
        "theme_dark": _("Dark"),
        "edit": _("Suggest a change to this page"),
        "contents": _("On this page"),
        "subscribe": _("Subscribe"),
        "feed": _("Podcast feed (RSS)"),
        "news_feed": _("Articles and news (RSS)"),
        "license": _("License"),
        "about_site": _("About the site"),
        "listen_and_read": _("Listen and read"),
        "updated": _("Updated"),
        "draft": _("Draft: not on the public site"),
        "not_found_title": _("The page isn't here"),
        "not_found": _(
            "The address may be old or misspelt. Search for what you are looking for, or start at "
            "the front page."
        ),
        "to_home": _("To the front page"),
        "print_note": _("Printed from"),
        "crisis_title": _("Do you need help now?"),
        "crisis_text": _("There is somebody to talk to, day and night."),
        "crisis_more": _("More who can help"),
        "call": _("Call"),
        "website": _("Website"),
    }


def _listening() -> dict[str, str]:
    return {
        "player": _("Listen to the episode"),
        "no_audio": _("The recording isn't in this archive. You can listen here:"),
        "no_audio_nowhere": _("The recording isn't in this archive."),
        "download_audio": _("Download the recording"),
        "chapters": _("Chapters"),
        "about_episode": _("About the episode"),
        "content_note": _("Before you listen"),
        "content_note_text": _("The episode holds this. You can skip the part."),
        "article_note": _("Before you read"),
        "guests": _("Guests"),
        "topics": _("Topics"),
        "transcript": _("Transcript"),
        "skip_transcript": _("Skip the transcript"),
        "suggest_correction": _("Suggest a correction"),
        "downloads": _("Download the text"),
        "articles_here": _("Articles about this"),
        "quoted_at": _("Points to"),
        "related_episodes": _("More to listen to"),
        "related_articles": _("More to read"),
        "newer": _("Newer episode"),
        "older": _("Older episode"),
        "all_episodes": _("All episodes"),
        "ways_to_listen": _("Ways to listen"),
        "feed_address": _("The feed's address"),
        "copy_address": _("Copy the address"),
        "copied": _("Copied"),
        "apps": _("In an app"),
        "apps_text": _("The show is in these apps and directories:"),
        "no_apps": _(
            "The show is not in any app's own directory yet. Every podcast app can follow it by "
            "the feed's address."
        ),
        "open_in_app": _("Open the feed in your podcast app"),
        "howto_title": _("How to add a show by its address"),
        "howto_1": _("Copy the address above."),
        "howto_2": _(
            "Open your podcast app and look for “Add by URL” or “Follow a show by its address”."
        ),
        "howto_3": _("Paste the address and choose to follow."),
        "news_title": _("Follow the articles"),
        "news_text": _("Articles and news have a feed of their own, for a feed reader."),
    }


def _reading() -> dict[str, str]:
    return {
        "articles": _("Articles"),
        "all_articles": _("All articles"),
        "news": _("News"),
        "sources": _("Sources"),
        "easy_read": _("Read the easy-read version"),
        "easy_read_label": _("Easy read"),
        "full_article": _("Read the whole article"),
        "written_by": _("Text:"),
        "not_reviewed": _("Not yet reviewed by the editors"),
        "listen_to": _("Listen to this subject"),
        "people_here": _("People in the text and its episodes"),
        "glossary": _("Glossary"),
        "english": _("In English:"),
        "synonyms": _("Also called:"),
        "see_also": _("See also:"),
        "titles": _("Titles, each with its source"),
        "links": _("Links"),
        "source": _("Source"),
        "consent_given": _("The guest has agreed to what is shown here."),
        "consent_public": _("What is shown here comes from public sources."),
        "pseudonym": _("The name is a pseudonym."),
        "episodes_with": _("Episodes"),
        "articles_with": _("Articles"),
        "guests_with": _("Guests"),
        "nothing_yet": _("Nothing here yet."),
    }


def _listing() -> dict[str, str]:
    return {
        "filter": _("Choose episodes"),
        "filter_topic": _("Topic"),
        "filter_guest": _("Guest"),
        "filter_season": _("Season"),
        "filter_year": _("Year"),
        "filter_all": _("All of them"),
        "filter_clear": _("Show all"),
        "filter_one": _("1 episode"),
        "filter_many": _("{n} episodes"),
        "filter_none": _("No episode matches. Choose fewer filters."),
        "by_year": _("By year"),
        "by_topic": _("By topic"),
        "by_guest": _("By guest"),
        "pages": _("Pages"),
        "previous": _("Previous"),
        "next": _("Next"),
    }


def _hits() -> dict[str, str]:
    return {
        "hits": _("Hits on this page"),
        "hits_one": _("1 hit for “{words}”"),
        "hits_many": _("{n} hits for “{words}”"),
        "hits_at": _("Hit {i} of {n}"),
        "hits_previous": _("Previous hit"),
        "hits_next": _("Next hit"),
        "hits_close": _("Close and remove the marks"),
        "hits_keys": _("Enter: next. Esc: close."),
    }
