# SPDX-License-Identifier: Apache-2.0
"""The public names of a module, read from its text: what they are called with, and what their docstrings say."""

from __future__ import annotations

import ast
import pathlib
from collections.abc import Iterator
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef
Literals = dict[str, str]

NO_FIELDS = frozenset({"ClassVar"})


class Name(NamedTuple):
    """A constant, a field, a property, a function or a method: how it is written, and what it means."""

    code: str
    text: str


class Class(NamedTuple):
    """A class; without `parameters` it is made from its fields, or by nobody outside."""

    name: str
    base: str
    parameters: tuple[str, ...]
    text: str
    fields: tuple[Name, ...]
    methods: tuple[Name, ...]


class Module(NamedTuple):
    """A module with its public names, in their order."""

    text: str
    constants: tuple[Name, ...]
    functions: tuple[Name, ...]
    classes: tuple[Class, ...]


def read(path: pathlib.Path) -> Module:
    """Return the public names of a Python file."""
    tree = ast.parse(path.read_text())
    tree = _Unfolded(tree).visit(tree)
    literals = _literals(tree)
    return Module(
        ast.get_docstring(tree) or "",
        tuple(_assigned(tree.body)),
        tuple(_call(node, literals) for node in tree.body if isinstance(node, Function) and _is_public(node.name)),
        tuple(_class(node, literals) for node in tree.body if isinstance(node, ast.ClassDef) and _is_public(node.name)),
    )


def _is_public(name: str) -> bool:
    return not name.startswith("_")


class _Unfolded(ast.NodeTransformer):
    """Puts types and values that a module has private names for in the place of these names."""

    def __init__(self, tree: ast.Module) -> None:
        self._values = {
            target.id: _plain(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call | ast.Subscript)
            for target in node.targets
            if isinstance(target, ast.Name) and not _is_public(target.id)
        }

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._values.get(node.id, node) if isinstance(node.ctx, ast.Load) else node


def _plain(value: ast.expr) -> ast.expr:
    match value:
        case ast.Subscript(value=ast.Name(id="Annotated")):
            return _annotated(value, "")[0]
        case ast.Call(func=ast.Name(id="NewType"), args=[_, same]):
            return same
        case _:
            return value


def _literals(tree: ast.Module) -> Literals:
    """Return the numbers and texts that have a name, which defaults are shown by."""
    return {
        target.id: ast.unparse(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _assigned(body: list[ast.stmt]) -> Iterator[Name]:
    """Yield what a body gives a name to; the text that follows an assignment is about it."""
    for node, after in zip(body, [*body[1:], None], strict=True):
        text = _text(after)
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_public(name) and not _is_variable(value):
                yield Name(f"{name} = {_written(value)}", text)
            case ast.AnnAssign(target=ast.Name(id=name)) if _is_public(name):
                yield from _field(name, node, text)


def _text(node: ast.stmt | None) -> str:
    """Return the text that a statement consists of, if it is one."""
    match node:
        case ast.Expr(value=ast.Constant(value=str() as text)):
            return text
        case _:
            return ""


def _is_variable(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "TypeVar"


def _field(name: str, node: ast.AnnAssign, text: str) -> Iterator[Name]:
    annotation = node.annotation
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) in NO_FIELDS:
        return
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Annotated":
        annotation, text = _annotated(annotation, text)
    value = _default(node.value)
    default = f" = {_written(value)}" if value else ""
    yield Name(f"{name}: {_written(annotation)}{default}", text)


def _default(value: ast.expr | None) -> ast.expr | None:
    """Return what `field(default=...)` hides; a field without one may still say something else of itself."""
    if not isinstance(value, ast.Call) or ast.unparse(value.func).rpartition(".")[2] != "field":
        return value
    keywords = {each.arg: each.value for each in value.keywords}
    made = keywords.get("default_factory")
    return ast.Call(made, [], []) if made else keywords.get("default")


def _written(node: ast.expr) -> str:
    """Return an expression with quotes as this repository writes them."""
    code = ast.unparse(node)
    return code if '"' in code else code.replace("'", '"')


def _annotated(annotation: ast.Subscript, text: str) -> tuple[ast.expr, str]:
    type_, *details = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
    keywords = [keyword for detail in details if isinstance(detail, ast.Call) for keyword in detail.keywords]
    descriptions = [ast.literal_eval(keyword.value) for keyword in keywords if keyword.arg == "description"]
    return type_, next(iter(descriptions), text)


def _class(node: ast.ClassDef, literals: Literals) -> Class:
    methods = {each.name: each for each in node.body if isinstance(each, Function)}
    made = methods.get("__init__")
    base = ", ".join(ast.unparse(each) for each in node.bases)
    return Class(
        node.name,
        base,
        _parameters(made.args, literals) if made else (),
        ast.get_docstring(node) or "",
        (*_assigned(node.body), *(_attributes(made) if made else ())),
        tuple(_member(each, literals) for name, each in methods.items() if _is_public(name)),
    )


def _attributes(made: Function) -> Iterator[Name]:
    """Yield what an object lets others see of itself: from a parameter of that name, or with a type of its own."""
    types = {each.arg: each.annotation for each in [*made.args.args, *made.args.kwonlyargs] if each.annotation}
    for node in made.body:
        match node:
            case ast.Assign(targets=[ast.Attribute(attr=name)]) if _is_public(name) and name in types:
                yield Name(f"{name}: {_written(types[name])}", "")
            case ast.AnnAssign(target=ast.Attribute(attr=name), annotation=annotation) if _is_public(name):
                yield Name(f"{name}: {_written(annotation)}", "")


def _member(node: Function, literals: Literals) -> Name:
    if any(ast.unparse(each) == "property" for each in node.decorator_list):
        returns = _returned(node)
        return Name(f"{node.name}: {returns}", ast.get_docstring(node) or "")
    return _call(node, literals)


def _call(node: Function, literals: Literals) -> Name:
    returns = _returned(node)
    if any(ast.unparse(each) == "pytest.fixture" for each in node.decorator_list):
        return Name(f"{node.name}: {returns}", ast.get_docstring(node) or "")
    result = "" if returns == "None" else f" -> {returns}"
    prefix = "await " if isinstance(node, ast.AsyncFunctionDef) and "Generator" not in returns else ""
    if any(ast.unparse(each).endswith("asynccontextmanager") for each in node.decorator_list):
        prefix, result = "async with ", ""
    parameters = ", ".join(_parameters(node.args, literals))
    return Name(f"{prefix}{node.name}({parameters}){result}", ast.get_docstring(node) or "")


def _returned(node: Function) -> str:
    return _written(node.returns).strip('"') if node.returns else "None"


def _parameters(arguments: ast.arguments, literals: Literals) -> tuple[str, ...]:
    positional = [each for each in arguments.args if each.arg not in ("self", "cls")]
    missing = len(positional) - len(arguments.defaults)
    defaults = [None] * missing + list(arguments.defaults)
    shown = [_parameter(each, default, literals) for each, default in zip(positional, defaults, strict=True)]
    if arguments.vararg:
        shown.append(f"*{_parameter(arguments.vararg, None, literals)}")
    elif arguments.kwonlyargs:
        shown.append("*")
    only_named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return (*shown, *(_parameter(each, default, literals) for each, default in only_named))


def _parameter(argument: ast.arg, default: ast.expr | None, literals: Literals) -> str:
    annotation = f": {_written(argument.annotation)}" if argument.annotation else ""
    if default is None:
        return f"{argument.arg}{annotation}"
    value = _written(default)
    return f"{argument.arg}{annotation} = {literals.get(value, value)}"
