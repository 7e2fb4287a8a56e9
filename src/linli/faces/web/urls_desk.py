"""Addresses of the owner's desk."""

from django.urls import path
from django.views.generic import RedirectView

from linli.faces.web import (
    desk,
    desk_bulk,
    desk_case,
    desk_hotline,
    desk_mail,
    desk_new,
    desk_print,
    staff,
)

urlpatterns = [
    path("desk/", desk.matters, name="desk"),
    path("desk/community/", staff.choose_community, name="desk_community"),
    path("desk/views/", desk.views, name="desk_views"),
    path("desk/views/<int:view_id>/", desk.view_change, name="desk_view_change"),
    path("desk/assign/", desk_bulk.assign, name="desk_assign"),
    path("desk/export/", desk_bulk.export, name="desk_export"),
    path("desk/new/", desk_new.enter, name="desk_new"),
    path("desk/new/suggest/", desk_new.suggest, name="desk_suggest"),
    path("desk/new/questions/", desk_new.kind_questions, name="desk_questions"),
    path("desk/new/people/", desk_new.people, name="desk_people"),
    path("desk/new/support/<int:case_id>/", desk_new.support, name="desk_support"),
    path("desk/hotline/", desk_hotline.page, name="desk_hotline"),
    path("desk/hotline/in/", desk_hotline.take_in, name="desk_hotline_in"),
    path("desk/hotline/replies/", desk_hotline.replies, name="desk_hotline_replies"),
    path("desk/inbox/", desk_mail.inbox, name="desk_inbox"),
    path("desk/letters/", desk_mail.letters, name="desk_letters"),
    path("desk/photos/<int:photo_id>/", desk_case.photo, name="desk_photo"),
    path("desk/cases/<str:ref>/", RedirectView.as_view(pattern_name="desk_case")),
    path("desk/settings/", RedirectView.as_view(url="/settings/")),
    path("desk/<int:case_id>/phone/", desk_case.show_phone, name="desk_phone"),
    path("desk/<int:case_id>/print/", desk_print.work_order, name="desk_print"),
    path("desk/<int:case_id>/slip/", desk_print.slip, name="desk_slip"),
    path("desk/<int:case_id>/<str:verb>/", desk_case.act, name="desk_act"),
    path("desk/<str:ref>/", desk_case.matter, name="desk_case"),
]
