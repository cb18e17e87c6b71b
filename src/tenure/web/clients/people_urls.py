"""Addresses of people at clients, their posts and contacts, and of the companies around our clients."""

from django.urls import path

from tenure.web.clients import companies, facts, people, posts, twins

urlpatterns = [
    path("clients/<int:client_id>/people/", people.people, name="client_people"),
    path("clients/<int:client_id>/people/new/", people.new_person, name="new_person"),
    path("clients/<int:client_id>/companies/", companies.client_companies, name="client_companies"),
    path("clients/<int:client_id>/companies/new/", companies.new_tie, name="new_company_tie"),
    path("people/similar/", twins.people_twins, name="people_twins"),
    path("people/similar/merge/", twins.merge_people_twins, name="merge_people_twins"),
    path("people/similar/undo/", twins.undo_people_twins, name="undo_people_twins"),
    path("people/similar/different/", twins.different_people, name="different_people"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/edit/", people.edit, name="edit_person"),
    path("people/<int:person_id>/posts/new/", posts.new_post, name="new_post"),
    path("people/<int:person_id>/contacts/new/", posts.new_channel, name="new_channel"),
    path("people/posts/<int:post_id>/", posts.edit, name="edit_post"),
    path("people/posts/<int:post_id>/left/", posts.left, name="left_post"),
    path("people/posts/<int:post_id>/remove/", posts.remove, name="remove_post"),
    path("people/contacts/<int:channel_id>/", posts.change_channel, name="edit_channel"),
    path("people/contacts/<int:channel_id>/remove/", posts.delete_channel, name="remove_channel"),
    path("companies/", companies.companies, name="companies"),
    path("companies/similar/", twins.company_twins, name="company_twins"),
    path("companies/similar/merge/", twins.merge_company_twins, name="merge_company_twins"),
    path("companies/similar/undo/", twins.undo_company_twins, name="undo_company_twins"),
    path("companies/similar/different/", twins.different_companies, name="different_companies"),
    path("companies/names/", companies.names, name="company_names"),
    path("companies/new/", companies.new_company, name="new_company"),
    path("companies/<int:company_id>/", companies.company, name="company_page"),
    path("companies/<int:company_id>/facts/add/", facts.add, name="add_company_fact"),
    path("companies/<int:company_id>/edit/", companies.edit, name="edit_company"),
    path("companies/ties/<int:company_tie_id>/", companies.change_tie, name="change_company_tie"),
    path("companies/ties/<int:company_tie_id>/remove/", companies.remove_tie, name="remove_company_tie"),
]
