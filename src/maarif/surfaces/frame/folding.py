"""What a page says alike to everybody is said when its template is compiled: once in each language, not on every request.

Jinja knows nothing of languages, so that `_("Menu")`, `url("cabinet:home")` or `icon("lock")` cost a call each time. Here
every language has an environment of its own, in whose templates such calls are replaced by what they answer.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.jinja2 import Jinja2
from django.template.backends.jinja2 import Template as DjangosTemplate
from django.urls import get_urlconf
from django.utils import translation
from django.utils.safestring import SafeString
from jinja2 import Environment, Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

FOLDED: Final = frozenset({"_", "gettext", "url", "url_or_none", "static", "icon", "language"})
"""Functions that answer alike to the same words, in one language and one table of addresses, as long as the process lives."""


class SpokenEnvironment(Environment):
    """An environment whose templates are compiled for the language in which they are first asked for."""

    spoken: str | None = None

    def _generate(self, source: nodes.Template, *rest: Any, **options: Any) -> str:
        """Jinja's own hook between parsing and making Python: folds what is alike for everybody."""
        if self.spoken is not None:
            with translation.override(self.spoken):
                _Folding(self, source).visit(source)
        made: str = super()._generate(source, *rest, **options)
        return made

    def speaking(self, language: str) -> "SpokenEnvironment":
        """The same environment with templates of its own."""
        made = self.overlay()
        assert isinstance(made, SpokenEnvironment)
        made.spoken = language
        return made


class SpokenTemplates(Jinja2):
    """Django's Jinja2 backend; the language is chosen when a page is made, not when its template is found."""

    def __init__(self, params: dict[str, Any]) -> None:
        self._spoken: dict[tuple[str, str], SpokenEnvironment] = {}
        super().__init__(params)

    @property
    def env(self) -> Environment:
        """Where Django looks templates up: always the environment of the language in force."""
        return self.spoken()

    @env.setter
    def env(self, made: Environment) -> None:
        assert isinstance(made, SpokenEnvironment)
        self._plain = made

    def get_template(self, template_name: str) -> "SpokenTemplate":
        """The template of a name; TemplateDoesNotExist, TemplateSyntaxError."""
        return SpokenTemplate(super().get_template(template_name), lambda: self.spoken().get_template(template_name))

    def from_string(self, template_code: str) -> "SpokenTemplate":
        """The template of a text."""
        return SpokenTemplate(super().from_string(template_code), lambda: self.spoken().from_string(template_code))

    def spoken(self) -> SpokenEnvironment:
        """The environment of the language and the table of addresses in force now."""
        key = (translation.get_language() or settings.LANGUAGE_CODE, get_urlconf() or settings.ROOT_URLCONF)
        if key not in self._spoken:
            self._spoken[key] = self._plain.speaking(key[0])
        return self._spoken[key]


class SpokenTemplate(DjangosTemplate):
    """One template, in whatever language the page is made."""

    def __init__(self, found: DjangosTemplate, speak: Callable[[], Template]) -> None:
        super().__init__(found.template, found.backend)
        self._speak = speak

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        """The page in the language in force."""
        made: SafeString = DjangosTemplate(self._speak(), self.backend).render(context, request)  # type: ignore[assignment]
        return made


class _Folding(NodeTransformer):
    """Replaces calls whose answer cannot change, and drops the branches that can then never be drawn."""

    def __init__(self, environment: Environment, source: nodes.Template) -> None:
        own = {name.name for name in source.find_all(nodes.Name) if name.ctx != "load"}
        macros = {macro.name for macro in source.find_all(nodes.Macro)}
        self._environment = environment
        self._folded = FOLDED - own - macros  # a name that the template gives away itself means something else there

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's visitors go by the names of nodes
        """A call of one of `FOLDED` with nothing but constants becomes its answer; one that fails is left to fail when drawn."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in self._folded or node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            return node
        if not all(isinstance(argument, nodes.Const) for argument in node.args):
            return node
        try:
            answer = self._answer(name, [argument.value for argument in node.args])  # type: ignore[attr-defined]
        except Exception:
            return node  # whatever it is, it shall be raised where the page is made, if that place is ever reached
        return nodes.Const(answer, lineno=node.lineno)

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:  # noqa: N802 - as above
        """A question whose answer is known leaves one branch, unless the other one defines a block."""
        others, node.elif_ = node.elif_, []
        self.generic_visit(node)
        for other in others:
            self.generic_visit(other)
        node.elif_ = others
        if others or any(True for _ in node.find_all(nodes.Block)):
            return node
        try:
            holds = node.test.as_const(nodes.EvalContext(self._environment))  # type: ignore[attr-defined]
        except nodes.Impossible:
            return node
        return node.body if holds else node.else_

    def _answer(self, name: str, arguments: Iterable[Any]) -> Any:
        if name in {"_", "gettext"}:
            return Markup(translation.gettext(*arguments)) % {}  # noqa: S704 - as Jinja itself marks a translation
        return self._environment.globals[name](*arguments)  # type: ignore[operator]
