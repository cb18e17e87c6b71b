"""Which column means what: proposed from headings and values, corrected by the person, checked before use."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tenure.kernel.errors import BadInput
from tenure.orders.files.currencies import currency_of
from tenure.orders.files.dates import NoDay, parse_day
from tenure.orders.files.headings import ROLE_ALIASES, ROLES, is_remark, meaning
from tenure.orders.files.numbers import Unreadable, parse_number
from tenure.orders.files.options import CLIENT_ROLES, Options, missing_roles
from tenure.orders.files.shape import Column, FileShape

SURE = 0.85
MOST_LISTED = 40  # columns in one sentence
DOUBTFUL = 0.5  # of two columns with one heading the first is a guess only
# Roles that decide what is counted and for whom; a product or category of two columns alike does no harm.
_DECISIVE = ("client_id", "client_name", "email", "tax_id", "date", "order_number", "quantity", "price", "amount")
_FAR = date(9998, 12, 30)
_WORDED = ("client_name", "product", "country", "category")
_NUMERIC = ("quantity", "price", "amount", "margin", "cost")


@dataclass(frozen=True)
class Question:
    """Something only the person knows. kind: role, date_order, decimal or currency; lines: how many wait for it.

    choices: the possible answers; for a currency first the code or word a rate is asked for, then what it may mean.
    """

    kind: str
    column: int | None
    heading: str | None
    choices: tuple[str, ...]
    samples: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True)
class Proposal:
    """The mapping guessed; confidence by role from 0 to 1; what could not be guessed as questions.

    Date order and decimal mark stay None: they are decided from the whole file when it is checked.
    """

    options: Options
    confidence: Mapping[str, float]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Profile:
    """What the sample values of a column look like, as shares of those that are not empty."""

    filled: int
    numbers: float
    days: float
    addresses: float
    words: float
    whole: float
    distinct: float
    currencies: float


def profile(column: Column) -> Profile:
    """Describe the samples of a column."""
    values = [text.strip() for text in column.samples if text.strip()]
    count = max(1, len(values))

    def share(test: Iterable[bool]) -> float:
        return sum(test) / count

    return Profile(
        filled=len(values),
        numbers=share(not isinstance(parse_number(v, "."), Unreadable) for v in values),
        days=share(_is_day(v) for v in values),
        addresses=share("@" in v and "." in v.rpartition("@")[2] for v in values),
        words=share(sum(sign.isalpha() for sign in v) > len(v) / 2 for v in values),
        whole=share(v.isdigit() for v in values),
        distinct=len(set(values)) / count,
        currencies=share(currency_of(v) is not None and not any(sign.isdigit() for sign in v) for v in values),
    )


def _is_day(value: str) -> bool:
    if value.isdigit() and len(value) != 8:
        return False
    day = parse_day(value, "dmy", _FAR)
    if isinstance(day, NoDay):
        return day.code in {"no_such_day", "future_date"} or isinstance(parse_day(value, "mdy", _FAR), date)
    return day.year >= 1970


def propose_mapping(shape: FileShape, currency: str = "EUR") -> Proposal:
    """Guess the meaning of each column. Questions name what is still needed to import: client, date, amount."""
    profiles = {column.position: profile(column) for column in shape.columns}
    doubled = _doubled(shape)
    offers = [
        (min(sure, DOUBTFUL) if place in doubled else sure, role, place)
        for column in shape.columns
        for sure, role, place in _offers(column, profiles[column.position])
    ]
    chosen = _assign(offers)
    taken = {place for place, _ in chosen.values()}
    chosen |= {role: (place, sure) for role, place, sure in _by_values(shape.columns, profiles, set(chosen), taken)}
    options = Options(mapping={role: place for role, (place, _) in chosen.items()}, currency=currency)
    confidence = {role: round(sure, 2) for role, (_, sure) in chosen.items()}
    return Proposal(options, confidence, _questions(shape, options.mapping))


def _offers(column: Column, looks: Profile) -> list[tuple[float, str, int]]:
    """(confidence, role, column) a heading offers, weighed by whether the values agree."""
    if is_remark(column.heading):
        return []
    found = meaning(column.heading)
    if found is None:
        return []
    role, sure = found
    if role == "client":
        role = _way_to_tell(looks)
    return [(sure * _agreement(role, looks), role, column.position)]


def _way_to_tell(looks: Profile) -> str:
    """How a column that names the client does so: an address kept as a number would be shown to everybody."""
    if looks.addresses > 0.5:
        return "email"
    return "client_name" if looks.words > 0.5 else "client_id"


def _agreement(role: str, looks: Profile) -> float:
    """How far values of this look can have this meaning: 1 fully, 0.2 hardly."""
    if not looks.filled:
        return 0.5
    fits = {
        "date": looks.days > 0.5,
        "email": looks.addresses > 0.5,
        "currency": looks.currencies > 0.5,
        "phone": looks.words <= 0.3 and looks.days <= 0.5,
        **dict.fromkeys(_NUMERIC, looks.numbers > 0.5),
        **dict.fromkeys(_WORDED, looks.words > 0.3 or looks.numbers < 0.5),
    }
    if role in fits:
        return 1.0 if fits[role] else 0.2 if role in ("email", "phone", "currency") else 0.7
    return 0.8 if looks.days > 0.9 and looks.whole < 0.5 else 1.0


def _assign(offers: Sequence[tuple[float, str, int]]) -> dict[str, tuple[int, float]]:
    """Best offers first; a role takes one column, a column has one role."""
    chosen: dict[str, tuple[int, float]] = {}
    taken: set[int] = set()
    for sure, role, place in sorted(offers, key=lambda offer: (-offer[0], offer[2])):
        if sure >= 0.3 and role not in chosen and place not in taken:
            chosen[role] = (place, sure)
            taken.add(place)
    return chosen


def _by_values(
    columns: Sequence[Column], profiles: Mapping[int, Profile], known: set[str], taken: set[int]
) -> list[tuple[str, int, float]]:
    """Guess what is still missing from values alone; such guesses stay below SURE."""
    free = [column.position for column in columns if column.position not in taken and not is_remark(column.heading)]
    found: list[tuple[str, int, float]] = []

    def take(role: str, places: list[int], confidence: float) -> None:
        if places and role not in known:
            found.append((role, places[0], confidence))
            free.remove(places[0])

    take("email", [p for p in free if profiles[p].addresses > 0.8], 0.8)
    take("date", [p for p in free if profiles[p].days > 0.8], 0.7)
    if not known & set(CLIENT_ROLES):
        take(
            "client_id",
            [p for p in free if profiles[p].distinct < 1 and _could_be_client(profiles[p])] or free[:1],
            0.4,
        )
    if "amount" not in known and not {"quantity", "price"} <= known:
        take("amount", [p for p in reversed(free) if profiles[p].numbers > 0.8], 0.5)
    return found


def _could_be_client(looks: Profile) -> bool:
    return looks.filled > 0 and looks.days < 0.5 and (looks.whole > 0.8 or looks.numbers < 0.5)


def _questions(shape: FileShape, mapping: Mapping[str, int]) -> tuple[Question, ...]:
    titles = tuple(column.title for column in shape.columns)
    return tuple(Question("role", None, role, titles) for role in missing_roles(mapping))


def mapping_from_args(shape: FileShape, args: Sequence[str], currency: str = "EUR") -> Options:
    """Options from `role=COL` words, COL being a heading or a column number; sure guesses fill in the rest.

    Raises BadInput for an unknown role, an unknown or doubled heading, a number out of range.
    """
    proposal = propose_mapping(shape, currency)
    explicit = dict(_argument(shape, word) for word in args)
    _refuse_doubled(shape, proposal, explicit)
    if not args:  # a guess from values alone is shown to a person, never acted on unseen
        sure = {role: place for role, place in proposal.options.mapping.items() if proposal.confidence[role] > 0.6}
        return replace(proposal.options, mapping=sure)
    taken = set(explicit.values())
    words = {word.partition("=")[0].strip() for word in args} | set(explicit)
    silent = set(CLIENT_ROLES) if words & {"client", "customer", "client_id", "client_name"} else set()
    kept = {
        role: place
        for role, place in proposal.options.mapping.items()
        if proposal.confidence[role] >= SURE and place not in taken and role not in silent
    }
    return replace(proposal.options, mapping={**kept, **explicit})


def _doubled(shape: FileShape) -> dict[int, tuple[int, ...]]:
    """Column -> all columns with its heading, where there are several."""
    places: dict[str, list[int]] = defaultdict(list)
    for column in shape.columns:
        if column.heading is not None:
            places[column.heading.casefold()].append(column.position)
    return {place: tuple(alike) for alike in places.values() if len(alike) > 1 for place in alike}


def _refuse_doubled(shape: FileShape, proposal: Proposal, explicit: Mapping[str, int]) -> None:
    """Raise BadInput when only one of several columns with the same heading can be what the import needs."""
    doubled = _doubled(shape)
    guessed = proposal.options.mapping
    sure = {role for role, place in guessed.items() if place not in doubled} | set(explicit)
    for role in _DECISIVE:
        if role in sure or guessed.get(role) not in doubled or _is_told(role, sure):
            continue
        column = shape.columns[guessed[role] - 1]
        raise BadInput(
            "doubled_heading_needed",
            file=shape.path.name,
            column=column.title,
            places=", ".join(map(str, doubled[column.position])),
            role="client" if role in ("client_id", "client_name") else role,
        )


def _is_told(role: str, sure: set[str]) -> bool:
    """Whether the import can do without the role, because surer columns tell the same."""
    if role in CLIENT_ROLES:
        return bool(set(CLIENT_ROLES) & sure)
    if role in ("quantity", "price"):
        return "amount" in sure
    return role == "amount" and {"quantity", "price"} <= sure


def _argument(shape: FileShape, word: str) -> tuple[str, int]:
    role, separator, column = (part.strip() for part in word.partition("="))
    if not separator or not column:
        raise BadInput("map_without_column", word=word)
    known = ROLE_ALIASES.get(role, role).replace("-", "_")
    if known not in ROLES:
        raise BadInput("unknown_role", role=role, roles=", ".join(("client", *ROLES)))
    place = find_column(shape, column)
    if role in ("client", "customer"):
        known = _way_to_tell(profile(shape.columns[place - 1]))
    return known, place


def find_column(shape: FileShape, column: str) -> int:
    """The position of a column given by heading (any case) or number. Raises BadInput naming the columns there are."""
    wanted = column.casefold()
    places = [c.position for c in shape.columns if c.heading is not None and c.heading.casefold() == wanted]
    if len(places) > 1:
        raise BadInput("doubled_heading", column=column, places=", ".join(str(place) for place in places))
    if places:
        return places[0]
    if column.isdigit() and 1 <= int(column) <= len(shape.columns):
        return int(column)
    raise BadInput(
        "unknown_column", column=column, columns=_listed([c.title for c in shape.columns]), count=len(shape.columns)
    )


def require_roles(shape: FileShape, mapping: Mapping[str, int]) -> None:
    """Raise BadInput when the mapping names no client, no date or no amount, or a column that is not there."""
    for role, place in mapping.items():
        if role not in ROLES:
            raise BadInput("unknown_role", role=role, roles=", ".join(("client", *ROLES)))
        if not 1 <= place <= len(shape.columns):
            raise BadInput(
                "unknown_column",
                column=str(place),
                columns=_listed([c.title for c in shape.columns]),
                count=len(shape.columns),
            )
    for question in _questions(shape, mapping):
        raise BadInput(
            f"no_{str(question.heading).removesuffix('_id')}_column",
            file=shape.path.name,
            columns=_listed(question.choices),
        )


def _listed(titles: Sequence[str]) -> str:
    """The columns for a sentence; the first of many."""
    return ", ".join(titles[:MOST_LISTED]) + (", …" if len(titles) > MOST_LISTED else "")
