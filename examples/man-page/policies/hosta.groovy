// The man page's example as a policy: every 60 s with three retries, off-peak every 1,200 s.
monitor('hostA') {
    every 60.seconds, from: '0 0 7 * * ?'
    every 1200.seconds, from: '0 0 20 * * ?'
    retries 3
    timeout 1.second
    startAtReboot true
}
