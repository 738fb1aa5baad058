import pytest

from poddarkiv.load.siteurl import read_site_url


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("site_url: https://a.example.org/", "https://a.example.org/"),
        ("site_url: https://a.example.org", "https://a.example.org/"),
        ("site_url: 'https://a.example.org/om/'  # här", "https://a.example.org/om/"),
        ('site_url: "https://a.example.org/"', "https://a.example.org/"),
        ("site_url: https://a.example.org/ # här", "https://a.example.org/"),
    ],
)
def test_the_address_is_read_as_mkdocs_reads_it(tmp_path, line, url):
    (tmp_path / "mkdocs.yml").write_text(f"site_name: A\n{line}\nx: !ENV Y\n", "utf-8")

    assert read_site_url(tmp_path) == (url, [])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("site_url: podd.se", "an address that begins with https:// was expected, not “podd.se”"),
        ("site_url: https://a](b", "an address that begins with https:// was expected, not “https://a](b”"),
        ("site_url:", "is missing: feed and links need the site's address"),
        (
            "site_url: !ENV [URL, 'https://a.se']",
            "an address that begins with https:// was expected, not “!ENV [URL, 'https://a.se']”",
        ),
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_told_with_its_line(tmp_path, line, message):
    (tmp_path / "mkdocs.yml").write_text(f"site_name: A\n{line}\n", "utf-8")

    _url, [problem] = read_site_url(tmp_path)

    assert str(problem) == f"mkdocs.yml:2: site_url: {message} – write site_url: https://…/"
