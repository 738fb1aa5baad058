"""Feeds that apps read. Values in, XML out."""

from poddarkiv.rss.feed import render_feed
from poddarkiv.rss.news import render_news

__all__ = ["render_feed", "render_news"]
