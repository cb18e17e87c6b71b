"""Accounts of our people, for administrators."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.kernel.errors import BadInput
from tenure.privacy.users import Account, account, accounts, add_user, change_user, set_password
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.settings.choices import languages, role_name, roles
from tenure.web.settings.sections import sections_of
from tenure.web.visit import Visit

FIELDS = ("name", "email", "role", "language", "password")


@require_safe
def users(request: Visit) -> HttpResponse:
    """Everyone with an account."""
    context = {
        "sections": sections_of(request, "users"),
        "accounts": accounts(request.user),
        "role_name": role_name,
        "said": _("Saved") if request.GET.get("saved") else "",
    }
    return render(request, "settings/users.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_user(request: Visit) -> HttpResponse:
    """Add an account."""
    accounts(request.user)
    if request.method != "POST":
        start = dict.fromkeys(FIELDS, "") | {"role": "salesperson", "language": request.workspace.language}
        return _new_page(request, Form(start))
    values = typed(request.POST, *FIELDS)
    try:
        add_user(actor=request.user, **values)
    except BadInput as error:
        return _new_page(request, refused(values | {"password": ""}, error), status=400)
    return go_to(request, "users", query={"saved": "1"})


def _new_page(request: Visit, form: Form, status: int = 200) -> HttpResponse:
    context = {"sections": sections_of(request, "users"), "form": form, "roles": roles(), "languages": languages()}
    return render(request, "settings/new_user.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def user(request: Visit, user_id: int) -> HttpResponse:
    """One account: name, role, whether it may sign in."""
    one = account(request.user, user_id)
    if request.method != "POST":
        return _page(request, user_id, Form(_stored(one)), Form({"password": ""}))
    values = typed(request.POST, "name", "role", "is_active", "may_see_sensitive")
    try:
        change_user(
            actor=request.user,
            user_id=user_id,
            name=values["name"],
            role=values["role"],
            is_active=values["is_active"] == "on",
            may_see_sensitive=values["may_see_sensitive"] == "on",
        )
    except BadInput as error:
        return _page(request, user_id, refused(values, error), Form({"password": ""}), status=400)
    return go_to(request, "users", query={"saved": "1"})


@require_POST
def user_password(request: Visit, user_id: int) -> HttpResponse:
    """A new password for somebody; their sessions end."""
    one = account(request.user, user_id)
    try:
        set_password(actor=request.user, user_id=user_id, password=request.POST.get("password", ""))
    except BadInput as error:
        return _page(request, user_id, Form(_stored(one)), refused({"password": ""}, error), status=400)
    return go_to(request, "users", query={"saved": "1"})


def _stored(one: Account) -> dict[str, str]:
    ticks = {"is_active": one.is_active, "may_see_sensitive": one.may_see_sensitive}
    return {"name": one.name, "role": one.role} | {name: "on" if ticked else "" for name, ticked in ticks.items()}


def _page(request: Visit, user_id: int, form: Form, password: Form, status: int = 200) -> HttpResponse:
    context = {
        "sections": sections_of(request, "users"),
        "account": account(request.user, user_id),
        "is_oneself": user_id == request.user.pk,
        "form": form,
        "password": password,
        "roles": roles(),
    }
    return render(request, "settings/user.html", context, status=status)
