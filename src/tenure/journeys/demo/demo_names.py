"""Made-up companies of Moldova and around: names in three languages, addresses that cannot belong to anybody."""

import re
import unicodedata

import numpy as np

ROMANIAN = (
    "Codru Nistru Prut Bugeac Rodnic Izvor Zorile Luceafăr Mărțișor Viorica Dacia Stejar Plai Răsărit Cetate Vatra "
    "Lăstar Cireșel Ștefan Turn Grâu Teiul Fântâna Colina Meșter Pădure Lumina Hora Doina Brazi Salcâm Șoim"
).split()
ROMANIAN_TRADE = "Agro Construct Market Farm Mobila Vin Lact Panificație Textil Transport Auto Print".split()
ROMANIAN_FORMS = ("SRL", "SRL", "SRL", "SA", "ÎI", "ÎCS")
RUSSIAN = (
    "Днестр Заря Родник Восход Маяк Гранит Север Рассвет Берёза Каштан Орион Вектор Лидер Мастер Огонёк Прогресс "
    "Старт Фаворит Эталон Юг Атлант Бастион Веста Горизонт"
).split()
RUSSIAN_TRADE = "Торг Строй Снаб Агро Пром Сервис Авто Мебель Хлеб Текстиль".split()
RUSSIAN_FORMS = ("ООО", "ООО", "ИП", "ЧП", "АО")
ENGLISH = (
    "Blue River|North Gate|Old Mill|Green Hill|Bright Way|Silver Oak|Two Bridges|Stone Yard|East Wind|Red Barn|"
    "Clear Spring|High Field|Long Meadow|White Crane|Amber Road|Quiet Harbour"
).split("|")
ENGLISH_TRADE = "Foods Supplies Trading Kitchens Print Logistics Hotels Textiles".split()
ENGLISH_FORMS = ("Ltd", "Ltd", "LLC", "GmbH")
COUNTRIES = np.array(["Moldova", "Romania", "Ukraine", "Bulgaria"])

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_SOUNDS = "a b v g d e e zh z i i k l m n o p r s t u f h c ch sh sch _ y _ e iu ia".replace("_", "").split(" ")
_LATIN = str.maketrans(dict(zip(_CYRILLIC, _SOUNDS, strict=True)))


def company_names(count: int, rng: np.random.Generator) -> np.ndarray:
    """`count` different names with their legal forms; shape (count,), objects; numbered beyond the word lists."""
    pools = [
        _combine(ROMANIAN, ROMANIAN_TRADE, ROMANIAN_FORMS, "{0} {1} {2}", rng),
        _combine(RUSSIAN, RUSSIAN_TRADE, RUSSIAN_FORMS, "{2} «{0}{1}»", rng),
        _combine(ENGLISH, ENGLISH_TRADE, ENGLISH_FORMS, "{0} {1} {2}", rng),
    ]
    chosen = rng.choice(len(pools), size=count, p=[0.62, 0.26, 0.12])
    names = np.empty(count, dtype=object)
    for which, pool in enumerate(pools):
        places = np.flatnonzero(chosen == which)
        rounds, index = np.divmod(np.arange(len(places)), len(pool))
        names[places] = [
            pool[at] if turn == 0 else f"{pool[at]} {turn + 1}" for turn, at in zip(rounds, index, strict=True)
        ]
    return names


def _combine(
    stems: list[str], trades: list[str], forms: tuple[str, ...], pattern: str, rng: np.random.Generator
) -> list[str]:
    """Every stem with every trade, in random order, each with one legal form."""
    pairs = [(stem, trade) for stem in stems for trade in trades]
    order = rng.permutation(len(pairs))
    form = rng.integers(len(forms), size=len(pairs))
    return [pattern.format(*pairs[at], forms[form[at]]) for at in order]


def mail_addresses(names: np.ndarray) -> np.ndarray:
    """An address for each name at a domain reserved for examples; shape as names."""
    return np.array([f"office@{_latin(name)}.example" for name in names], dtype=object)


def _latin(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LATIN))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def phones(count: int, rng: np.random.Generator) -> np.ndarray:
    """Numbers of the form +373 00 123456: area code 00 is not given to anybody; shape (count,)."""
    return np.array([f"+373 00 {number:06d}" for number in rng.integers(1_000_000, size=count)], dtype=object)
