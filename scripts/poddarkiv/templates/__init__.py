"""The templates of the site: a theme of MkDocs' by the name `poddarkiv`, which needs no other."""
