"""Whom they talked to and what was said: made-up people of made-up bakeries and hotels."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Talk:
    """One interview. ago: days before the day its chapter counts back from; first, second, third: severity of the
    venture's problems in the order they were added, 0 when not named by themselves; cost: euros a month the first costs
    them today; quotes: (words, key of the hypothesis, supports, weight)."""

    ago: int
    name: str
    company: str
    segment: str
    acquaintance: str = "cold"
    minutes: int = 35
    first: int = 0
    second: int = 0
    third: int = 0
    cost: int | None = None
    alternative: str = ""
    evangelist: int | None = None
    decides: str = ""
    money: int | None = None
    time: str = ""
    quotes: tuple[tuple[str, str, bool, str], ...] = ()


HOTELS = (
    Talk(93, "Angela Moraru", "Hotel Codru", "hotels", "friend", 40, first=4, alternative="Orders a day earlier"),
    Talk(92, "Sergiu Pleșca", "Hotel Prut", "hotels", "warm", 30, third=5, alternative="Buys at the market"),
    Talk(
        92,
        "Вера Кожухарь",
        "Гостиница «Днестр»",
        "hotels",
        minutes=25,
        second=6,
        quotes=(("Ночью у нас никто не печёт, хлеб привозят к шести", "hotels", False, "past"),),
    ),
    Talk(90, "Nicolae Bălan", "Pensiunea Orhei Vechi", "hotels", minutes=45, third=3),
    Talk(89, "Lilia Stratan", "Hotel Central Bălți", "hotels", minutes=30, first=3, cost=20, alternative="Waits"),
    Talk(
        88,
        "Pavel Ursu",
        "Hotel Belvedere",
        "hotels",
        minutes=35,
        quotes=(
            ("Our baker is a supplier: Pâine Caldă brings everything at five", "hotels", False, "past"),
            ("Ask Pâine Caldă how their nights are, not me", "bakeries", True, "opinion"),
        ),
    ),
    Talk(87, "Rodica Munteanu", "Vila Rosa", "hotels", "warm", 20, third=4),
    Talk(86, "Олег Чебан", "Отель «Лидо»", "hotels", minutes=40, second=5),
    Talk(
        85, "Tatiana Rusnac", "Hotel Nistru Soroca", "hotels", minutes=30, first=4, alternative="Wakes the cook earlier"
    ),
    Talk(
        84,
        "Corneliu Gașpar",
        "Casa de sub Stejar",
        "hotels",
        minutes=25,
        third=2,
        quotes=(("Pâinea o luăm de la brutăria din colț, nu avem noaptea pe nimeni", "hotels", False, "past"),),
    ),
    Talk(83, "Марина Друцэ", "Отель «Прага»", "hotels", "warm", 35, second=3),
    Talk(
        82,
        "Adrian Focșa",
        "Hotel Château Vinia",
        "hotels",
        minutes=50,
        third=4,
        quotes=(
            ("We closed our oven in spring; the flour was never the trouble, the baker was", "hotels", False, "past"),
        ),
    ),
    Talk(81, "Silvia Enache", "Pensiunea Lunca", "hotels", minutes=20),
    Talk(80, "Григорий Паскару", "Гостиница «Турист»", "hotels", minutes=30, second=4),
)
BAKERIES = (
    Talk(
        68, "Mihai Cojocaru", "Pâine Caldă", "bakeries", minutes=55, first=9, second=7, cost=420,
        alternative="A taxi twice a week", evangelist=4, decides="His wife keeps the books and signs",
        time="A night with his shift, 01:00 to 05:00",
        quotes=(
            ("Twice a week I send a taxi to the mill at three in the morning", "bakeries", True, "past"),
            ("I would pay that taxi money to anyone who simply stands here at four", "pay_monthly", True, "opinion"),
        ),
    ),
    Talk(
        67, "Нина Сырбу", "Пекарня «Тёплый хлеб»", "bakeries", minutes=48, first=8, cost=310,
        alternative="Такси за мукой", evangelist=4, decides="Хозяин, её брат",
        time="Показала ночную смену и накладные за месяц",
        quotes=(
            ("В прошлый вторник смена час стояла без коробок", "bakeries", True, "past"),
            ("Говорить голосом проще, руки в тесте", "voice", True, "past"),
        ),
    ),
    Talk(66, "Vasile Țurcanu", "Brutăria din Colț", "bakeries", minutes=35, first=7, second=5, cost=260,
         alternative="Keeps two days of stock in the corridor", evangelist=3),
    Talk(66, "Ion Guțu", "Spicul de Aur", "bakeries", "warm", 40, first=8, third=6, cost=300, alternative="A cousin drives",
         evangelist=3, quotes=(("My cousin drives, and he wants his sleep back", "bakeries", True, "past"),)),
    Talk(65, "Elena Botnaru", "Cozonac & Fiii", "bakeries", minutes=30, third=4),
    Talk(64, "Андрей Мокану", "Хлебница на Пушкина", "bakeries", minutes=50, first=9, cost=350, alternative="Такси",
         evangelist=4, time="Записал две недели простоев",
         quotes=(("Две недели записывал: пять простоев, самый долгий — семьдесят минут", "bakeries", True, "past"),)),
    Talk(63, "Doina Lupu", "Franzeluța Veche", "bakeries", minutes=35, first=6, second=6, cost=180, alternative="Waits"),
    Talk(63, "Gheorghe Vieru", "Vatra", "bakeries", "warm", 30, first=7, cost=240, alternative="A taxi", evangelist=3),
    Talk(62, "Ana-Maria Cebotari", "Dulce Dor", "bakeries", minutes=25, second=4),
    Talk(61, "Руслан Ганя", "Булочная «Колос»", "bakeries", minutes=40, first=8, cost=330, alternative="Такси",
         evangelist=3, quotes=(("Аванс дам, если в договоре будет время", "pay_monthly", True, "past"),)),
    Talk(60, "Cristina Albu", "Covrigăria Albu", "bakeries", minutes=45, first=7, third=5, cost=210,
         alternative="Goes herself", evangelist=3),
    Talk(59, "Petru Cazacu", "Brutăria Cazacu", "bakeries", minutes=35, first=8, cost=290, alternative="A taxi",
         evangelist=3, quotes=(("Half past four is too late, tell them four", "by_half_past_four", False, "past"),)),
    Talk(58, "Лариса Попеску", "Пекарня у вокзала", "bakeries", minutes=30, first=6, cost=150, alternative="Ждут утра"),
    Talk(57, "Tudor Melnic", "Melnic și Fiica", "bakeries", minutes=42, first=9, second=6, cost=380,
         alternative="A taxi three times a week", evangelist=5, decides="Decides alone", time="Came to our warehouse",
         quotes=(("I have the money for it in the budget of this quarter", "pay_monthly", True, "past"),)),
    Talk(56, "Svetlana Gori", "Gori Patiserie", "bakeries", "friend", 30, first=5, cost=100, alternative="Waits"),
    Talk(55, "Ștefan Rotaru", "La Cuptor", "bakeries", minutes=38, first=7, cost=270, alternative="A neighbour's van",
         evangelist=3),
    Talk(54, "Инна Плэмэдялэ", "Пекарня «Зерно»", "bakeries", minutes=33, first=8, third=3, cost=300, alternative="Такси",
         evangelist=3),
    Talk(53, "Marin Bejan", "Bejan Pan", "bakeries", minutes=36, first=7, cost=220, alternative="Stock in the garage",
         evangelist=3, quotes=(("The garage is full of flour and my wife of patience", "bakeries", True, "past"),)),
)  # fmt: skip
MILL = Talk(72, "Veaceslav Ciobanu", "Moara Nordului", "", "warm", 30,
            quotes=(("Two drivers until the harvest, after that I need them", "mill", True, "past"),))  # fmt: skip
