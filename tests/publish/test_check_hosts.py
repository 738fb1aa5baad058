"""`publish --check` finds what each kind of host says of a whole real site."""

import json
from pathlib import Path

import boto3
import pytest

from poddarkiv.load import load_archive
from poddarkiv.publish.hostfiles import SNIPPETS
from poddarkiv.publish.live_check import check_published
from poddarkiv.publish.local import list_site_files
from poddarkiv.publish.plan import Withdrawn
from poddarkiv.publish.run import publish
from poddarkiv.rss import render_feed
from publish.hosted import MOMENT, ask, lines, readdressed
from webhosts import apache, free_port


def check(root: Path, address: str):
    archive = load_archive(root)
    return check_published(archive, address, render_feed(archive, as_of=MOMENT), MOMENT, ask)


def test_apache_with_the_file_that_is_written_for_it_is_right(built, tmp_path):
    port = free_port()
    root = readdressed(built, tmp_path / "arkiv", f"http://127.0.0.1:{port}/")
    (root / "site/.htaccess").write_text(SNIPPETS["apache"]("/"), "utf-8")

    with apache(root / "site", port) as address:
        report = check(root, f"{address}/")

    assert lines(report.found, f"{address}/") == []
    assert report.looked_at["recordings"] == 4


def test_apache_without_it_is_told_of_types_and_cors(built, tmp_path):
    port = free_port()
    root = readdressed(built, tmp_path / "arkiv", f"http://127.0.0.1:{port}/")

    with apache(root / "site", port) as address:
        report = check(root, f"{address}/")

    assert {"feed-type", "cors", "compressed"} <= {each.rule for each in report.found}


READ = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            # HEAD is GetObject at Amazon, and has a name of its own in moto.
            "Action": ["s3:GetObject", "s3:HeadObject"],
            "Resource": "arn:aws:s3:::podden/*",
        }
    ],
}


@pytest.fixture
def bucket(built, tmp_path, s3, name, open_at):
    """Give an archive that is published to a bucket that all may read, its address, a client."""
    address = f"{s3.endpoint}/podden/{name}/"
    root = readdressed(built, tmp_path / "arkiv", address)
    client = boto3.client("s3", endpoint_url=s3.endpoint)
    client.put_bucket_policy(Bucket="podden", Policy=json.dumps(READ))
    publish(open_at(s3), {file.path: file for file in list_site_files(root / "site")}, Withdrawn())
    yield root, address, client
    client.delete_bucket_policy(Bucket="podden")
    client.delete_bucket_cors(Bucket="podden")


def test_s3_says_all_but_that_a_bucket_alone_has_no_front_page_and_compresses_nothing(bucket):
    root, address, client = bucket
    settings = json.loads(SNIPPETS["s3"]("/"))
    client.put_bucket_cors(Bucket="podden", CORSConfiguration=settings)

    report = check(root, address)

    assert lines(report.found, address) == [
        "feed: /feed.xml: comes uncompressed",
        "pages: /: the host answers 404",
    ]
    assert report.looked_at["recordings"] == 4
