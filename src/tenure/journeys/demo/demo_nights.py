"""The invoices of the night delivery, the demo company's own venture: who began when, and who stopped."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from tenure.journeys.demo.demo_orders import Base, Clients, Lines

PRODUCT = "Night delivery, monthly"
CATEGORY = "Night delivery"
MONTH = 30
PRICE_MINOR = 4_900
# What a month of nights cost at first, and what it costs once the tours are full, in minor units.
COST_MINOR, LATER_COST_MINOR, LEARNING_DAYS = 3_600, 2_750, 150
# Each bakery: its name, days before the demo's day of its first invoice, months after which it stopped (0: it has not).
BAKERIES = (
    ("Pâine Caldă", 285, 0), ("Melnic și Fiica", 284, 0), ("Пекарня «Тёплый хлеб»", 283, 0),
    ("Хлебница на Пушкина", 282, 0), ("Brutăria Nordică", 281, 0), ("Plăcinta Mamei", 280, 1),
    ("Пекарня «Аист»", 279, 0), ("Simigeria Veche", 278, 0), ("Булочная «Колос»", 277, 0),
    ("Brutăria Cazacu", 276, 0), ("Gori Patiserie", 273, 1), ("Covrigăria Albu", 270, 0), ("Vatra", 267, 0),
    ("Bejan Pan", 264, 0), ("La Cuptor", 258, 0), ("Пекарня «Зерно»", 255, 0), ("Brutăria din Colț", 252, 1),
    ("Spicul de Aur", 250, 0), ("Pâinea Bunicii", 244, 0), ("Azima Bălți", 242, 1), ("Пекарня «Каравай»", 240, 0),
    ("Coptoria Ungheni", 238, 0), ("Grâu și Sare", 236, 0), ("Вертута на Ботанике", 233, 0),
    ("Cuptorul lui Ion", 229, 0), ("Panem Orhei", 225, 0), ("Pâinea Moldovei", 223, 0), ("Пекарня «Маковка»", 219, 0),
    ("Crusta", 216, 1), ("Пышка", 213, 0), ("Brutăria Soroca", 210, 0), ("Пекарня на Чеканах", 207, 0),
    ("Pan Orheian", 204, 0), ("Grăuntele", 202, 0), ("Franzela de Casă", 199, 0), ("Хлеб и Соль", 196, 0),
    ("Brutăria Strășeni", 195, 0), ("Cahul Pan", 193, 1), ("Cornul de Aur", 192, 0), ("Пекарня «Василёк»", 190, 0),
    ("Tarta Cahul", 189, 1), ("Пекарня «Утро»", 187, 0), ("Spic Nou", 186, 0), ("Булочная на Измайловской", 185, 0),
    ("Miez", 181, 0), ("Brutăria Floreni", 175, 0), ("Хлебный двор", 172, 0), ("Făină Albă", 171, 0),
    ("Dospit", 166, 0), ("Maia Artizan", 161, 0), ("Пекарня «Сдоба»", 158, 1), ("Пекарня «Каштан»", 156, 0),
    ("Rumenit", 153, 0), ("Colacul de Aur", 150, 0), ("La Brutar Hâncești", 146, 0), ("Brutăria Codrilor", 144, 0),
    ("Turta Dulce", 142, 0), ("Кренделёк", 139, 0), ("Sărățica", 136, 0), ("Boabe și Făină", 132, 0),
    ("Pită la Vatră", 130, 0), ("Пекарня на Рышкановке", 128, 0), ("Coaja", 123, 0), ("Пекарня «Дрожжи»", 120, 0),
    ("Pita Caldă", 117, 0), ("Ржаной", 111, 0), ("Brutăria Prutul", 104, 0), ("Coptură Fină", 98, 0),
    ("Хлебный угол", 81, 0), ("Brutăria Ialoveni", 65, 0), ("Plăcintăria Elena", 50, 0),
    ("Пекарня на Буюканах", 37, 0), ("Azima Ungheni", 25, 0), ("Colăcelul", 15, 0),
)  # fmt: skip


def with_nights(base: Base, *, today: date) -> Base:
    """The company's orders with an invoice a month for every bakery that the vans come to at night."""
    invoices = [
        (place, day)
        for place, (_name, began, stopped) in enumerate(BAKERIES)
        for day in invoice_days(today - timedelta(days=began), stopped, until=today)
    ]
    who = np.array([place for place, _day in invoices]) + len(base.clients.name)
    day = _on_working_days(np.array([day for _place, day in invoices], dtype="datetime64[D]"))
    age = (day - day.min()).astype(np.int64)
    cost = np.where(
        age < LEARNING_DAYS, COST_MINOR - (COST_MINOR - LATER_COST_MINOR) * age // LEARNING_DAYS, LATER_COST_MINOR
    )
    count, plain = len(who), np.zeros(len(who), bool)
    added = Lines(
        client=who, order=base.lines.order.max() + 1 + np.arange(count), day=day,
        product=np.full(count, len(base.product_names)), quantity=np.ones(count, np.int64),
        amount_minor=np.full(count, PRICE_MINOR), cost_minor=cost, is_return=plain, is_damaged=plain,
    )  # fmt: skip
    together = [np.concatenate([getattr(base.lines, name), getattr(added, name)]) for name in Lines.__annotations__]
    order = np.argsort(together[2], kind="stable")
    return replace(
        base, clients=_clients(base), product_names=(*base.product_names, PRODUCT),
        product_categories=(*base.product_categories, CATEGORY), lines=Lines(*(column[order] for column in together)),
    )  # fmt: skip


def invoice_days(first: date, stopped: int, *, until: date) -> list[date]:
    """The same day of every month, 4 to 28 so that no weekend moves it into another: `stopped` of them, or 0 for all
    up to `until`."""
    month = first.year * 12 + first.month - 1
    found: list[date] = []
    while not stopped or len(found) < stopped:
        at = month + len(found)
        day = date(at // 12, at % 12 + 1, min(max(first.day, 4), 28))
        if day > until:
            break
        found.append(day)
    return found


def _clients(base: Base) -> Clients:
    old, count = base.clients, len(BAKERIES)
    stopped = [began - MONTH * months if months else -1 for _name, began, months in BAKERIES]
    last = base.lines.day.max()
    return replace(
        old, external_id=np.concatenate([old.external_id, old.external_id.max() + 1 + np.arange(count)]),
        name=np.concatenate([old.name, np.array([name for name, *_rest in BAKERIES], dtype=object)]),
        country=np.concatenate([old.country, np.full(count, "Moldova")]),
        left_on=np.concatenate([old.left_on, np.array([last - ago if ago >= 0 else np.datetime64("NaT") for ago in stopped])]),
        interval_days=np.concatenate([old.interval_days, np.full(count, float(MONTH))]),
        trend=np.concatenate([old.trend, np.ones(count)]),
    )  # fmt: skip


def _on_working_days(day: np.ndarray) -> np.ndarray:
    """Invoices of a weekend are written on the Friday before."""
    weekday = (day.astype(np.int64) + 3) % 7
    return day - np.maximum(weekday - 4, 0)
