// This machine takes PostgreSQL over from db1. All that is to be adapted in the takeover is in the script.
monitor('db1') {
    startsByHand()                       // remove this line when the takeover is tried
    every 1.second
    retries 3
    timeout 1.second
    path '192.168.7.1'                   // the cable between the two

    check('postgresql') {                // shown, and told by the rule below; the heartbeat decides
        tcp address: '10.0.0.1', port: 5432
        every 10.seconds
        timeout 3.seconds
    }
    lostPulse 'take-database.groovy'
    regainPulse 'tell-on-call.groovy'
    deadline 10.minutes
}

rule('database-silent') {
    on failed('db1/postgresql')
    when isUp('db1')                     // db1 lives, its database does not: that is for people
    oncePer incident
    atMost 4, 1.hour
    action { notify "PostgreSQL of db1 does not answer, and db1 is up: $reason" }
}
