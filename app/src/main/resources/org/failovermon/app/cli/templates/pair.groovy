// This machine takes over from NAME when NAME has lost its pulse. As it stands, it only tells people.
monitor('NAME') {
    startsByHand()              // remove this line when the takeover is tried
    every 1.second
    retries 3
    timeout 1.second
    // path '192.168.7.1'       // a second way, over a network of its own: have one

    lostPulse {
        // The order is the safety: an exec that fails ends the script. Fence first.
        // exec '/usr/local/sbin/fence-host', host
        // exec 'ip', 'address', 'add', '10.0.0.100/24', 'dev', 'eth0'
        // exec 'systemctl', 'start', 'nginx'
        notify "$host is lost ($reason); nothing was moved"
    }
    regainPulse {
        notify "$host is back; going back is for people"
    }
    deadline 4.minutes
}
