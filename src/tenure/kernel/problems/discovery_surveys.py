"""Sentences about survey forms, their questions and their answers; some of them a stranger reads on a phone."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def _lines(form: str) -> Callable[[dict[str, Any]], str]:
    def sentence(data: dict[str, Any]) -> str:
        told = {
            "four": _("Each line holds four prices: too cheap, cheap, expensive, too expensive."),
            "each": _("Each line holds yes or no (1 or 0) for every price of the question."),
            "nps": _("Each line holds a whole number from 0 to 10."),
            "number": _("Each line holds one number."),
            "ellis": _("Each line holds one word: very, somewhat or not."),
            "yes_no": _("Each line holds yes or no (1 or 0)."),
        }[form]
        wrong = ngettext(
            "%(count)s line cannot be read: %(lines)s.", "%(count)s lines cannot be read: %(lines)s.", data["count"]
        )
        return f"{wrong % data} {told} {_('Nothing has been saved.')}"

    return sentence


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "answer_missing": lambda data: _("This question needs an answer."),
    "answer_not_number": lambda data: _("“%(value)s” is not a number. Write digits, such as 12.5.") % data,
    "answer_price_negative": lambda data: _("A price is zero or more. Correct “%(value)s”.") % data,
    "answer_prices_four": lambda data: _("All four prices are needed, or none."),
    "answer_prices_each": lambda data: _("Say yes or no at every price."),
    "answer_unknown": lambda data: _("This answer is not among the choices. Choose one of them."),
    "survey_answer_long": lambda data: (
        ngettext(
            "This field holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "This field holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "answer_not_agreed": lambda data: _("Answers are kept only with your consent. Tick the box, or close the page."),
    "survey_answer_empty": lambda data: _("No question has been answered yet."),
    "answers_refused": lambda data: (
        ngettext("%(count)s answer needs a look.", "%(count)s answers need a look.", data["count"]) % data
    ),
    "answers_too_many": lambda data: _(
        "Too many answers have come from this connection today. This one was not taken; try again tomorrow."
    ),
    "survey_over": lambda data: _("This survey has ended and takes no more answers. Thank you for coming."),
    "survey_name_missing": lambda data: _("A survey needs a name for yourselves. Write one and save again."),
    "survey_most_wrong": lambda data: _(
        "The most answers to take is a whole number from 1. Correct it or leave it empty."
    ),
    "survey_has_answers": lambda data: _(
        "Somebody has answered already, so the questions stand. For other questions begin a new survey."
    ),
    "survey_without_questions": lambda data: _("The survey has no question yet. Add one, then open it."),
    "survey_prices_missing": lambda data: _(
        "The question with fixed prices has no prices yet. Write them, then open the survey."
    ),
    "question_words_missing": lambda data: _("This kind of question needs your own words in at least one language."),
    "question_choices": lambda data: _("A choice needs two answers or more, at most %(most)s, one a line.") % data,
    "question_problem_missing": lambda data: _(
        "Choose the problem the question asks about. One that is not there yet is added under Segments and problems."
    ),
    "question_prices": lambda data: (
        _("Give two prices or more, at most %(most)s, none below zero, each above the one before.") % data
    ),
    "paste_kind": lambda data: _("Answers to this kind of question are entered one by one, not pasted."),
    "paste_long": lambda data: (
        ngettext(
            "%(most)s line at once is the most. Paste the rest afterwards; nothing has been saved.",
            "%(most)s lines at once are the most. Paste the rest afterwards; nothing has been saved.",
            data["most"],
        )
        % data
    ),
    "paste_empty": lambda data: _("There is no line with answers. Paste one respondent a line."),
    "paste_cells": lambda data: _("This line cannot be read."),
    "paste_lines_westendorp": _lines("four"),
    "paste_lines_gabor": _lines("each"),
    "paste_lines_nps": _lines("nps"),
    "paste_lines_number": _lines("number"),
    "paste_lines_problem": _lines("yes_no"),
    "paste_lines_ellis": _lines("ellis"),
    "aside_reason_missing": lambda data: _("Which answers count is decided openly: write the reason, then try again."),
}
