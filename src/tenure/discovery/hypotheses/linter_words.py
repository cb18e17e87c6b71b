"""What the linter of hypotheses says."""

from django.utils.translation import gettext as _

from tenure.discovery.hypotheses.linter import Flag


def flag_words(flag: Flag) -> str:
    """The sentence of a flag: what is in the way, and the remedy."""
    return {
        "not_testable": _("Nothing here can be measured. Name a metric and the number that decides."),
        "no_who": _("It does not say who. Choose a segment, or name it in the sentence."),
        "no_how_many": _("It does not say how much or how many. Give the threshold."),
        "no_by_when": _("It does not say by when. Give a day, or a stretch of time."),
        "no_falsifier": _("Nothing is said that would prove it wrong. Finish: “We are wrong if …”"),
        "over_all": _(
            "“%(words)s” is more than all of them: no share passes 100 %%. Give a smaller one, or say what grows by it."
        ),
        "feature_wish": _("“%(words)s” speaks of a feature. Say what people do, not what is built."),
        "future_opinion": _(
            "“%(words)s” asks for an opinion about the future. Say what people will do or already did."
        ),
        "two_claims": _("“%(words)s” seems to join two claims. Make two hypotheses: one may hold and the other not."),
        "vague": _("“%(words)s” can mean anything. Put a number in its place."),
        "threshold_is_prior": _(
            "The threshold equals the first guess, so no result would change a mind. Move one of them."
        ),
    }[flag.code] % {"words": flag.words}
