#!/bin/sh
# Copies the policies and scripts of this example into an installation; files that are there already stay.
# To look at it in a place of its own first:  FAILOVERMON_HOME=/tmp/try ./setup.sh
set -eu
failovermon=${FAILOVERMON:-failovermon}
here=$(cd "$(dirname "$0")" && pwd)

if [ -n "${FAILOVERMON_HOME:-}" ]; then
  config=$FAILOVERMON_HOME
elif [ "$(id -u)" = 0 ]; then
  config=/etc/failovermon
else
  config=${XDG_CONFIG_HOME:-$HOME/.config}/failovermon
fi

# Scripts before policies: a policy whose script is missing is refused.
umask 022
cd "$here"
for file in $(find scripts policies -name '*.groovy' 2>/dev/null | sort -r); do
  mkdir -p "$config/$(dirname "$file")"
  [ -e "$config/$file" ] || cp "$file" "$config/$file"
done

$failovermon policy check
