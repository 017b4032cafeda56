"""What mkdocs.yml names as its hooks; the work is in the package."""

from wenda.hooks import on_config, on_page_markdown

__all__ = ["on_config", "on_page_markdown"]
