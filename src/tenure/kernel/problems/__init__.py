"""The sentence for every error a person can act on: what is wrong, where, with which value, and the remedy.

Each area keeps its own table in a file of this package: `SENTENCES = {"code": lambda data: _("...") % data}`.
"""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tenure.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, Problem, TenureError

Sentence = Callable[[dict[str, Any]], str]


def _collect() -> dict[str, dict[str, Sentence]]:
    """The tables of this package, by area."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").SENTENCES for name in modules}


TABLES: dict[str, dict[str, Sentence]] = _collect()
SENTENCES: dict[str, Sentence] = {code: line for table in TABLES.values() for code, line in table.items()}


def sentence(trouble: TenureError | Problem) -> str:
    """What to tell the person, in the active language. An unknown code is a KeyError: the tests look for those."""
    problem = trouble.problem if isinstance(trouble, BadInput) else trouble
    if isinstance(problem, Problem):
        return SENTENCES[problem.code](problem.data)
    if isinstance(problem, NotFound):
        return _("There is nothing at this address, or it is not yours to see.")
    if isinstance(problem, NotAllowed):
        return _("Your role does not include this. An administrator can change roles in Settings, Users.")
    if isinstance(problem, Conflict):
        return _("Somebody changed this record a moment ago; nothing of yours was saved. Compare and save again.")
    return str(problem)
