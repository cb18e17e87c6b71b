"""One pass over the bytes of a text file.

Its fingerprint, line counts and encoding, before anything tries to understand it.
"""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tenure.kernel.errors import BadInput
from tenure.orders.files.encodings import LOST, guess_single_byte

CHUNK = 1 << 22
LONGEST_LINE = 1_000_000  # bytes
SAMPLE = 1 << 20
_HIGH_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")


@dataclass(frozen=True)
class TextScan:
    """What the bytes say. `physical_lines` counts lines up to the last one that holds something."""

    sha256: str
    size: int
    encoding: str
    bom: bytes
    physical_lines: int
    has_quotes: bool
    has_blank_lines: bool
    has_bare_returns: bool
    has_lost_letters: bool


@dataclass
class _Counts:
    newlines: int = 0
    quotes: int = 0
    blank: int = 0
    returns: int = 0


def fingerprint(path: Path) -> str:
    """sha256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def scan_text(path: Path) -> TextScan:
    """Scan a text file. Raises BadInput for binary content, a line without end, and mixed encodings."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    bom, encoding = _mark(head)
    if encoding is None:
        encoding = _utf16_without_mark(head)
    if encoding:
        _refuse_binary(path, head.decode(encoding, "replace").encode("utf-8", "replace"))
        return _scan_wide(path, bom, encoding)
    _refuse_binary(path, head)
    return _scan_bytes(path, bom)


def _mark(head: bytes) -> tuple[bytes, str | None]:
    if head.startswith(codecs.BOM_UTF16_LE):
        return codecs.BOM_UTF16_LE, "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return codecs.BOM_UTF16_BE, "utf-16-be"
    return (codecs.BOM_UTF8, None) if head.startswith(codecs.BOM_UTF8) else (b"", None)


def _utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 text without its mark: spaces, digits and separators leave a zero byte on one side only."""
    sample = head[:20000]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.1 and odd > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.1 and even > 8 * odd else None


def _refuse_binary(path: Path, head: bytes) -> None:
    controls = len(re.findall(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]", head[:65536]))
    if b"\x00" in head or controls > len(head[:65536]) // 100:
        raise BadInput("binary_file", file=path.name)


def _scan_wide(path: Path, bom: bytes, encoding: str) -> TextScan:
    """UTF-16 is read through its decoder; counts are of the UTF-8 text it becomes."""
    digest, counts, previous, gap = hashlib.sha256(), _Counts(), b"\n", 0
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    for number, chunk in enumerate(_chunks(path)):
        digest.update(chunk)
        try:
            text = decoder.decode(chunk[len(bom) :] if number == 0 else chunk)
        except UnicodeDecodeError:
            raise BadInput(
                "mixed_encodings", file=path.name, line=counts.newlines + 1, encoding=encoding.upper()
            ) from None
        encoded = text.encode("utf-8", "replace")
        gap = _count(path, encoded, previous, counts, gap)
        previous = encoded[-2:] or previous
    return _result(path, digest.hexdigest(), encoding, bom, counts, previous, lost=False)


def _scan_bytes(path: Path, bom: bytes) -> TextScan:
    digest, counts, previous, gap = hashlib.sha256(), _Counts(), b"\n", 0
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    valid = True
    for chunk in _chunks(path):
        digest.update(chunk)
        gap = _count(path, chunk, previous, counts, gap)
        previous = chunk[-2:]
        valid = valid and _decodes(decoder, chunk)
    valid = valid and _decodes(decoder, b"", final=True)
    encoding, lost = ("utf-8", False) if valid else _odd_encoding(path)
    return _result(path, digest.hexdigest(), encoding, bom, counts, previous, lost=lost)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _count(path: Path, chunk: bytes, previous: bytes, counts: _Counts, gap: int) -> int:
    """Add a chunk to the counts; returns the length of the line it leaves open."""
    if b"\x00" in chunk:
        raise BadInput("binary_file", file=path.name)
    gap = _open_line(path, chunk, gap, counts.newlines)
    ends = np.frombuffer(previous[-1:] + chunk, np.uint8) == ord("\n")  # bytes.count is quick for rare bytes only
    counts.newlines += int(np.count_nonzero(ends[1:]))
    counts.blank += int(np.count_nonzero(ends[1:] & ends[:-1]))
    counts.quotes = counts.quotes or int(b'"' in chunk)
    if b"\r" in chunk or b"\r" in previous:
        counts.returns += chunk.count(b"\r") - chunk.count(b"\r\n")
        counts.blank += (previous + chunk).count(b"\n\r\n")
    if previous.endswith(b"\r") and chunk.startswith(b"\n"):
        counts.returns -= 1
    return gap


def _open_line(path: Path, chunk: bytes, gap: int, lines_before: int) -> int:
    start = chunk.find(b"\n") + 1
    if (start == 0 and gap + len(chunk) > LONGEST_LINE) or gap + start > LONGEST_LINE:
        raise BadInput("line_too_long", file=path.name, line=lines_before + 1, limit=LONGEST_LINE)
    if start == 0:
        return gap + len(chunk)
    while len(chunk) - start > LONGEST_LINE:
        following = chunk.rfind(b"\n", start, start + LONGEST_LINE) + 1
        if following == 0:
            raise BadInput(
                "line_too_long",
                file=path.name,
                line=lines_before + chunk.count(b"\n", 0, start) + 1,
                limit=LONGEST_LINE,
            )
        start = following
    return len(chunk) - (chunk.rfind(b"\n") + 1)


def _result(path: Path, sha: str, encoding: str, bom: bytes, counts: _Counts, tail: bytes, *, lost: bool) -> TextScan:
    ends_open = not tail.endswith(b"\n")
    blank_end = _blank_end(path, encoding)
    return TextScan(
        sha256=sha,
        size=path.stat().st_size,
        encoding=encoding,
        bom=bom,
        physical_lines=counts.newlines + ends_open - blank_end,
        has_quotes=counts.quotes > 0,
        has_blank_lines=counts.blank > blank_end,
        has_bare_returns=counts.returns > 0,
        has_lost_letters=lost,
    )


def _blank_end(path: Path, encoding: str) -> int:
    """How many empty lines the file ends with."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, 65536), 2)
        text = file.read().decode(encoding, "replace")
    tail = text[len(text.rstrip("\r\n")) :].replace("\r", "")
    return max(0, len(tail) - 1)


def _odd_encoding(path: Path) -> tuple[str, bool]:
    """(encoding, letters were lost) of text that is not plain UTF-8. Raises BadInput when two encodings are mixed."""
    first_wide = first_other = 0
    letters: list[bytes] = []
    size = line = 0
    lost = False
    with path.open("rb") as file:
        for line, text in enumerate(file, 1):
            if text.isascii():
                continue
            kept = LOST.sub(b"", text)
            lost = lost or len(kept) != len(text)
            if kept.isascii():
                continue
            try:
                kept.decode("utf-8")
                first_wide = first_wide or line
            except UnicodeDecodeError:
                first_other = first_other or line
                if size < SAMPLE:
                    letters.append(kept)
                    size += len(kept)
    if first_wide and first_other:
        raise BadInput("mixed_encodings", file=path.name, line=max(first_wide, first_other), encoding="UTF-8")
    return (guess_single_byte(b"".join(letters)), lost) if first_other else ("utf-8", True)
