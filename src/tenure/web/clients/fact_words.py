"""What the pages say about facts: parts of the card, ways of finding out, the bar of what is left, where it came from."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from tenure.clients.fact_catalogue import FactKind
from tenure.clients.facts.facts import KnownFact, Subject
from tenure.kernel import formats
from tenure.privacy.rights import Right, may, sees_sensitive
from tenure.web.addresses import address_of
from tenure.web.visit import Visit

BAR = 36
LONGEST_SHOWN = 280


def group_words() -> dict[str, str]:
    """The parts of the block."""
    return {
        "buying": _("Buying"),
        "needs": _("Needs"),
        "money": _("Money"),
        "decision": _("Decision"),
        "live": _("Seen on the spot"),
        "company": _("Company"),
        "person": _("Person"),
        "rival": _("Rival"),
    }


def how_words() -> dict[str, str]:
    """Ways of finding out."""
    return {
        "told": _("told by them"),
        "asked": _("asked and answered"),
        "seen": _("seen with own eyes"),
        "document": _("from a document"),
        "register": _("from a register"),
        "web": _("from the web"),
        "computed": _("computed"),
        "guess": _("a guess"),
    }


def sure_words() -> list[tuple[str, str]]:
    """How sure one can be, in per cent, with a word for each."""
    words = [
        ("95", _("certain")), ("80", _("sure")), ("60", _("likely")), ("40", _("perhaps")), ("20", _("rumour")),
    ]  # fmt: skip
    return [(share, f"{word}, {share}{formats.NBSP}%") for share, word in words]


@dataclass(frozen=True)
class FactTalk:
    """What the templates of facts need besides the facts. opens: may open sealed ones."""

    may_work: bool
    opens: bool
    # Names of kinds, escaped: the same few stand in the lines of every person.
    _labels: dict[str, Markup] = field(default_factory=dict, compare=False)

    @cached_property
    def root(self) -> str:
        """Begin of the address of a fact: asked for once a page, not once a line."""
        return address_of("fact", fact_id=0).removesuffix("0/")

    @cached_property
    def company_root(self) -> str:
        """Begin of the address of a company of the register."""
        return address_of("company_page", company_id=0).removesuffix("0/")

    def add(self, subject: Subject, kind: str = "", group: str = "") -> str:
        """Where a fact about the subject is added: of a kind, or the kinds of one part to choose from."""
        query = {name: value for name, value in (("kind", kind), ("group", group)) if value}
        return address_of(f"add_{subject.kind}_fact", query=query, **{f"{subject.kind}_id": subject.id})

    def label(self, kind: FactKind) -> Markup:
        """What the kind is called, escaped."""
        found = self._labels.get(kind.code)
        if found is None:
            found = self._labels[kind.code] = escape(kind.label)
        return found

    @cached_property
    def _sure(self) -> str:
        return _("Confidence %(then)s when recorded, %(now)s now")

    @cached_property
    def _how(self) -> dict[str, str]:
        return how_words()

    def bar(self, fact: KnownFact) -> Markup:
        """Fill: confidence now; outline: when it was recorded; then the share in words."""
        now, then = formats.percent(fact.left), formats.percent(fact.confidence)
        said = escape(self._sure % {"then": then, "now": now})
        return Markup(  # noqa: S704 numbers of ours, and the words are escaped
            f'<span class="known" title="{said}"><svg width="36" height="8" aria-hidden="true">'
            f'<rect class="k-bg" width="36" height="8" rx="2"/>'
            f'<rect class="k-was" width="{BAR * fact.confidence:.1f}" height="8" rx="2"/>'
            f'<rect class="k-{"stale" if fact.stale else "now"}" width="{BAR * fact.left:.1f}" height="8" rx="2"/></svg>'
            f"<span>{escape(now)}</span></span>"
        )

    def came_from(self, fact: KnownFact) -> str:
        """Who or what said it, and how long ago it was known to hold."""
        source = fact.source_person or fact.source or self._how.get(fact.how, "")
        age = _("today") if fact.age_days == 0 else formats.span(fact.age_days)
        return f"{source}, {age.replace(' ', formats.NBSP)}" if source else age

    def value(self, fact: KnownFact) -> str:
        """The value as a line shows it, cut where it is very long."""
        text = fact.shown
        return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"

    def how(self, fact: KnownFact) -> str:
        """How it was found out."""
        return self._how.get(fact.how, fact.how)


def talk(request: Visit) -> FactTalk:
    """For this visitor."""
    return FactTalk(may(request.user, Right.WORK_WITH_CLIENTS), sees_sensitive(request.user))


def kind_options(kinds: list[FactKind]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds to choose from, by part of the card."""
    words = group_words()
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds:
        groups.setdefault(kind.group, []).append((kind.code, str(kind.label)))
    return [(words.get(code, code), options) for code, options in groups.items()]
