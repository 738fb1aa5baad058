"""Our style sheets, scripts and pictures, and where they are in a site."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
TEMPLATES = PACKAGE / "templates"
ASSETS = "assets/pod"
"""The folder of a site that holds them."""
_KINDS = ("css", "icons", "js", "search")


def own_assets() -> dict[str, Path]:
    """Return them by their path in the site."""
    files = (file for kind in _KINDS for file in sorted((PACKAGE / "assets" / kind).glob("*.*")))
    return {f"{ASSETS}/{file.parent.name}/{file.name}": file for file in files}
