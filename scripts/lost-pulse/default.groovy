// The lost-pulse script that runs when a monitor names no other: it tells people and moves nothing.
//
// To write a real one, put a file of your own into scripts/lost-pulse/ of the installation's home and
// name it:  failovermon modify hostA --lost-pulse take-mail.groovy
// A file named default.groovy there takes the place of this one. An edit takes effect at once; one
// that does not compile is reported by `failovermon status`, and the last good version stays in force.
//
// A takeover looks like this. Every exec waits for its program, and the first that fails ends the
// script: a host that could not be fenced keeps its address.
//
//     exec 'fence_ipmilan', '-a', '10.0.1.7', '-l', 'fence', '-S', '/etc/failovermon/fence-password', '-o', 'off'
//     exec 'ip', 'address', 'add', '10.0.0.100/24', 'dev', 'eth0'
//     exec mayFail: true, 'arping', '-U', '-c', '3', '-I', 'eth0', '10.0.0.100'
//     exec deadline: 2.minutes, 'systemctl', 'start', 'postfix'
//     notify "$host is lost: its address and its mail are here now ($reason)"
//
// All the words: docs/scripts.md.

notify """\
$host has lost its pulse.

Why:    $reason
Since:  $since
Outage: $outage, run $run

Nothing was moved: this is the default lost-pulse script. Look at $host, then:
  failovermon status
  failovermon show $run
"""
