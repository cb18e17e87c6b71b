"""The template environment: autoescape, translations, formats and addresses; macros are at hand as `m`."""

from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, StrictUndefined, Template
from jinja2.runtime import Context
from markupsafe import Markup

from tenure.discovery.words import hypothesis_states
from tenure.kernel import formats
from tenure.web.addresses import address_of, static
from tenure.web.clients.fact_lines import fact_line
from tenure.web.discovery.icons import STATE_ICONS
from tenure.web.discovery.report_drawing import report_finding, report_sticker, report_table, report_text
from tenure.web.discovery.sticker import stickers
from tenure.web.marks import badge, icon, strip

# The contexts of one page; what is imported without a context outlives it and is not among them.
_of_page: ContextVar[list[Context] | None] = ContextVar("of_page", default=None)


class Page(Template):
    """A template that lets go of what it showed. Its macros and its contexts hold each other, and with them all a page
    was made of: thousands of parts of a report would lie there until Python looks for rings, which takes time itself."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """As Jinja's own."""
        context = self.new_context(dict(*args, **kwargs))
        made = [context]
        token = _of_page.set(made)
        try:
            return self.environment.concat(self.root_render_func(context))
        except Exception:
            self.environment.handle_exception()
        finally:
            _of_page.reset(token)
            for one in made:
                one.parent.clear()
                one.vars.clear()

    def new_context(
        self,
        vars: Any = None,  # noqa: A002 as Jinja calls them
        shared: bool = False,
        locals: Any = None,  # noqa: A002
    ) -> Context:
        """As Jinja's own; shared: of a template included in another."""
        made, of_page = super().new_context(vars, shared, locals), _of_page.get()
        if shared and of_page is not None:
            of_page.append(made)
        return made


def environment(**options: Any) -> Environment:
    """Django calls this once per process."""
    options |= {"undefined": StrictUndefined, "bytecode_cache": _compiled_before()}
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], **options)  # noqa: S701 autoescape comes from Django
    env.template_class = Page
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    shown = (
        formats.signed, formats.number, formats.percent, formats.money, formats.amount, formats.per_one,
        formats.price, formats.estimate, formats.interval, formats.gap, formats.significant,
        formats.odds, formats.day, formats.weekday, formats.table_day, formats.month, formats.month_year, formats.day_range,
        formats.moment, formats.days, formats.span, formats.duration, formats.seconds, formats.file_size, formats.script_language,
    )  # fmt: skip
    env.filters.update({function.__name__: function for function in shown})
    env.globals.update(_=said, gettext=said, ngettext=counted)
    env.globals.update(url=address_of, static=static, language=formats.language, badge=badge, strip=strip)
    env.globals.update(drawn_icon=icon, fact_line=fact_line, drawn_stickers=stickers)
    env.globals.update(report_finding=report_finding, report_sticker=report_sticker, report_table=report_table)
    env.globals.update(hypothesis_states=hypothesis_states, hypothesis_icons=STATE_ICONS)
    env.filters["report_text"] = report_text
    env.globals["m"] = env.get_template("_m.html").module
    return env


def _compiled_before() -> BytecodeCache:
    """Templates as compiled by an earlier start, each kept with a mark of its source: half of what starting takes."""
    folder = Path(settings.TENURE_HOME) / "compiled_pages"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def said(text: str, /, **variables: Any) -> Markup:
    """A text of a template in the reader's language, its variables, which may have any name, escaped and in place."""
    return _said(formats.language(), text) % variables if variables else _plain(formats.language(), text)


def counted(singular: str, plural: str, number: int, /, **variables: Any) -> Markup:
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
