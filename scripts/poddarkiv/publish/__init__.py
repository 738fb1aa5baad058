"""Upload a built site to a host, and check what apps find there. An edge.

`plan` compares local files, manifest and target, without I/O; `run` takes the target's lock and
executes the plan with `transfer`; `stores` hold a protocol each. `live_check` asks the published
addresses as podcast apps do (`http_client`, `response_rules`), `feed_diff` compares the live feed
with the archive's, `feed_move` follows a feed to its new address.
"""
