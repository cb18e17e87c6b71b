"""Addresses of what a venture offers: value proposition, products, presales, service by hand."""

from django.urls import path

from tenure.web.discovery import presales, products, roadmap, services, value_canvas

urlpatterns = [
    path("ventures/<int:venture_id>/value/", value_canvas.value, name="venture_value"),
    path("ventures/<int:venture_id>/value/wants/new/", value_canvas.new_profile_item, name="new_profile_item"),
    path("ventures/<int:venture_id>/value/offers/new/", value_canvas.new_value_item, name="new_value_item"),
    path("value/wants/<int:profile_item_id>/", value_canvas.profile_item, name="profile_item"),
    path("value/wants/<int:profile_item_id>/remove/", value_canvas.remove_profile_item, name="remove_profile_item"),
    path("value/offers/<int:value_item_id>/", value_canvas.value_item, name="value_item"),
    path("value/offers/<int:value_item_id>/remove/", value_canvas.remove_value_item, name="remove_value_item"),
    path("ventures/<int:venture_id>/products/", products.products, name="products"),
    path("ventures/<int:venture_id>/products/new/", products.new_product, name="new_product"),
    path("products/<int:product_id>/", products.product, name="product"),
    path("products/<int:product_id>/remove/", products.remove_product, name="remove_product"),
    path("products/<int:product_id>/solutions/new/", products.new_solution, name="new_solution"),
    path("solutions/<int:solution_id>/", products.solution, name="solution"),
    path("solutions/<int:solution_id>/remove/", products.remove_solution, name="remove_solution"),
    path("ventures/<int:venture_id>/presales/", presales.presales, name="presales"),
    path("ventures/<int:venture_id>/presales/new/", presales.new_presale, name="new_presale"),
    path("presales/<int:presale_id>/", presales.presale, name="presale"),
    path("presales/<int:presale_id>/refund/", presales.refund, name="refund_presale"),
    path("presales/<int:presale_id>/remove/", presales.remove_presale, name="remove_presale"),
    path("ventures/<int:venture_id>/roadmap/", roadmap.roadmap, name="roadmap"),
    path("ventures/<int:venture_id>/roadmap/usual/", roadmap.usual_roadmap, name="usual_roadmap"),
    path("ventures/<int:venture_id>/roadmap/new/", roadmap.new_stage, name="new_roadmap_stage"),
    path("roadmap/<int:roadmap_stage_id>/", roadmap.stage, name="roadmap_stage"),
    path("roadmap/<int:roadmap_stage_id>/move/", roadmap.move_stage, name="move_roadmap_stage"),
    path("roadmap/<int:roadmap_stage_id>/remove/", roadmap.remove_stage, name="remove_roadmap_stage"),
    path("ventures/<int:venture_id>/services/", services.services, name="services"),
    path("ventures/<int:venture_id>/services/new/", services.new_service, name="new_service"),
    path("services/<int:service_id>/", services.service, name="service"),
    path("services/<int:service_id>/edit/", services.edit_service, name="edit_service"),
    path("services/<int:service_id>/steps/new/", services.new_step, name="new_manual_step"),
    path("services/<int:service_id>/record/", services.new_run, name="new_manual_run"),
    path("services/steps/<int:manual_step_id>/", services.step, name="manual_step"),
    path("services/steps/<int:manual_step_id>/remove/", services.remove_step, name="remove_manual_step"),
    path("services/runs/<int:manual_run_id>/remove/", services.remove_run, name="remove_manual_run"),
]
