"""The one address that the national provider knows, without a language: it is registered there once."""

from django.urls import path

from maarif.support.identity import provider

urlpatterns = [path("account/national/callback/", provider.callback, name="national_callback")]
