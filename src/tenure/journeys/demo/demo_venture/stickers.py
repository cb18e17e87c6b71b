"""What the founders believed, loop by loop, in their words."""

from dataclasses import dataclass, replace

from tenure.discovery.hypotheses.text import HypothesisText


@dataclass(frozen=True)
class Sticker:
    """A hypothesis under a short key; segment: key of the segment it is about; parents: keys it rests on."""

    key: str
    text: HypothesisText
    segment: str = ""
    problem: str = ""
    parents: tuple[str, ...] = ()


def _sticker(key: str, block: str, title: str, *, segment: str = "", problem: str = "", parents: tuple[str, ...] = (),
             **more: object) -> Sticker:  # fmt: skip
    return Sticker(key, replace(HypothesisText(block=block, title=title), **more), segment, problem, parents)  # type: ignore[arg-type]


HOTELS = (
    _sticker(
        "hotels",
        "segments",
        "Hotels with their own bakery",
        segment="hotels",
        problem="late",
        critical=True,
        statement="We believe that hotels with a bakery of their own lose at least an hour of the night shift every week, "
        "because boxes and flour come after the shift has begun",
        metric="Hotels that name it unprompted",
        unit="%",
        threshold=30,
        prior=0.6,
        prior_size=4.0,
        impact=9,
        prior_reason="Two hotels among our clients complained last winter",
        falsifier="Fewer than 7 of 14 hotels name it by themselves",
        gain_minor=6_000_000,
        loss_minor=1_200_000,
    ),
    _sticker(
        "drivers",
        "channels",
        "Drivers sell it better than managers",
        critical=True,
        statement="We believe that drivers who already stand in the kitchen at night will bring at least 3 of 10 kitchens "
        "they visit to a trial, because they are trusted",
        metric="Kitchens that agree to a trial",
        unit="%",
        threshold=30,
        prior=0.5,
        impact=7,
        prior_reason="Our drivers know every cook by name",
        falsifier="Fewer than 1 in 10 agree",
        gain_minor=2_000_000,
        loss_minor=400_000,
    ),
    _sticker(
        "warehouse",
        "activities",
        "Picking 22:00–02:00 in the present warehouse",
        kind="feasibility",
        statement="We believe that two people can pick 60 night orders between 22:00 and 02:00 in the warehouse we have",
        metric="Orders picked in a night",
        unit="orders",
        threshold=60,
        prior=0.7,
        impact=6,
        prior_reason="The day shift picks 50 in four hours",
        falsifier="Fewer than 45 in three nights running",
    ),
    _sticker(
        "vans",
        "resources",
        "Two vans are enough for 60 stops",
        kind="feasibility",
        statement="We believe that two vans can make 60 stops between 02:00 and 04:30",
        metric="Stops in a night",
        unit="stops",
        threshold=60,
        prior=0.55,
        impact=5,
        prior_reason="30 stops a van by day, with traffic",
        falsifier="Fewer than 45 stops in a trial night",
    ),
    _sticker(
        "mill",
        "partners",
        "The mill lends us its night drivers",
        kind="feasibility",
        statement="We believe that the mill will lend two drivers for the first three months, because its own vans stand "
        "idle at night",
        prior=0.5,
        impact=4,
        prior_reason="Said at a fair, nothing on paper",
        falsifier="No letter by the end of the loop",
    ),
    _sticker(
        "stop_cost",
        "costs",
        "A night stop costs under €4.10",
        kind="viability",
        statement="We believe that a night stop will cost less than €4.10 from the tenth week on",
        metric="Cost of a stop",
        unit="€",
        threshold=4.1,
        direction="at_most",
        prior=0.6,
        impact=7,
        prior_reason="Estimate from fuel, hours and leasing",
        falsifier="Above €5 in the fourth week",
        gain_minor=1_500_000,
        loss_minor=600_000,
    ),
)
BAKERIES = (
    _sticker(
        "bakeries", "segments", "Bakeries with 2–6 shops, own night shift", segment="bakeries", problem="late",
        critical=True,
        statement="We believe that at least 40 % of bakeries with 2–6 shops lose an hour of the night shift every week, "
        "because flour and boxes come after the shift has begun",
        metric="Bakeries that name it unprompted", unit="%", threshold=40, prior=0.5, impact=10,
        prior_reason="Most hotels sent us to the bakery that supplies them",
        falsifier="P(prevalence above 40 %) stays under 90 % after 18 talks",
        gain_minor=9_000_000, loss_minor=2_000_000,
    ),
    _sticker(
        "by_half_past_four", "value_propositions", "At the door by 04:30 saves the baker an hour", segment="bakeries",
        problem="late", parents=("bakeries",),
        statement="We believe that a baker whose delivery stands at the door by 04:30 saves at least an hour a night",
        metric="Minutes saved a night", unit="minutes", threshold=60, prior=0.6, impact=8,
        prior_reason="Watched one shift", falsifier="Less than 30 minutes in a week by hand",
    ),
    _sticker(
        "pay_monthly", "revenue_streams", "They pay €49 a month, flat", segment="bakeries", problem="late",
        parents=("bakeries",), critical=True,
        statement="We believe that at least 40 % of bakeries with their own night shift will pay €49 a month, because a "
        "taxi at night costs them €310 a month today",
        metric="Signs a pre-order and pays a deposit of €49", unit="%", threshold=40, prior=0.5, impact=10,
        prior_reason="Price guessed from what a taxi costs", falsifier="Evidence against at 1 in 20",
        gain_minor=9_000_000, loss_minor=1_500_000,
    ),
    _sticker(
        "voice", "relationships", "Orders by voice message, no app", segment="bakeries",
        statement="We believe that bakers will order by voice message until 21:00, because their hands are in dough",
        metric="Orders that come by voice", unit="%", threshold=50, prior=0.6, impact=4,
        prior_reason="Five bakers asked for it", falsifier="Fewer than a third of the orders",
    ),
    _sticker(
        "managers", "channels", "A call by a manager, then a tasting box at night", segment="bakeries",
        statement="We believe that at least 2 of 10 bakeries called will ask for a trial night",
        metric="Bakeries that ask for a trial night", unit="%", threshold=20, prior=0.5, impact=7,
        prior_reason="Replaces the drivers, refuted in loop 1", falsifier="Fewer than 1 in 20",
        gain_minor=2_500_000, loss_minor=500_000,
    ),
    _sticker(
        "year_ahead", "revenue_streams", "10 % pay a year ahead", segment="bakeries", parents=("pay_monthly",),
        statement="We believe that 10 % of those who sign will pay a year ahead for two months free",
        metric="Pay a year ahead", unit="%", threshold=10, prior=0.3, impact=3,
        prior_reason="Habit of the trade is to pay late", falsifier="None of the first twenty",
    ),
    _sticker(
        "supermarkets", "segments", "Пекарни при супермаркетах",
        statement="Полагаем, что пекарням при супермаркетах доставка ночью нужна не реже двух раз в неделю",
        prior=0.4, impact=5, prior_reason="Один разговор с закупщиком",
        falsifier="Ни один из пяти закупщиков не назовёт проблему",
    ),
    _sticker(
        "forgiven", "value_propositions", "A missed night is forgiven once", segment="bakeries",
        statement="We believe that 8 of 10 bakeries will stay after one missed night if they hear of it before 03:00",
        metric="Stay after a missed night", unit="%", threshold=80, prior=0.6, impact=6,
        prior_reason="One missed night in the trial, they stayed", falsifier="Two leave in the first month",
    ),
)  # fmt: skip
GROWTH = (
    _sticker(
        "leaflet", "channels", "A leaflet in the invoices of the mill", segment="bakeries",
        statement="We believe that at least 1 of 5 bakeries that find our leaflet in the mill's invoice will call us",
        metric="Calls within two weeks", unit="%", threshold=20, prior=0.55, impact=5,
        prior_reason="The mill's director offered it himself", falsifier="Fewer than 3 of 24",
        gain_minor=800_000, loss_minor=60_000,
    ),
    _sticker(
        "bring", "channels", "Bakers bring bakers", segment="bakeries",
        statement="We believe that at least 2 of 10 bakeries named by a client of ours will sign within a month",
        metric="Named bakeries that sign", unit="%", threshold=20, prior=0.5, impact=8,
        prior_reason="Three clients came so without being asked", falsifier="None of the first ten",
        gain_minor=2_000_000, loss_minor=150_000,
    ),
)  # fmt: skip
STAYING = (
    _sticker(
        "second_week", "relationships", "A call in the second week keeps a newcomer", segment="bakeries",
        statement="We believe that at least 5 of 10 bakeries called on the tenth day will pay a third invoice, because small "
        "faults are told to whoever asks",
        metric="Newcomers that pay a third invoice", unit="%", threshold=50, prior=0.6, impact=7,
        prior_reason="All who stopped did so after the first month, and none had complained", falsifier="Fewer than a third",
        gain_minor=900_000, loss_minor=90_000,
    ),
)  # fmt: skip
