"""Measure Dragoman: predictions for benchmark tasks, scores over a benchmark folder and our own articles, the quality gate.

Nothing here is needed to read documents. `tasks` turns input records into predictions, `documents` scores event records,
`scores` makes the table in `docs/accuracy.md`, `gate` holds later work to the floors in `gold/floors.json`.
"""
