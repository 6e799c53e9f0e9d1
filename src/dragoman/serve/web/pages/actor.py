"""One actor: who it is, its dyads, its incidents, what it says and what is said of it."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()

LATEST = 12
