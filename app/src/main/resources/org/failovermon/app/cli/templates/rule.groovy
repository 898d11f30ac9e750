// Tells people when any host has failed, once for each outage, at most four times an hour.
rule('NAME') {
    on lost()                   // lost('hostA'), failed('www'), up(), runEnded(how: 'failed') …
    // when happened('hostA', 1.hour, 3)
    oncePer incident
    atMost 4, 1.hour
    action { notify reason }
}
