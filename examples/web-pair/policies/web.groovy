// One half of the web pair as a policy, on web2; on web1 it names web2 and 192.168.7.2.
monitor('web1') {
    startsByHand()                       // remove this line when the takeover is tried
    every 1.second
    retries 3
    timeout 1.second
    path '192.168.7.1'
    lostPulse 'take-web.groovy'
    regainPulse 'tell-on-call.groovy'
    deadline 4.minutes
}
