"""JSON as facts files and reports need it: byte for byte what the library makes of it, with less to load."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["plain_json", "written"]


def plain_json(text: str) -> dict[str, Any] | None:
    """The mapping that a JSON text holds; ``None`` where the usual reader has to look at it.

    Numbers with a fraction, repeated keys and words that YAML takes for something else are such cases.
    """
    import json

    try:
        found = json.loads(text, object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused)
        text.encode()
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and _is_flat(found) else None


_MOST_DEPTH = 20
_LONGEST_NUMBER = 10**18


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is repeated")
    return found


def _refused(told: str) -> Any:
    raise ValueError(told)


def _is_flat(found: Any, depth: int = 0) -> bool:
    if isinstance(found, dict):
        return depth < _MOST_DEPTH and all(
            key.isprintable() and _is_flat(each, depth + 1) for key, each in found.items()
        )
    if isinstance(found, list):
        return depth < _MOST_DEPTH and all(_is_flat(each, depth + 1) for each in found)
    if isinstance(found, str):
        return found.replace("\n", "").isprintable()
    return found is None or isinstance(found, bool) or abs(found) < _LONGEST_NUMBER


def written(data: Any) -> str:
    """As ``json.dumps(data, indent=2, ensure_ascii=False)``."""
    return "".join(_parts(data, "\n"))


def _parts(data: Any, line: str) -> Iterator[str]:
    if isinstance(data, str):
        yield _quoted(data)
    elif data is None or isinstance(data, bool):
        yield _WORDS[data]
    elif isinstance(data, int):
        yield int.__repr__(data)
    elif isinstance(data, dict):
        yield from _inside(
            ((f"{_quoted(key)}: ", each) for key, each in data.items()), "{}", line, empty=not data
        )
    elif isinstance(data, (list, tuple)):
        yield from _inside((("", each) for each in data), "[]", line, empty=not data)
    else:
        import json

        yield json.dumps(data)


_WORDS = {None: "null", True: "true", False: "false"}


def _inside(items: Iterator[tuple[str, Any]], ends: str, line: str, *, empty: bool) -> Iterator[str]:
    if empty:
        yield ends
        return
    further = f"{line}  "
    before = ends[0]
    for lead, each in items:
        yield f"{before}{further}{lead}"
        yield from _parts(each, further)
        before = ","
    yield f"{line}{ends[1]}"


def _quoted(text: str) -> str:
    return f'"{text}"' if text.isprintable() and '"' not in text and "\\" not in text else _escaped(text)


def _escaped(text: str) -> str:
    try:
        from _json import encode_basestring as escaped
    except ImportError:
        from json.encoder import encode_basestring as escaped
    return escaped(text)
