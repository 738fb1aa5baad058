"""The pages of the site as data for templates. Values in, values out."""

from poddarkiv.pages.generated import Generated, PageFile, StaticFile
from poddarkiv.pages.site import render_site, site_data

__all__ = ["Generated", "PageFile", "StaticFile", "render_site", "site_data"]
