"""Arguments of a decision unit: with what to influence, and how strongly each proves that a criterion is met."""

from collections.abc import Mapping

from django.db import transaction

from tenure.clients.clients import visible_clients
from tenure.clients.models import Argument
from tenure.clients.units.unit_changes import changed, line, unit_to_change, within
from tenure.clients.units.unit_members import LONGEST_CRITERION
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User

LONGEST, MOST = 250, 40


def add_argument(*, actor: User, unit_id: int, text: str, proof: Mapping[str, float]) -> int:
    """Write an argument down. proof: by name of a criterion, 0..1."""
    with transaction.atomic():
        unit = unit_to_change(actor, unit_id)
        if Argument.objects.filter(unit=unit).count() >= MOST:
            raise InvalidValue("unit_arguments", field="text", most=MOST)
        argument = Argument.objects.create(unit=unit, text=_text(text), proof=_proof(proof))
        changed(actor, unit, "add_argument", argument=argument.pk)
    return argument.pk


def edit_argument(*, actor: User, argument_id: int, text: str, proof: Mapping[str, float]) -> None:
    """Change an argument and what it proves."""
    with transaction.atomic():
        argument = _argument(actor, argument_id)
        unit = unit_to_change(actor, argument.unit_id)
        argument.text, argument.proof = _text(text), _proof(proof)
        argument.save(update_fields=["text", "proof"])
        changed(actor, unit, "edit_argument", argument=argument.pk)


def remove_argument(*, actor: User, argument_id: int) -> int:
    """Take an argument away. Returns its unit."""
    with transaction.atomic():
        argument = _argument(actor, argument_id)
        unit = unit_to_change(actor, argument.unit_id)
        changed(actor, unit, "remove_argument", argument=argument.pk)
        argument.delete()
    return unit.pk


def _argument(actor: User, argument_id: int) -> Argument:
    argument = Argument.objects.filter(pk=argument_id, unit__client__in=visible_clients(actor)).first()
    if argument is None:
        raise NotFound(f"argument {argument_id}")
    return argument


def _text(text: str) -> str:
    clean = line(text, "text", LONGEST)
    if not clean:
        raise InvalidValue("unit_argument_empty", field="text")
    return clean


def _proof(proof: Mapping[str, float]) -> dict[str, float]:
    """What is proven at all; a criterion not proven is left out."""
    kept = {line(name, "proof", LONGEST_CRITERION): within(value, "proof", 0, 1) for name, value in proof.items()}
    return {name: value for name, value in kept.items() if name and value > 0}
