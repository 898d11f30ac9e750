#!/bin/sh
# Builds the man page's own example: hostA is watched every 60 s with three retries, off-peak every 1,200 s.
# To look at it in a place of its own first:  FAILOVERMON_HOME=/tmp/try ./setup.sh
set -eu
failovermon=${FAILOVERMON:-failovermon}

# The man page's form: every 60 s, three retries, started at reboot.
$failovermon -o add -i 60 -r 3 -b hostA

# Off-peak. Where the man page has crontab(1) run "failovermon -o modify -i 1200 -s hostA", the calendar
# is failovermon's own here: no restart of the monitor, and after a reboot at night the right interval.
$failovermon job add off-peak --cron '0 0 20 * * ?' --host hostA --interval 1200s
$failovermon job add peak --cron '0 0 7 * * ?' --host hostA --interval 60s

$failovermon -o list
$failovermon path list
$failovermon job list
