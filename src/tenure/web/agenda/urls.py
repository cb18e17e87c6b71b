"""Addresses of Today."""

from django.urls import path

from tenure.web.agenda import calendar, new_task, occasions, scores, tasks, today

urlpatterns = [
    path("", today.today, name="today"),
    path("today/<int:task_id>/", today.preview, name="task_preview"),
    path("today/<int:task_id>/done/", tasks.done, name="task_done"),
    path("today/<int:task_id>/not-useful/", tasks.not_useful, name="task_not_useful"),
    path("today/<int:task_id>/postpone/", tasks.postpone, name="task_postpone"),
    path("today/<int:task_id>/undo/", tasks.undo, name="task_undo"),
    path("today/<int:task_id>/explain/", tasks.explain, name="task_explain"),
    path("today/rescore/", scores.rescore, name="rescore"),
    path("today/new/", new_task.add_task, name="add_task"),
    path("occasions/", occasions.occasions, name="occasions"),
    path("calendar/<str:token>.ics", calendar.calendar, name="calendar"),
]
