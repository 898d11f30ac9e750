#!/bin/sh
# Builds one half of the web pair. Run it on both machines, each naming the other:
#   on web2:  ./setup.sh web1 192.168.7.1
#   on web1:  ./setup.sh web2 192.168.7.2
# To look at it in a place of its own first:  FAILOVERMON_HOME=/tmp/try ./setup.sh web1 192.168.7.1
set -eu
peer=${1:?name the other machine, as in: ./setup.sh web1 192.168.7.1}
second=${2:?give the address of the other machine on the second network, as in: ./setup.sh web1 192.168.7.1}
failovermon=${FAILOVERMON:-failovermon}
here=$(cd "$(dirname "$0")" && pwd)

if [ -n "${FAILOVERMON_HOME:-}" ]; then
  config=$FAILOVERMON_HOME
elif [ "$(id -u)" = 0 ]; then
  config=/etc/failovermon
else
  config=${XDG_CONFIG_HOME:-$HOME/.config}/failovermon
fi

# The scripts first: a monitor whose script is missing is refused. Files that are there already stay.
umask 022
mkdir -p "$config/scripts/lost-pulse" "$config/scripts/regain-pulse"
[ -e "$config/failovermon.toml" ] || cp "$here/failovermon.toml" "$config/"
for script in lost-pulse/take-web.groovy regain-pulse/tell-on-call.groovy; do
  [ -e "$config/scripts/$script" ] || cp "$here/scripts/$script" "$config/scripts/$script"
done

# One key for both machines: made on the first, copied to the second (see README.md).
[ -e "$config/key" ] || $failovermon key generate

# A beat every second, three retries: lost at most 5 s after the death (1 s + 4 × 1 s).
$failovermon add "$peer" --interval 1s --retries 3 --timeout 1s --at-reboot \
  --lost-pulse take-web.groovy --regain-pulse tell-on-call.groovy

# The second path, over the network between the two alone. --no-check: the other machine may not run yet.
$failovermon path add --no-check "$peer" "$second"

$failovermon list
$failovermon path list
