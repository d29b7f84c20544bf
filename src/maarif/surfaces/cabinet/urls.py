"""The cabinet's addresses, all below `/<language>/cabinet/`; every one of them is gated in `support.access.policy`."""

from django.urls import path

from maarif.surfaces.cabinet.views import (
    applications,
    documents,
    family,
    form,
    home,
    messages,
    papers,
    record,
    settings,
)

app_name = "cabinet"

urlpatterns = [
    path("", home.home, name="home"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<str:number>/", applications.application, name="application"),
    path("applications/<str:number>/sent/", applications.sent, name="sent"),
    path("apply/<str:service>/", form.apply, name="apply"),
    path("drafts/<uuid:draft>/", form.tasks, name="draft"),
    path("drafts/<uuid:draft>/questions/<slug:field>/", form.question, name="question"),
    path("drafts/<uuid:draft>/questions/<slug:field>/save/", form.autosave, name="autosave"),
    path("drafts/<uuid:draft>/files/<slug:field>/", papers.question, name="papers"),
    path("drafts/<uuid:draft>/files/<slug:field>/<slug:file>/remove/", papers.remove, name="paper_remove"),
    path("files/<slug:file>/", papers.content, name="file"),
    path("files/<slug:file>/pages/<int:sheet>/", papers.page, name="file_page"),
    path("drafts/<uuid:draft>/check/", form.check, name="check"),
    path("drafts/<uuid:draft>/remind/", form.remind, name="remind"),
    path("drafts/<uuid:draft>/discard/", form.discard, name="discard"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<str:public_id>/", documents.document, name="document"),
    path("documents/<str:public_id>/pdf/", documents.pdf, name="document_pdf"),
    path("documents/<str:public_id>/json/", documents.twin_json, name="document_json"),
    path("documents/<str:public_id>/credential/", documents.credential, name="document_credential"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<int:message>/", messages.message, name="message"),
    path("family/", family.family, name="family"),
    path("family/act-for/", family.act_for, name="act_for"),
    path("data/", record.data, name="data"),
    path("data/looks/", record.looks, name="looks"),
    path("data/wrong/<slug:topic>/", record.wrong, name="wrong"),
    path("settings/", settings.settings, name="settings"),
    path("settings/language/", settings.language, name="settings_language"),
    path("settings/channels/", settings.channels, name="settings_channels"),
    path("settings/tokens/", settings.tokens, name="tokens"),
    path("settings/tokens/<int:token>/revoke/", settings.revoke_token, name="token_revoke"),
]
