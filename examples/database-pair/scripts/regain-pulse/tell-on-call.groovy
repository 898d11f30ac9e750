// regain-pulse of the database pair: the other machine is back. The disk stays here; people decide.
notify """\
$host has its pulse back; it was last known to be well $since.

Why: $reason

Disk, address and PostgreSQL stay here. Going back: README of the example, at a quiet hour.
"""
