// A hundred web servers at two sites, told apart by name and net alone.
for (Site site : sites()) {
    site.names().eachWithIndex { name, i ->
        monitor(name) {
            startsByHand()               // remove this line, and they start when the file is saved
            every 10.seconds
            retries 3
            path site.address(i + 1)
            regainPulse { log "$host is back" }
        }
    }
}

// One sentence for each host that is lost; more than twenty an hour is one cause, not twenty.
rule('web-lost') {
    on lost()
    oncePer incident
    atMost 20, 1.hour
    action { notify reason }
}
