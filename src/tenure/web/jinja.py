"""The template environment: autoescape, translations, formats and addresses; macros are at hand as `m`."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, StrictUndefined
from markupsafe import Markup

from tenure.kernel import formats
from tenure.web.addresses import address_of, static
from tenure.web.clients.fact_lines import fact_line
from tenure.web.discovery.sticker import sticker
from tenure.web.marks import badge, icon, strip


def environment(**options: Any) -> Environment:
    """Django calls this once per process."""
    options |= {"undefined": StrictUndefined, "bytecode_cache": _compiled_before()}
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], **options)  # noqa: S701 autoescape comes from Django
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    shown = (
        formats.signed, formats.number, formats.percent, formats.points, formats.money,
        formats.estimate, formats.interval, formats.gap,
        formats.odds, formats.day, formats.weekday, formats.table_day, formats.month, formats.month_year, formats.day_range,
        formats.moment, formats.days, formats.span, formats.duration, formats.seconds, formats.file_size, formats.script_language,
    )  # fmt: skip
    env.filters.update({function.__name__: function for function in shown})
    env.globals.update(_=said, gettext=said, ngettext=counted)
    env.globals.update(url=address_of, static=static, language=formats.language, badge=badge, strip=strip)
    env.globals.update(drawn_icon=icon, fact_line=fact_line, drawn_sticker=sticker)
    env.globals["m"] = env.get_template("_m.html").module
    return env


def _compiled_before() -> BytecodeCache:
    """Templates as compiled by an earlier start, each kept with a mark of its source: half of what starting takes."""
    folder = Path(settings.TENURE_HOME) / "compiled_pages"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def said(text: str, **variables: Any) -> Markup:
    """A text of a template in the reader's language, its variables escaped and in place."""
    return _said(formats.language(), text) % variables if variables else _plain(formats.language(), text)


def counted(singular: str, plural: str, number: int, **variables: Any) -> Markup:
    """The same where the words depend on a number."""
    return Markup(translation.ngettext(singular, plural, number)) % {"num": number, **variables}  # noqa: S704 as below


# A page asks for a thousand texts, mostly the same ones, and Django's own way to each is long. They are those of the
# templates in three languages; a text made up at run time only takes the place of another.
@lru_cache(maxsize=20_000)
def _said(language: str, text: str) -> Markup:
    with translation.override(language):  # whatever else is active: the answer is kept
        return Markup(translation.gettext(text))  # noqa: S704 written by us, as Jinja takes it itself


@lru_cache(maxsize=20_000)
def _plain(language: str, text: str) -> Markup:
    return _said(language, text) % {}
