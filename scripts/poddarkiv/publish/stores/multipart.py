"""Large objects of S3 in parts: those that arrived before the line broke are not sent again."""

import contextlib
import hashlib
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from poddarkiv.publish.local import is_recording

PART = 1 << 23
"""Bytes of a part; S3 wants 5 MiB at least of each but the last."""
_MOST = 10_000
"""Parts that an object may have."""
_OTHERS = timedelta(days=1)
"""How old an upload must be that somebody else may have begun."""


class Multipart:
    """Uploads in parts to one bucket, as S3 keeps them until they are joined or ended."""

    def __init__(self, fs: Any, bucket: str, prefix: str) -> None:
        self._fs = fs
        self._where = {"Bucket": bucket}
        self._start = f"{prefix}/" if prefix else ""
        self._begun: dict[str, str] = {}
        """Uploads by key that can be gone on with."""

    def abort_old(self, known: Collection[str], kept: Collection[str]) -> None:
        """End the uploads that broke off, but remember those of `kept`.

        Of `known` every one is ours. Of others only those of recordings are ended, after a day:
        an upload whose file is in no manifest yet would stay, and cost, for ever.
        """
        for upload in self._uploads():
            key = upload["Key"]
            path = key.removeprefix(self._start)
            if path in kept and key not in self._begun:
                self._begun[key] = upload["UploadId"]
            elif path in known or (is_recording(path) and _is_old(upload)):
                self._end(key, upload["UploadId"])

    def upload(self, key: str, source: Path, given: Mapping[str, str]) -> None:
        """Put `source` at `key`, going on with what arrived of it before."""
        upload = self._begun.get(key)
        parts = {} if upload is None else self._parts(key, upload)
        if upload is None or parts is None:
            made = self._call("create_multipart_upload", Key=key, **given)
            upload, parts = self._begun.setdefault(key, made["UploadId"]), {}
        joined = [
            {"PartNumber": number, "ETag": self._part(key, upload, number, block, parts)}
            for number, block in enumerate(_blocks(source), 1)
        ]
        self._call(
            "complete_multipart_upload",
            Key=key,
            UploadId=upload,
            MultipartUpload={"Parts": joined},
        )
        del self._begun[key]

    def abort(self, key: str) -> None:
        """End the upload of `key`, of which nothing is to be kept."""
        if upload := self._begun.pop(key, None):
            self._end(key, upload)

    def _part(
        self, key: str, upload: str, number: int, block: bytes, parts: Mapping[int, tuple[int, str]]
    ) -> str:
        """Return the tag of a part; it is sent where no equal one has arrived."""
        known = parts.get(number)
        # S3's ETag of a part is its MD5 (unless it is encrypted by KMS: then it is sent again).
        md5 = hashlib.md5(block, usedforsecurity=False).hexdigest()
        if known is not None and known[0] == len(block) and known[1].strip('"') == md5:
            return known[1]
        about = {"Key": key, "UploadId": upload, "PartNumber": number}
        return str(self._call("upload_part", Body=block, **about)["ETag"])

    def _parts(self, key: str, upload: str) -> dict[int, tuple[int, str]] | None:
        """Return length and tag of each part that has arrived; None where the upload has ended."""
        found: dict[int, tuple[int, str]] = {}
        marker = 0
        try:
            while True:
                answer = self._call("list_parts", Key=key, UploadId=upload, PartNumberMarker=marker)
                for part in answer.get("Parts", ()):
                    found[part["PartNumber"]] = int(part["Size"]), part["ETag"]
                if not answer.get("IsTruncated"):
                    return found
                marker = answer["NextPartNumberMarker"]
        except FileNotFoundError:
            del self._begun[key]
            return None

    def _uploads(self) -> Iterator[Mapping[str, Any]]:
        after: dict[str, str] = {}
        while True:
            answer = self._call("list_multipart_uploads", Prefix=self._start, **after)
            yield from answer.get("Uploads", ())
            if not answer.get("IsTruncated"):
                return
            after = {
                "KeyMarker": answer["NextKeyMarker"],
                "UploadIdMarker": answer["NextUploadIdMarker"],
            }

    def _end(self, key: str, upload: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._call("abort_multipart_upload", Key=key, UploadId=upload)

    def _call(self, name: str, **options: Any) -> Any:
        return self._fs.call_s3(name, **self._where, **options)


def _is_old(upload: Mapping[str, Any]) -> bool:
    begun: datetime = upload["Initiated"]
    return datetime.now(UTC) - begun > _OTHERS


def _blocks(source: Path) -> Iterator[bytes]:
    size = max(PART, -(-source.stat().st_size // _MOST))
    with source.open("rb") as file:
        while block := file.read(size):
            yield block
