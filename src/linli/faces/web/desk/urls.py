"""Addresses of the owner's desk."""

from django.urls import include, path
from django.views.generic import RedirectView

from linli.faces.web.desk import bulk, case, case_list, hotline, messages, new, new_help, printing
from linli.faces.web.shared import staff

urlpatterns = [
    path("settings/", include("linli.faces.web.desk.settings.urls")),
    path("desk/", case_list.case_list, name="desk"),
    path("desk/community/", staff.choose_community, name="desk_community"),
    path("desk/views/", case_list.views, name="desk_views"),
    path("desk/views/<id:view_id>/", case_list.view_change, name="desk_view_change"),
    path("desk/assign/", bulk.assign, name="desk_assign"),
    path("desk/export/", bulk.export, name="desk_export"),
    path("desk/new/", new.enter, name="desk_new"),
    path("desk/new/suggest/", new_help.suggest, name="desk_suggest"),
    path("desk/new/questions/", new_help.kind_questions, name="desk_questions"),
    path("desk/new/people/", new_help.people, name="desk_people"),
    path("desk/new/support/<id:case_id>/", new_help.support, name="desk_support"),
    path("desk/hotline/", hotline.page, name="desk_hotline"),
    path("desk/hotline/in/", hotline.take_in, name="desk_hotline_in"),
    path("desk/hotline/replies/", hotline.replies, name="desk_hotline_replies"),
    path("desk/inbox/", messages.inbox, name="desk_inbox"),
    path("desk/letters/", messages.letters, name="desk_letters"),
    path("desk/photos/<id:photo_id>/", case.photo, name="desk_photo"),
    path(
        "desk/cases/<str:ref>/",
        RedirectView.as_view(pattern_name="desk_case"),
        name="desk_case_by_id",
    ),
    path("desk/settings/", RedirectView.as_view(pattern_name="settings")),
    path("desk/<id:case_id>/phone/", case.show_phone, name="desk_phone"),
    path("desk/<id:case_id>/print/", printing.work_order, name="desk_print"),
    path("desk/<id:case_id>/slip/", printing.slip, name="desk_slip"),
    path("desk/<id:case_id>/<str:verb>/", case.act, name="desk_act"),
    path("desk/<str:ref>/", case.case_page, name="desk_case"),
]
