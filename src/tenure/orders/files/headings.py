"""What columns are called in English, Russian and Romanian, and which meaning that gives them."""

import re
import unicodedata

ROLES = (
    "client_id", "client_name", "email", "tax_id", "phone", "country", "date", "order_number", "product", "product_code",
    "category",
    "quantity", "price", "amount", "margin", "cost", "currency",
)  # fmt: skip
# Names a person may type instead of a role; “client” is settled by the column's values.
ROLE_ALIASES = {
    "client": "client_id",
    "customer": "client_id",
    "name": "client_name",
    "order": "order_number",
    "profit": "margin",
    "sum": "amount",
}

# Best names first: an earlier name wins when two columns want the same meaning.
NAMES: dict[str, str] = {
    "client_id": "customer id|client id|customerid|clientid|customer no|customer number|customer code|client code|"
    "client no|client number|"
    "cust id|custid|account id|account no|account number|account code|buyer id|user id|userid|shopper id|member id|"
    "код клиента|id клиента|номер клиента|клиент id|ид клиента|код контрагента|id контрагента|код покупателя|id "
    "покупателя|код заказчика|"
    "cod client|id client|nr client|numar client|cod partener|cod beneficiar|cod cumparator",
    "client": "customer|client|cust|account|buyer|company|firm|organisation|organization|partner|shopper|sold to|"
    "bill to|"
    "клиент|контрагент|покупатель|заказчик|компания|фирма|организация|партнер|плательщик|грузополучатель|"
    "clientul|cumparator|companie|firma|partener|beneficiar|societate|c",
    "client_name": "customer name|client name|company name|account name|buyer name|full name|name of customer|"
    "name of client|name|"
    "имя клиента|наименование клиента|название клиента|наименование контрагента|название компании|название "
    "организации|наименование покупателя|фио|фио клиента|имя|"
    "nume client|numele clientului|denumire client|denumirea clientului|denumire partener|nume companie|denumire "
    "firma|nume",
    "email": "email|e mail|mail|email address|customer email|client email|эл почта|электронная почта|почта|емейл|"
    "имейл|адрес эл почты|"
    "adresa email|posta electronica|adresa de email",
    "tax_id": "tax id|tax number|vat id|vat number|vat no|vat|tin|инн|инн кпп|огрн|идно|фискальный код|унп|бин|"
    "эдрпоу|idno|cui|cif|cod fiscal|cod tva|cod unic",
    "phone": "phone|phone number|phone no|telephone|telephone number|telephone no|tel|mobile|mobile phone|mobile number|"
    "cell phone|customer phone|client phone|contact phone|contact number|"
    "телефон|номер телефона|no телефона|тел|мобильный|мобильный телефон|сотовый|сотовый телефон|моб|моб тел|телефон клиента|"
    "контактный телефон|телефон контрагента|"
    "nr telefon|numar telefon|numar de telefon|numarul de telefon|nr de telefon|telefon|telefonul|telefon client|"
    "telefonul clientului|telefon mobil|mobil|tel mobil|telefon de contact",
    "country": "country|country name|land|страна|страна клиента|tara|tara clientului",
    "date": "order date|invoice date|invoicedate|orderdate|date of order|purchase date|transaction date|"
    "sale date|sales date|document date|posting date|"
    "date|order purchase timestamp|ordered at|created at|date time|datetime|timestamp|day|d|dt|"
    "дата заказа|дата продажи|дата документа|дата реализации|дата покупки|дата накладной|дата счета|дата "
    "отгрузки|дата|дата время|период|день|"
    "data comenzii|data comanda|data facturii|data factura|data vanzarii|data documentului|data document|data|data "
    "livrarii|ziua|ship date|shipping date",
    "order_number": "order id|order number|order no|orderid|order|invoice no|invoiceno|invoice number|"
    "invoice id|invoice|receipt no|receipt|"
    "document number|document no|document|transaction id|transaction|basket id|bill no|inv|order nr|po number|"
    "номер заказа|заказ|no заказа|заказ no|номер документа|номер накладной|накладная|номер счета|номер "
    "чека|чек|документ|регистратор|"
    "nr comanda|numar comanda|numarul comenzii|comanda|nr factura|numar factura|factura|nr document|numar "
    "document|document nr|bon|nr bon",
    "product": "product name|product|item name|item|product description|description|article|goods|service|"
    "product title|lineitem name|"
    "номенклатура|наименование товара|название товара|товар|продукт|услуга|наименование номенклатуры|товар "
    "услуга|наименование|описание|"
    "denumire produs|nume produs|produs|denumire articol|articol|marfa|serviciu|denumire|descriere|produsul",
    "product_code": "product id|product code|sku|stockcode|stock code|item id|item code|item no|article number|"
    "article no|ean|barcode|"
    "артикул|код товара|код номенклатуры|штрихкод|id товара|cod produs|cod articol|cod de bare|cod bare",
    "category": "category|product category|product group|item group|department|category name|sub category|"
    "subcategory|group|"
    "категория|категория товара|группа|группа товаров|вид товара|номенклатурная "
    "группа|categorie|categoria|grupa|grupa produse",
    "quantity": "quantity|qty|quantity ordered|order quantity|pieces|pcs|units|count|number of items|number of cds|"
    "lineitem quantity|"
    "количество|кол во|колво|кол|шт|количество шт|cantitate|cantitatea|cant|bucati|buc",
    "price": "unit price|unitprice|price|price per unit|item price|price each|lineitem price|цена|цена за единицу|"
    "цена за шт|цена за ед|цена продажи|"
    "pret unitar|pret|pretul|pret pe unitate",
    "amount": "line total|amount|total amount|net amount|order amount|invoice amount|sales amount|sales|total|"
    "order total|net sales|revenue|"
    "total price|extended price|sum|value|order value|dollar value|total value|subtotal|gross "
    "amount|turnover|grand total|amt|payment value|"
    "сумма|сумма заказа|сумма продажи|сумма документа|сумма без ндс|сумма с "
    "ндс|выручка|стоимость|итого|всего|сумма руб|оплата|оборот|"
    "suma|suma totala|valoare|valoarea|valoare totala|total factura|total comanda|pret total|venit|vanzari|suma "
    "lei|valoare fara tva|valoare cu tva|totalul",
    "margin": "profit|margin|gross profit|gross margin|contribution|прибыль|валовая прибыль|маржа|"
    "маржинальная прибыль|profit brut|marja|marja bruta|adaos|profitul",
    "cost": "cost|total cost|cogs|cost of goods sold|cost amount|unit cost|cost price|себестоимость|"
    "закупочная стоимость|закупочная цена|себестоимость единицы|"
    "закупка|cost total|cost unitar|pret de achizitie|pret achizitie|cost de achizitie|costul",
    "currency": "currency|currency code|ccy|curr|cur|валюта|вал|код валюты|валюта документа|moneda|valuta|cod valuta|"
    "cod moneda",
}  # fmt: skip
RANK: dict[str, tuple[str, float]] = {}
for _role, _names in NAMES.items():
    for _place, _name in enumerate(_names.split("|")):
        RANK.setdefault(_name, (_role, 1.0 - 0.0015 * _place))

