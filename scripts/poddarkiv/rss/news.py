"""`nytt.xml`: articles and news, for those who follow the archive in a feed reader."""

from datetime import datetime

from poddarkiv.archive import Archive
from poddarkiv.consent import publishable_archive
from poddarkiv.direction import mark_direction
from poddarkiv.formats.description import html_text
from poddarkiv.i18n import _
from poddarkiv.rss.addresses import article_url
from poddarkiv.rss.feed import serialize_feed
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
        item.description(html_text(mark_direction(article.summary, show.language)))
        item.guid(url, permalink=True)
        item.pubDate(article.published)
        for slug in article.topics:
            topic = archive.topic_by_slug.get(slug)
            if topic is not None:
                item.category(term=topic.title)
    newest = articles[0].published if articles else None
    return _plain(serialize_feed(feed, f"{archive.site_url}nytt.xml", archive.site_url, newest))


def _plain(xml: bytes) -> bytes:
    """Return a feed that declares only the namespaces that it uses: feedgen declares all."""
    from lxml import etree

    root = etree.fromstring(xml)
    etree.cleanup_namespaces(root)
    declaration = xml[: xml.index(b"\n") + 1]
    return declaration + etree.tostring(root, encoding="UTF-8", xml_declaration=False) + b"\n"
