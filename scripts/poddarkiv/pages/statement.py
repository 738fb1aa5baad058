"""The accessibility statement, with everything that Digg's list asks for, from data."""

from typing import Any

from poddarkiv import addresses
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Page
from poddarkiv.pages.episode import has_transcript
from poddarkiv.pages.scope import Scope
from poddarkiv.pages.words import format_day

REPORT_URL = "https://www.digg.se/tdosanmalan"
"""Where anybody can tell the authority that a site is not accessible (DOS-lagen, 2018:1937)."""


def statement_data(scope: Scope, page: Page) -> dict[str, Any]:
    """Return what the statement says.

    Digg's list: the actor, the service, how far it complies, everything that is not accessible
    and why, the dates of assessment and of the last change, the method, how to tell of faults,
    the way to the authority, what is exempt as a disproportionate burden, what the law leaves out.
    """
    show = scope.archive.show
    service = page.service or scope.archive.site_url
    lacking = find_unreviewed(scope)
    compliance = page.compliance
    if compliance == "full" and lacking:
        compliance = "partial"
    return {
        "actor": page.actor or show.author,
        "service": service,
        "service_url": service if service.startswith(("https://", "http://")) else "",
        "compliance": _compliance(compliance),
        # Until somebody has assessed the service, nothing is said of what is not wrong with it.
        "stated": compliance is not None,
        "issues": [
            {"what": issue.what, "why": issue.why, "wcag": issue.wcag or ""}
            for issue in page.known_issues
        ],
        "episodes": [
            {
                "title": episode.title,
                "href": addresses.episode_path(episode.slug),
                "why": _lack(scope, episode),
            }
            for episode in lacking
        ],
        "assessed": format_day(page.assessed) if page.assessed else "",
        "updated": format_day(page.updated) if page.updated else "",
        "method": page.method or "",
        "contact": page.contact or show.owner.email,
        "contact_is_mail": "@" in (page.contact or show.owner.email),
        "report_url": REPORT_URL,
        "burdens": list(page.burdens),
        "outside_law": list(page.outside_law),
        "texts": _texts(),
    }


def find_unreviewed(scope: Scope) -> list[Episode]:
    """Return the episodes whose text nobody has read through, or that have none."""
    return [
        episode
        for episode in scope.episodes
        if not (has_transcript(scope, episode) and is_fully_reviewed(episode))
    ]


def is_fully_reviewed(episode: Episode) -> bool:
    """Whether a person has read the whole text."""
    return episode.reviewed and episode.transcript is not None and not episode.transcript.ranges


def _lack(scope: Scope, episode: Episode) -> str:
    if not has_transcript(scope, episode):
        reason = episode.transcript.reason if episode.transcript else None
        return reason or _("The episode has no transcript.")
    if episode.reviewed:
        return _("Only parts of the transcript have been reviewed.")
    return _("The transcript was made by a machine and nobody has reviewed it.")


def _compliance(compliance: str | None) -> str:
    if compliance is None:
        return _("Nobody has assessed yet how accessible the service is.")
    return {
        "full": _("The service complies fully with the law (2018:1937) on digital public service."),
        "partial": _(
            "The service complies partly with the law (2018:1937) on digital public service. "
            "What is not accessible is listed below."
        ),
        "none": _(
            "The service does not comply with the law (2018:1937) on digital public service. "
            "What is not accessible is listed below."
        ),
    }[compliance]


def _texts() -> dict[str, str]:
    return {
        "who": _("Who is responsible"),
        "who_text": _("stands behind this service:"),
        "how": _("How accessible the service is"),
        "issues": _("What is not accessible"),
        "why": _("Why:"),
        "no_issues": _("We know of nothing that is not accessible."),
        "episodes": _("Episodes without a reviewed transcript"),
        "episodes_text": _(
            "A recording needs a text that says the same (WCAG 1.2.1). These episodes lack a text "
            "that a person has reviewed:"
        ),
        "no_episodes": _("Every episode has a transcript that a person has reviewed."),
        "burdens": _("Disproportionate burden (section 12 of the law)"),
        "no_burdens": _("We make no exception for disproportionate burden."),
        "outside": _("Content that the law does not cover (section 9)"),
        "no_outside": _("We make no exception for content outside the law."),
        "tested": _("How we have tested"),
        "assessed": _("The service was last assessed on:"),
        "updated": _("This statement was last changed on:"),
        "unknown_date": _("no date given"),
        "contact": _("Tell us about shortcomings"),
        "contact_text": _(
            "Write to us if something does not work for you, or if you need something in another "
            "form:"
        ),
        "authority": _("If you are not content with our answer"),
        "authority_text": _(
            "Digg, the Agency for Digital Government, supervises the law on digital public "
            "service. You can tell Digg if you think that we do not follow it:"
        ),
        "authority_link": _("Report to Digg"),
    }
