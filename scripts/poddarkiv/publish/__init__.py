"""Bring a built site to a host, and see that what apps find there is right."""