_REMARK = {"tenure remark"}
# What people add after the name of a sum: “Цена, руб.”, “Amount (EUR)”, “Sumă, lei fără TVA”.
_ADDED = frozenset(
    "eur euro usd dollars gbp rub rur mdl ron uah kzt byn chf pln lei leu руб р рубли рублей лей леи евро долл грн тенге "
    "in в fara cu tva с без ндс incl excl including excluding with without net vat tax шт pcs buc".split()
)
_UNIT_COST = re.compile(r"\b(unit|per unit|price|achizitie|unitar|единиц\w*|цена|за шт)\b")


def simplified(heading: str) -> str:
    """A heading for comparing: small letters without accents, signs and camel case."""
    parted = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я][a-zа-я])", " ", heading.replace("№", " no ").strip())
    folded = unicodedata.normalize("NFKD", parted.casefold().replace("ё", "е"))
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def meaning(heading: str | None) -> tuple[str, float] | None:
    """(role or "client", confidence 0 to 1) a heading suggests by itself, or None."""
    if not heading:
        return None
    name = simplified(heading)
    found = RANK.get(name) or RANK.get(name.replace(" ", ""))
    if found:
        return found[0], 0.97 * found[1]
    known = RANK.get(_without_additions(name))
    return (known[0], 0.93 * known[1]) if known else _by_words(name)


def _without_additions(name: str) -> str:
    """The heading without the currency, tax or unit at its end."""
    words = name.split()
    while len(words) > 1 and words[-1] in _ADDED:
        words.pop()
    return " ".join(words)


def _by_words(name: str) -> tuple[str, float] | None:
    """A heading that holds a known name and more words (“Сумма, лей без НДС”), the longest known name deciding."""
    padded = f" {name} "
    holds = [known for known in RANK if len(known) > 2 and f" {known} " in padded]
    if not holds:
        return None
    longest = max(holds, key=lambda known: (len(known), -padded.index(known)))
    role, rank = RANK[longest]
    return role, 0.75 * rank * (0.6 + 0.4 * len(longest) / len(name))


def is_remark(heading: str | None) -> bool:
    """Whether this is the remark column of a corrected file, which import ignores."""
    return bool(heading) and simplified(heading or "") in _REMARK


def is_unit_cost(heading: str | None) -> bool:
    """Whether a cost column holds the cost of one unit rather than of the line."""
    return bool(heading) and bool(_UNIT_COST.search(simplified(heading or "")))
