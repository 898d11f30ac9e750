// regain-pulse of the web pair: the other machine is back. People decide when the service goes back.
notify """\
$host has its pulse back; it was last known to be well $since.

Why: $reason

The service address stays here. To go back, at a quiet hour, see "Going back" in
examples/web-pair/README.md.
"""
