"""What the engine refuses, as a problem a person can act on."""

from collections.abc import Iterator
from contextlib import contextmanager

from tenure.engine.errors import EngineError
from tenure.kernel.errors import BadInput
from tenure.kernel.problems.trust import SENTENCES


@contextmanager
def engine_sentences() -> Iterator[None]:
    """Turn an EngineError into BadInput; one without a sentence of its own is told in the engine's English."""
    try:
        yield
    except EngineError as error:
        code = f"engine_{error.code}"
        if code not in SENTENCES:
            raise BadInput("engine_other", message=str(error)) from error
        raise BadInput(code, **error.data) from error
