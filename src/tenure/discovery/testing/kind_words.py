"""The kinds of tests in words: what is done, what counts as success, where it misleads."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenure.kernel.formats import per_language


@dataclass(frozen=True)
class KindWords:
    """name: as chosen; what: is done; success: what usually counts; pitfall: how it fools people."""

    name: str
    what: str
    success: str
    pitfall: str


@per_language
def kind_words() -> dict[str, KindWords]:
    """Every kind by its code."""
    return {code: KindWords(*words) for code, words in (_words() | _of_pages() | _of_money() | _of_service()).items()}


def _words() -> dict[str, tuple[str, str, str, str]]:
    return {
        "problem_interview": (
            _("Problem interviews"),
            _("A round of talks about their life and the problem; the idea is not mentioned."),
            _("Names the problem unprompted and tells what it cost them last time."),
            _("Friends, compliments and “would you …?” prove nothing; only past behaviour counts."),
        ),
        "solution_interview": (
            _("Solution interviews"),
            _("The people who have the problem are shown a possible solution."),
            _("Agrees to a next step that costs them something."),
            _("“Interesting” is not a yes: count steps, not smiles."),
        ),
        "expert": (
            _("Expert round"),
            _("People who know the trade are asked what has been tried and why it failed."),
            _("Confirms the claim with a case of their own."),
            _("Experts know the past of the trade, not the behaviour of your clients."),
        ),
        "field_day": (
            _("A day at the client’s"),
            _("A working day is spent beside the user; the problem is seen, not told."),
            _("The problem happens before your eyes or is shown in their records."),
            _("One day is not a month: season and shift matter."),
        ),
        "survey": (
            _("Survey"),
            _("Short questions to people who fit the segment."),
            _("Ranks the problem among the first three and has spent on it."),
            _("A survey counts what you already know; it does not find out what you do not."),
        ),
        "clickable": (
            _("Clickable prototype"),
            _("Pictures that react: the person carries out the task alone."),
            _("Finishes the task without help."),
            _("Being able to use it is not wanting it."),
        ),
        "spike": (
            _("Technical trial"),
            _("The riskiest part is built in the smallest form and run on real cases."),
            _("A case is handled within the stated time and cost."),
            _("Easy cases first make everything look feasible: draw the cases by lot."),
        ),
    }  # fmt: skip


def _of_pages() -> dict[str, tuple[str, str, str, str]]:
    return {
        "landing_page": (
            _("Landing page"),
            _("A page with the promise and one call to action; visitors are bought or invited."),
            _("Leaves a contact or presses the button."),
            _("Whoever was invited by you is not a visitor; count strangers only."),
        ),
        "fake_door": (
            _("Fake door"),
            _("A button for what does not exist yet, in a product that does."),
            _("Presses the button."),
            _("Curiosity presses too: say at once that it is not ready, and ask what it was for."),
        ),
        "explainer_video": (
            _("Explainer video"),
            _("A short film shows the product as if it worked."),
            _("Signs up after watching."),
            _("A good film sells the film; keep the promise to what can be delivered."),
        ),
        "ad_campaign": (
            _("Advertising campaign"),
            _("Two or three messages are paid for in the channel that is to bring clients."),
            _("Clicks through and does the next step."),
            _("Clicks are cheap words: count the step after the click."),
        ),
        "data_sheet": (
            _("Data sheet or brochure"),
            _("One page of what it will do is sent to people who fit."),
            _("Answers and asks for a price or a meeting."),
            _("Silence may mean spam filters: check that it arrived."),
        ),
        "ab": (
            _("A/B test"),
            _("Visitors are sent by lot to one of two variants."),
            _("Does the step that both variants ask for."),
            _("Splitting by day or by seller is no lot; both arms run at once."),
        ),
    }  # fmt: skip


def _of_money() -> dict[str, tuple[str, str, str, str]]:
    return {
        "price_test": (
            _("Price test"),
            _("By lot people are offered one of two prices, and really charged."),
            _("Pays the price that was shown."),
            _("Asked-about prices are level 2 at most; only paid ones count here."),
        ),
        "loi": (
            _("Letter of intent"),
            _("The client signs what they will buy, when and at what price."),
            _("Signs with a date and an amount."),
            _("Without a penalty it is a polite letter: level 4, with one level 5."),
        ),
        "spec_contract": (
            _("Specification in a contract"),
            _("The product is written into a contract before it is built."),
            _("Signs the contract with the specification in it."),
            _("One large client’s wishes are not a market."),
        ),
        "presale": (
            _("Presale"),
            _("Money is taken before the product exists, with a promise of return."),
            _("Pays, in part or in full."),
            _("Say truly when it will exist and give the money back on the day you cannot."),
        ),
        "crowdfunding": (
            _("Crowdfunding"),
            _("Many strangers pay in advance on a public page."),
            _("Pays for a reward that is the product."),
            _("Supporters of a campaign are not yet a market that returns."),
        ),
        "referral": (
            _("Referral"),
            _("Whoever liked it is asked to introduce somebody."),
            _("Introduces somebody by name who then answers."),
            _("A name without an introduction is a courtesy."),
        ),
        "partner_offer": (
            _("Offer to a partner or supplier"),
            _("The partner gets real terms and is asked to confirm them."),
            _("Confirms terms in writing."),
            _("Interest of the manager is not the word of the one who signs."),
        ),
    }  # fmt: skip


def _of_service() -> dict[str, tuple[str, str, str, str]]:
    return {
        "concierge": (
            _("Concierge service"),
            _("The promise is delivered by hand, and the client knows it."),
            _("Pays, and takes the service a second time."),
            _("Your charm is part of the service: let somebody else serve the last ones."),
        ),
        "wizard_of_oz": (
            _("Wizard of Oz"),
            _("It looks automatic; people work behind it."),
            _("Uses it as if it were finished, and pays."),
            _("Count the minutes behind the curtain, else the sums will never come out."),
        ),
        "piecemeal": (
            _("Put together from ready tools"),
            _("Ready services are joined by hand into the product."),
            _("Carries the task through to its end, and pays."),
            _("The weakest of the tools decides, not the idea: note where it broke."),
        ),
        "single_feature": (
            _("Single feature"),
            _("Only the one thing that matters is built, and sold."),
            _("Uses it in the second week as well."),
            _("It is tempting to add: a second feature is a second test."),
        ),
        "pilot": (
            _("Paid pilot"),
            _("One department works with it for a limited time, for money."),
            _("Goes on after the pilot at the full price."),
            _("Free pilots never end: agree on the end and the price beforehand."),
        ),
        "renewal": (
            _("Renewal"),
            _("Clients whose term ends decide whether to pay again."),
            _("Pays for the next term."),
            _("Those who left before the term ended belong to the count."),
        ),
    }  # fmt: skip
