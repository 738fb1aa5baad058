"""What MkDocs does with `mkdocs.yml` and an archive's other files, done without it."""
