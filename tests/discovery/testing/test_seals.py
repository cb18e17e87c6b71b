"""The seal of an observation is spelt as the canonical JSON of the same values: seals made before still hold."""

from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from tenure.discovery.testing.lock import canonical, link, moment, seal_of
from tenure.discovery.testing.observations import sealed_text

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))) | st.just(UTC)


@given(
    at=st.datetimes(allow_imaginary=False, timezones=ZONES).filter(lambda at: 1 < at.year < 9999), on=st.dates(date(1, 1, 1)),
    arm=st.integers(0, 1), voice=st.integers(0, 10**9), corrects=st.none() | st.integers(1),
    said=st.tuples(*[st.booleans()] * 4),
)  # fmt: skip
def test_it_is_spelt_as_canonical_json(
    at: datetime, on: date, arm: int, voice: int, corrects: int | None, said: tuple[bool, ...]
) -> None:
    success, exploratory, excluded, look = said
    row = SimpleNamespace(
        entered_at=at, happened_on=on, arm=arm, success=success, voice=voice, exploratory=exploratory,
        corrects_id=corrects, excluded=excluded, look=look,
    )  # fmt: skip
    values = {
        "at": at.astimezone(UTC).isoformat(), "on": on.isoformat(), "arm": arm, "success": success, "voice": voice,
        "exploratory": exploratory, "corrects": corrects is not None, "excluded": excluded, "look": look,
    }  # fmt: skip
    assert moment(at) == values["at"]
    assert sealed_text(row) == canonical(values)
    assert link("before", sealed_text(row)) == seal_of("before", values)
