"""What draws a site: one module for each engine, imported only when it is used."""
