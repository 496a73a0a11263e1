"""Engines that take one and the same decision, each in a module of its own."""
