"""A report as JSON, written straight from its parts: what says the same in many reports is encoded once."""
