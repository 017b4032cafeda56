"""Front matter as data: a small, safe part of YAML, checked by one schema, errors with their line.

No tags, no aliases, no duplicate keys; dates stay text. https://yaml.org/spec/1.1/
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from wenda.errors import PageError

CAP = 1 << 20  # characters: a question that 4,000 documents ask; a page of the corpus needs under 4 KB
FENCE = "---\n"
# libyaml makes nodes by recursion in C: 65,000 brackets that open end the process. From so many characters on
# the depth is looked at before; what is shorter is safe.
_LONG, _DEEPEST = 4_096, 100

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_SCALARS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:timestamp": str,
    "tag:yaml.org,2002:null": lambda _: None,
    "tag:yaml.org,2002:int": lambda v: int(
        v.replace("_", ""), 0 if v.lower().startswith(("0x", "0b")) else 10
    ),
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": lambda v: v.lower() in ("yes", "true", "on"),
}


def divide(text: str, where: str) -> tuple[str, str]:
    """Return front matter and body of a page's text.

    A byte order mark, which some editors put first, is passed over. Raises PageError where the text does not
    begin with a `---` block that ends.
    """
    text = text.removeprefix("\ufeff")
    if not text.startswith(FENCE):
        raise PageError(f"{where}:1: a page begins with a line '---' and its front matter")
    end = text.find("\n---\n", len(FENCE) - 1)
    if end < 0:
        raise PageError(f"{where}:1: the front matter has no closing line '---'")
    if end > CAP:
        raise PageError(f"{where}:1: the front matter has {end} characters; at most {CAP} are read")
    return text[len(FENCE) : end + 1], text[end + 5 :].removeprefix("\n")


def load(front: str, where: str) -> dict[str, Any]:
    """Return the values of a front matter block that follows the schema of a page.

    Raises PageError with `where`:line for anything else.
    """
    try:
        if len(front) > _LONG:
            _look_how_deep(front, where)
        node = yaml.compose(front, Loader=_Loader)
        values = None if node is None else _construct(node, set(), where)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 2 if fault.problem_mark else 1
        raise PageError(f"{where}:{line}: not valid YAML: {fault.problem}") from None
    except yaml.YAMLError as fault:
        raise PageError(f"{where}:1: not valid YAML: {str(fault).splitlines()[0]}") from None
    except RecursionError:
        raise PageError(f"{where}:1: the front matter is nested too deep") from None
    if node is None:
        raise PageError(f"{where}:1: the front matter is empty")
    lines = {} if fits(values) else _lines(node)
    if lines and (error := _first_error(values, lines)) is not None:
        if unknown := _unknown(error):
            raise PageError(f"{where}:{lines[(*error.path, unknown[0])]}: {unknown[1]}")
        place = tuple(error.path)
        while place not in lines:
            place = place[:-1]
        key = ".".join(map(str, place)) or "front matter"
        raise PageError(f"{where}:{lines[place]}: {key}: {error.message}")
    assert isinstance(values, dict)
    return values


def dump(values: dict[str, Any]) -> str:
    """Return `values` as a front matter block with its fences, keys in the order given."""
    return FENCE + entries(values) + FENCE


def entries(values: dict[str, Any] | list[Any]) -> str:
    """Return a mapping's or a sequence's entries as lines of a block."""
    return str(yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31 - 1))


def _look_how_deep(front: str, where: str) -> None:
    """Raise PageError for front matter that is nested deeper than any page needs; events are read without recursion."""
    depth = 0
    for event in yaml.parse(front, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise PageError(f"{where}:{_line(event)}: the front matter is nested too deep")


def _construct(node: yaml.Node, seen: set[int], where: str) -> Any:
    if id(node) in seen:
        raise PageError(f"{where}:{_line(node)}: aliases (*name) are not read; write the value again")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode) and node.tag in _SCALARS:
        try:
            return _SCALARS[node.tag](node.value)
        except ValueError:
            raise PageError(
                f"{where}:{_line(node)}: {node.value!r} is not a value that is read here"
            ) from None
    if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str) or key in values:
                raise PageError(f"{where}:{_line(key_node)}: {key!r} is a key twice, or no plain key")
            values[key] = _construct(value_node, seen, where)
        return values
    if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
        return [_construct(item, seen, where) for item in node.value]
    raise PageError(f"{where}:{_line(node)}: tags ({node.tag}) are not read; write plain values")


def _line(node: Any) -> int:
    """Return the line of a page on which a node or event of its front matter stands: the fence is the first."""
    return int(node.start_mark.line) + 2


def _lines(node: yaml.Node, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], int]:
    """Return the lines of all that a node holds by its path, of an entry of a mapping that of its key."""
    found = {path: _line(node)}
    for number, each in enumerate(node.value if isinstance(node.value, list) else ()):
        key_node, value_node = each if isinstance(each, tuple) else (each, each)
        place = (*path, key_node.value if isinstance(each, tuple) else number)
        found |= _lines(value_node, place) | {place: _line(key_node)}
    return found


def _unknown(error: Any) -> tuple[str, str] | None:
    """Return the first key that the schema does not know, and what to say of it."""
    if error.validator != "additionalProperties":
        return None
    known = list(error.schema["properties"])
    key = next(each for each in error.instance if each not in known)
    like = difflib.get_close_matches(key, known, n=1)
    return key, f"{key!r} is no key of a page's front matter; " + (
        f"is {like[0]!r} meant?" if like else f"it has {', '.join(known)}"
    )


def fits(values: Any) -> bool:
    """Whether the values follow the schema, by a validator that is quick and has no words for what is wrong.

    Where it says no, or cannot say, the other one decides: its `\\d` and `$` are Python's.
    """
    try:
        return bool(_quick().is_valid(values))
    except ValueError:  # numbers beyond 64 bits, lone surrogates
        return False


def _first_error(values: Any, lines: Mapping[tuple[str | int, ...], int]) -> Any:
    return min(_validator().iter_errors(values), key=lambda e: lines.get(tuple(e.path), 0), default=None)


@cache
def _quick() -> Any:
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(_schema())


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_schema())


def _schema() -> Any:
    return json.loads(resources.files("wenda").joinpath("rules/page.schema.json").read_text("utf-8"))
