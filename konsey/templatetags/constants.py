"""``translate`` and ``url`` that work out once what never changes.

A page holds dozens of sentences and addresses without a variable in them. Django looks each up again for each visitor;
here a tag without a variable remembers its words for each language and its address for each configuration. Tags with
variables stay Django's own. Built in, after Django's: no ``load`` needed.
"""

from collections.abc import Hashable

from django import template
from django.template import Context
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

register = template.Library()


class _Kept(Node):
    """Renders ``node`` once for each of the circumstances it depends on."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode | URLNode) -> None:
        self.node, self.name = node, node.asvar
        node.asvar = None
        self.results: dict[Hashable, str] = {}

    def render(self, context: Context) -> str:
        key = self.circumstances(context)
        result = self.results.get(key)
        if result is None:
            result = self.results[key] = self.node.render(context)
        if self.name is None:
            return result
        context[self.name] = result
        return ""

    def circumstances(self, context: Context) -> Hashable:
        raise NotImplementedError


class _Words(_Kept):
    def circumstances(self, context: Context) -> Hashable:
        return get_language()


class _Address(_Kept):
    def circumstances(self, context: Context) -> Hashable:
        request = getattr(context, "request", None)
        match = getattr(request, "resolver_match", None)
        return get_script_prefix(), get_urlconf(), getattr(request, "current_app", None), match and match.namespace


def _is_constant(value: FilterExpression) -> bool:
    return not value.filters and (isinstance(value.var, str) or getattr(value.var, "literal", None) is not None)


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Django's ``translate``; a text without a variable is translated once for each language."""
    node = do_translate(parser, token)
    return _Words(node) if _is_constant(node.filter_expression) and node.message_context is None else node


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Django's ``url``; an address without arguments is looked up once.

    With ``as`` it may be missing, which is Django's to decide.
    """
    node = django_url(parser, token)
    is_constant = _is_constant(node.view_name) and not (node.args or node.kwargs or node.asvar)
    return _Address(node) if is_constant else node
