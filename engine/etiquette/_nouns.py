"""Dataclasses that cost next to nothing to declare: their methods are made when they are first used.

:func:`dataclass`, :func:`field` and :func:`replace` are those of :mod:`dataclasses`, as far as this project
uses them, and type checkers take them for those. The standard ones generate and compile the text of half a
dozen methods for every class at every start, which takes longer than all that a short command does with
them; and the module itself loads the inspector, the tokenizer and the parser. Here a class is made from
closures, and only ``__init__`` is generated, when a class has been used a few times.

What looks at a class as a dataclass (:func:`dataclasses.fields`, :func:`dataclasses.replace`,
:func:`inspect.signature`) finds it to be one: the fields are made when they are asked for.
"""

from __future__ import annotations

from _operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace

__all__ = ["dataclass", "field", "replace"]

_BY_HAND = 3
"""How many objects of a class are made without a generated ``__init__``."""


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


_MISSING = _Missing()


class _Field:
    """What :func:`field` says, and what a class has for each of its fields."""

    __slots__ = ("compare", "default", "factory", "hash", "init", "name", "repr", "type")

    def __init__(
        self, default: Any, factory: Any, init: bool, repr_: bool, hash_: bool | None, compare: bool
    ) -> None:
        self.default, self.factory, self.init, self.repr = default, factory, init, repr_
        self.hash, self.compare = compare if hash_ is None else hash_, compare
        self.name = self.type = ""


if not TYPE_CHECKING:

    def field(
        *,
        default=_MISSING,
        default_factory=_MISSING,
        init=True,
        repr=True,  # noqa: A002 - the word of the standard
        hash=None,  # noqa: A002 - the word of the standard
        compare=True,
    ):
        """As :func:`dataclasses.field`."""
        return _Field(default, default_factory, init, repr, hash, compare)

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True, order=False):
        """As :func:`dataclasses.dataclass`."""

        def made(cls):
            return _made(cls, frozen=frozen, slots=slots, eq=eq, order=order)

        return made if cls is None else made(cls)

    def replace(obj, /, **changes):
        """As :func:`dataclasses.replace`."""
        declared = getattr(type(obj), "__etiquette_fields__", None)
        if declared is None:
            from dataclasses import replace as other

            return other(obj, **changes)
        for name, each in declared.items():
            if each.init and name not in changes:
                changes[name] = getattr(obj, name)
        return type(obj)(**changes)


def _made(cls: type[Any], *, frozen: bool, slots: bool, eq: bool, order: bool) -> type[Any]:
    fields = _fields_of(cls)
    own = dict(cls.__dict__)
    if slots:
        cls = _slotted(cls, fields)
    names = tuple(name for name, each in fields.items() if each.init)
    methods: dict[str, Any] = {
        "__etiquette_fields__": fields,
        "__dataclass_fields__": _LaterFields(),
        "__dataclass_params__": _LaterParams(frozen=frozen, eq=eq, order=order, slots=slots),
        "__signature__": _LaterSignature(),
        "__match_args__": names,
    }
    if "__init__" not in own:
        methods["__init__"] = _init_by_hand(cls, fields, frozen=frozen)
    if "__repr__" not in own:
        methods["__repr__"] = _repr(tuple(name for name, each in fields.items() if each.repr))
    methods |= _comparing(own, fields, frozen=frozen, eq=eq, order=order)
    if frozen:
        methods |= {"__setattr__": _frozen_set, "__delattr__": _frozen_delete}
        if slots:
            methods |= {"__getstate__": _getstate(fields), "__setstate__": _setstate(cls, fields)}
    for name, method in methods.items():
        setattr(cls, name, method)
    return cls


def _fields_of(cls: type[Any]) -> dict[str, _Field]:
    """All fields, those of the bases first; what the class says of its own stands in its defaults."""
    fields: dict[str, _Field] = {}
    for base in reversed(cls.__mro__[1:]):
        fields |= base.__dict__.get("__etiquette_fields__", {})
    for name, type_ in cls.__dict__.get("__annotations__", {}).items():  # noqa: RUF063 - inspect takes longer than all of this
        if str(type_).startswith(("ClassVar", "typing.ClassVar")):
            continue
        given = cls.__dict__.get(name, _MISSING)
        each = given if isinstance(given, _Field) else _Field(given, _MISSING, True, True, None, True)
        each.name, each.type = name, type_
        fields[name] = each
        if isinstance(given, _Field):
            if given.default is _MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, given.default)
    return fields


