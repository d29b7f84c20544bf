"""Addresses of appeals without a name: two for everybody, three below the desk."""

from django.urls import path

from maarif.surfaces.anonymous import desk, public

app_name = "anonymous"

urlpatterns = [
    path("anonymous/", public.write, name="write"),
    path("anonymous/follow/", public.follow, name="follow"),
    path("desk/anonymous/", desk.inbox, name="desk"),
    path("desk/anonymous/new/", desk.write, name="new"),
    path("desk/anonymous/<str:number>/", desk.appeal, name="appeal"),
]
