"""Etiquette as data."""
