"""Sentences about interviews: plans, candidates, what was said, quotes and themes."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "interview_choice_wrong": lambda data: (
        _("“%(value)s” is not one of the choices. Choose again from the list.") % data
    ),
    "interview_text_long": lambda data: (
        ngettext(
            "This field holds at most %(longest)s character; there are %(length)s. Shorten it and save again; nothing is lost.",
            "This field holds at most %(longest)s characters; there are %(length)s. "
            "Shorten it and save again; nothing is lost.",
            data["longest"],
        )
        % data
    ),
    "interview_number_wrong": lambda data: (
        _("%(value)s does not fit here: give a number from %(least)s to %(most)s.") % data
    ),
    "interview_number_unreadable": lambda data: (
        _("“%(value)s” is not a number. Write digits, or leave it empty.") % data
    ),
    "interview_goal_missing": lambda data: _(
        "A plan needs its goal: what is to be found out. Write it and save again."
    ),
    "interview_questions_many": lambda data: (
        _("%(count)s questions are more than one talk takes; the limit is %(most)s. Keep those that decide something.")
        % data
    ),
    "interview_segment_unknown": lambda data: _("This segment is not one of this venture. Choose one from the list."),
    "interview_plan_unknown": lambda data: _("This plan is not one of this venture. Choose one from the list."),
    "interview_client_unknown": lambda data: _(
        "There is no such client in sight. Choose one from the list, or write the company in words."
    ),
    "interview_person_unknown": lambda data: _(
        "This person is not at that client. Choose one from the list, or write the name."
    ),
    "interview_colleague_unknown": lambda data: _("No active colleague has this number. Choose one from the list."),
    "interview_problem_unknown": lambda data: _(
        "This problem is not one of this venture. Choose one, or write a new one."
    ),
    "interview_problem_twice": lambda data: _("The same problem stands here twice. Put both into one line."),
    "interview_day_wrong": lambda data: (
        _("%(day)s cannot be the day of a talk that was held. Correct the date; plan talks ahead in a plan.")
        % {"day": formats.table_day(date.fromisoformat(data["day"]))}
    ),
    "interview_without_consent": lambda data: _(
        "Without consent neither name nor words are kept. Ask for consent and tick it, or clear this field; "
        "the figures count either way."
    ),
    "interview_transcript_consent": lambda data: _(
        "A transcript is kept only when they agreed to it. Tick that consent, or clear the transcript and keep notes."
    ),
    "interview_withdrawn": lambda data: _(
        "This interview was withdrawn and counts nowhere. Let it count again first, then change it."
    ),
    "interview_withdrawal_reason": lambda data: _("Say why the interview is withdrawn: the reason stays visible."),
    "interview_forgotten": lambda data: _(
        "They took their consent back: nothing more can be written about this talk. Its figures still count."
    ),
    "interview_lines_many": lambda data: (
        _("%(count)s lines are more than one talk takes; the limit is %(most)s. Put like things together.") % data
    ),
    "interview_commitment_empty": lambda data: _(
        "A commitment needs what they gave, in words: a day, a name, an amount."
    ),
    "interview_fact_no_client": lambda data: _(
        "A fact needs a client’s card; this company is not among the clients in sight."
    ),
    "talks_none": lambda data: _("No talk was found. Paste one line for each, beginning with its day."),
    "talks_too_many": lambda data: (
        _("At most %(most)s talks are taken at once. Paste the rest after these are saved.") % data
    ),
    "talk_known": lambda data: (
        _("“%(value)s” does not say how they are known. Write stranger, through somebody or friend.") % data
    ),
    "talk_asked": lambda data: (
        _("“%(value)s” is neither yes nor no. Write yes if the problem was named only after you asked.") % data
    ),
    "talk_met": lambda data: _("Whether the criterion was met is yes, no or nothing, not “%(value)s”.") % data,
    "talk_met_both": lambda data: _(
        "Two lines of this person say both that the criterion was met and that it was not. Keep one."
    ),
    "talks_no_test": lambda data: _(
        "Some lines say whether the criterion was met, but no test is chosen. Choose the test, or leave the column out."
    ),
    "interview_plan_strangers": lambda data: (
        _("%(strangers)s talks with strangers do not fit into %(talks)s talks. Raise one number or lower the other.")
        % data
    ),
    "talks_none_met": lambda data: _(
        "A test is chosen, but no line says yes or no in its column, the last of the eleven. Fill it in, name the columns in a "
        "first line, or choose no test."
    ),
    "pasted_columns": lambda data: (
        _(
            "There are %(cells)s columns, and %(most)s are read. Put a text with the sign of the columns in it into quotation "
            "marks, or leave out what is too much."
        )
        % data
    ),
    "talk_lines": lambda data: (
        ngettext(
            "%(count)s line cannot be read, so nothing is stored yet. Correct it and save again.",
            "%(count)s lines cannot be read, so nothing is stored yet. Correct them and save again.",
            data["count"],
        )
        % data
    ),
    "quote_empty": lambda data: _("A quote needs their words. Write them as they were said."),
    "quotes_many": lambda data: (
        _("%(most)s quotes are the most one talk takes. Keep those that say something new.") % data
    ),
    "quote_without_commitment": lambda data: _(
        "No such commitment was recorded in this talk, so the quote is only words. "
        "Record the commitment first, or choose “what they did”."
    ),
    "quote_counted_already": lambda data: _("This quote counts for that hypothesis already; one voice is heard once."),
    "quote_hypothesis_unknown": lambda data: _("This hypothesis is not one of this venture. Choose one from the list."),
    "quote_not_disputed": lambda data: _("The coders do not differ on this quote: there is nothing to settle."),
    "theme_name_missing": lambda data: _("A theme needs a name. Write one and save again."),
    "theme_name_taken": lambda data: _("There is a theme “%(name)s” already. Use it, or choose another name.") % data,
    "interview_theme_unknown": lambda data: _("This theme is not one of this venture. Choose one from the list."),
    "themes_many": lambda data: (
        _("%(most)s themes are the most a codebook takes. Merge those that say the same.") % data
    ),
}


def _day(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"day": formats.day(date.fromisoformat(data["day"]))} if "day" in data else data


SENTENCES |= {
    "candidate_name_missing": lambda data: _("Somebody to talk to needs a name. Write one and save again."),
    "candidate_consent_missing": lambda data: _(
        "A person outside the client base is kept only with the words they agreed to. "
        "Write how and to what they agreed; without it nothing is stored."
    ),
    "candidate_consent_ahead": lambda data: (
        _("%(day)s is still to come: consent is recorded once it was given.") % _day(data)
    ),
    "candidate_no_basis": lambda data: (
        _(
            "Nothing recorded allows writing to %(name)s or calling them. "
            "Record a consent or another basis on the person’s page, then add them here."
        )
        % data
    ),
    "candidate_held_before": lambda data: (
        _("%(name)s was interviewed on %(day)s. Nobody is asked again within %(days)s days; choose somebody else.")
        % _day(data)
    ),
    "candidate_declined_before": lambda data: (
        _("%(name)s said no on %(day)s and is not asked again. Choose somebody else.") % _day(data)
    ),
    "candidate_withdrawn_before": lambda data: (
        _("%(name)s took their consent back on %(day)s and is not asked again. Choose somebody else.") % _day(data)
    ),
    "candidate_listed_already": lambda data: _("%(name)s is on this list already.") % data,
    "candidate_withdrawn": lambda data: _(
        "They took their consent back: who they were is forgotten and cannot be brought back. "
        "With a new consent add them as a new person."
    ),
    "candidate_is_withdrawn": lambda data: _("They took their consent back. No talk with them can be recorded."),
    "candidate_is_declined": lambda data: _("They said no to a talk. Mark that they agreed first, if they did."),
    "candidate_held_already": lambda data: _("The talk with them is recorded already. Open it to correct it."),
    "candidates_many": lambda data: (
        _("%(most)s people are the most one plan takes. Close it and begin another.") % data
    ),
}
