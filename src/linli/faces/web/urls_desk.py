"""Addresses of the owner's desk."""

from django.urls import path

from linli.faces.web import desk, desk_mail, staff

urlpatterns = [
    path("desk/", desk.matters, name="desk"),
    path("desk/community/", staff.choose_community, name="desk_community"),
    path("desk/views/", desk.views, name="desk_views"),
    path("desk/views/<int:view_id>/", desk.view_change, name="desk_view_change"),
    path("desk/inbox/", desk_mail.inbox, name="desk_inbox"),
    path("desk/letters/", desk_mail.letters, name="desk_letters"),
]
