"""A page on this machine for hearing and correcting one transcript. An edge."""
