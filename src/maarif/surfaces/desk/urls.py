"""The desk's addresses, all below `/<language>/desk/`; every one of them is gated to officials in `support.access.policy`."""

from django.urls import path

from maarif.surfaces.desk.views import (
    bulk,
    cases,
    documents,
    duplicates,
    export,
    files,
    home,
    intake,
    load,
    people,
    standing,
)

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("office/", home.office, name="office"),
    path("cases/", cases.cases, name="cases"),
    path("cases/bulk/", bulk.bulk, name="cases_bulk"),
    path("cases/export/", export.export, name="cases_export"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/act/", cases.act, name="case_act"),
    path("cases/<str:number>/message/", cases.message, name="case_message"),
    path("cases/<str:number>/decide/", cases.decide, name="case_decide"),
    path("cases/<str:number>/hand-over/", cases.hand_over, name="case_hand_over"),
    path("cases/<str:number>/looks/", cases.looks, name="case_looks"),
    path("load/", load.load, name="load"),
    path("stand-ins/", standing.stand_ins, name="stand_ins"),
    path("stand-ins/<int:stand_in>/end/", standing.end, name="stand_in_end"),
    path("people/", people.search, name="people"),
    path("people/<int:person>/", people.person, name="person"),
    path("people/<int:person>/documents/<str:public_id>/", documents.document, name="document"),
    path("people/<int:person>/documents/<str:public_id>/pdf/", documents.pdf, name="document_pdf"),
    path("people/<int:person>/documents/<str:public_id>/revoke/", documents.revoke, name="document_revoke"),
    path("people/<int:person>/intake/", intake.begin, name="intake"),
    path("people/<int:person>/intake/<str:service>/", intake.service, name="intake_service"),
    path("intake/drafts/<uuid:draft>/", intake.PAGES.tasks, name="intake_draft"),
    path("intake/drafts/<uuid:draft>/questions/<slug:field>/", intake.PAGES.question, name="intake_question"),
    path("intake/drafts/<uuid:draft>/questions/<slug:field>/save/", intake.PAGES.autosave, name="intake_autosave"),
    path("intake/drafts/<uuid:draft>/files/<slug:field>/", intake.PAGES.papers, name="intake_papers"),
    path(
        "intake/drafts/<uuid:draft>/files/<slug:field>/<slug:file>/remove/",
        intake.PAGES.remove,
        name="intake_paper_remove",
    ),
    path("intake/drafts/<uuid:draft>/file/<slug:file>/", intake.file, name="intake_file"),
    path("intake/drafts/<uuid:draft>/check/", intake.PAGES.check, name="intake_check"),
    path("intake/drafts/<uuid:draft>/discard/", intake.PAGES.discard, name="intake_discard"),
    path("intake/<str:number>/receipt/", intake.receipt, name="intake_receipt"),
    path("files/<slug:file>/", files.file, name="file"),
    path("files/<slug:file>/content/", files.content, name="file_content"),
    path("files/<slug:file>/pages/<int:sheet>/", files.page, name="file_page"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<int:candidate>/", duplicates.duplicate, name="duplicate"),
    path("duplicates/<int:candidate>/undo/", duplicates.undo, name="duplicate_undo"),
]
