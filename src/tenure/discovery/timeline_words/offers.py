"""Steps of offers, presales, services, surveys and the fit board."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Actions in words."""
    return _of_versions() | {
        "add_profile_item": _("Job, pain or gain added"),
        "edit_profile_item": _("Job, pain or gain changed"),
        "remove_profile_item": _("Job, pain or gain removed"),
        "start_proposition": _("Value proposition started"),
        "edit_proposition": _("Value proposition renamed or put on another hypothesis"),
        "set_aside_proposition": _("Value proposition set aside"),
        "take_up_proposition": _("Value proposition taken up again"),
        "add_value_item": _("Answer to pains and gains added"),
        "edit_value_item": _("Answer to pains and gains changed"),
        "remove_value_item": _("Answer to pains and gains removed"),
        "add_product": _("Product added"),
        "edit_product": _("Product changed"),
        "remove_product": _("Product given up"),
        "save_solution": _("Product fitted to a segment"),
        "remove_solution": _("Product no longer fitted to a segment"),
        "add_presale": _("Presale entered"),
        "edit_presale": _("Presale changed"),
        "refund_presale": _("Unhappy buyer: refund or another way"),
        "remove_presale": _("Presale taken out as a mistake"),
        "edit_roadmap": _("Sales roadmap changed"),
        "add_service": _("Manual service begun"),
        "edit_service": _("Manual service changed"),
        "record_run": _("Served by hand"),
        "remove_run": _("Record of manual service taken out"),
        "make_survey": _("Survey begun"),
        "edit_survey": _("Survey changed"),
        "open_survey": _("Survey opened"),
        "close_survey": _("Survey closed"),
        "add_question": _("Survey question added"),
        "edit_question": _("Survey question changed"),
        "remove_question": _("Survey question removed"),
        "add_answer": _("Survey answer entered by hand"),
        "paste_answers": _("Survey answers pasted"),
        "export_answers": _("Survey answers taken out as CSV"),
        "set_answer_aside": _("Survey answer set aside"),
        "take_answer_back": _("Survey answer taken back in"),
        "attach_result": _("Survey result made evidence"),
        "choose_fit": _("Marks and orders for the fit chosen"),
        "ask_fit_reading": _("Retention reading asked for"),
        "save_sales_period": _("Sales period entered"),
        "remove_sales_period": _("Sales period removed"),
    }


def _of_versions() -> dict[str, str]:
    return {
        "add_mvp_version": _("MVP version ready"),
        "edit_mvp_version": _("MVP version changed"),
        "remove_mvp_version": _("MVP version taken out as a mistake"),
        "record_mvp_showing": _("MVP version shown to somebody"),
        "edit_mvp_showing": _("Showing of an MVP version changed"),
        "remove_mvp_showing": _("Showing of an MVP version taken out as a mistake"),
        "edit_mvp_change": _("Change asked for put in other words"),
    }


def subjects() -> dict[str, str]:
    """Kinds of records in words."""
    return {
        "value_canvas": _("Value canvas"),
        "proposition": _("Value proposition"),
        "product": _("Product"),
        "mvp_version": _("MVP version"),
        "mvp_showing": _("Showing of an MVP version"),
        "mvp_change": _("Change asked for"),
        "presale": _("Presale"),
        "roadmap": _("Sales roadmap"),
        "service": _("Manual service"),
        "survey": _("Survey"),
        "fit": _("Product-market fit"),
    }
