"""The documentation site: Sphinx with MyST and furo. `make docs` builds it; no page asks another host."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Community-led monitoring"
author = "the contributors"
html_title = project
language = "en"

extensions = ["myst_parser", "other_languages", "page_language", "reachable", "screen_words"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
smartquotes = False  # each language has its own quotation marks, and they are typed
exclude_patterns = ["screenshots/*"]

html_theme = "furo"
html_theme_options = {"top_of_page_buttons": [], "navigation_with_keys": False}
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_use_index = False
html_show_copyright = False
