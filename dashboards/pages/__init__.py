"""Pages: a layout and the callbacks that fill it, one file a page."""
