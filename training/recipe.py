"""recipe.toml as it is read by every part of the training."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

RECIPE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("recipe.toml").read_text(encoding="utf-8"))
