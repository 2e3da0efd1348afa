"""The documents as a site: `make site` builds them with Sphinx into build/site.

The source folder is the repository's root, so that the site has the folders of the repository and every relative link of a
page holds in both. Pages are plain Markdown that a Git host shows as it is; only here are they given a sidebar.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAV = tomllib.loads((Path(__file__).parent / "nav.toml").read_text(encoding="utf-8"))["section"]

project = "Dragoman"
author = "The Dragoman authors"
release = re.search(r'__version__ = "(.+)"', (ROOT / "src/dragoman/__init__.py").read_text(encoding="utf-8"))[1]
root_doc = "docs/README"
extensions = ["myst_parser"]
include_patterns = [f"{root_doc}.md", *(f"{page}.md" for section in NAV for page in section["pages"])]
exclude_patterns = ["[.]*", "build", "dist", "desk", "tests"]  # never walked: they hold many files and no page

# Anchors as Git hosts make them, so that `page.md#heading` leads to the same place in both.
myst_heading_anchors = 4

html_theme = "furo"
html_title = f"Dragoman {release}"
html_static_path = ["static"]
html_css_files = ["dragoman.css"]
html_additional_pages = {"index": "redirect.html"}
templates_path = ["templates"]
html_copy_source = False
html_show_sphinx = False
html_use_index = False
pygments_style = "default"
pygments_dark_style = "github-dark"


def _sidebar(app, docname: str, source: list[str]) -> None:  # type: ignore[no-untyped-def]
    """Give the first page the sidebar's sections: in the file itself they would be noise for who reads it elsewhere."""
    if docname == root_doc:
        for section in NAV:
            pages = "\n".join(f"/{page}" for page in section["pages"])
            source[0] += f"\n```{{toctree}}\n:hidden:\n:maxdepth: 1\n:caption: {section['caption']}\n\n{pages}\n```\n"


def setup(app):  # type: ignore[no-untyped-def]
    """Called by Sphinx."""
    app.connect("source-read", _sidebar)
