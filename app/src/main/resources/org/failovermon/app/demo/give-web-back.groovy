// regain-pulse of the demo, run on beta: automatic failback. It is stated here, because it is never
// the default: the shipped regain-pulse script tells people and moves nothing.
log "$host is back; it was last known to be well $since"

// First let go of it here, then start it there: never both. On real machines the second is an ssh.
exec deadline: 10.seconds, home.resolve('web').toString(), 'stop'
exec deadline: 30.seconds, home.resolveSibling(host).resolve('web').toString(), 'start'
log "$host serves the web again"
