"""Every kind of target holds what the site holds, and nothing is sent twice."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from poddarkiv.errors import PublishError
from poddarkiv.publish.local import is_recording
from poddarkiv.publish.manifest import MANIFEST, read_manifest
from poddarkiv.publish.plan import Withdrawn
from poddarkiv.publish.run import PublishOptions, publish

SITE = {
    "index.html": "<h1>Hej</h1>",
    "feed.xml": "<rss/>",
    "assets/stil.css": "a {}",
    "avsnitt/001-start/index.html": "<h1>Åäö</h1>",
    "avsnitt/001-start/transcript.vtt": "WEBVTT\n",
    "pagefind/fragment/sv_1.pf_fragment": "ett",
    "media/001.mp3": "ljud" * 100_000,
}
NOBODY = Withdrawn()


def without_ours(files: dict[str, bytes]) -> dict[str, str]:
    return {path: files[path].decode() for path in files if not path.startswith(".poddarkiv-")}


def paths(plan):
    return [upload.file.path for upload in plan.uploads]


def test_all_of_the_site_arrives(store, site, host, name):
    publish(store, site(SITE), NOBODY)

    assert without_ours(host.files(name)) == SITE
    assert [path for path in host.files(name) if path.startswith(".poddarkiv-")] == [MANIFEST]


def test_what_is_there_is_not_sent_again(store, site, host, open_at):
    publish(store, site(SITE), NOBODY)

    assert publish(open_at(host), site({}), NOBODY).is_empty()


def test_only_what_changed_goes_up_and_what_is_gone_goes_away(store, site, host, name, open_at):
    publish(store, site(SITE), NOBODY)
    changed = {"index.html": "<h1>Hallå</h1>", "avsnitt/001-start/transcript.vtt": None}

    plan = publish(open_at(host), site(changed), NOBODY)

    assert (paths(plan), plan.last) == (["index.html"], ("avsnitt/001-start/transcript.vtt",))
    left = {path: text for path, text in {**SITE, **changed}.items() if text is not None}
    assert without_ours(host.files(name)) == left


def test_what_others_changed_or_removed_there_is_mended(store, site, host, name, open_at):
    publish(store, site(SITE), NOBODY)
    host.change(name, "index.html", b"<h1>hackat</h1>")
    host.change(name, "assets/stil.css", None)

    plan = publish(open_at(host), site({}), NOBODY)

    assert paths(plan) == ["assets/stil.css", "index.html"]
    assert without_ours(host.files(name)) == SITE


def test_files_that_we_did_not_put_there_stay(store, site, host, name, open_at):
    publish(store, site(SITE), NOBODY)
    host.change(name, "avsnitt/egen.html", b"min egen")
    host.change(name, ".htaccess", b"min egen")

    plan = publish(open_at(host), site({"assets/stil.css": None}), NOBODY)

    assert plan.last == ("assets/stil.css",)
    assert {"avsnitt/egen.html", ".htaccess"} < host.files(name).keys()


def test_a_recording_stays_until_it_is_said_to_go(store, site, host, name, open_at):
    publish(store, site(SITE), NOBODY)
    without = site({"media/001.mp3": None})

    assert publish(open_at(host), without, NOBODY).kept == ("media/001.mp3",)
    assert "media/001.mp3" in host.files(name)
    publish(open_at(host), without, NOBODY, PublishOptions(delete_recordings=True))
    assert "media/001.mp3" not in host.files(name)


def test_keep_leaves_old_pages_but_not_those_of_the_withdrawn(store, site, host, name, open_at):
    two = {**SITE, "avsnitt/002-mitt/index.html": "två", "artiklar/gammal/index.html": "g"}
    publish(store, site(two), NOBODY)
    withdrawn = Withdrawn(("avsnitt/002-mitt/",))
    left = site({"avsnitt/002-mitt/index.html": None, "artiklar/gammal/index.html": None})

    plan = publish(open_at(host), left, withdrawn, PublishOptions(keep=True))

    assert plan.first == ("avsnitt/002-mitt/index.html",)
    assert "artiklar/gammal/index.html" in host.files(name)
    assert "avsnitt/002-mitt/index.html" not in host.files(name)


def test_a_dry_run_writes_nothing_and_makes_no_folder(store, site, host, name, served):
    plan = publish(store, site(SITE), NOBODY, PublishOptions(dry_run=True))

    assert sorted(paths(plan)) == sorted(SITE)
    assert host.files(name) == {}
    assert not (served / name).exists()


NAMES = (
    "avsnitt/Åäö é/sida 1.html",
    "avsnitt/a+b&c=d/x%20y.html",
    "avsnitt/nummer#1?/i.html",
    "media/“citat” – streck.mp3",
    "a'b\"c/i.html",
    "avsnitt/e\u0301/nfd.html",
    "日本語/i.html",
    "-streck/-x.html",
    "avsnitt/[x]*{y}/~z.html",
    "avsnitt/semi;kolon,/i.html",
)


def fits(path, host):
    """Whether the server can have such a name: wsgidav 4.4 unquotes Destination too early."""
    return not (host.address.startswith("webdav") and "#" in path)


def test_a_name_with_any_letters_arrives_stays_and_goes(site, host, name, open_at):
    files = {path: path for path in NAMES if fits(path, host)}
    publish(open_at(host), site(files), NOBODY)

    assert without_ours(host.files(name)) == files
    assert publish(open_at(host), site({}), NOBODY).is_empty()
    publish(open_at(host), {}, NOBODY, PublishOptions(delete_recordings=True))
    assert without_ours(host.files(name)) == {}


def test_an_address_with_any_letters_is_that_folder(site, host, name, open_at):
    odd = f"{name} å%20" + ("#" if fits("#", host) else "")
    written = odd if host.address.startswith("/") else quote(odd)
    place = replace(host, address=host.address.replace("{}", written))

    publish(open_at(place), site(SITE), NOBODY)

    assert without_ours(host.files(odd)) == SITE


def test_recordings_and_pages_may_come_to_one_place_by_two_targets(site, folder, name, open_at):
    pages = {path: text for path, text in SITE.items() if not is_recording(path)}
    sound = {path: text for path, text in SITE.items() if is_recording(path)}
    files = site(SITE)
    scoped = [(pages, lambda path: not is_recording(path)), (sound, is_recording)]

    for chosen, scope in scoped * 2:
        own = {path: files[path] for path in chosen}
        wishes = PublishOptions(delete_recordings=True)
        plan = publish(open_at(folder), own, NOBODY, wishes, scope=scope)
        assert (plan.last, plan.kept) == ((), ())

    assert without_ours(folder.files(name)) == SITE


def test_another_show_is_not_published_over(site, folder, name, open_at):
    publish(open_at(folder), site(SITE), NOBODY, show="1b1e")

    with pytest.raises(PublishError) as fault:
        publish(open_at(folder), {}, NOBODY, show="5cef")

    assert "another show is published there (podcast:guid 1b1e)" in str(fault.value)
    assert without_ours(folder.files(name)) == SITE
    assert publish(open_at(folder), site({}), NOBODY, show="1b1e").is_empty()


def test_a_file_that_goes_away_meanwhile_is_named(site, host, open_at):
    files = site(SITE)
    files["index.html"].source.unlink()

    with pytest.raises(PublishError) as fault:
        publish(open_at(host), files, NOBODY)

    assert str(fault.value) == f"{files['index.html'].source}: went away while it was being sent"


def test_the_manifest_names_what_is_there_and_no_more(store, site, host, name, open_at):
    publish(store, site(SITE), NOBODY)
    publish(open_at(host), site({"avsnitt/001-start/index.html": None}), NOBODY)

    manifest = read_manifest(host.files(name)[MANIFEST])

    assert manifest.files.keys() == without_ours(host.files(name)).keys()
    assert all(entry.stamp for entry in manifest.files.values())


def test_the_feed_goes_up_last_and_recordings_first(store, site):
    sent = []
    put = store.upload

    def noted(path, source, headers):
        sent.append(path)
        put(path, source, headers)

    store.upload = noted
    publish(store, site(SITE), NOBODY)

    ours = [path for path in sent if path in SITE]
    assert (ours[0], ours[-1]) == ("media/001.mp3", "feed.xml")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"version": 1, "files": {"../x": ["", 1, ""]}}']
)
def test_a_manifest_that_is_no_manifest_costs_nothing_but_time(
    folder, site, name, open_at, content
):
    publish(open_at(folder), site(SITE), NOBODY)
    folder.change(name, MANIFEST, content)
    folder.change(name, "extra.html", b"extra")

    publish(open_at(folder), site({}), NOBODY)

    assert without_ours(folder.files(name)) == {**SITE, "extra.html": "extra"}
