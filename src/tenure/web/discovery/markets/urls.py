"""Addresses of segments, problems and their markets."""

from django.urls import path

from tenure.web.discovery.markets import editors, matrix, sizes, tidying

urlpatterns = [
    path("ventures/<int:venture_id>/problems/", matrix.problems, name="problems"),
    path("ventures/<int:venture_id>/segments/new/", editors.new_segment, name="new_segment"),
    path("ventures/<int:venture_id>/problems/new/", editors.new_problem, name="new_problem"),
    path("segments/<int:segment_id>/", editors.segment, name="segment"),
    path("problems/<int:problem_id>/", editors.problem, name="problem"),
    path("problems/<int:problem_id>/decide/", editors.decide, name="decide_problem"),
    path("problems/<int:problem_id>/merge/", tidying.merge, name="merge_problem"),
    path("problems/merges/<int:problem_merge_id>/undo/", tidying.undo_merge, name="undo_merge_problem"),
    path("problems/<int:problem_id>/remove/", tidying.remove_problem, name="remove_problem"),
    path("segments/<int:segment_id>/remove/", tidying.remove_segment, name="remove_segment"),
    path("segments/<int:segment_id>/problems/<int:problem_id>/", sizes.size, name="market_size"),
]
