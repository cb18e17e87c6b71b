"""Words that end in a dot without ending a sentence, by language, in lower case and without the last dot."""

# What stands before a name or a number: the sentence goes on whatever follows.
OPENING: dict[str, frozenset[str]] = {
    "en": frozenset("mr mrs ms dr prof st no nos vs e.g i.e cf fig vol pp approx dept gen sen rev capt".split()),
    "ru": frozenset(
        "г гг ул пр просп пер пл д дом кв стр корп обл р-н респ им см ср т.е т.к т.н рис табл гл акад проф доц п пп ст "
        "тел моб доб напр мн мкр ш наб бул бульв оф каб подъезд эт ок св ред инж зам нач зав".split()
    ),
    "ro": frozenset(
        "dl dna dra d-l d-na d-ra dlui dnei dr prof ing ec av str bd bul nr art alin lit pag cap fig ex de.ex p.ex cf "
        "sf gen col sat mun jud com ap sc bl et tel aprox dir".split()
    ),
}
# What stands after its word: the sentence ends if a capital letter follows.
CLOSING: dict[str, frozenset[str]] = {
    "en": frozenset(
        "etc inc ltd co corp llc jr sr a.m p.m u.s u.k u.s.a e.u jan feb mar apr aug sept oct nov dec".split()
    ),
    "ru": frozenset(
        "т.д т.п др пр руб коп тыс млн млрд трлн долл шт экз чел мин сек час ч кг гр см мм км м л мес нед н.э в.в вв "
        "янв февр апр авг сент окт нояб дек лей у.е".split()
    ),
    "ro": frozenset(
        "etc ș.a ș.a.m.d s.a.m.d s.r.l s.a s.a.r.l mil mld mii buc min sec ora kg km m l lei mdl ron ian feb mar apr "
        "iun iul aug sept oct noi dec e.n î.e.n".split()
    ),
}
