// The regain-pulse script that runs when a monitor names no other: it tells people and moves nothing.
//
// Failback is for people to decide. Should it happen by itself, put a file of your own into
// scripts/regain-pulse/ of the installation's home and name it:
//     failovermon modify hostA --regain-pulse give-mail.groovy
//
// It undoes what the lost-pulse script did, in the opposite order:
//
//     exec deadline: 2.minutes, 'systemctl', 'stop', 'postfix'
//     exec mayFail: true, 'ip', 'address', 'del', '10.0.0.100/24', 'dev', 'eth0'
//     notify "$host is back, and has its address and its mail again"
//
// All the words: docs/scripts.md.

notify """\
$host has its pulse back.

Why:    $reason
Lost:   last known to be well $since
Outage: $outage, run $run

Nothing was moved back: this is the default regain-pulse script. What the lost-pulse script moved
stays where it is until you move it.
"""
