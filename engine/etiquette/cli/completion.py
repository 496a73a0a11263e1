"""``etiquette completion``: the script that makes a shell complete commands, options and names."""

from __future__ import annotations

import click

__all__ = ["command"]

_WHERE = {
    "bash": 'Add to ~/.bashrc:  eval "$(etiquette completion bash)"',
    "zsh": 'Add to ~/.zshrc:  eval "$(etiquette completion zsh)"',
    "fish": "Save it:  etiquette completion fish > ~/.config/fish/completions/etiquette.fish",
}


@click.command(name="completion", epilog="  ".join(_WHERE.values()))
@click.argument("shell", type=click.Choice(tuple(_WHERE)), metavar="bash|zsh|fish")
def command(shell: str) -> None:
    """Print the completion script for a shell, with how to install it as its last line."""
    from click.shell_completion import ShellComplete, get_completion_class

    from ._output import write_text
    from .app import app

    found = get_completion_class(shell)
    assert found is not None  # noqa: S101 - click has all three
    # The base method, because bash's own asks for the version of a bash that needn't be on this machine.
    script = ShellComplete.source(found(app, {}, "etiquette", "_ETIQUETTE_COMPLETE"))
    write_text(f"{script.rstrip()}\n# {_WHERE[shell]}")
