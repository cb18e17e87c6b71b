"""Files as values of facts: taken only when they are what their name says, handed out only for saving."""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tenure.clients.facts.facts import KnownFact, Subject, fact_of, record_fact
from tenure.clients.models import Fact, FactFile
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User

LARGEST = 4 * 1024 * 1024  # a form as a whole holds five
LONGEST_NAME = 120
# What a name may end in, and what must then be inside.
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "txt": "text/plain",
    "csv": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_BEGINS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_OFFICE = {"word/document.xml": TYPES["docx"], "xl/workbook.xml": TYPES["xlsx"], "ppt/presentation.xml": TYPES["pptx"]}
_MARKUP = re.compile(rb"<\s*(!doctype|\?xml|html|svg|script|head|body|iframe|img|a\s)", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


@dataclass(frozen=True)
class KeptFile:
    """A file as it is handed out."""

    name: str
    media_type: str
    content: bytes


def record_file(*, actor: User, subject: Subject, kind: str, name: str, content: bytes, **fields: Any) -> KnownFact:
    """Record a fact whose value is this file. fields: those of `record_fact`, which raises as usual.

    Raises InvalidValue for a file that is empty, too large, of a kind that is not taken, or not what its name says.
    """
    clean = clean_name(name)
    media_type = checked_type(clean, content)
    with transaction.atomic():
        fact = record_fact(actor=actor, subject=subject, kind=kind, value={"id": 0, "name": clean}, **fields)
        FactFile.objects.create(fact_id=fact.id, name=clean, media_type=media_type, size=len(content), content=content)
        Fact.objects.filter(pk=fact.id).update(value={"id": fact.id, "name": clean})
        return fact_of(actor=actor, fact_id=fact.id)


def file_of(*, actor: User, fact_id: int) -> KeptFile:
    """The file of a claim in sight; whoever may not read the claim finds none. NotFound otherwise."""
    fact = fact_of(actor=actor, fact_id=fact_id)
    if not isinstance(fact.value, dict) or not isinstance(fact.value.get("id"), int):
        raise NotFound
    rows = FactFile.objects.filter(pk=fact.value["id"], fact__type_code=fact.kind)
    row = rows.filter(**{f"fact__{fact.subject.kind}_id": fact.subject.id}).first()
    if row is None:
        raise NotFound
    return KeptFile(row.name, row.media_type, bytes(row.content))


def clean_name(name: str) -> str:
    """The file's own name without folders and signs that mislead; its ending stays."""
    bare = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .") or "file"
    stem, dot, ending = bare.rpartition(".")
    return bare if len(bare) <= LONGEST_NAME else f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"


def checked_type(name: str, content: bytes) -> str:
    """The media type, when content and name agree on one that is taken. Raises InvalidValue."""
    if not content:
        raise InvalidValue("fact_file_empty", field="value", name=name)
    if len(content) > LARGEST:
        raise InvalidValue("fact_file_large", field="value", name=name, limit=LARGEST)
    wanted = TYPES.get(name.rpartition(".")[2].lower())
    if wanted is None:
        raise InvalidValue("fact_file_kind", field="value", name=name, kinds=", ".join(TYPES))
    if _sniffed(content) != wanted:
        raise InvalidValue("fact_file_lies", field="value", name=name)
    return wanted


def _sniffed(content: bytes) -> str:
    """What the bytes are, by their own marks; empty for anything not taken."""
    for begin, media_type in _BEGINS.items():
        if content.startswith(begin):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return TYPES["webp"]
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    return TYPES["txt"] if _is_plain(content) else ""


def _packed(content: bytes) -> str:
    """A document of an office program; one with macros inside is not taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            names = set(box.namelist())
            if any("vbaProject" in name for name in names):
                return ""
            if "mimetype" in names and box.getinfo("mimetype").file_size < LONGEST_NAME:
                return box.read("mimetype").decode("ascii", "replace").strip()
    except (
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        ValueError,
    ):  # RuntimeError: locked, or packed in a way not known
        return ""
    return next((media_type for name, media_type in _OFFICE.items() if name in names), "")


def _is_plain(content: bytes) -> bool:
    """Text that a browser could not take for a page."""
    if b"\x00" in content or _MARKUP.search(content):
        return False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True
