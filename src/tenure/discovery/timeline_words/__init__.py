"""What happened in a venture, in words: for its timeline and for the audit log.

Each slice keeps a file here: `words()` gives its actions, `subjects()` the kinds of records they are about.
"""

import importlib
import pkgutil

from tenure.kernel.formats import per_language

_MODULES = [importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]


@per_language
def event_words() -> dict[str, str]:
    """Every action recorded by `record_step`, in the active language."""
    return {code: text for module in _MODULES for code, text in module.words().items()}


@per_language
def subject_words() -> dict[str, str]:
    """Every kind of record such a step is about, in the active language."""
    return {code: text for module in _MODULES for code, text in module.subjects().items()}
