"""The commands of the handbook's page on moving in, in their order, with a host of one's own."""

from pathlib import Path

import pytest

from commands.running import poddarkiv
from docs import handbook
from feeds.hosting_a_feed import links, make_host
from webhosts import Host, nginx

COMMANDS = [
    line
    for block in handbook.blocks("sh")
    if block.page == "flytta-in.md"
    for line in block.text.splitlines()
    if line.startswith("poddarkiv ")
]


@pytest.mark.slow
def test_each_command_does_what_the_page_says(tmp_path: Path):
    files = make_host(tmp_path / "vard")
    host = Host(files.folder)
    feed = files.feed(host.address, {2: links(host.address)})
    (files.folder / "feed.xml").write_text(feed, "utf-8")
    said = []

    with nginx(host):
        for line in COMMANDS:
            words = line.replace("https://gammal-plats.example", host.address).split()[1:]
            here = tmp_path if words[0] == "init" else tmp_path / "min-podd"
            run = poddarkiv(*words, "--allow-local", cwd=here, PODDARKIV_LANG="en")
            assert run.returncode == 0, f"{line}\n{run.stderr}"
            said.append(run.stdout)

    assert [line.split()[1] for line in COMMANDS] == ["init", *["import"] * 4]
    assert "transcript.vtt" in said[3]
    assert "media/001-avsnitt-1.mp3" in said[4]
    assert (tmp_path / "min-podd/media/002-avsnitt-2.mp3").is_file()
