"""Addresses of a resident's pages and of the public page. Printed codes point here: keep them."""

from django.urls import path

from linli.faces.web import (
    public,
    public_objecting,
    resident,
    resident_matter,
    resident_report,
    resident_suggest,
)

urlpatterns = [
    path("", resident.home, name="home"),
    path("communities/", resident.choose_community, name="communities"),
    path("report/", resident_report.choose_place, name="report"),
    path("report/me-too/", resident_suggest.me_too, name="me_too"),
    path("p/<str:code>/", resident_report.report_here, name="report_here"),
    path("p/<str:code>/suggestions/", resident_suggest.suggestions, name="suggestions"),
    path("p/<str:code>/questions/", resident_suggest.kind_questions, name="kind_questions"),
    path("thanks/", resident_report.thanks, name="thanks"),
    path("c/", resident_matter.follow, name="follow"),
    path("c/<str:code>/", resident_matter.follow, name="follow_code"),
    path("my/<id:case_id>/", resident_matter.matter, name="my_matter"),
    path("my/<id:case_id>/<str:verb>/", resident_matter.act, name="my_matter_act"),
    path("photo/<id:photo_id>/", resident_matter.photo, name="photo"),
    path("mine/", resident.mine, name="mine"),
    path("mine/messages/", resident.messages, name="my_messages"),
    path("mine/data/", resident.my_data, name="my_data"),
    path("mine/leave/", resident.leave_device, name="leave_device"),
    path("k/", resident.open_slip, name="slip"),
    path("k/<str:code>/", resident.open_slip, name="slip_code"),
    path("privacy/", resident.privacy, name="privacy"),
    path("open/", public.communities, name="open"),
    path("open/<str:code>/", public.page, name="public_page"),
    path("open/<str:code>/feed.atom", public.feed, name="public_feed"),
    path("open/<str:code>/<id:number>/", public.matter, name="public_matter"),
    path("open/<str:code>/<id:number>/about-me/", public_objecting.object_to, name="public_object"),
]
