"""Whether a file can be written where somebody wants it: asked before the long work, not after it."""

import tempfile
from pathlib import Path

from tenure.kernel.errors import BadInput


def require_place(out: Path | None) -> None:
    """Raise BadInput when there is no folder for `out`, a folder of its name, or the folder takes no new file."""
    if out is None:
        return
    folder = out.absolute().parent
    if not folder.is_dir():
        raise BadInput("score_output_folder", out=str(out), folder=str(folder))
    if out.is_dir():
        raise BadInput("output_is_a_folder", out=str(out))
    try:
        # What permissions promise is not what a mounted or special folder does, so a file is really made.
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput("output_refused", out=str(out), folder=str(folder), reason=reason) from error
