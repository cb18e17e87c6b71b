"""Sentences about tests: their cards, locks, observations and verdicts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def _parts() -> dict[str, str]:
    return {
        "metric": _("what counts as success"),
        "population": _("who is asked"),
        "threshold": _("the threshold"),
        "most": _("the sample size"),
        "prediction": _("your prediction"),
        "pass_mark": _("the pass mark"),
        "hoped": _("the share hoped for"),
    }


def _missing(data: dict[str, Any]) -> str:
    return ", ".join(_parts().get(name, str(name)) for name in data["missing"])


def _percent(value: Any) -> str:
    return f"{formats.number(100 * float(value), 1)}{formats.NBSP}%"


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "test_kind_unknown": lambda data: _("There is no kind of test “%(value)s”. Choose one from the library.") % data,
    "test_rule_unknown": lambda data: _("There is no rule “%(value)s”. Choose one from the list.") % data,
    "test_name_missing": lambda data: _("The test has no name yet. Write one and save again; nothing has been saved."),
    "test_hypothesis_missing": lambda data: _("A test belongs to a hypothesis. Choose the one it is to decide."),
    "test_hypothesis_removed": lambda data: (
        _("Hypothesis H%(number)s was taken off the canvas. Put it back before testing it.") % data
    ),
    "test_share_outside": lambda data: (
        _("%(value)s is outside what a share can be. Give one above 0 and below 100 per cent.")
        % {"value": _percent(data["value"])}
    ),
    "test_prediction_outside": lambda data: (
        _("%(value)s is no probability. Predict from 0 to 100 per cent.") % {"value": _percent(data["value"])}
    ),
    "test_hoped_order": lambda data: (
        _(
            "The share hoped for, %(hoped)s, is not above the threshold, %(threshold)s. Raise the one or lower the other."
        )
        % {"hoped": _percent(data["hoped"]), "threshold": _percent(data["threshold"])}
    ),
    "observation_talk_twice": lambda data: (
        _("This interview counts in test T%(number)s already. Correct it on the page of the test.") % data
    ),
    "observation_not_talked": lambda data: (
        _("The answers of test T%(number)s are not given in talks, so an interview cannot be one of them.") % data
    ),
    "observation_no_talk": lambda data: _("No interview is chosen. Say of at least one whether the criterion was met."),
    "test_futility_rule": lambda data: _(
        "Stopping for want of a chance goes with a fixed size and pass mark, or with the always-valid rule of one group. "
        "Leave it empty for this rule."
    ),
    "test_futility_size": lambda data: (
        _("Stopping for want of a chance is worked out up to %(most)s answers. Lower the size or leave it empty.")
        % data
    ),
    "test_errors_sum": lambda data: _(
        "The risk of a false yes and of a miss together reach 100 per cent: a coin would do as well. Lower one of them."
    ),
    "test_prior_outside": lambda data: (
        _("A prior of %(value)s answers is not possible. Give a number above 0, up to 10,000.") % data
    ),
    "test_size_outside": lambda data: (
        ngettext(
            "%(value)s is outside 1 to %(most)s answer. Give a whole number in between.",
            "%(value)s is outside 1 to %(most)s answers. Give a whole number in between.",
            data["most"],
        )
        % data
    ),
    "test_pass_mark_above_size": lambda data: (
        _("%(value)s successes of %(size)s answers cannot be: more successes than trials. Lower the pass mark.") % data
    ),
    "test_least_above_size": lambda data: (
        _("No verdict before %(value)s answers, but the test ends after %(size)s. Lower the first or raise the second.")
        % data
    ),
    "test_effort_outside": lambda data: (
        _("%(value)s is outside 0 to %(highest)s. Give the hours or days it is planned to take.") % data
    ),
    "test_nobody": lambda data: _("This person does not work in the venture. Choose one of its members."),
    "too_many_tests": lambda data: (
        ngettext(
            "%(most)s test is the most one venture can hold.",
            "%(most)s tests are the most one venture can hold.",
            data["most"],
        )
        % data
    ),
    "test_not_ready": lambda data: (
        _("The card cannot be locked yet: %(missing)s is not said. Write it on the card first.")
        % {"missing": _missing(data)}
    ),
    "test_locked_already": lambda data: _(
        "This test is locked: its criterion cannot be edited. Amend it, which stays visible, or repeat it as a new test."
    ),
    "test_ends_past": lambda data: (
        _("The last day, %(day)s, has passed already. Give today or a later one.")
        % {"day": formats.table_day(_day(data["day"]))}
    ),
    "test_learning_owed": lambda data: (
        _("Test %(number)s of this hypothesis has a verdict and no learning card. Write down what it showed first.")
        % data
    ),
    "test_learning_owed_given_up": lambda data: (
        _(
            "Test %(number)s of this hypothesis was given up, with observations: %(observed)s, and has no learning card. "
            "Write down what they said first."
        )
        % data
    ),
    "test_runs_already": lambda data: (
        _(
            "Test %(number)s of hypothesis H%(hypothesis)s is running. One test of a claim runs at a time: wait for its "
            "verdict, or give it up and write down what it showed."
        )
        % data
    ),
    "test_has_stopped": lambda data: (
        _("The rule of test %(number)s has come to a verdict. Take the verdict; a test that has ended is not given up.")
        % data
    ),
    "test_not_running": lambda data: (
        _("Test %(number)s is not running. Only a locked test is decided or amended.") % data
    ),
    "test_still_open": lambda data: (
        _("Test %(number)s has not ended. It is repeated after its verdict, or once it was given up.") % data
    ),
    "test_ended_already": lambda data: _("Test %(number)s has ended already; it stays as it is.") % data,
    "test_exploratory": lambda data: (
        _(
            "The card of test %(number)s was changed after results had come in: it is exploratory and decides nothing. "
            "Repeat it with the criterion locked first."
        )
        % data
    ),
    "test_lock_broken": lambda data: (
        _(
            "The lock of test %(number)s does not hold: the card is not what was locked. No verdict is taken; test again."
        )
        % data
    ),
    "test_goes_on": lambda data: (
        ngettext(
            "The rule of test %(number)s has not stopped: up to %(left)s answer is missing. No verdict before.",
            "The rule of test %(number)s has not stopped: up to %(left)s answers are missing. No verdict before.",
            data["left"],
        )
        % data
    ),
    "test_reason_missing": lambda data: _(
        "A reason is needed; it stays visible with the test. Write it and try again."
    ),
    "test_nothing_changed": lambda data: _("Nothing on the card was changed, so there is nothing to amend."),
    "test_design_large": lambda data: (
        _("More than %(most)s answers would be needed. Set the two shares further apart, or allow more error.") % data
    ),
    "test_design_wrong": lambda data: _("These numbers make no design. Look at the shares and the risks again."),
    "observation_in_future": lambda data: (
        _("%(day)s is still to come; nothing has been observed on it. Give the day on which it happened.")
        % {"day": formats.table_day(_day(data["day"]))}
    ),
    "observation_day": lambda data: _("“%(value)s” is not a day. Write it as 2026-05-12 or 12.05.2026.") % data,
    "observation_result": lambda data: (
        _("“%(value)s” is neither yes nor no. Say whether it was a success.") % data
        if data["value"]
        else _("Nothing is said of the result yet. Say whether it was a success or a failure.")
    ),
    "observation_arm": lambda data: (
        _("There is no variant “%(value)s” in this test. A test of one group has none; of two they are A and B.") % data
    ),
    "observation_no_lines": lambda data: _("There is nothing to enter. Paste lines or choose a file."),
    "observation_too_many": lambda data: (
        ngettext(
            "%(most)s observation is the most that can be entered here. Split them.",
            "%(most)s observations are the most that can be entered here. Split them.",
            data["most"],
        )
        % data
    ),
    "observation_lines": lambda data: (
        ngettext(
            "%(count)s line cannot be read, the first is line %(line)s. Nothing is stored; correct it and enter again.",
            "%(count)s lines cannot be read, the first is line %(line)s. Nothing is stored; correct them and enter again.",
            data["count"],
        )
        % data
    ),
    "observation_trials": lambda data: (
        _("%(value)s trials cannot be entered at once: 1 to %(most)s can. Split the total by days.") % data
    ),
    "observation_total_large": lambda data: (
        _(
            "Only %(left)s answers are still missing and %(trials)s came in; a total cannot be cut without choosing. "
            "Enter a smaller one, as it stood when the size was reached."
        )
        % data
    ),
    "observation_total_half": lambda data: _("A total needs both numbers: how many trials, and how many successes."),
    "more_successes_than_trials": lambda data: (
        _("%(successes)s successes of %(trials)s trials: there are more successes than trials. Correct one of them.")
        % data
    ),
    "observation_below_zero": lambda data: _("%(value)s successes cannot be. Give 0 or more.") % data,
    "observation_reason_missing": lambda data: _(
        "A correction needs its reason; both rows stay visible. Write it and try again."
    ),
    "observation_corrected_already": lambda data: _(
        "This observation was corrected already. Correct the later row, which stands in its place."
    ),
    "observation_same": lambda data: _("The result would stay the same, so there is nothing to correct."),
    "learning_observed_missing": lambda data: _("Say what was observed; without it nobody can follow the conclusion."),
    "learning_learned_missing": lambda data: _("Say what was learnt from it, even if it is that nothing is clear yet."),
    "learning_decision_missing": lambda data: _("Choose what is done now: go on, pivot, drop the idea, or test again."),
    "learning_too_early": lambda data: (
        _("Test %(number)s has no verdict yet. The learning card is written after it.") % data
    ),
    "work_minutes": lambda data: _("This is more than %(most)s hours, or less than none. Split it by days.") % data,
    "work_nothing": lambda data: _("Neither hours nor money are noted. Give one of them."),
    "work_in_future": lambda data: _("No work has been done on a day to come. Give the day on which it was."),
}


def _day(text: Any) -> Any:
    return date.fromisoformat(str(text))
