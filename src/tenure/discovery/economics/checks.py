"""What the forms of a scenario give besides its numbers: checked whole, so that everything wrong is told at once."""

from dataclasses import dataclass, replace

from tenure.discovery.economics.metrics import METRICS
from tenure.kernel.errors import InvalidValue, Wrongs

NAME_LONGEST, NOTE_LONGEST, LONGEST_HORIZON = 120, 5000, 120
LARGEST_MINOR, MOST_PEOPLE = 10**15, 10**9
LONGEST_LIMIT, LARGEST_MARK = 240, 1000.0
COSTS = ("media_minor", "people_minor", "tools_minor", "commissions_minor")


@dataclass(frozen=True)
class Frame:
    """What frames the numbers; shares 0..1, money in minor units, None for not known."""

    name: str
    horizon_months: int | None
    retention: float | None = None
    discount: float = 0.0
    payback_limit: int = 12
    ltv_cac_mark: float = 3.0
    sure: float = 0.8
    develop_cost_minor: int | None = None
    develop_clients: int | None = None
    develop_uplift_minor: int | None = None
    note: str = ""


@dataclass(frozen=True)
class ChannelValue:
    """A channel to be stored; money in minor units."""

    name: str
    media_minor: int | None = None
    people_minor: int | None = None
    tools_minor: int | None = None
    commissions_minor: int | None = None
    leads: int | None = None
    clients: int | None = None
    next_cost_minor: int | None = None
    next_clients: int | None = None


def checked_beginning(name: str, months: int | None) -> tuple[str, int]:
    """Pure: name and horizon of a new scenario. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    found = wrongs.got(clean_name, name), wrongs.got(horizon, months)
    wrongs.tell()
    return found


def checked_frame(frame: Frame) -> Frame:
    """Pure: the frame with its texts cleaned. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    name = wrongs.got(clean_name, frame.name)
    wrongs.got(horizon, frame.horizon_months)
    for field in ("retention", "discount"):
        wrongs.got(_share, getattr(frame, field), field)
    for reader in (_limit, _mark, _sure):
        wrongs.got(reader, frame)
    for field in ("develop_cost_minor", "develop_uplift_minor"):
        wrongs.got(_money, getattr(frame, field), field)
    wrongs.got(_people, frame.develop_clients, "develop_clients")
    with wrongs:
        if len(frame.note) > NOTE_LONGEST:
            raise InvalidValue("economics_text_long", field="note", longest=NOTE_LONGEST)
    wrongs.tell()
    return replace(frame, name=name, note=frame.note.replace("\x00", "").strip())


def checked_channel(value: ChannelValue) -> ChannelValue:
    """Pure: the channel with its name cleaned. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    name = wrongs.got(clean_name, value.name)
    for field in (*COSTS, "next_cost_minor"):
        wrongs.got(_money, getattr(value, field), field)
    for field in ("leads", "clients", "next_clients"):
        wrongs.got(_people, getattr(value, field), field)
    with wrongs:
        if value.leads and (value.clients or 0) > value.leads:
            raise InvalidValue("economics_clients_over", field="clients", clients=value.clients, leads=value.leads)
    with wrongs:
        if (value.next_cost_minor is None) != (value.next_clients is None):
            missing = "next_clients" if value.next_clients is None else "next_cost_minor"
            raise InvalidValue("economics_next_half", field=missing)
    wrongs.tell()
    return replace(value, name=name)


def checked_cost(name: str, amount_minor: int | None) -> tuple[str, int]:
    """Pure: a fixed cost. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    clean = wrongs.got(clean_name, name)
    with wrongs:
        if amount_minor is None:
            raise InvalidValue("economics_amount_missing", field="amount")
    wrongs.got(_money, amount_minor, "amount")
    wrongs.tell()
    return clean, amount_minor or 0


def checked_pair(first: str, second: str, rank: float | None) -> tuple[str, str, float]:
    """Pure: two metrics in the order of the chain and their rank correlation. Raises InvalidValue naming every wrong
    field."""
    wrongs = Wrongs()
    for field, metric in (("first", first), ("second", second)):
        with wrongs:
            if metric not in METRICS:
                raise InvalidValue("economics_correlation_pair", field=field)
    with wrongs:
        if first == second:
            raise InvalidValue("economics_correlation_same", field="second")
    with wrongs:
        if rank is None or not -1 <= rank <= 1:
            raise InvalidValue("economics_correlation_rank", field="rank", value=rank)
    wrongs.tell()
    one, other = sorted((first, second), key=METRICS.index)
    return one, other, rank or 0.0


def clean_name(text: str) -> str:
    """Raises InvalidValue."""
    clean = " ".join(text.replace("\x00", "").split())
    if not clean:
        raise InvalidValue("economics_name_missing", field="name")
    if len(clean) > NAME_LONGEST:
        raise InvalidValue("economics_name_long", field="name", longest=NAME_LONGEST, length=len(clean))
    return clean


def horizon(months: int | None) -> int:
    """The horizon, which nothing can be read without. Raises InvalidValue."""
    if months is None:
        raise InvalidValue("economics_horizon_missing", field="horizon_months")
    if not 1 <= months <= LONGEST_HORIZON:
        raise InvalidValue("economics_horizon_wrong", field="horizon_months", value=months, most=LONGEST_HORIZON)
    return months


def _share(value: float | None, field: str) -> None:
    if value is not None and not 0 <= value <= 1:
        raise InvalidValue("economics_share", field=field, value=value)


def _sure(frame: Frame) -> None:
    if not 0.5 < frame.sure < 1:
        raise InvalidValue("economics_sure", field="sure", value=frame.sure)


def _limit(frame: Frame) -> None:
    if not 1 <= frame.payback_limit <= LONGEST_LIMIT:
        raise InvalidValue("economics_limit", field="payback_limit", most=LONGEST_LIMIT)


def _mark(frame: Frame) -> None:
    if not 0 < frame.ltv_cac_mark <= LARGEST_MARK:
        raise InvalidValue("economics_mark", field="ltv_cac_mark", most=int(LARGEST_MARK))


def _money(value: int | None, field: str) -> None:
    if value is not None and value < 0:
        raise InvalidValue("economics_money_negative", field=field)
    if value is not None and value > LARGEST_MINOR:
        raise InvalidValue("economics_money_large", field=field)


def _people(value: int | None, field: str) -> None:
    if value is not None and not 0 <= value <= MOST_PEOPLE:
        raise InvalidValue("economics_count", field=field)
