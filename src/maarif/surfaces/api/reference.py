"""The page of `docs/reference` about the API, made of its description."""

from collections.abc import Iterator
from typing import Any, Final

from maarif.kernel.text import LANGUAGES
from maarif.surfaces.api import problems
from maarif.surfaces.api.version1 import DESCRIPTION, api

_ORDER: Final = ("get", "post", "put", "delete")


def page() -> str:
    """Every address with its parameters, body and answers, and every problem with its words, in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    description = api.get_openapi_schema()
    yield "# The API\n\nGenerated from `maarif.surfaces.api` by `make reference`; for programs: `/api/v1/openapi.json`.\n"
    yield DESCRIPTION + "\n"
    yield "The keys of issued documents stand at `/.well-known/maarif-keys.json`.\n"
    for path, methods in description["paths"].items():
        for method in _ORDER:
            if method in methods:
                yield from _operation(f"{method.upper()} {path}", methods[method])
    yield from _shapes(description["components"]["schemas"])
    yield from _problems()


def _operation(title: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"## {title}\n\n**{operation['summary']}.** {operation['description']}\n"
    for parameter in operation["parameters"]:
        if parameter["name"] != "Accept-Language":
            needed = "required" if parameter["required"] else "optional"
            yield f"* `{parameter['name']}` ({parameter['in']}, {needed}): {_kind(parameter['schema'])}"
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"* body: {_kind(content['schema']) if media == 'application/json' else _form(media, content['schema'])}"
    answers = [f"{status} {_answer(response)}" for status, response in sorted(operation["responses"].items())]
    yield f"* answers: {'; '.join(answers)}\n"


def _form(media: str, schema: dict[str, Any]) -> str:
    """A body that is no JSON: its media type and its parts."""
    parts = (f"`{name}`: {_kind(each)}" for name, each in schema["properties"].items())
    return f"`{media}` with {'; '.join(parts)}"


def _answer(response: dict[str, Any]) -> str:
    for media, content in response.get("content", {}).items():
        return _kind(content["schema"]) if media == "application/json" else f"`{media}`"
    return f"{response['description']}, no content".lower()


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    if "enum" in schema:
        return "one of " + ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{str(schema['const']).lower()}`"
    words = " ".join(str(part) for part in (schema.get("format", ""), schema.get("type", "anything")) if part)
    return f"{words} `{schema['pattern']}`" if "pattern" in schema else words


def _shapes(schemas: dict[str, Any]) -> Iterator[str]:
    yield "# Shapes\n"
    for name, schema in sorted(schemas.items()):
        yield f"## {name}\n\n{schema.get('description', '')}\n"
        if "enum" in schema:
            yield f"{_kind(schema)}\n"
        else:
            required = set(schema.get("required", ()))
            for field, kind in schema.get("properties", {}).items():
                yield f"* `{field}`{'' if field in required else ' (optional)'}: {_kind(kind)}"
            yield ""


def _problems() -> Iterator[str]:
    yield "# Problems\n\n| code | status | " + " | ".join(LANGUAGES) + " |\n|---|---|" + "---|" * len(LANGUAGES)
    for code in problems.codes():
        words = " | ".join(text for _, text in problems.title_of(code).items())
        yield f"| `{code}` | {problems.status_of(code)} | {words} |"
