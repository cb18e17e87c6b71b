"""The night delivery as an MVP: three versions, whom each was shown to, and what was corrected in between."""

from dataclasses import dataclass

from tenure.clients.clients import visible_clients
from tenure.discovery.offers.mvp import mvp_loop
from tenure.discovery.offers.mvp_showings import ShowingText, interviewed, record_showing
from tenure.discovery.offers.mvp_versions import AnswerText, VersionText, add_mvp_version
from tenure.discovery.offers.products import products_of
from tenure.journeys.demo.demo_venture.cast import MINOR, Cast

INSIDE = "Set down inside by the oven, without a signature"
FOUR = "At the door at four, not at half past"
NIGHT = "Somebody who answers at night when a sack is missing"


@dataclass(frozen=True)
class Seen:
    """Somebody who was shown a version. days: after it was ready; change: asked for, with verdict `change`."""

    who: str
    days: int
    verdict: str
    said: str = ""
    change: str = ""
    alone: bool = True


@dataclass(frozen=True)
class Made:
    """A version. ago: days before the day the chapter counts back from; answers: by change, why it is not taken up, empty where
    it is."""

    ago: int
    does: str
    left_out: str
    hours: int
    euros: int
    answers: dict[str, str]
    seen: tuple[Seen, ...]


VERSIONS = (
    Made(
        130, "Order by telephone until six in the evening; flour and boxes stand at the door by half past four",
        "No contract and no bill, paid in cash; Chișinău only; no answer at night", 26, 180, {},
        (
            Seen("Pâine Caldă", 3, "change", "My baker will not leave the oven to sign a paper at four", INSIDE),
            Seen("Melnic și Fiica", 4, "as_is", "The first night in a year that nobody called me"),
            Seen("Пекарня «Тёплый хлеб»", 5, "change", "Половина пятого — это уже вторая печь", FOUR),
            Seen("Хлебница на Пушкина", 6, "change", "Коробки мокли у двери, пока все в тесте", INSIDE),
            Seen("Brutăria Cazacu", 7, "change", "Tell them four, half past is too late", FOUR),
            Seen("Spicul de Aur", 9, "change", "The driver waited for my signature, and I for him", INSIDE),
            Seen("Булочная «Колос»", 10, "as_is", "Мешок у печи, такси не понадобилось"),
            Seen("Пекарня у вокзала", 10, "not_needed", "Такси беру раз в месяц", alone=False),
            Seen("Cozonac & Fiii", 11, "not_needed", "We bake by day", alone=False),
        ),
    ),
    Made(
        99, "Ordered by voice until nine; set down inside, no signature; €49 a month with a contract",
        "One van, so half past four stays; the bill still comes on paper", 41, 320,
        {INSIDE: "", FOUR: "One van cannot be at eleven doors at four; the earliest ovens go first"},
        (
            Seen("Pâine Caldă", 4, "as_is", "He sets it down and is gone before the door closes"),
            Seen("Melnic și Fiica", 5, "as_is"),
            Seen("Пекарня «Тёплый хлеб»", 6, "change", "В субботу опять ждали до половины пятого", FOUR),
            Seen("Хлебница на Пушкина", 7, "as_is", "Голосом — это как раз: руки в тесте"),
            Seen("Brutăria Nordică", 9, "change", "A sack short, and until seven nobody picked up", NIGHT),
            Seen("Plăcinta Mamei", 11, "as_is"),
            Seen("Brutăria Cazacu", 14, "as_is", "My oven is the first of the tour now"),
            Seen("La Cuptor", 22, "change", "Dacă lipsește ceva noaptea, n-am pe cine suna", NIGHT),
            Seen("Cofetăria Doina", 24, "not_needed", "Cremele se fac ziua", alone=False),
        ),
    ),
    Made(
        61, "A second van: at the door from four; a driver who answers at night and brings what is missing",
        "No app: voice and one telephone do; Orhei on three nights a week", 33, 540, {FOUR: "", NIGHT: ""},
        (
            Seen("Pâine Caldă", 2, "as_is"),
            Seen("Пекарня «Тёплый хлеб»", 2, "as_is", "В четыре мешки стоят, первая печь — по расписанию"),
            Seen("Хлебница на Пушкина", 3, "as_is"),
            Seen("Brutăria Nordică", 3, "as_is", "One sack was missing; it came with the second van"),
            Seen("La Cuptor", 4, "as_is", "Am sunat la trei și a răspuns cineva"),
            Seen("Brutăria Cazacu", 4, "as_is"),
            Seen("Булочная «Колос»", 5, "as_is"),
            Seen("Covrigăria Albu", 6, "as_is", "I sleep, and the shift does not call"),
            Seen("Bejan Pan", 7, "as_is", "The garage is a garage again"),
            Seen("Vatra", 8, "as_is"),
            Seen("Franzeluța Veche", 8, "not_needed", "My husband drives past the mill anyway", alone=False),
        ),
    ),
)  # fmt: skip


def tell(cast: Cast) -> None:
    """Build, show, correct and show again, until they would use it as it is."""
    product = products_of(actor=cast.founder, venture_id=cast.venture)[0].id
    talks = {one.company: one.interview_id for one in interviewed(actor=cast.founder, venture_id=cast.venture)}
    wanted = {one.who for made in VERSIONS for one in made.seen} - set(talks)
    cards = dict(visible_clients(cast.founder).filter(name__in=wanted).values_list("name", "pk"))
    for place, made in enumerate(VERSIONS):
        changes = {one.text: one.id for one in mvp_loop(actor=cast.founder, product_id=product).told}
        answers = {changes[text]: AnswerText(not why, why) for text, why in made.answers.items()}
        with cast.on(54 - place):
            version = add_mvp_version(
                actor=cast.founder, product_id=product,
                wanted=VersionText(
                    cast.day(made.ago), made.does, made.left_out, made.hours * 60, made.euros * MINOR, answers,
                ),
            )  # fmt: skip
            for one in made.seen:
                talk = talks.get(one.who)
                record_showing(
                    actor=cast.founder if one.alone else cast.seller, version_id=version,
                    wanted=ShowingText(
                        cast.day(made.ago - one.days), one.verdict, talk, "" if talk else one.who,
                        None if talk else cards.get(one.who), one.alone, one.said, (), one.change,
                    ),
                )  # fmt: skip
