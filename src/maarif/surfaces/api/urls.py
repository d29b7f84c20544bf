"""Addresses of the API, named `api:...`, of the published keys and of what other machines report to; none carries a language."""

from functools import partial

from django.urls import URLPattern, include, path

from maarif.surfaces.api.openapi import openapi_json
from maarif.surfaces.api.routes import machines
from maarif.surfaces.api.version1 import api

_OWN = ("openapi-json", "api-root")  # ninja's are replaced by ours
_ninja, _, _namespace = api.urls
_patterns = [
    path("", machines.start, name="api-root"),
    path("openapi.json", partial(openapi_json, api=api), name="openapi-json"),
    *(pattern for pattern in _ninja if not (isinstance(pattern, URLPattern) and pattern.name in _OWN)),
]

urlpatterns = [
    path("api/v1/", include((_patterns, "api"), namespace=_namespace)),
    path("hooks/sms/", machines.sms_reports, name="sms_reports"),
    path(".well-known/maarif-keys.json", machines.published_keys, name="published_keys"),
]
