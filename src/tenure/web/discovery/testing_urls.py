"""Addresses of tests."""

from django.urls import path

from tenure.web.discovery.testing import editor, listing, observing, page, talks

urlpatterns = [
    path("ventures/<int:venture_id>/tests/", listing.tests, name="venture_tests"),
    path("ventures/<int:venture_id>/tests/new/", editor.new, name="new_test"),
    path("ventures/<int:venture_id>/tests/design/", editor.design, name="test_design"),
    path("ventures/<int:venture_id>/next-test/", listing.next_test, name="next_test"),
    path("ventures/<int:venture_id>/learning-cost/", listing.cost, name="learning_cost"),
    path("tests/<int:test_id>/", page.test, name="test"),
    path("tests/<int:test_id>/edit/", editor.edit, name="edit_test"),
    path("tests/<int:test_id>/lock/", page.lock, name="lock_test"),
    path("tests/<int:test_id>/observe/", observing.add, name="observe"),
    path("tests/<int:test_id>/observations/", observing.many, name="test_observations"),
    path("tests/<int:test_id>/talks/", talks.talks, name="test_talks"),
    path("tests/<int:test_id>/decide/", page.decide, name="decide_test"),
    path("tests/<int:test_id>/give-up/", page.abandon, name="abandon_test"),
    path("tests/<int:test_id>/repeat/", page.repeat, name="repeat_test"),
    path("tests/<int:test_id>/learning/", page.learning, name="test_learning"),
    path("tests/<int:test_id>/work/", page.work, name="test_work"),
    path("observations/<int:observation_id>/", observing.correction, name="correct_observation"),
]
