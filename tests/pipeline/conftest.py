"""The stub reader is a module beside this file; workers find it by the path too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
