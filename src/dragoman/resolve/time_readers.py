"""The reader of each form of time expression, by the name that ``times.toml`` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dragoman.resolve.time_calendar import CALENDAR
from dragoman.resolve.time_counted import COUNTED
from dragoman.resolve.time_lengths import LENGTHS
from dragoman.resolve.time_senses import Reader

READERS: Mapping[str, Reader] = MappingProxyType({**CALENDAR, **COUNTED, **LENGTHS})
