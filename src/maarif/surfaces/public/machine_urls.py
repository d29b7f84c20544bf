"""Addresses that programs read; they carry no language."""

from django.urls import path

from maarif.surfaces.public.views import machines

urlpatterns = [
    path("healthz", machines.healthz, name="healthz"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
]
