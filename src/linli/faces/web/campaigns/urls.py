"""Addresses of campaigns: planned, walked, seen."""

from __future__ import annotations

from django.urls import path

from linli.faces.web.campaigns import (
    coverage,
    doors,
    form_editor,
    missing,
    paper,
    people,
    planning,
    questionnaire,
    results,
    standing,
)

urlpatterns = [
    path("campaigns/", coverage.campaigns, name="campaigns"),
    path("campaigns/new/", planning.new, name="campaign_new"),
    path("campaigns/new/plan/", planning.plan, name="campaign_plan"),
    path("campaigns/new/count/", planning.count, name="campaign_count"),
    path("campaigns/never/", missing.never, name="campaign_never"),
    path("campaigns/never/export/", missing.export_never, name="campaign_never_export"),
    path("campaigns/photos/<id:photo_id>/", doors.photo, name="campaign_photo"),
    path("campaigns/conflicts/<id:conflict_id>/", standing.settle, name="campaign_settle"),
    path("campaigns/door/<id:door_id>/", doors.door, name="campaign_door"),
    path("campaigns/door/<id:door_id>/move/", standing.move, name="campaign_move"),
    path("campaigns/<id:campaign_id>/", coverage.campaign, name="campaign"),
    path("campaigns/<id:campaign_id>/change/", planning.change, name="campaign_change"),
    path("campaigns/<id:campaign_id>/do/", planning.do, name="campaign_do"),
    path("campaigns/<id:campaign_id>/people/", people.people, name="campaign_people"),
    path("campaigns/<id:campaign_id>/week/", standing.week, name="campaign_week"),
    path("campaigns/<id:campaign_id>/conflicts/", standing.conflicts, name="campaign_conflicts"),
    path("campaigns/<id:campaign_id>/sheets/", paper.sheets, name="campaign_sheets"),
    path("campaigns/<id:campaign_id>/key-in/", paper.key_in, name="campaign_key_in"),
    path("campaigns/<id:campaign_id>/form/", form_editor.questions, name="campaign_form"),
    path("campaigns/<id:campaign_id>/form.xlsx", form_editor.workbook, name="campaign_workbook"),
    path("campaigns/<id:campaign_id>/form/new/", form_editor.question, name="question_new"),
    path("campaigns/<id:campaign_id>/form/<slug:code>/", form_editor.question, name="question"),
    path("q/<str:code>/", questionnaire.fill_in, name="questionnaire"),
    path("q/<str:code>/thanks/", questionnaire.thanks, name="questionnaire_thanks"),
    path("campaigns/<id:campaign_id>/poster/", questionnaire.poster, name="campaign_poster"),
    path("campaigns/<id:campaign_id>/results/", results.heard, name="campaign_results"),
    path(
        "campaigns/<id:campaign_id>/results/list/",
        results.export,
        {"what": "list"},
        name="campaign_list",
    ),
    path(
        "campaigns/<id:campaign_id>/results/answers/",
        results.export,
        {"what": "answers"},
        name="campaign_answers",
    ),
    path("campaigns/<id:campaign_id>/doors/", missing.doors, name="campaign_doors"),
    path(
        "campaigns/<id:campaign_id>/doors/print/",
        missing.print_doors,
        name="campaign_doors_print",
    ),
    path(
        "campaigns/<id:campaign_id>/doors/export/",
        missing.export_doors,
        name="campaign_doors_export",
    ),
    path(
        "campaigns/<id:campaign_id>/doors/<id:building_id>/",
        doors.building,
        name="campaign_building",
    ),
    path(
        "campaigns/<id:campaign_id>/doors/<id:building_id>/floor/",
        doors.floor,
        name="campaign_floor",
    ),
]
