"""Sentences about the file of a venture."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tenure.kernel import problems
from tenure.kernel.problems.venture_file_shapes import wanted_words

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "venture_file_unreadable": lambda data: (
        _("%(file)s cannot be read: %(why)s. Check the path and the permissions.") % data
    ),
    "venture_file_large": lambda data: (
        _("The file has %(size)s bytes; at most %(largest)s are read. Check that it is the file of one venture.") % data
    ),
    "venture_file_torn": lambda data: (
        _(
            "The file is no whole JSON: it breaks off or goes wrong at line %(line)s, column %(column)s. Save it again "
            "where it came from; nothing was taken in."
        )
        % data
    ),
    "venture_file_deep": lambda data: _(
        "The file has far more in it, or far deeper, than a venture ever has. Choose the file that Tenure made; nothing "
        "was taken in."
    ),
    "venture_file_number": lambda data: (
        _("The file holds “%(value)s”, which is no number that can be stored. Correct it; nothing was taken in.") % data
    ),
    "venture_file_name_twice": lambda data: (
        _(
            "The file gives “%(name)s” twice in one place (row number %(row)s), and only one of them can be meant. Remove "
            "the other; nothing was taken in."
        )
        % data
    ),
    "venture_file_missing": lambda data: _("No file was chosen. Choose the JSON file of a venture and send it again."),
    "venture_file_packed": lambda data: _(
        "The file that was checked did not come back whole. Choose it again; nothing was taken in."
    ),
    "venture_file_browser": lambda data: _(
        "The file is too large for the page. Take it in on the server: tenure venture import FILE."
    ),
    "venture_file_other": lambda data: (
        _("This is not the file of a venture: it does not begin with the format “%(expected)s”. Choose another file.")
        % data
    ),
    "venture_file_currency": lambda data: (
        _(
            "The sums in the file are in %(theirs)s, here they are in %(ours)s. They would be read wrong, so nothing was "
            "taken in; convert them first."
        )
        % data
    ),
    "venture_file_table": lambda data: (
        _("The file has a table “%(table)s” that is not known here. Update this installation, or take the table out.")
        % data
    ),
    "venture_file_rows": lambda data: (
        _("The file has more than %(most)s rows. Check that it is the file of one venture.") % data
    ),
    "venture_file_ventures": lambda data: (
        _("The file holds %(count)s ventures; it must hold one. Make the file again.") % data
    ),
    "venture_file_list": lambda data: (
        _("“%(table)s” in the file is not a list of rows. Make the file again; nothing was taken in.") % data
    ),
    "venture_file_twice": lambda data: (
        _("Table “%(table)s” in the file has two rows with the number %(number)s. Remove one; nothing was taken in.")
        % data
    ),
    "venture_file_column": lambda data: (
        _(
            "Table “%(table)s”, row %(row)s: column “%(column)s” is not known here. Update this installation, or take the "
            "column out; nothing was taken in."
        )
        % data
    ),
    "venture_file_value": lambda data: (
        _(
            "Table “%(table)s”, row %(row)s: “%(value)s” cannot stand in column “%(column)s”. Correct it; nothing was "
            "taken in."
        )
        % data
    ),
    "venture_file_shape": lambda data: (
        _(
            "Table “%(table)s”, row %(row)s, at “%(place)s” there is “%(value)s”: %(wanted)s. Correct it, or make the file "
            "again; nothing was taken in."
        )
        % (data | {"place": data["place"] or "*", "wanted": wanted_words(data["wanted"], data["of"])})
    ),
    "venture_file_row": lambda data: (
        _("Table “%(table)s”, row %(row)s: %(why)s Nothing was taken in.")
        % (data | {"why": problems.sentence(data["why"])})
    ),
    "venture_file_link": lambda data: (
        _(
            "Table “%(table)s”, row %(row)s: column “%(column)s” leads to row %(number)s of “%(other)s”, which is not in "
            "the file. Nothing was taken in."
        )
        % data
    ),
    "venture_file_alone": lambda data: (
        _(
            "Table “%(table)s”, row %(row)s: nothing in “%(other)s” belongs to it, and it is never without. Nothing was taken "
            "in."
        )
        % data
    ),
    "venture_file_refused": lambda data: (
        _(
            "The rows of table “%(table)s” contradict each other: the same number given twice, or a value out of its "
            "bounds. Make the file again; nothing was taken in."
        )
        % data
    ),
    "venture_file_loop": lambda data: _(
        "The venture in the file has no loop. Make the file again; nothing was taken in."
    ),
    "venture_file_circle": lambda data: (
        _("Hypotheses in the file depend on each other in a circle: %(circle)s. Nothing was taken in.") % data
    ),
    "venture_file_answer": lambda data: (
        _(
            "An answer in the file speaks of question %(question)s, which is not in the file, or of a segment that is not. "
            "Nothing was taken in."
        )
        % data
    ),
    "venture_file_answer_value": lambda data: (
        _(
            "An answer in the file gives question %(question)s what its form would not have taken. Correct it; nothing was "
            "taken in."
        )
        % data
    ),
    "venture_file_observation": lambda data: (
        _(
            "Test T%(number)s, observation %(row)s: it corrects an observation of another test, or is of an arm the test "
            "does not have. Nothing was taken in."
        )
        % data
    ),
    "venture_file_counted": lambda data: (
        _(
            "Test T%(number)s, observation %(row)s of %(day)s is counted in the file and cannot be: it lies before the lock, "
            "after the end, or was entered after the verdict. Nothing was taken in."
        )
        % data
    ),
    "venture_file_verdict": lambda data: (
        _(
            "Test T%(number)s: its locked rule does not give the verdict in the file on these observations. Rules are not "
            "bent by a file; nothing was taken in."
        )
        % data
    ),
    "venture_file_verdict_seal": lambda data: (
        _(
            "Test T%(number)s: its verdict is not as it was sealed when it was taken. Take the venture out again where it was "
            "decided; nothing was taken in."
        )
        % data
    ),
    "venture_file_edition": lambda data: (
        _(
            "Test T%(number)s was decided by edition %(edition)s of the rules, and this program knows editions up to "
            "%(known)s. Update the program and take the file in again; nothing was taken in."
        )
        % data
    ),
    "venture_file_test_evidence": lambda data: (
        _(
            "Table “Evidence”, row %(row)s: it claims to come from a test, and is not what that test wrote. Nothing was "
            "taken in."
        )
        % data
    ),
    "venture_file_talk": lambda data: (
        _(
            "Test T%(number)s, observation %(row)s of %(day)s is counted in the file and cannot be: the interview it comes from "
            "was written down before the lock, was held on another day, was withdrawn or counts there already. Nothing was "
            "taken in."
        )
        % data
    ),
    "venture_file_evidence": lambda data: (
        _(
            "Table “Evidence”, row %(row)s: it claims more than a quote, a survey or what a pivot carried over can say. Nothing "
            "was taken in."
        )
        % data
    ),
    "venture_file_decision": lambda data: (
        _(
            "Decision %(row)s at a gate, of %(day)s, was changed after it was taken: the numbers it stands on do not agree "
            "with its hash. Nothing was taken in."
        )
        % data
    ),
    "venture_file_lock": lambda data: (
        _(
            "Test T%(number)s was changed after it was locked: what it says or what was observed does not agree with its "
            "hash. Nothing was taken in."
        )
        % data
    ),
}
