"""Dragoman reads news reporting and records who did what to whom, where, when, according to whom, and how certain."""

from __future__ import annotations

__version__ = "0.1.0"
