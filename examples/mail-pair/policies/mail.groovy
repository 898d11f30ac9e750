// mail1 is well while its machine answers and its mail does. This machine takes over when it does not.
defaults {
    checkEvery 30.seconds
    checkTimeout 10.seconds
    failAfter 3
    recoverAfter 2
}

monitor('mail1') {
    startsByHand()                       // remove this line when the takeover is tried
    every 10.seconds
    retries 0                            // a check counts its failures itself
    path '192.168.7.1'

    check('smtp') { smtp address: '10.0.0.1' }
    check('imap') { imap address: '10.0.0.1', user: 'probe', password: secret('imap-password') }
    check('pop3') { pop3 address: '10.0.0.1' }

    // All of: the machine answers, and of its three services at least two are well.
    // Also possible: any(heartbeat, check('smtp')), or heartbeat alone.
    needs atLeast(3, heartbeat, check('smtp'), check('imap'), check('pop3'))
    dependsOn 'router1'

    lostPulse 'take-mail.groovy'
    regainPulse 'tell-on-call.groovy'
    deadline 5.minutes
}

// Where the way to mail1 is gone, nobody knows how mail1 is: it is held back, and nothing runs.
monitor('router1') {
    startsByHand()
    every 10.seconds
    retries 2
    check('echo') { icmp address: '10.0.0.254', count: 3 }
    needs check('echo')                  // a router has no failoverd: no heartbeat is sent
}
