"""Addresses of published answers: two for everybody, two below the desk."""

from django.urls import path

from maarif.surfaces.answers import desk, public

app_name = "answers"

urlpatterns = [
    path("answers/", public.answers, name="list"),
    path("answers/<int:answer>/", public.answer, name="answer"),
    path("desk/answers/", desk.answers, name="desk"),
    path("desk/answers/<int:answer>/", desk.act, name="act"),
]
