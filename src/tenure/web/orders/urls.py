"""Addresses of the imports of orders."""

from django.urls import path

from tenure.web.orders import import_page, imports, suspected

urlpatterns = [
    path("import/", imports.imports, name="imports"),
    path("import/amounts/", suspected.suspected, name="suspected_amounts"),
    path("import/amounts/<int:amount_decision_id>/back/", suspected.take_back, name="take_back_amounts"),
    path("import/upload/", imports.upload, name="upload_orders"),
    path("import/<int:batch_id>/", import_page.import_page, name="import"),
    path("import/<int:batch_id>/progress/", import_page.progress, name="import_progress"),
    path("import/<int:batch_id>/columns/", import_page.columns, name="import_columns"),
    path("import/<int:batch_id>/again/", import_page.again, name="check_import_again"),
    path("import/<int:batch_id>/confirm/", import_page.confirm, name="confirm_import"),
    path("import/<int:batch_id>/cancel/", import_page.cancel, name="cancel_import"),
    path("import/<int:batch_id>/undo/", import_page.undo, name="undo_import"),
    path("import/<int:batch_id>/rejected/", import_page.rejected, name="rejected_lines"),
]
