"""Sentences about scripts, objections, techniques and files with scripts."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "library_line_long": lambda data: (
        ngettext(
            "This field holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "This field holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "library_language": lambda data: _("“%(value)s” is no language of the library. Choose one from the list.") % data,
    "script_title_missing": lambda data: _("A script needs a title. Write one and save again; your steps are kept."),
    "script_without_steps": lambda data: _("The script has no step with words in it. Write the first one."),
    "script_too_many_steps": lambda data: (
        _("There are %(count)s steps; %(most)s is the most that can be followed. Split the script in two.") % data
    ),
    "script_step_empty": lambda data: _("Step %(step)s has no words. Write them, or remove the step.") % data,
    "script_step_long": lambda data: (
        _("Step %(step)s has %(length)s characters; at most %(longest)s can be said at once. Split it.") % data
    ),
    "script_answer_long": lambda data: (
        _("An answer in step %(step)s has %(length)s characters; at most %(longest)s fit on a button. Shorten it.") % data
    ),
    "script_too_many_answers": lambda data: (
        _("Step %(step)s has more than %(most)s answers, and there are only so many keys. Join some of them.") % data
    ),
    "script_leads_nowhere": lambda data: (
        _("An answer in step %(step)s leads to step %(to)s; the last one is %(count)s. Choose a step that exists.") % data
    ),
    "script_text_order": lambda data: (
        _("Line %(line)s: step %(found)s stands where step %(expected)s was expected. Number the steps one after another.")
        % data
    ),
    "script_text_before": lambda data: (
        _("Line %(line)s: “%(value)s” stands before the first step. Begin with a line like “1. say: Good morning.”") % data
    ),
    "script_file_long": lambda data: _("The file is larger than %(most)s MB. Is it a script? Give a smaller file.") % data,
    "script_file_missing": lambda data: _("There is no file “%(value)s” that can be read. Check the name.") % data,
    "script_file_letters": lambda data: (
        _("The letters of the file cannot be read as UTF-8, from byte %(place)s on. Save it as UTF-8 text.") % data
    ),
    "objection_empty": lambda data: _("An objection needs the words in which clients say it. Write them and save again."),
    "objection_category": lambda data: _("“%(value)s” is no kind of objection. Choose one from the list.") % data,
    "objection_answer_empty": lambda data: _("An answer needs words. Write them and save again."),
    "technique_empty": lambda data: _("A card needs a title and a text. Write both and save again."),
}  # fmt: skip
