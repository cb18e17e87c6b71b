"""What a rule of a gate found, as a decision keeps it: code of the finding -> its numbers and names (`gates.rules`)."""

from collections.abc import Mapping

from tenure.discovery.files.shapes.language import Code, Day, Fields, Flag, Many, Maybe, Number, Row, Shape, Text

NAME = Text(400)
COUNT = Number(0, 1e12, whole=True)
SHARE = Number(-1e-6, 1 + 1e-6)  # computed ones may miss their bounds by a rounding
MONEY = Number(-1e18, 1e18)


def _of(**fields: Shape) -> Fields:
    return Fields(fields)


NOTHING = _of()
NAMED: dict[str, Shape] = {"number": COUNT, "title": NAME}
PARTS: dict[str, Shape] = {"part_low": SHARE, "part_high": SHARE}
ALSO: dict[str, Shape] = {"also": Many(Row((COUNT, Maybe(SHARE))))}
OTHERS: dict[str, Shape] = {"others": Many(Row((COUNT, Code(frozenset({"refuted", "untried", "old"})))))}
VERDICT = _of(verdict=Text(20))

FINDINGS: Mapping[str, Shape] = {
    **dict.fromkeys(
        (
            "no_segment", "no_mentions", "no_severity", "no_commitment", "no_least_company", "no_size", "no_channel",
            "no_critical", "no_evangelist", "no_buyers", "no_economics", "no_marginal", "none_served", "by_person",
            "base_no_source", "base_not_read", "base_waiting", "no_plan", "others_unknown",
        ),
        NOTHING,
    ),
    "talks": _of(segment=NAME, held=COUNT, strangers=COUNT),
    "prevalence": Fields(
        {"chance": SHARE, "problem": NAME, "segment": NAME, "mentions": COUNT, "asked": COUNT}, {"of": COUNT}
    ),
    "no_alternative": _of(problem=NAME, rank=COUNT, of=COUNT),
    "severe_spend": _of(problem=NAME, rank=COUNT, of=COUNT, spend_minor=MONEY),
    "severe_workaround": _of(problem=NAME, rank=COUNT, of=COUNT, spend_minor=Maybe(MONEY)),
    "pressing": Fields(
        {
            "problem": NAME, "segment": NAME, "among": COUNT, "asked": COUNT, "chance": SHARE, "paying": COUNT,
            "spend_minor": Maybe(MONEY),
        },
        {"of": COUNT},
    ),
    "paid_in_full": _of(counted=COUNT, buyers=COUNT, sources=COUNT, friends=COUNT, unpriced=COUNT, cheap=COUNT),
    "likely": Fields({"probability": SHARE, **NAMED}, {"own": SHARE}),
    "market": Fields(
        {
            "segment": NAME, "problem": NAME, "low": Maybe(MONEY), "high": Maybe(MONEY),
            "carries": Code(frozenset({"yes", "no", "undecided"})),
        },
        {"chance": SHARE, "alone": SHARE, "of": COUNT},
    ),
    "channel_reached": Fields(NAMED, {"segment": NAME}),
    "channel_unplaced": _of(segment=NAME, **NAMED),
    "commitment_elsewhere": _of(segment=NAME, elsewhere=NAME, **NAMED),
    "channel_elsewhere": _of(segment=NAME, elsewhere=NAME, **NAMED),
    "channel_failed": _of(count=COUNT, **NAMED),
    "none_refuted": _of(count=COUNT),
    "untried": Fields({"count": COUNT, "of": COUNT, **NAMED}, OTHERS),
    "unproven": Fields({"count": COUNT, "of": COUNT, **NAMED}, ALSO),
    "proof_old": Fields(NAMED, ALSO | OTHERS),
    "record_gone": Fields(NAMED, ALSO | OTHERS),
    "proof_light": Fields(NAMED, ALSO | OTHERS),
    "word_gone": _of(reason=Text(400)),
    "only_noted": _of(level=COUNT, **NAMED),
    "refuted": Fields({"count": COUNT, **NAMED}, OTHERS),
    "evangelist": Fields({"level": COUNT, "count": COUNT}, {"segment": NAME}),
    "evangelist_elsewhere": _of(level=COUNT, elsewhere=NAME, segment=NAME),
    "together": Fields(
        {"joint": SHARE, "weakest": COUNT, "title": NAME, "probability": SHARE, "below": COUNT, "count": COUNT},
        {"own": SHARE, **ALSO},
    ),
    "buyers": _of(buyers=COUNT, strangers=COUNT),
    "without_founder": Fields({"sales": COUNT, "won": COUNT, "closed": COUNT}, PARTS),
    "same_way": Fields(
        {"same": COUNT, "deals": COUNT, "wanted": COUNT, "unmarked": COUNT, "sales": COUNT, "stages": COUNT},
        {"won": COUNT, "of": COUNT, **PARTS},
    ),
    "fit": VERDICT,
    "converges": _of(chance=SHARE, in_time=Maybe(Flag())),
    "no_ranges": _of(names=Many(NAME)),
    "curve": VERDICT,
    "marginal": _of(count=COUNT, names=Many(NAME)),
    "marginal_dear": _of(names=Many(NAME)),
    "marginal_pays": _of(names=Many(NAME)),
    "refunds": _of(share=SHARE, served=COUNT, estimated=Flag(), unhappy=COUNT, happy=COUNT, **PARTS),
    "base_old": _of(read=Day()),
    "base_few_months": _of(months=COUNT),
    "market_outgrown": _of(segment=NAME, problem=NAME, money=MONEY, high=MONEY),
    "market_part": _of(segment=NAME, problem=NAME, money=MONEY, high=MONEY, part_low=Number(0, 1e9), part_high=SHARE),
    "no_deals": _of(unvalued=COUNT),
    "pipeline": _of(
        chance=SHARE, deals=COUNT, mean_minor=MONEY, low=MONEY, high=MONEY, won=COUNT, closed=COUNT
    ),
    "few_newcomers": _of(late=COUNT, early=COUNT, least=COUNT),
    "newcomers": _of(
        early=COUNT, early_back=COUNT, late=COUNT, late_back=COUNT, split=Text(40), days=COUNT, chance=SHARE,
        margin=SHARE, gap_low=Number(-1, 1), gap_high=Number(-1, 1),
    ),
    "others_orders": _of(share=SHARE, clients=COUNT, **PARTS),
    "others_presales": _of(sales=COUNT, without=COUNT, **PARTS),
    "few_quarters": _of(quarters=COUNT),
    "forecast": _of(gap=Number(-1e9, 1e9), quarters=COUNT),
    "few_clients": _of(clients=COUNT),
    "worked": _of(share=SHARE, clients=COUNT, owned=COUNT, classed=COUNT, touched=COUNT, all=COUNT),
    "largest": _of(share=SHARE, of_margin=Flag(), **PARTS),
}  # fmt: skip
