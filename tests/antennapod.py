"""How AntennaPod reads transcripts: its rules, as `docs/feed.md` tells them."""

import json
import re


def read_srt(text: str) -> list[tuple[float, float, str, str]]:
    """Return start, end, speaker and text of each cue, as the app would show them."""
    found = []
    speaker = ""
    lines = iter(text.split("\n"))
    for line in lines:
        match = re.fullmatch(r"(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})", line)
        if match is None:
            continue
        body = ""
        for row in lines:
            if not row.strip():
                break
            body += row.strip(" \t") + " "
        if ": " in body:
            parts = body.strip(" ").split(":")
            if len(parts) < 2:
                continue
            speaker, body = parts[0], parts[1]
        n = [int(group) for group in match.groups()]
        start = n[0] * 3600 + n[1] * 60 + n[2] + n[3] / 1000
        end = n[4] * 3600 + n[5] * 60 + n[6] + n[7] / 1000
        found.append((start, end, speaker, " ".join(body.split())))
    return found


def read_json(text: str) -> list[tuple[float, float, str, str]]:
    """Return start, end, speaker and text of each segment; fails as the app fails."""
    found = []
    for segment in json.loads(text)["segments"]:
        if "endTime" not in segment:
            continue
        body = segment["body"]
        if not body:
            raise IndexError("substring(0, 1) of an empty body")
        found.append((segment["startTime"], segment["endTime"], segment.get("speaker", ""), body))
    return found


def read_vtt(text: str) -> list[tuple[float, float, str, str]]:
    """Return start, end, speaker and text of each cue; nothing at all when a time is malformed."""
    found = []
    for block in text.split("\n\n"):
        lines = block.strip().split("\n")
        if "-->" not in lines[0]:
            continue
        times = []
        for part in lines[0].split("-->"):
            match = re.fullmatch(r"(?:(\d{1,2}):)?(\d\d):(\d\d)\.(\d{3})", part.strip())
            if match is None:
                return []
            hours, minutes, seconds, ms = (int(group or 0) for group in match.groups())
            times.append(hours * 3600 + minutes * 60 + seconds + ms / 1000)
        body = " ".join(lines[1:])
        voice = re.match(r"<v ([^>]*)>", body)
        found.append(
            (times[0], times[1], voice[1] if voice else "", body[voice.end() if voice else 0 :])
        )
    return found
