"""The built site on this machine: served, watched, indexed. An edge."""
