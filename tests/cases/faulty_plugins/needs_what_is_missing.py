"""Needs a distribution that isn't installed."""

import a_module_that_nobody_has_installed  # type: ignore[import-not-found]  # noqa: F401 - that is the fault
