"""A stranger's file read and checked with what is known about it: given columns, a remembered profile, or a guess."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tenure.kernel import clock
from tenure.kernel.errors import BadInput
from tenure.orders.batches import remembered_options, signature
from tenure.orders.files.check import CheckedFile, check_file
from tenure.orders.files.mapping import Proposal, mapping_from_args, propose_mapping
from tenure.orders.files.options import Options
from tenure.orders.files.shape import FileShape
from tenure.privacy.workspace import current_workspace

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Wishes:
    """What a person said about the file; what they did not say is found out. maps: `role=COL` words."""

    maps: Sequence[str] = ()
    date_format: str | None = None
    currency: str | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    keep_duplicates: bool = False
    decimal: str | None = None


def file_signature(shape: FileShape) -> str:
    """What the remembered profiles are found by."""
    return signature(shape.kind, [column.heading for column in shape.columns])


def wished_options(shape: FileShape, wishes: Wishes) -> Options:
    """How to read the file: the words given, else the profile of its headings, else the guess."""
    currency = (wishes.currency or _workspace_currency()).upper()
    kept = remembered_options(file_signature(shape)) if not wishes.maps else None
    options = kept or mapping_from_args(shape, wishes.maps, currency)
    if kept is not None:
        # The order of dates and the decimal mark are found in each file anew; they may differ from the last one's.
        options = replace(kept, date_format=None, decimal=None)
    return replace(
        options,
        date_format=wishes.date_format or options.date_format,
        decimal=wishes.decimal or options.decimal,
        currency=currency,
        rates={**options.rates, **wishes.rates},
        keep_duplicates=wishes.keep_duplicates,
    )


def first_options(shape: FileShape) -> tuple[Options, Proposal, bool]:
    """For the pages: options to begin with, the guess with its doubts, and whether they are remembered ones."""
    currency = _workspace_currency()
    proposal = propose_mapping(shape, currency)
    kept = remembered_options(file_signature(shape))
    if kept is None:
        return proposal.options, proposal, False
    return replace(kept, date_format=None, decimal=None, currency=currency, keep_duplicates=False), proposal, True


def check_orders(shape: FileShape, options: Options, *, workdir: Path, progress: Progress) -> CheckedFile:
    """Check every line, with today as the latest sensible one.

    What the values leave open is answered as it was for the last file with these headings, if there was one.
    """
    today = clock.today()
    checked = check_file(shape, options, workdir=workdir, today=today, progress=progress)
    answered = _answered_before(shape, options, {question.kind for question in checked.questions})
    if answered == options:
        return checked
    return check_file(shape, answered, workdir=workdir, today=today, progress=progress)


def _answered_before(shape: FileShape, options: Options, open_questions: set[str]) -> Options:
    kept = remembered_options(file_signature(shape)) if open_questions & {"date_order", "decimal"} else None
    if kept is None:
        return options
    if "date_order" in open_questions and options.date_format is None:
        options = replace(options, date_format=kept.date_format)
    if "decimal" in open_questions and options.decimal is None:
        options = replace(options, decimal=kept.decimal)
    return options


def _workspace_currency() -> str:
    workspace = current_workspace()
    if workspace is None:
        raise BadInput("workspace_missing")
    return workspace.currency
