"""Sentences about value propositions, products, presales, manual service and the fit board."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "offers_many": lambda data: (
        _("%(most)s is the most that fits here. Remove what is no longer needed and try again.") % data
    ),
    "offer_record_unknown": lambda data: _("What was chosen is not there any more. Choose again from the list."),
    "offer_price_negative": lambda data: _("Money here is zero or more. Correct the amount or leave it empty."),
    "value_text_missing": lambda data: _("There are no words yet. Write a few and save again."),
    "value_importance": lambda data: _("Importance goes from 1 to 5. Choose one of them."),
    "value_heard": lambda data: _("The number of people heard saying it is zero or more. Correct it."),
    "value_answers_wrong": lambda data: _(
        "A product serves jobs, a pain reliever answers pains, a gain creator answers gains, all of the same segment. "
        "Choose among those."
    ),
    "value_coverage": lambda data: _("A pain or gain is answered partly or wholly. Choose one of the two."),
    "propositions_many": lambda data: (
        _(
            "A segment keeps %(most)s propositions, and all are taken. Take one up again and change it, or go to the next "
            "problem."
        )
        % data
    ),
    "proposition_name_missing": lambda data: _(
        "A proposition needs a name: what is promised, in a few words. Write it."
    ),
    "proposition_reason_missing": lambda data: _(
        "Why is it set aside? Write it down: that is what the next proposition learns from."
    ),
    "proposition_aside": lambda data: (
        _(
            "This proposition was set aside on %(day)s and stays as it was then. Take it up again first, or start another "
            "copied from it."
        )
        % {"day": formats.day(date.fromisoformat(data["day"]))}
    ),
    "product_name_missing": lambda data: _("A product needs a name. Write one and save again."),
    "product_name_taken": lambda data: _("“%(name)s” is there already. Change that one, or give another name.") % data,
    "product_has_versions": lambda data: (
        _("“%(name)s” has MVP versions, and what was heard of them would go with it. Take the versions out first.")
        % data
    ),
    "mvp_does_missing": lambda data: _("What can be done with this version? Write it, a line will do."),
    "mvp_hours": lambda data: _("Hours lie between 0 and %(most)s. Correct the number or leave it empty.") % data,
    "mvp_day_order": lambda data: (
        _("Version %(number)s was ready on %(day)s, so this day is out of order. Correct one of the two.")
        % (data | {"day": formats.day(date.fromisoformat(data["day"]))})
    ),
    "mvp_shown_before": lambda data: (
        _(
            "Nobody sees a version before it is ready: ready and shown are the wrong way round (%(day)s). Correct one of the two."
        )
        % {"day": formats.day(date.fromisoformat(data["day"]))}
    ),
    "mvp_version_shown": lambda data: (
        ngettext(
            "This version was shown to somebody (%(count)s time), so it stays. Change it, or first take the showing out.",
            "This version was shown to somebody (%(count)s times), so it stays. Change it, or first take the showings out.",
            data["count"],
        )
        % data
    ),
    "mvp_why_missing": lambda data: _("Why is this change not taken up? Write it, or leave the change undecided."),
    "mvp_answer_missing": lambda data: _(
        "A reason is written, but not whether the change is taken up. Choose one of the two."
    ),
    "mvp_who_missing": lambda data: _("To whom was it shown? Choose an interview or write who."),
    "mvp_who_twice": lambda data: _(
        "An interview is chosen and somebody is written as well. Leave one of the two: nobody is counted twice."
    ),
    "mvp_change_missing": lambda data: _("Which change do they need? Tick one asked for before, or write it."),
    "mvp_change_unasked": lambda data: _(
        "A change is named, but the verdict does not ask for one. Choose “needs a change”, or clear the change."
    ),
    "solution_difference_missing": lambda data: _(
        "A requirement is named, but not how the product differs for it. Say what differs, or leave both empty."
    ),
    "presale_who_missing": lambda data: _("Somebody was asked to pay. Write who."),
    "presale_amount": lambda data: _("A presale takes money: give an amount above zero."),
    "presale_refused_and_paid": lambda data: _(
        "Nobody refuses and pays one and the same offer. Leave one of the two days empty; who paid later gets an entry of its "
        "own."
    ),
    "presale_refusal_missing": lambda data: _(
        "Why did they not pay? Write it in their words: that is what a refusal teaches."
    ),
    "presale_refusal_undated": lambda data: _(
        "A reason for refusing is written, but not when. Give the day of the refusal."
    ),
    "presale_day_ahead": lambda data: _("This day has not come yet. Give the day on which it happened."),
    "presale_day_order": lambda data: _("This day lies before the day of the agreement. Correct one of the two."),
    "stage_name_missing": lambda data: _(
        "A stage needs a name: what has happened once it is passed. Write it and save again."
    ),
    "stage_passed": lambda data: (
        ngettext(
            "%(count)s presale has passed “%(name)s”, so it stays on the roadmap. Rename it, or first clear its day in that "
            "presale.",
            "%(count)s presales have passed “%(name)s”, so it stays on the roadmap. Rename it, or first clear its day in those "
            "presales.",
            data["count"],
        )
        % data
    ),
    "stage_after_refusal": lambda data: (
        _("They refused on %(day)s, and passed no stage after that. Correct one of the two days.")
        % {"day": formats.day(date.fromisoformat(data["day"]))}
    ),
    "stage_after_payment": lambda data: (
        _("They paid on %(day)s; a stage is passed before the payment or on its day. Correct one of the two days.")
        % {"day": formats.day(date.fromisoformat(data["day"]))}
    ),
    "presale_has_refund": lambda data: _(
        "Money of this presale was given back already, so it stays paid and no smaller than that. Correct the field."
    ),
    "refund_reason_missing": lambda data: _(
        "Why was the buyer unhappy? Write it down: that is what the refund teaches."
    ),
    "refund_unpaid": lambda data: _("Nothing has been paid, so nothing can be given back. Enter the payment first."),
    "refund_amount": lambda data: _("Between zero and what was paid and not yet given back. Correct the amount."),
    "refund_before_paid": lambda data: _("Money cannot go back before it came. Correct the day."),
    "refund_empty": lambda data: _("Neither money back nor another way to serve the buyer. Give one of them, or both."),
    "service_name_missing": lambda data: _("A service needs a name. Write one and save again."),
    "service_name_taken": lambda data: _("“%(name)s” is there already. Change that one, or give another name.") % data,
    "service_units": lambda data: _("Units a month lie above zero. Correct the number or leave it empty."),
    "step_name_missing": lambda data: _("A step needs a name: a verb and a thing. Write it and save again."),
    "run_steps_missing": lambda data: _(
        "No step has minutes or money yet. Fill in what was done, then save; nothing has been saved."
    ),
    "run_units": lambda data: _("At least one unit was made. Give a whole number from 1."),
    "run_minutes": lambda data: _("Minutes are zero or more. Correct the number."),
    "fit_mark": lambda data: _("A mark lies above 0 and below 100 %%. Correct it.") % data,
    "fit_product_missing": lambda data: _("Whose orders? Write the product or its category as the orders name it."),
    "fit_clients_missing": lambda data: _("Whose orders? Choose at least one client."),
    "fit_rep_cost": lambda data: _("What a seller costs a period lies above zero. Correct it or leave it empty."),
    "fit_source_missing": lambda data: _("It is not chosen yet whose orders are read. Choose below and try again."),
    "sales_sellers": lambda data: _("Sellers: a number above zero; half a person counts as 0.5. Correct it."),
    "fit_reading_died": lambda data: _("The reading ended without a result. Ask for it again."),
    "returning_none": lambda data: _("There are no such orders. Choose other clients or another product."),
    "returning_few": lambda data: _(
        "Fewer than 10 clients began early enough to be watched. Choose more clients, or wait for more orders."
    ),
    "plateau_few": lambda data: _("Fewer than 4 periods can be seen. Choose shorter periods, or wait for more orders."),
}
