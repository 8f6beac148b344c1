"""Free text: who allowed what, what in it could identify somebody, what may be published of it."""
