"""One module for each verb of the command line: it orders the steps, which lie in other rooms.

A module without an underscore is a verb and has its `command`; those with one are its parts.
"""
