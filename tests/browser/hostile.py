"""The sample archive with something hostile in every text that a person may write."""

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

MARK = "window.pwned=1"
TEXTS = {"alt", "author", "by", "contact", "copyright", "definition", "description", "english",
    "hours", "method", "name", "notes", "organisation", "reason", "service", "source", "summary",
    "text", "title", "vocabulary", "what", "when", "why"}  # fmt: skip
"""Keys whose values are words; what else a key may hold has a form of its own, which is checked."""
PAYLOADS = (
    f"<script>{MARK}</script>",
    f'"><img src=x onerror="{MARK}">',
    f"' autofocus onfocus='{MARK}",
    f"</script><script>{MARK}</script>",
    f"</title></textarea></noscript><svg onload={MARK}>",
    f"<!--<img src=--><img src=x onerror={MARK}>",
    f"]]><script>{MARK}</script>",
    f"&lt;script&gt;{MARK}&lt;/script&gt;",
    f"javascript:{MARK}",
    "{{ 7*7 }}{% raw %}{#",
    "${7*7}\u202e\u2066\u200b<\u212a>",
)
MARKDOWN = f"""
<script>{MARK}</script>

<img src=x onerror="{MARK}"> <svg><script>{MARK}</script></svg> <svg onload="{MARK}">

<iframe srcdoc="<script>parent.pwned=1</script>"></iframe><object data="x"></object><embed src="x">

<form action="javascript:{MARK}"><button formaction="javascript:{MARK}">Klicka</button></form>

<a href="javascript:{MARK}">a</a> <a href=" &#106;avascript:{MARK}">b</a> <base href="https://elsewhere.example/">

<style>body {{ display: none }}</style> <link rel="stylesheet" href="https://elsewhere.example/x.css">

<meta http-equiv="refresh" content="0;url=https://elsewhere.example/"> <math><mi xlink:href="javascript:{MARK}">m</mi></math>

<p style="position:fixed;inset:0" onclick="{MARK}" id="ljud" class="pod-dock" data-pod-dock data-seek="1">stil</p>

[a](javascript:{MARK}) [b](java&#115;cript:{MARK}) [c](data:text/html,<script>{MARK}</script>) [d](vbscript:x)
![e](javascript:{MARK}) <javascript:{MARK}> [f]: javascript:{MARK}

[g](https://example.org/"onmouseover="{MARK}) {{: onclick="{MARK}" }}

## Rubrik <img src=x onerror={MARK}> {{: #ljud onclick="{MARK}" }}

{{{{ 7*7 }}}} {{% raw %}} `</code><script>{MARK}</script>`

```html
</code></pre><script>{MARK}</script>
```
"""  # noqa: E501 - a line is a paragraph of Markdown


def poison(root: Path) -> int:
    """Put the payloads into the archive at `root`; return how many texts hold one now."""
    places = 0
    for path in sorted(root.glob("episodes/**/*.yml")) + sorted(root.glob("content/*.yml")):
        if path.name != "episode.lock.yml":
            places += _yaml(path)
    for path in sorted(root.glob("content/**/*.md")):
        places += _markdown(path)
    for path in sorted(root.glob("episodes/*/transcript.vtt")):
        places += _transcript(path)
    return places


def _yaml(path: Path) -> int:
    text, count = _poisoned(path.read_text("utf-8"), with_markdown=True)
    path.write_text(text, "utf-8")
    return count


def _markdown(path: Path) -> int:
    _start, front, body = path.read_text("utf-8").split("---\n", 2)
    front, count = _poisoned(front, with_markdown=False)
    path.write_text(f"---\n{front}---\n{body}\n{MARKDOWN}\n", "utf-8")
    return count + 1


def _poisoned(text: str, *, with_markdown: bool) -> tuple[str, int]:
    nodes = list(_words(yaml.compose(text, yaml.BaseLoader)))
    # From the end, so that the places before stay where they are.
    for number, (key, node) in reversed(list(enumerate(nodes))):
        hostile = f"{node.value.strip()} {PAYLOADS[number % len(PAYLOADS)]}"
        if with_markdown and key == "notes":
            hostile = f"{node.value}\n{MARKDOWN}"
        after = "\n" if text[node.end_mark.index - 1 : node.end_mark.index] == "\n" else ""
        text = (
            text[: node.start_mark.index]
            + json.dumps(hostile)
            + after
            + text[node.end_mark.index :]
        )
    return text, len(nodes)


def _words(node: yaml.Node | None, key: str = "") -> Iterator[tuple[str, yaml.ScalarNode]]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _words(value, name.value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _words(value, key)
    elif isinstance(node, yaml.ScalarNode) and key in TEXTS and node.value:
        yield key, node


def _transcript(path: Path) -> int:
    lines = path.read_text("utf-8").split("\n")
    said = [i for i, line in enumerate(lines) if line.startswith("<v ")]
    for number, i in enumerate(said):
        # In a cue, what looks like a tag is a tag and is dropped; as an entity it is text.
        plain = PAYLOADS[number % len(PAYLOADS)]
        escaped = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        lines[i] += f" {escaped} {plain.replace('-->', '')}"
    for i in said[:2]:
        lines[i] = lines[i].replace("<v ", "<v \"' onmouseover=window.pwned=1 &lt;b&gt;", 1)
    path.write_text("\n".join(lines), "utf-8")
    return len(said)
