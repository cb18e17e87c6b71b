"""A form as it was filled in, with the sentence of what cannot be stored: nothing typed is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence


@dataclass(frozen=True)
class Form:
    """values: what stands in the fields; field: the one the problem belongs to, empty for the form as a whole."""

    values: Mapping[str, str] = field(default_factory=dict)
    field: str = ""
    text: str = ""

    def problem(self, name: str) -> str:
        """The sentence for this field, or nothing."""
        return self.text if name == self.field else ""

    @property
    def general(self) -> str:
        """The sentence that belongs to no single field."""
        return self.text if not self.field else ""


def refused(values: Mapping[str, str], error: BadInput) -> Form:
    """The form again, with the sentence of the error beside its field."""
    name = str(error.problem.data.get("field", ""))
    return Form(values, name if name in values else "", sentence(error))


def typed(post: Mapping[str, str], *names: str) -> dict[str, str]:
    """The named fields as typed, absent ones empty; NUL, which no database stores, is taken out."""
    return {name: post.get(name, "").replace("\x00", "") for name in names}
