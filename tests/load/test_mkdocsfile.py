"""What `mkdocs.yml` may not say is found in any YAML, and nothing in it stops the reading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poddarkiv.load.mkdocsfile import check_mkdocs_file

SITE = "docs_dir: content\ntheme: material\n"


def lines(tmp_path, text):
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    return [(fault.line, fault.field) for fault in check_mkdocs_file(tmp_path)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{SITE}plugins: [poddarkiv]\n", []),
        (f"{SITE}plugins:\n  poddarkiv: {{}}\n  offline: {{}}\n", [(5, "plugins")]),
        (f"{SITE}plugins: [poddarkiv, {{offline: {{enabled: false}}}}]\n", []),
        (f"{SITE}plugins: [poddarkiv, {{offline: {{enabled: !ENV [X, true]}}}}]\n", []),
        (f"{SITE}site_dir: ./site/\ndocs: x\n", []),
        ("INHERIT: base.yml\nplugins: [poddarkiv]\n", []),
        ("plugins: [poddarkiv]\n", [(1, "docs_dir"), (1, "theme")]),
        ("docs_dir: content/\ntheme: {custom_dir: o, name: null}\n", [(2, "theme")]),
        ("site_url: https://example.org/\n", []),
        ("site_url: [\n", [(1, "")]),
        ("? [a, b]\n: c\nplugins: [[offline], {[x]: y}]\ndocs_dir: [content]\n", None),
    ],
)
def test_each_setting_is_told_with_its_line(tmp_path, text, found):
    told = lines(tmp_path, text)

    assert found is None or told == found


VALUES = st.recursive(
    st.sampled_from(["offline", "false", "content", "x", "~", "!ENV [A, false]", '"no"']),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")
        | st.dictionaries(inner, inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        )
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(["docs_dir", "site_dir", "theme", "plugins", "use_directory_urls", "nav"])


@settings(deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_nothing_that_yaml_can_hold_stops_the_reading(tmp_path_factory, values):
    text = "".join(f"{key}: {value}\n" for key, value in values.items())

    assert isinstance(lines(tmp_path_factory.mktemp("a"), text), list)
