"""Rules for what a show and an episode have in common: licence, places, comments and so on."""

import difflib
import re
from collections.abc import Iterable, Iterator

from poddarkiv import spec
from poddarkiv.checks.place import Place
from poddarkiv.errors import Problem
from poddarkiv.i18n import _
from poddarkiv.model import Episode, Funding, License, Location, Show, SocialInteract, Txt
from poddarkiv.slugs import closest

_GEO = re.compile(r"^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:,-?\d+(?:\.\d+)?)?(?:;.*)?$")
_OSM = re.compile(r"^[NWR]\d+(?:#\d+)?$")
_STREET = re.compile(
    r"(?:gatan|gata|vägen|väg|gränd|stigen|allén|torget|torg|street|road) \d", re.I
)
_POSTCODE = re.compile(r"\b\d{3} ?\d{2}\b")
_TOWN = 2
"""Decimals of a latitude that are a town (a kilometre); more are a house."""


def check_common_parts(place: Place, thing: Show | Episode) -> Iterator[Problem]:
    """Find what is wrong with the parts that `thing`, which stands at `place`, may have."""
    if thing.license is not None:
        yield from _license(place.at("license"), thing.license)
    for i, gift in enumerate(thing.funding):
        yield from _funding(place.at("funding", i), gift)
    for i, location in enumerate(thing.locations):
        yield from _location(place.at("locations", i), location)
    for i, txt in enumerate(thing.txt):
        yield from _txt(place.at("txt", i), txt)
    yield from _social(place.at("social"), thing.social)


def check_language(place: Place, language: str | None) -> Iterator[Problem]:
    """Find a language that is no code of ISO 639-1: Apple refuses the feed."""
    if language is None:
        return
    code, _hyphen, country = language.partition("-")
    if code.lower() not in spec.languages() or (
        country and country.upper() not in spec.countries()
    ):
        yield place.error(
            "language",
            _("“{language}” is no language code", language=language),
            _("write two letters of ISO 639-1, as in sv or sv-SE"),
        )


def check_role(place: Place, role: str) -> Iterator[Problem]:
    """Find a role that is not in the taxonomy: apps would show the person as host."""
    if spec.find_role(role) is None:
        near = closest(role.casefold(), spec.role_names())
        yield place.error(
            "role",
            _("no role is called “{role}”: apps would show the host's", role=role),
            _("did you mean “{near}”?", near=near)
            if near
            else _("write one of the roles, as in guest, värd, redaktör, klippare"),
        )


def _license(place: Place, license_: License) -> Iterator[Problem]:
    known = {name.casefold(): name for name in spec.licenses()}
    if license_.id.casefold() not in known and license_.url is None:
        # Only a slip of the pen: CC-BY-SA-4.0 is a licence too, and not CC-BY-4.0.
        slip = difflib.get_close_matches(license_.id.upper(), spec.licenses(), n=1, cutoff=0.9)
        yield place.error(
            "license",
            _("“{id}” is none of the licences that apps know", id=license_.id),
            _("did you mean “{near}”?", near=slip[0])
            if slip
            else _(
                "write {yaml} with the address of its text",
                yaml=f"license: {{id: {license_.id}, url: https://…}}",
            ),
        )
    yield from place.too_long("license", license_.id, 128)
    yield from place.at("url").insecure(license_.url)


def _funding(place: Place, gift: Funding) -> Iterator[Problem]:
    yield from place.at("text").too_long("funding", gift.text, 128)
    yield from place.at("url").insecure(gift.url)


def _txt(place: Place, txt: Txt) -> Iterator[Problem]:
    yield from place.at("text").too_long("txt", txt.text, 4000)
    yield from place.at("purpose").too_long("txt", txt.purpose, 128)
    if txt.purpose == "ai-content" and txt.text not in {"true", "false"}:
        yield place.at("text").error(
            "ai-content",
            _("ai-content says true or false, not “{text}”", text=txt.text),
            _('write text: "true" when a machine made what is heard, else "false"'),
        )


def _social(place: Place, social: Iterable[SocialInteract]) -> Iterator[Problem]:
    comments = list(social)
    for i, one in enumerate(comments):
        here = place.at(i)
        if one.protocol not in spec.social_protocols():
            near = closest(one.protocol.casefold(), spec.social_protocols())
            yield here.at("protocol").error(
                "social-protocol",
                _("no protocol is called “{name}”", name=one.protocol),
                _("did you mean “{near}”?", near=near)
                if near
                else _("write one of {names}", names=", ".join(spec.social_protocols())),
            )
        elif one.protocol == "disabled" and len(comments) > 1:
            yield here.at("protocol").error(
                "social-disabled",
                _("disabled says that there are no comments, but others are named too"),
                _("keep disabled alone, or take it away"),
            )
        elif one.protocol != "disabled" and one.uri is None:
            yield here.error(
                "social-uri",
                _("the comments have no address"),
                _("write uri: with the address of the post that is answered"),
            )


def _location(place: Place, location: Location) -> Iterator[Problem]:
    yield from place.at("name").too_long("location", location.name, 128)
    if _STREET.search(location.name) or _POSTCODE.search(location.name):
        yield place.at("name").error(
            "location-town",
            _("“{name}” is finer than a town: it may tell where a guest lives", name=location.name),
            _("write the town alone"),
        )
    if location.geo is not None:
        yield from _geo(place.at("geo"), location.geo)
    if location.osm is not None and not _OSM.match(location.osm):
        yield place.at("osm").error(
            "location-osm",
            _("“{osm}” is no OpenStreetMap object", osm=location.osm),
            _("write N, W or R and its number, as in R398021"),
        )
    if location.country is not None and location.country not in spec.countries():
        yield place.at("country").error(
            "location-country",
            _("“{country}” is no country code", country=location.country),
            _("write two capital letters of ISO 3166-1, as in SE"),
        )


def _geo(place: Place, geo: str) -> Iterator[Problem]:
    match = _GEO.match(geo)
    if match is None:
        yield place.error(
            "location-geo",
            _("“{geo}” is no place of RFC 5870", geo=geo),
            _("write geo:latitude,longitude, as in geo:57.7,11.97"),
        )
        return
    fine = [part for part in match.groups() if len(part.partition(".")[2]) > _TOWN]
    if fine:
        town = ",".join(f"{float(part):.{_TOWN}f}" for part in match.groups())
        yield place.error(
            "location-town",
            _("“{geo}” is finer than a town: it may tell where a guest lives", geo=geo),
            _("write geo:{town}", town=town),
        )