def _slotted(cls: type[Any], fields: dict[str, _Field]) -> type[Any]:
    """The class once more, with a place for each field in place of a dictionary."""
    inherited = {slot for base in cls.__mro__[1:-1] for slot in getattr(base, "__slots__", ())}
    body = {name: value for name, value in cls.__dict__.items() if name not in fields}
    body.pop("__dict__", None)
    body.pop("__weakref__", None)
    body["__slots__"] = tuple(name for name in fields if name not in inherited)
    made: type[Any] = type(cls)(cls.__name__, cls.__bases__, body)  # type: ignore[misc]  # its own metaclass
    made.__qualname__ = cls.__qualname__
    return made


def _setter(cls: type[Any], name: str) -> Any:
    """What sets a field though the class is frozen."""
    place: Any = getattr(cls, name, None)
    if type(place).__name__ == "member_descriptor":
        return place.__set__

    def set_(self: Any, value: Any) -> None:
        object.__setattr__(self, name, value)

    return set_


def _init_by_hand(cls: type[Any], fields: dict[str, _Field], *, frozen: bool) -> Any:
    """An ``__init__`` that needn't be compiled, for the first few; then a quicker one takes its place."""
    left = _BY_HAND
    wanted = tuple((each, _setter(cls, name)) for name, each in fields.items() if each.init)
    later = tuple((each, _setter(cls, name)) for name, each in fields.items() if not each.init)
    after = getattr(cls, "__post_init__", None)

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807 - a method in the making
        nonlocal left
        left -= 1
        if left < 0 or not _fits(fields, given, named):
            generated = _generated(cls, fields, frozen=frozen)
            for name, method in generated.items():
                setattr(cls, name, method)
            generated["__init__"](self, *given, **named)
            return
        for (_, set_), value in zip(wanted, given, strict=False):
            set_(self, value)
        for each, set_ in wanted[len(given) :]:
            set_(self, named[each.name] if each.name in named else _default(each))
        for each, set_ in later:
            if each.default is not _MISSING or each.factory is not _MISSING:
                set_(self, _default(each))
        if after is not None:
            after(self)

    __init__.__qualname__ = f"{cls.__qualname__}.__init__"
    __init__.__module__ = cls.__module__
    return __init__


def _default(each: _Field) -> Any:
    return each.factory() if each.factory is not _MISSING else each.default


