"""The template environment: autoescape, translations, formats and addresses; macros are at hand as `m`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from tenure.kernel import formats
from tenure.web.marks import badge, strip


def environment(**options: Any) -> Environment:
    """Django calls this once per process."""
    options |= {"undefined": StrictUndefined}
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
    env.globals.update(url=url, static=static, language=formats.language, badge=badge, strip=strip)
    env.globals["m"] = env.get_template("_m.html").module
    return env


def url(name: str, **arguments: Any) -> str:
    """Address of a named page; `query` is a mapping of what follows the question mark."""
    query = arguments.pop("query", None)
    return reverse(name, kwargs=arguments or None, query=query)


def static(name: str) -> str:
    """Address of a built file by its source name, such as `css/main.css` or `icons.svg`."""
    return settings.STATIC_URL + _built_files()[name]


@cache
def _built_files() -> dict[str, str]:
    """Read once: a running server goes on with the files it started with while newer ones are being built."""
    return json.loads((Path(settings.STATIC_ROOT) / "manifest.json").read_text())
