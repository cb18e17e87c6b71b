"""The token against forged forms, masked anew for every page and not for every form of it.

Django masks it wherever it is written: a list with a form in each row spent a twelfth of its time on random letters.
"""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html


def once_a_page(request: HttpRequest) -> dict[str, Any]:
    """For every template: `csrf_token`, and `csrf_input` for forms. A page that writes neither asks for none."""
    token = SimpleLazyObject(lambda: get_token(request))
    field = SimpleLazyObject(
        lambda: format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', str(token))
    )
    return {"csrf_token": token, "csrf_input": field}