def _fits(fields: dict[str, _Field], given: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Whether the arguments are those of the class; where they aren't, Python is to say so in its words."""
    names = [name for name, each in fields.items() if each.init]
    if len(given) > len(names) or not named.keys() <= set(names[len(given) :]):
        return False
    return all(
        name in named or fields[name].default is not _MISSING or fields[name].factory is not _MISSING
        for name in names[len(given) :]
    )


def _generated(cls: type[Any], fields: dict[str, _Field], *, frozen: bool) -> dict[str, Any]:
    """The methods that the standard ones would be, with what sets a field at hand where it is frozen.

    Their text is made of the names of fields, which are this project's own.
    """
    scope: dict[str, Any] = {"_MISSING": _MISSING}
    lines = _init_lines(cls, fields, scope, frozen=frozen)
    own = [name for name in ("__eq__", "__hash__") if getattr(cls.__dict__.get(name), "by_hand", False)]
    compared = [name for name, each in fields.items() if each.compare]
    hashed = [name for name, each in fields.items() if each.hash]
    if "__eq__" in own:
        lines += [
            "def __eq__(self, other):",
            "  if other.__class__ is not self.__class__: return NotImplemented",
            f"  return self is other or {_tuple('self', compared)} == {_tuple('other', compared)}",
        ]
    if "__hash__" in own:
        lines += ["def __hash__(self):", f"  return hash({_tuple('self', hashed)})"]
    exec("\n".join(lines), scope)  # noqa: S102 - see above
    made = {name: scope[name] for name in ("__init__", *own)}
    for name, each in made.items():
        each.__qualname__, each.__module__ = f"{cls.__qualname__}.{name}", cls.__module__
    types = {name: each.type for name, each in fields.items() if each.init}
    made["__init__"].__annotations__ = {**types, "return": None}
    return made


def _tuple(of: str, names: list[str]) -> str:
    return "(" + "".join(f"{of}.{name}," for name in names) + ")"


def _init_lines(
    cls: type[Any], fields: dict[str, _Field], scope: dict[str, Any], *, frozen: bool
) -> list[str]:
    arguments, lines = ["self"], []
    for name, each in fields.items():
        value = name
        if each.factory is not _MISSING:
            scope[f"_make_{name}"] = each.factory
            value = f"_make_{name}() if {name} is _MISSING else {name}" if each.init else f"_make_{name}()"
        if each.init:
            default = "_MISSING" if each.factory is not _MISSING else f"_default_{name}"
            if each.default is not _MISSING:
                scope[f"_default_{name}"] = each.default
            optional = each.default is not _MISSING or each.factory is not _MISSING
            arguments.append(f"{name}={default}" if optional else name)
        elif each.factory is _MISSING:
            continue
        if frozen:
            scope[f"_set_{name}"] = _setter(cls, name)
            lines.append(f"  _set_{name}(self, {value})")
        else:
            lines.append(f"  self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("  self.__post_init__()")
    return [f"def __init__({', '.join(arguments)}):", *(lines or ["  pass"])]


def _repr(names: tuple[str, ...]) -> Any:
    def __repr__(self: Any) -> str:  # noqa: N807 - a method in the making
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({shown})"

    return __repr__


def _values(names: list[str]) -> Any:
    """What gives all values of an object in a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda self: (getattr(self, names[0]),)) if names else (lambda self: ())  # noqa: ARG005


def _comparing(
    own: dict[str, Any], fields: dict[str, _Field], *, frozen: bool, eq: bool, order: bool
) -> dict[str, Any]:
    """How objects are compared and hashed."""
    found: dict[str, Any] = {}
    values = _values([name for name, each in fields.items() if each.compare])
    if eq and "__eq__" not in own:

        def __eq__(self: Any, other: object) -> Any:  # noqa: N807 - a method in the making
            if other.__class__ is not self.__class__:
                return NotImplemented
            return self is other or values(self) == values(other)

        __eq__.by_hand = True  # type: ignore[attr-defined]
        found["__eq__"] = __eq__
    if eq and own.get("__hash__") is None:
        found["__hash__"] = _hash(fields) if frozen else None
    if order:
        found |= {f"__{name}__": _ordering(name, values) for name in ("lt", "le", "gt", "ge")}
    return found


def _hash(fields: dict[str, _Field]) -> Any:
    values = _values([name for name, each in fields.items() if each.hash])

    def __hash__(self: Any) -> int:  # noqa: N807 - a method in the making
        return hash(values(self))

    __hash__.by_hand = True  # type: ignore[attr-defined]
    return __hash__


def _ordering(name: str, values: Any) -> Any:
    import _operator

    compare = getattr(_operator, name)

    def compared(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compare(values(self), values(other))

    compared.__name__ = f"__{name}__"
    return compared


def _frozen_set(self: Any, name: str, value: object) -> None:  # noqa: ARG001 - refused whatever it is
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _frozen_delete(self: Any, name: str) -> None:  # noqa: ARG001 - as above
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(fields: dict[str, _Field]) -> Any:
    values = _values(list(fields))

    def __getstate__(self: Any) -> tuple[Any, ...]:  # noqa: N807 - a method in the making
        found: tuple[Any, ...] = values(self)
        return found

    return __getstate__


def _setstate(cls: type[Any], fields: dict[str, _Field]) -> Any:
    setters = tuple(_setter(cls, name) for name in fields)

    def __setstate__(self: Any, state: tuple[Any, ...]) -> None:  # noqa: N807 - a method in the making
        for set_, value in zip(setters, state, strict=True):
            set_(self, value)

    return __setstate__


class _LaterFields:
    """``__dataclass_fields__``, made when something looks at the class as a dataclass."""

    def __get__(self, _obj: object, owner: type[Any]) -> dict[str, Any]:
        import dataclasses

        found: dict[str, Any] = {}
        for name, each in owner.__etiquette_fields__.items():
            told = {} if each.default is _MISSING else {"default": each.default}
            told |= {} if each.factory is _MISSING else {"default_factory": each.factory}
            made: Any = dataclasses.field(
                init=each.init, repr=each.repr, hash=each.hash, compare=each.compare, **told
            )
            made.name, made.type, made.kw_only = name, each.type, False
            made._field_type = dataclasses._FIELD  # type: ignore[attr-defined]
            found[name] = made
        owner.__dataclass_fields__ = found
        return found


class _LaterParams:
    """``__dataclass_params__``, as above."""

    def __init__(self, **told: bool) -> None:
        self.told = told

    def __get__(self, _obj: object, owner: type[Any]) -> Any:
        import types

        return types.SimpleNamespace(
            **{"init": True, "repr": True, "unsafe_hash": False, "match_args": True, **self.told}
        )


class _LaterSignature:
    """``__signature__``: that of the generated ``__init__``."""

    def __get__(self, _obj: object, owner: type[Any]) -> Any:
        import inspect

        init = _generated(owner, owner.__etiquette_fields__, frozen=True)["__init__"]
        return inspect.Signature([*inspect.signature(init).parameters.values()][1:])
