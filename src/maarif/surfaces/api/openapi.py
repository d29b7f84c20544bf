"""The description of the API: ninja's, told which refusals are problems and which scope an address needs."""

import json
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from maarif.support.access.policy import POLICY
from maarif.surfaces.api.problems import MEDIA_TYPE

_SECURITY: Final = {"token": {"type": "http", "scheme": "bearer", "description": "A token issued in the cabinet."}}
_LANGUAGE: Final = {
    "in": "header",
    "name": "Accept-Language",
    "required": False,
    "schema": {"type": "string", "enum": ["az", "ru", "kk", "ky", "en"]},
    "description": "The language of the texts; without it the language of the token, else the country's.",
}


class MaarifAPI(NinjaAPI):
    """Ninja's API with our description."""

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        """The description as ninja makes it, with problems, scopes and the language of the answer."""
        schema = super().get_openapi_schema(**how)
        schema["components"]["securitySchemes"] = _SECURITY
        for path, methods in schema["paths"].items():
            for method, operation in methods.items():
                _tell(operation, path, method.upper())
        return schema


def openapi_json(request: HttpRequest, api: MaarifAPI) -> HttpResponse:
    """The description as a document."""
    return HttpResponse(_document(api), content_type="application/json")


@cache
def _document(api: MaarifAPI) -> bytes:
    """Made once per process: it takes a tenth of a second and is the same for everybody."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False).encode()


def _tell(operation: dict[str, Any], path: str, method: str) -> None:
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if int(status) >= 400 and "application/json" in content:
            response["content"] = {MEDIA_TYPE: content["application/json"]}
    operation["parameters"].append(_LANGUAGE)
    scope = _scope(path, method)
    if scope is not None:
        operation["security"] = [{"token": []}]
        operation["description"] = f"{operation.get('description', '')} Needs the scope `{scope}`.".strip()


def _scope(path: str, method: str) -> str | None:
    """The scope that the policy table asks for at an address."""
    sample = path.replace("{", "").replace("}", "")
    gate = POLICY[resolve(sample).view_name][method]
    return gate.token.value if gate.token is not None else None
