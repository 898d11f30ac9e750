// Who is called, and when: a single loss by day can wait for the ticket, three within an hour cannot.
monitor('hostA') {
    startsByHand()                       // remove this line, and it starts when the file is saved
    every 10.seconds
    retries 3
    lostPulse { log "$host is lost: $reason" }
    regainPulse { log "$host is back: $reason" }
}

rule('three-losses') {
    on lost('hostA')
    when happened('hostA', 1.hour, 3)    // this one included
    oncePer incident                     // never twice for the same outage, also after a restart
    atMost 1, 1.hour
    deadline 2.minutes
    action 'call.groovy'
}

// A script that did not do its work is always for people.
rule('run-failed') {
    on runEnded(kind: ['lost-pulse', 'regain-pulse'], how: ['failed', 'timed out', 'unknown'])
    atMost 4, 1.hour
    action { notify "a script did not do its work: $reason" }
}
