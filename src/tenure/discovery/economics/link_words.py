"""What an input was counted from, in words: what was found, of whom, since when, and whether that is old."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.discovery.economics import link_age
from tenure.discovery.economics.link_values import OF_BASE, OF_SERVICE, From, LinkRow
from tenure.kernel import clock, formats


def link_told(row: LinkRow, currency: str) -> str:
    """“312 orders of 84 clients, ..., 1 May 2025 to 30 April 2026; Ana, 12 May 2026”."""
    told = {"what": _counted(row, currency), "who": row.author, "day": formats.day(clock.day_of(row.at))}
    return _("%(what)s; counted by %(who)s, %(day)s") % told


def _counted(row: LinkRow, currency: str) -> str:
    if row.wanted.source == From.ORDERS:
        return ", ".join([_orders(row), *_cut(row), *_days(row.found.first, row.found.last)])
    if row.wanted.source == From.LEADS:
        return ", ".join([_leads(row), *_cut(row), *_days(row.found.first, row.found.last)])
    if row.wanted.source in OF_SERVICE:
        return _service(row)
    return _channels(row, currency)


def _orders(row: LinkRow) -> str:
    orders, clients = row.found.counted, row.found.clients
    return _("%(orders)s of %(clients)s") % {
        "orders": ngettext("%(n)s order", "%(n)s orders", orders) % {"n": formats.number(orders)},
        "clients": ngettext("%(n)s client", "%(n)s clients", clients) % {"n": formats.number(clients)},
    }


def _leads(row: LinkRow) -> str:
    leads = row.found.counted
    told = ngettext("%(n)s lead", "%(n)s leads", leads) % {"n": formats.number(leads)}
    if row.metric != "conversion":
        return told
    bought = ngettext("%(n)s bought", "%(n)s bought", row.found.clients) % {"n": formats.number(row.found.clients)}
    return f"{told}, {bought}"


def _channels(row: LinkRow, currency: str) -> str:
    found = row.found
    told = ngettext("%(n)s lead", "%(n)s leads", found.counted) % {"n": formats.number(found.counted)}
    if row.metric == "users":
        return _("channels: %(leads)s") % {"leads": told}
    if row.metric == "conversion":
        clients = ngettext("%(n)s client", "%(n)s clients", found.clients) % {"n": formats.number(found.clients)}
        return _("channels: %(clients)s / %(leads)s") % {"clients": clients, "leads": told}
    money = {"sum": formats.amount(found.amount_minor or 0, currency), "leads": told}
    if row.wanted.source == From.MEDIA:
        return _("media of the channels / leads = %(sum)s / %(leads)s") % money
    return _("(media + people + tools + commissions) / leads = %(sum)s / %(leads)s") % money


def _service(row: LinkRow) -> str:
    told = {
        "service": row.service,
        "runs": ngettext("%(n)s run", "%(n)s runs", row.found.counted) % {"n": formats.number(row.found.counted)},
    }
    if row.wanted.source == From.AUTOMATED:
        return _("“%(service)s”, a unit once automated, by %(runs)s") % told
    return _("“%(service)s”, a unit by hand, by %(runs)s") % told


def _cut(row: LinkRow) -> list[str]:
    found = []
    if row.wanted.view:
        found.append(_("view “%(name)s”") % {"name": row.wanted.view})
    if row.wanted.product:
        found.append(_("product or category “%(name)s”") % {"name": row.wanted.product})
    return found


def _days(first: date | None, last: date | None) -> list[str]:
    if first and last:
        return [_("%(low)s to %(high)s") % {"low": formats.day(first), "high": formats.day(last)}]
    if first:
        return [_("since %(day)s") % {"day": formats.day(first)}]
    return [_("until %(day)s") % {"day": formats.day(last)}] if last else []


def nothing_found(row: LinkRow) -> str:
    """Why a linked input is unknown."""
    if row.metric == "cogs" and row.wanted.source == From.ORDERS and row.found.counted:
        return _("Too few of these orders carry a cost or a profit, so the cost is unknown, not zero.")
    if row.wanted.source in OF_BASE or row.wanted.source in OF_SERVICE:
        return _("Nothing was found to count, so it is unknown, not zero.")
    return _("The channels have no leads yet, so it is unknown, not zero.")


def stale_told(why: str) -> str:
    """Why a linked input is to be counted again."""
    return {
        link_age.IMPORTED: _("orders came in or went since: count again"),
        link_age.CHANNELS: _("the channels changed since: count again"),
        link_age.SERVICE: _("the service changed since: count again"),
        link_age.AGE: _("counted more than 90 days ago: count again"),
    }[why]


def source_choices(metric: str, services: list[tuple[int, str]]) -> list[tuple[str, str]]:
    """What a metric can be counted from, for a list to choose from; of a service, its number behind a colon."""
    found = [("", _("typed"))]
    if metric in ("price", "orders", "cogs"):
        found.append((From.ORDERS, {"price": _("orders: revenue / orders"), "orders": _("orders: orders / buyers"),
                                    "cogs": _("orders: cost / orders, where they carry cost or profit")}[metric]))  # fmt: skip
    if metric == "cogs":
        for pk, name in services:
            found.append((f"{From.AUTOMATED}:{pk}", _("“%(service)s”: a unit once automated") % {"service": name}))
            found.append((f"{From.BY_HAND}:{pk}", _("“%(service)s”: a unit by hand") % {"service": name}))
    if metric == "users":
        found += [(From.CHANNELS, _("channels: sum of leads")), (From.LEADS, _("base: leads met in the period"))]
    if metric == "conversion":
        found += [(From.CHANNELS, _("channels: clients / leads")), (From.LEADS, _("base: leads that bought / leads"))]
    if metric == "user_cost":
        found.append((From.CHANNELS, _("channels, loaded: (media + people + tools + commissions) / leads")))
        found.append((From.MEDIA, _("channels, media alone: media / leads")))
    return found
