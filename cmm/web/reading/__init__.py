"""How a snapshot is read by people: shares in words, tables, pages. For the public and the preview."""
