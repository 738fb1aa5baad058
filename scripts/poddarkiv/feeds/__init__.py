"""Parse other hosts' RSS into values of an archive, for `import` and `init --from`. No I/O.

`show` reads a channel, `item` an item; each takes elements by name from a `reader`, which knows
what nobody has taken, so that the import can report it. `files` renders the values as files.
"""
