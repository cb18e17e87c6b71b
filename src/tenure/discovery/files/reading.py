"""Reading the file of a venture: every value checked before anything is written, each refusal naming its place."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, DateField, DateTimeField, Field, FloatField, IntegerField, JSONField, Model
from django.utils import timezone

from tenure.discovery.files.anonymous import NOTES
from tenure.discovery.files.earlier import as_of_today
from tenure.discovery.files.export import FORMAT, STAYS, here_only
from tenure.discovery.files.json_text import parsed, sound_cell
from tenure.discovery.files.shape import Table, tables
from tenure.discovery.files.shapes.cells import check_cell
from tenure.discovery.files.shapes.columns import column_shape
from tenure.discovery.files.shapes.language import Anything, Fields, Misfit, Text
from tenure.discovery.files.shapes.rows import check_row
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue

MOST_ROWS = 200_000
# What a column may be given as; a sentence for a number, or 1.7 for a whole one, is refused, not turned into one.
TAKEN: tuple[tuple[type["Field[Any, Any]"], tuple[type, ...]], ...] = (
    (BooleanField, (bool,)),
    (FloatField, (int, float)),
    (IntegerField, (int,)),
    (JSONField, (dict, list, str, int, float, bool)),
)
Row = dict[str, Any]


def content_of(raw: bytes, *, currency: str) -> Row:
    """The file as JSON with its outer shape checked. Raises BadInput."""
    content = parsed(raw)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadInput("venture_file_other", expected=FORMAT)
    if content.get("currency") != currency:
        raise BadInput("venture_file_currency", theirs=str(content.get("currency"))[:10], ours=currency)
    return content


@dataclass(frozen=True)
class Author:
    """One of the people who wrote the venture. email: in lower case, empty when the file was made without people."""

    email: str
    name: str


STAFF = Fields({"id": Anything()}, {"name": Text(200), "email": Text(254)})


def staff_of(content: Row) -> dict[int, Author]:
    """Number in the file -> who it is."""
    found = {}
    for place, row in enumerate(_list(content.get("staff"), "staff"), 1):
        try:
            STAFF.check(row)
        except Misfit as error:
            raise _misfit("staff", place, "", error) from error
        number = _number(row, "staff", place)
        if number in found:
            raise BadInput("venture_file_twice", table="staff", number=number)
        found[number] = Author(row.get("email", "").lower(), row.get("name", "").strip())
    return found


def rows_of(content: Row) -> dict[str, list[Row]]:
    """The rows of each table with every plain value of the type of its column. Raises BadInput naming the row."""
    given = content.get("tables")
    if not isinstance(given, dict):
        raise BadInput("venture_file_other", expected=FORMAT)
    given = as_of_today(given)
    known = {table.name for table in tables()} - STAYS
    if strange := sorted(set(given) - known):
        raise BadInput("venture_file_table", table=str(strange[0])[:60])
    if sum(len(rows) for rows in given.values() if isinstance(rows, list)) > MOST_ROWS:
        raise BadInput("venture_file_rows", most=MOST_ROWS)
    found = {table.name: _table(table, given.get(table.name, [])) for table in tables() if table.name not in STAYS}
    if len(found["Venture"]) != 1:
        raise BadInput("venture_file_ventures", count=len(found["Venture"]))
    return found


def _table(table: Table, given: Any) -> list[Row]:
    rows = [_row(table, row, place) for place, row in enumerate(_list(given, table.name), 1)]
    numbers = [row["id"] for row in rows]
    if twice := [number for number, count in Counter(numbers).items() if count > 1]:
        raise BadInput("venture_file_twice", table=table.name, number=min(twice))
    return rows


def _row(table: Table, given: Row, place: int) -> Row:
    left = here_only(table)
    links = ({link.name for link in table.links} | set(table.staff)) - left
    allowed = {"id", *links, *table.plain} - left
    if strange := sorted(set(given) - allowed):
        raise BadInput("venture_file_column", table=table.name, row=place, column=str(strange[0])[:60])
    row: Row = {"id": _number(given, table.name, place)}
    for name in links:
        row[name] = _link(given.get(name), table.name, place, name)
    for name in table.plain:
        if name in given and name not in left:
            row[name] = _value(table.model, name, given[name], table.name, place)
            _check_inside(table, row, name, place)
    _check_needed(table, row, place)
    try:
        check_row(table, row)
    except Misfit as error:
        raise _misfit(table.name, place, "", error) from error
    except InvalidValue as error:
        raise BadInput("venture_file_row", table=table.name, row=place, why=error.problem) from error
    return row


def _check_needed(table: Table, row: Row, place: int) -> None:
    """A column without a usual value must be there, but for those a file without people leaves out."""
    hidden = here_only(table) | table.personal | NOTES.get(table.name, frozenset())
    for name in table.plain:
        field = cast("Field[Any, Any]", table.model._meta.get_field(name))
        if name not in row and name not in hidden and not field.null and not field.has_default():
            raise _misfit(table.name, place, "", Misfit("", ", ".join(sorted(row))[:60], "missing", name=name))


def _check_inside(table: Table, row: Row, name: str, place: int) -> None:
    """Bounds of a plain column, and the shape of what is in one of lists and names."""
    value = row[name]
    try:
        if isinstance(table.model._meta.get_field(name), JSONField):
            check_cell(table.name, name, value)
        elif value is not None and (shape := column_shape(table.name, name)) is not None:
            shape.check(value)
    except Misfit as error:
        raise _misfit(table.name, place, name, error) from error


def _value(model: type[Model], name: str, given: Any, table: str, place: int) -> Any:
    """The value in the type of its column. An empty text is fine: what a form asks for is not what a table allows."""
    field = cast("Field[Any, Any]", model._meta.get_field(name))
    try:
        value = field.to_python(given)
        if not (_given_as(field, given) and _fits(field, value)):
            raise _wrong(table, place, name, given)
        if value is not None:
            field.run_validators(value)
    except (ValidationError, TypeError, ValueError, OverflowError) as error:
        raise _wrong(table, place, name, given) from error
    return value


def _given_as(field: "Field[Any, Any]", given: Any) -> bool:
    """Whether the file gives the column what the column is for."""
    kinds = next((kinds for kind, kinds in TAKEN if isinstance(field, kind)), (str,))
    if given is None or bool in kinds:
        return given is None or isinstance(given, kinds)
    return isinstance(given, kinds) and not isinstance(given, bool)


def _fits(field: "Field[Any, Any]", value: Any) -> bool:
    if value is None:
        return field.null
    if isinstance(field, JSONField):
        return sound_cell(value) and isinstance(value, type(field.get_default()) if field.has_default() else dict)
    if isinstance(value, str) and "\x00" in value:
        return False
    if isinstance(field, DateField) and isinstance(value, date) and not clock.in_years(value):
        return False
    if isinstance(field, DateTimeField) and timezone.is_naive(value):
        return False
    known = {code for code, _label in field.flatchoices} if field.choices else None
    return known is None or value in known or (value == "" and field.blank)


def _link(given: Any, table: str, place: int, name: str) -> int | None:
    if given is None or (isinstance(given, int) and not isinstance(given, bool)):
        return given
    raise _wrong(table, place, name, given)


def _number(row: Row, table: str, place: int) -> int:
    number = row.get("id")
    if isinstance(number, int) and not isinstance(number, bool):
        return number
    raise _wrong(table, place, "id", number)


def _list(given: Any, table: str) -> list[Row]:
    if isinstance(given, list) and all(isinstance(row, dict) for row in given):
        return given
    raise BadInput("venture_file_list", table=table)


def _misfit(table: str, place: int, column: str, error: Misfit) -> BadInput:
    where = ".".join(part for part in (column, error.place) if part)
    shown = str(error.value)[:60]
    return BadInput(
        "venture_file_shape", table=table, row=place, place=where, value=shown, wanted=error.wanted, of=error.data
    )


def _wrong(table: str, place: int, column: str, value: Any) -> BadInput:
    return BadInput("venture_file_value", table=table, row=place, column=column, value=str(value)[:60])
