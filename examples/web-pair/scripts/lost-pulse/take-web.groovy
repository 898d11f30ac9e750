// lost-pulse of the web pair: this machine takes the service address over from the one that was lost.
// The order is the safety: an exec that fails ends the script, and nothing after it happens.

// ---- To adapt ---------------------------------------------------------------------------------------
String device = 'eth0'
String address = '10.0.0.100'
String prefix = '24'

// The program that turns the other machine off and ends with 0 only when it is off; it gets the name of
// the host. Without one, write the word 'unfenced' here. That is a decision of yours: after a break
// between two living machines both will hold the address, until somebody turns one of them off.
String fence = '/usr/local/sbin/fence-host'
// -----------------------------------------------------------------------------------------------------

if (fence == 'unfenced') {
  log "unfenced: nobody made sure that $host is off; it may still hold $address"
} else {
  exec deadline: 1.minute, fence, host
}

// After a second loss, or a retry by an operator, the address may be here already.
def held = exec mayFail: true, deadline: 5.seconds, 'ip', '-oneline', 'address', 'show', 'dev', device, 'to', address
if (held.ok && held.output.contains(address)) {
  log "$address is here already"
} else {
  exec deadline: 5.seconds, 'ip', 'address', 'add', "$address/$prefix", 'dev', device
}

// Tells the neighbours where the address is now (gratuitous ARP); they would learn it anyway, later.
exec mayFail: true, deadline: 10.seconds, 'arping', '-U', '-c', '3', '-I', device, address

exec deadline: 2.minutes, 'systemctl', 'start', 'nginx'

notify """\
$host is lost; $address and nginx are here now.

Why:   $reason
Since: $since
Fence: ${fence == 'unfenced' ? 'none (unfenced)' : fence}

Nothing goes back by itself. When $host is mended:
  failovermon show $run
  examples/web-pair/README.md, "Going back"
"""
