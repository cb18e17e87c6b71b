"""Addresses of pages: the same as Django's own, however they are found."""

from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from tenure.web.addresses import address_of


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("today", {}),
        ("client", {"client_id": 7}),
        ("client", {"client_id": 10**15}),
        ("order_lines", {"client_id": 3, "order_id": 12}),
        ("order_lines", {"order_id": 12, "client_id": 3}),
        ("client", {"client_id": "7"}),
    ],
)
def test_an_address_is_that_of_django(name: str, arguments: dict[str, Any]) -> None:
    assert address_of(name, **arguments) == reverse(name, kwargs=arguments or None)


def test_what_follows_the_question_mark_is_written_for_an_address() -> None:
    assert address_of("client", client_id=7, query={"q": "Țurcanu & Co", "on": ["a", "b"]}) == (
        "/clients/7/?q=%C8%9Aurcanu+%26+Co&on=a&on=b"
    )
    assert address_of("client", client_id=7, query={}) == "/clients/7/"


@pytest.mark.parametrize("arguments", [{}, {"client_id": -1}, {"client_id": "x"}, {"nobody": 1}])
def test_an_address_that_does_not_exist_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(NoReverseMatch):
        address_of("client", **arguments)


def test_the_prefix_of_the_site_stands_before_it() -> None:
    assert address_of("client", client_id=7) == "/clients/7/"
    set_script_prefix("/crm/")
    try:
        assert address_of("client", client_id=7) == "/crm/clients/7/"
    finally:
        set_script_prefix("/")
