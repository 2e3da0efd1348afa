"""Whatever is given to a reader, it answers with documents and refusals: never an error, never nothing."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.news import News, NewsSettings

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from fuzz_readers import damaged, samples

SAMPLES = samples()
OTHERS = [data for _, datas in SAMPLES.values() for data in datas]
LIMITS = NewsSettings(max_characters=100_000, max_file_mb=4, max_unpacked_mb=16)
QUICK = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("form", SAMPLES)
@QUICK
@given(seed=st.integers(0, 2**32), which=st.integers(0, 4))
def test_damaged_input_is_read_or_refused(form: str, seed: int, which: int, tmp_path: Path) -> None:
    name, sound = SAMPLES[form]
    path = tmp_path / name
    path.write_bytes(damaged(sound[which % len(sound)], OTHERS, random.Random(seed)))
    entries = list(News([path], LIMITS))
    assert entries
    assert all(entry.document or entry.issues or entry.duplicate for entry in entries)


@pytest.mark.parametrize("form", SAMPLES)
@QUICK
@given(data=st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(form: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / SAMPLES[form][0]
    path.write_bytes(data)
    assert list(News([path], LIMITS))
