"""How Sphinx builds the pages; ``python -m sphinx docs docs/_build``."""

from importlib.metadata import version as version_of

project = "centralasia"
author = "The centralasia authors"
version = release = version_of("centralasia")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "centralasia"

default_role = "code"  # `value` in a docstring is a name
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_custom_sections = ["Units", "Source"]
