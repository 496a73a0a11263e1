"""``etiquette prove``: what holds of rule packs whatever the facts, and cases that show what doesn't."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ._complete import complete_packs, complete_plugins
from ._options import SECONDS, format_option, set_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._proved import Proved

__all__ = ["command"]

_SECONDS: Final = 20.0


@click.command(
    name="prove",
    epilog="Exit codes: 0 all proved, 1 something refuted, 2 bad input or usage, 3 incomplete because a "
    "plugin failed, 4 something unknown and nothing refuted. With several packs: the gravest.",
)
@click.argument("packs", nargs=-1, metavar="[PACK|FOLDER]...", shell_complete=complete_packs)
@click.option(
    "--channels", "--plugins", "plugins", metavar="LIST", default=None, shell_complete=complete_plugins,
    help="Only these plugins, separated by commas. Without it: all that are installed.",
)  # fmt: skip
@click.option("--no-plugins", is_flag=True, help="No plugins at all.")
@click.option(
    "--path", "paths", multiple=True, metavar="DIR", type=click.Path(),
    help="A folder in which packs are looked for by name; may be given again.",
)  # fmt: skip
@set_option
@click.option("--together", is_flag=True, help="Prove the packs on top of each other, not one by one.")
@click.option(
    "--witnesses", metavar="DIR", type=click.Path(), default="witnesses", show_default=True,
    help="The folder that cases which refute something are written to, as facts files.",
)  # fmt: skip
@click.option(
    "--seconds", type=SECONDS, default=_SECONDS, show_default=True,
    help="Time for a single question to the solver.",
)  # fmt: skip
@click.option("--fresh", is_flag=True, help="Prove everything anew, and forget what was proved before.")
@click.option("--verbose", "-v", is_flag=True, help="Also show each claim that was proved.")
@format_option("text", "json", "sarif", "junit", "github")
def command(
    packs: tuple[str, ...],
    format_: str,
    together: bool,
    witnesses: str,
    seconds: float,
    fresh: bool,
    verbose: bool,
    **options: Any,
) -> int:
    """Prove that the rules of packs fit together, over all facts that could be told.

    Without any, the packs in the present folder are proved, or the usual one where there is none.

    No rules contradict each other, what must be done can be done, every situation has an answer, every rule
    and every override matters, plugins only narrow, and layers relax only what they may. What doesn't hold is
    shown with the smallest case, as a facts file for `etiquette check`. Needs the extra `prove`.
    """
    from etiquette.proving import MISSING, can_prove

    if not can_prove():
        raise click.UsageError(MISSING)
    from ._proved import proved

    names = packs or tuple(_packs_here())
    asked = [names] if together or not names else [(each,) for each in names]
    memory = _memory(fresh=fresh)
    found = [proved(names, options, seconds, Path(witnesses), memory) for names in asked]
    _write(found, format_, verbose=verbose)
    return _gravest([each.proof.exit_code for each in found])


def _packs_here() -> list[str]:
    """The packs in the present folder, as paths that can't be taken for names; none where there is none."""
    from etiquette._linting.reading import packs_here

    return [os.path.join(os.curdir, each) for each in packs_here(Path())]  # noqa: PTH118 - ./ is to stay


def _memory(*, fresh: bool) -> Path | None:
    """The file that keeps what was proved: proofs of rules that haven't changed needn't be made again."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        file = base / "etiquette" / "proofs.json"
        if fresh:
            file.unlink(missing_ok=True)
    except (OSError, RuntimeError):
        return None
    return file


def _gravest(codes: Sequence[int]) -> int:
    return next(code for code in (2, 1, 3, 4, 0) if code in codes)


def _write(found: Sequence[Proved], format_: str, *, verbose: bool) -> None:
    from ._output import write_document, write_json, write_text

    if format_ == "json":
        dicts = [each.proof.to_dict() for each in found]
        write_json(dicts[0] if len(dicts) == 1 else dicts)
    elif format_ == "text":
        from etiquette._text.draw import console_for, draw

        from ._proof_view import proof_page

        for number, each in enumerate(found):
            if number:
                write_text("\n")
            draw(proof_page(each.proof, verbose=verbose), console_for(sys.stdout))
    else:
        from ._proof_view import proof_document

        write_document(proof_document([each.proof for each in found], format_))
