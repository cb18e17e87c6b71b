"""A file without people still tells how many there were: buyers, and those an MVP was shown to, are numbered as voices are."""

from datetime import date

import pytest

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.models import Evidence, OfferedProduct, Venture
from tenure.discovery.offers.mvp import mvp_loop
from tenure.discovery.offers.presale_sums import presale_sums
from tenure.discovery.offers.presales import PresaleText, add_presale, presale_log
from tenure.discovery.voices import cluster_of
from tenure.privacy.models import User
from tests import factories
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 2)


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def test_buyers_stay_as_many(head_of_sales: User, venture: Venture) -> None:
    claim = made.make_hypothesis(venture)
    client = factories.make_client("Lactis SRL", normal_name="lactis", owner=head_of_sales)
    for who, client_id in (("Lactis", None), ("The dairy", client.pk), ("Spicul", None), ("Pâine Caldă", None)):
        paid = PresaleText(who, 4900, DAY, client_id=client_id, hypothesis_id=claim.pk, paid_on=DAY)
        add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=paid)
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=False)
    for word in ("lactis", "dairy", "spicul", "caldă", "client:"):
        assert word not in raw.decode().casefold()
    number = take_in_venture(actor=head_of_sales, raw=raw)
    log = presale_log(actor=head_of_sales, venture_id=number)
    assert (log.sums.buyers, log.sums.repeat) == (3, 1) == (presale_sums(venture).buyers, presale_sums(venture).repeat)
    told = Evidence.objects.filter(hypothesis__venture=number, source="presale").values_list("cluster", flat=True)
    assert {row.who: row.buyer for row in log.rows} == {one: cluster_of(None, one) for one in told}


def test_buyers_an_earlier_file_does_not_name_are_buyers_of_their_own(head_of_sales: User, venture: Venture) -> None:
    for _place in range(2):
        made.make_presale(venture, "", paid_on=DAY)
    sums = presale_log(actor=head_of_sales, venture_id=venture.pk).sums
    assert (sums.buyers, sums.repeat) == (2, 0) == (presale_sums(venture).buyers, presale_sums(venture).repeat)


def test_those_an_mvp_was_shown_to_stay_as_many(head_of_sales: User, venture: Venture) -> None:
    version = made.make_mvp(made.make_product(venture))
    for who, verdict in (("Lina SRL", "not_needed"), ("Lina", "as_is"), ("Albu", "as_is")):
        made.make_showing(version, who, verdict)
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=False)
    assert "Lina" not in raw.decode()
    number = take_in_venture(actor=head_of_sales, raw=raw)
    loop = mvp_loop(actor=head_of_sales, product_id=OfferedProduct.objects.get(venture=number).pk)
    assert [one.counts for one in loop.versions[0].showings] == [False, True, True]
