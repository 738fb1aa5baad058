"""What of Material for MkDocs an archive's `overrides/` may know, and what takes its place.

The pages have had a skeleton and a style sheet of their own since Material's end was announced
(2027-05-05). `check` tells an archive of what no longer does anything, and `upgrade` edits what can
be edited by rule. Names are those of mkdocs-material 9.8.1.
"""

from collections.abc import Mapping

TEMPLATES = frozenset({"base.html", "main.html"})
"""Templates that an archive written for Material extends. Ours of the same name draw only the
pages that MkDocs alone knows, as Material's did."""

SKELETON = frozenset({"pod/base.html", "pod/page.html"})
"""Templates that those extend in turn: a copy from before, which extends Material's, would go round
in a circle."""

BLOCKS: Mapping[str, str] = {
    "analytics": "pod/identity.html",
    "announce": "pod/announce.html",
    "extrahead": "pod/identity.html",
    "footer": "pod/parts/footer.html",
    "header": "pod/parts/header.html",
    "htmltitle": "pod/base.html",
    "scripts": "pod/identity.html",
    "site_meta": "pod/identity.html",
    "styles": "pod/identity.html",
}
"""By block: the file in `overrides/` that does the same on every page. The block is still there."""

GONE_BLOCKS: Mapping[str, str] = {
    "config": "",
    "fonts": "pod/identity.html",
    "hero": "pod/announce.html",
    "libs": "pod/identity.html",
    "outdated": "pod/announce.html",
    "site_nav": "pod/parts/menu.html",
    "tabs": "pod/parts/menu.html",
}
"""By block that our skeleton does not have: the file in `overrides/` that comes nearest; empty
where nothing does. What stands in such a block is not shown at all."""

FILES: Mapping[str, str] = {
    "blog-post.html": "pod/article.html",
    "blog.html": "pod/articles.html",
    "redirect.html": "",
    "partials/actions.html": "pod/base.html",
    "partials/alternate.html": "",
    "partials/comments.html": "pod/page.html",
    "partials/consent.html": "",
    "partials/content.html": "pod/page.html",
    "partials/copyright.html": "pod/parts/footer.html",
    "partials/feedback.html": "",
    "partials/footer.html": "pod/parts/footer.html",
    "partials/header.html": "pod/parts/header.html",
    "partials/icons.html": "",
    "partials/language.html": "",
    "partials/logo.html": "pod/logo.html",
    "partials/nav-item.html": "pod/parts/menu.html",
    "partials/nav.html": "pod/parts/menu.html",
    "partials/pagination.html": "pod/episodes.html",
    "partials/palette.html": "pod/parts/footer.html",
    "partials/path-item.html": "pod/base.html",
    "partials/path.html": "pod/base.html",
    "partials/post.html": "pod/parts/article-card.html",
    "partials/progress.html": "",
    "partials/search.html": "partials/pod-search.html",
    "partials/social.html": "pod/parts/footer.html",
    "partials/source-file.html": "pod/base.html",
    "partials/source.html": "pod/parts/header.html",
    "partials/tabs-item.html": "pod/parts/menu.html",
    "partials/tabs.html": "pod/parts/menu.html",
    "partials/tags.html": "pod/parts/topics.html",
    "partials/toc-item.html": "pod/article.html",
    "partials/toc.html": "pod/article.html",
    "partials/top.html": "",
}
"""By template of Material's: the one that does the same; empty where nothing does."""

FOLDERS: Mapping[str, str] = {
    "assets/javascripts/": "",
    "assets/stylesheets/": "",
    "partials/integrations/": "pod/identity.html",
    "partials/javascripts/": "pod/identity.html",
    "partials/languages/": "",
}
"""By folder of Material's: what does the same as the files in it."""

PROPERTIES: Mapping[str, str] = {
    "--md-accent-bg-color": "--pod-on-accent",
    "--md-accent-fg-color": "--pod-accent",
    "--md-code-bg-color": "--pod-surface-2",
    "--md-code-fg-color": "--pod-text",
    "--md-code-font": "",
    "--md-code-font-family": "",
    "--md-default-bg-color": "--pod-back",
    "--md-default-fg-color": "--pod-text",
    "--md-default-fg-color--light": "--pod-muted",
    "--md-footer-bg-color": "--pod-deep",
    "--md-footer-fg-color": "--pod-on-deep",
    "--md-primary-bg-color": "--pod-on-accent",
    "--md-primary-fg-color": "--pod-accent",
    "--md-text-font": "--pod-font",
    "--md-text-font-family": "--pod-font",
    "--md-typeset-a-color": "--pod-link",
    "--md-typeset-color": "--pod-text",
    "--md-typeset-mark-color": "--pod-mark",
}
"""By custom property of Material's style sheet: ours. Others, as the shades of `--md-hue`, have no
counterpart."""

CLASSES: Mapping[str, str] = {
    "md-container": "",
    "md-content": "pod-page",
    "md-content__inner": "pod-page",
    "md-footer": "pod-footer",
    "md-grid": "pod-page",
    "md-header": "pod-header",
    "md-logo": "pod-logo",
    "md-main": "pod-main",
    "md-main__inner": "pod-page",
    "md-nav": "pod-nav",
    "md-search": "pod-search",
    "md-tabs": "pod-nav",
    "md-typeset": "pod-prose",
}
"""By class of Material's that a style sheet may name: ours."""


def file_replacement(path: str) -> str | None:
    """Return what does the same as Material's template or asset at `path`, from `overrides/`.

    Empty where nothing does; None when Material has no such file, or ours is used as that was.
    """
    if path in FILES:
        return FILES[path]
    return next((by for folder, by in FOLDERS.items() if path.startswith(folder)), None)


def property_replacement(name: str) -> str:
    """Return our custom property for Material's `name`; empty where there is none."""
    return PROPERTIES.get(name, "")


def class_replacement(name: str) -> str:
    """Return our class for Material's `name`, or for the block that it is a part of."""
    return CLASSES.get(name) or CLASSES.get(name.partition("__")[0], "")
