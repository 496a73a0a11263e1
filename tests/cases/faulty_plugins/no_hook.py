"""Is some module, and no plugin."""

HELLO = "hello"
