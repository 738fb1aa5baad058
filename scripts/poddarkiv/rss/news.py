"""`nytt.xml`: articles and news, for those who follow the archive in a feed reader."""

from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.consent import publishable_archive
from poddarkiv.direction import directed
from poddarkiv.i18n import _
from poddarkiv.rss.addresses import article_url
from poddarkiv.rss.feed import written
from poddarkiv.rss.tags import ChannelTags, ItemTags

MOST = 50
"""Articles in the feed: a reader has taken the older ones long ago."""


def render_news(archive: Archive, *, as_of: datetime) -> bytes:
    """Return the articles that are written at `as_of` as an RSS feed, newest first."""
    from feedgen.feed import FeedGenerator

    archive = publishable_archive(archive, as_of)
    show = archive.show
    articles = archive.public_articles(as_of)
    feed = FeedGenerator()
    feed.register_extension("poddarkiv", ChannelTags, ItemTags, atom=False)
    feed.title(_("{show}: articles and news", show=show.title))
    feed.description(_("What is new to read in {show}.", show=show.title))
    feed.language(show.language.lower())
    for article in articles[:MOST]:
        item = feed.add_entry(order="append")
        url = article_url(archive, article.slug)
        item.title(article.title)
        item.link(href=url)
        item.description(directed(article.summary, show.language))
        item.guid(url, permalink=True)
        item.pubDate(article.published)
        for slug in article.topics:
            topic = archive.topic_by_slug.get(slug)
            if topic is not None:
                item.category(term=topic.title)
    newest = articles[0].published if articles else None
    return written(feed, f"{archive.site_url}nytt.xml", archive.site_url, newest)
