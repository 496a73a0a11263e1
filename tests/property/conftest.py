"""Profiles for the property tests: `ci` is fixed and repeatable, `nightly` is ten times as long."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

EXAMPLES = 60

COMMON = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    print_blob=True,
)
settings.register_profile("ci", COMMON, max_examples=EXAMPLES, derandomize=True, database=None)
settings.register_profile("nightly", COMMON, max_examples=10 * EXAMPLES)
settings.register_profile(
    "quick", COMMON, max_examples=25, database=None, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("ETIQUETTE_PROFILE", "ci"))
