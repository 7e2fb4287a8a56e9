"""Addresses of a resident's pages and of the public page. Printed codes point here: keep them."""

from django.urls import path

from linli.faces.web.resident import case, home, mine, objections, public, report, suggest

urlpatterns = [
    path("", home.home, name="home"),
    path("communities/", home.choose_community, name="communities"),
    path("report/", report.choose_place, name="report"),
    path("report/me-too/", suggest.me_too, name="me_too"),
    path("p/<str:code>/", report.report_here, name="report_here"),
    path("p/<str:code>/suggestions/", suggest.suggestions, name="suggestions"),
    path("p/<str:code>/questions/", suggest.kind_questions, name="kind_questions"),
    path("thanks/", report.thanks, name="thanks"),
    path("c/", case.follow, name="follow"),
    path("c/<str:code>/", case.follow, name="follow_code"),
    path("my/<id:case_id>/", case.case_page, name="my_case"),
    path("my/<id:case_id>/<str:verb>/", case.act, name="my_case_act"),
    path("photo/<id:photo_id>/", case.photo, name="photo"),
    path("mine/", mine.mine, name="mine"),
    path("mine/messages/", mine.messages, name="my_messages"),
    path("mine/data/", mine.my_data, name="my_data"),
    path("mine/leave/", home.leave_device, name="leave_device"),
    path("k/", home.open_slip, name="slip"),
    path("k/<str:code>/", home.open_slip, name="slip_code"),
    path("privacy/", home.privacy, name="privacy"),
    path("open/", public.communities, name="open"),
    path("open/<str:code>/", public.page, name="public_page"),
    path("open/<str:code>/feed.atom", public.feed, name="public_feed"),
    path("open/<str:code>/<id:number>/", public.case_page, name="public_case"),
    path("open/<str:code>/<id:number>/about-me/", objections.object_to, name="public_object"),
]
