"""``python -m etiquette.cli`` is the same as ``etiquette``."""

from __future__ import annotations

import sys

from . import main

sys.exit(main())
