"""A form as it was filled in, with the sentence of what cannot be stored: nothing typed is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tenure.kernel.errors import BadInput, InvalidValue
from tenure.kernel.problems import sentence


@dataclass(frozen=True)
class Form:
    """values: what stands in the fields; field: the one the problem belongs to, empty for the form as a whole; others:
    further fields with their sentences."""

    values: Mapping[str, str] = field(default_factory=dict)
    field: str = ""
    text: str = ""
    others: tuple[tuple[str, str], ...] = ()

    def problem(self, name: str) -> str:
        """The sentence for this field, or nothing."""
        return self.text if name == self.field else dict(self.others).get(name, "")

    def wrong_in(self, *starts: str) -> bool:
        """Whether something is wrong in a field whose name begins so: that part of the form stands open."""
        return any(name.startswith(starts) for name in (self.field, *dict(self.others)))

    @property
    def general(self) -> str:
        """The sentence that belongs to no single field."""
        return self.text if not self.field else dict(self.others).get("", "")


def refused(values: Mapping[str, str], error: BadInput) -> Form:
    """The form again, with the sentence of each error beside its field."""
    name = str(error.problem.data.get("field", ""))
    more = error.more if isinstance(error, InvalidValue) else ()
    others: dict[str, str] = {}
    for other in more:
        named = str(other.problem.data.get("field", ""))
        others.setdefault(named if named in values else "", sentence(other))
    return Form(values, name if name in values else "", sentence(error), tuple(others.items()))


def typed(post: Mapping[str, str], *names: str) -> dict[str, str]:
    """The named fields as typed, absent ones empty; NUL, which no database stores, is taken out."""
    return {name: post.get(name, "").replace("\x00", "") for name in names}
