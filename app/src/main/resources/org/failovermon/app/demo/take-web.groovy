// lost-pulse of the demo, run on beta: takes the web service over from the host that was lost.
def begun = java.time.Instant.now()
log "first line at $begun"

// First make sure that the other host is really gone: two hosts must never hold one address.
// Here a script plays the power switch; on real machines this is a fence agent.
exec deadline: 10.seconds, home.resolveSibling('fence').toString(), host

// Then start the service here. The first exec that fails ends the script.
exec deadline: 30.seconds, home.resolve('web').toString(), 'start'
log "the web service of $host runs here now ($reason)"
