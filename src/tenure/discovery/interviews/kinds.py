"""The lists an interview is described by: kinds, sides, biases, levels; codes here, words in the active language."""

from django.utils.translation import gettext as _

from tenure.conversations.speech import LANGUAGES
from tenure.discovery.interviews.guide_lint import Flag
from tenure.discovery.models import Candidate, Commitment, Interview, InterviewProblem
from tenure.discovery.models.interviews import Acquaintance, Side

KINDS = (
    "exploratory", "problem", "solution", "usability", "switch", "pricing", "decision", "expert", "partner", "win_loss",
    "leaving", "field_visit", "retention",
)  # fmt: skip
# What may have bent the answers; said by who held the talk.
BIASES = ("pitched", "led", "friend", "boss_there", "compliments", "paid", "hurried")
SIDES, ACQUAINTANCES = tuple(Side.values), tuple(Acquaintance.values)
CONSENTS, BASES = tuple(Interview.Consent.values), tuple(Candidate.Basis.values)
FREQUENCIES = tuple(InterviewProblem.Frequency.values)
COMMITMENTS = tuple(Commitment.Kind.values)
EVANGELIST = 4  # from this level on an early adopter (method 2.1, D8)

__all__ = ["KINDS", "LANGUAGES"]


def kind_names() -> dict[str, str]:
    """The kinds of interviews (method 2.6)."""
    return {
        "exploratory": _("Exploratory"),
        "problem": _("Problem interview"),
        "solution": _("Solution interview"),
        "usability": _("First version in use"),
        "switch": _("Last purchase, by time"),
        "pricing": _("Price"),
        "decision": _("How it is decided"),
        "expert": _("Expert of the trade"),
        "partner": _("Partner, supplier, seller"),
        "win_loss": _("Won or lost"),
        "leaving": _("Those who left"),
        "field_visit": _("Visit to the workplace"),
        "retention": _("Those who stay"),
    }


def side_names() -> dict[str, str]:
    """On which side of the business they stand."""
    return {
        "consumer": _("Customer"),
        "partner": _("Partner"),
        "supplier": _("Supplier"),
        "expert": _("Expert"),
    }


def acquaintance_names() -> dict[str, str]:
    """How we came to them."""
    return {"cold": _("Stranger"), "warm": _("Through somebody"), "friend": _("Friend")}


def consent_names() -> dict[str, str]:
    """What they agreed to have kept."""
    return {
        "notes": _("Notes may be kept"),
        "recording": _("Notes and transcript may be kept"),
        "none": _("Not asked: only figures are kept"),
    }


def basis_names() -> dict[str, str]:
    """What allows us to keep a candidate."""
    return {
        "consent": _("They agreed"),
        "contract": _("Contract"),
        "legitimate_interest": _("Legitimate interest"),
    }


def candidate_states() -> dict[str, str]:
    """Where a candidate stands."""
    return {
        "listed": _("To be asked"),
        "agreed": _("Agreed"),
        "declined": _("Said no"),
        "withdrawn": _("Took consent back"),
        "held": _("Talk held"),
    }


def frequency_names() -> dict[str, str]:
    """How often the problem comes up."""
    return {
        "daily": _("Every day"),
        "weekly": _("Every week"),
        "monthly": _("Every month"),
        "yearly": _("A few times a year"),
        "once": _("Once"),
    }


def commitment_names() -> dict[str, str]:
    """The three currencies of a commitment."""
    return {"time": _("Time"), "reputation": _("Reputation"), "money": _("Money")}


def bias_names() -> dict[str, str]:
    """What may have bent the answers."""
    return {
        "pitched": _("We told our idea first"),
        "led": _("We put words into their mouth"),
        "friend": _("They want to please us"),
        "boss_there": _("Their boss listened"),
        "compliments": _("Compliments instead of facts"),
        "paid": _("They were paid for the talk"),
        "hurried": _("Cut short"),
    }


def evangelist_names() -> dict[int, str]:
    """The five levels of an early adopter."""
    return {
        1: _("Has the problem"),
        2: _("Knows it"),
        3: _("Searches for a solution, with a deadline"),
        4: _("Has patched something together"),
        5: _("Has the money or can get it"),
    }


def flag_words(flag: Flag) -> tuple[str, str]:
    """A flag of the guide linter in words: what is wrong, and the remedy."""
    what, remedy = _FLAGS()[flag.kind]
    return (what % {"piece": flag.piece} if "%(piece)s" in what else what), remedy


def missing_words() -> dict[str, str]:
    """What no question of a guide asks for."""
    return {
        "past": _("No question asks for the last real case."),
        "cost": _("No question asks what it costs them today, in money or hours."),
        "onward": _("No question asks whom else to talk to."),
    }


def _FLAGS() -> dict[str, tuple[str, str]]:  # noqa: N802 a table that waits for the language
    return {
        "price": (
            _("“%(piece)s”: nobody knows what they would pay, and it costs nothing to say."),
            _("Ask what they pay today for solving it, and out of which budget."),
        ),
        "idea": (
            _("“%(piece)s”: it tells our idea, and from then on they are polite."),
            _("Leave the idea out; ask about their last case."),
        ),
        "future": (
            _("“%(piece)s”: a promise about the future, which everybody gives."),
            _("Ask what they did the last time."),
        ),
        "opinion": (
            _("“%(piece)s”: an opinion, not a fact."),
            _("Ask what happened, what they did and what it cost."),
        ),
        "leading": (_("The question carries its own answer."), _("Ask openly and leave the answer to them.")),
        "loaded": (
            _("“%(piece)s” says what to answer."),
            _("Take the adjective out."),
        ),
        "general": (
            _("“%(piece)s”: a habit in general, as they would like it to be."),
            _("Ask about one case, the last one."),
        ),
        "double": (_("Two questions in one: the answer will be to one of them."), _("Make two questions of it.")),
        "closed": (
            _("It can be answered with yes or no."),
            _("Begin with who, what, how, where or how much, if a longer answer is wanted."),
        ),
        "long": (_("Too long to be grasped by ear."), _("Split it in two, or drop what can be said later.")),
    }
