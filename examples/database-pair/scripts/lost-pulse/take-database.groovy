// lost-pulse of the database pair: this machine takes disk, address and database over from the lost one.
// The order is the safety: an exec that fails ends the script, and nothing after it happens.

// ---- To adapt ---------------------------------------------------------------------------------------
String fence = '/usr/local/sbin/fence-host'    // ends with 0 only when the host is off
String volumes = 'vg_db'                       // the volume group on the shared disk
String disk = '/dev/vg_db/data'
String folder = '/var/lib/postgresql'
String device = 'eth0'
String address = '10.0.0.100'
// -----------------------------------------------------------------------------------------------------

// A disk that two machines write to is lost: never without a fence.
exec deadline: 1.minute, fence, host

// After a retry by an operator some of it may be here already.
def mounted = exec mayFail: true, deadline: 5.seconds, 'findmnt', '--noheadings', '--output', 'SOURCE', folder
if (!mounted.ok) {
  exec deadline: 1.minute, 'vgchange', '--activate', 'ey', volumes
  exec deadline: 5.minutes, 'fsck', '-p', disk
  exec deadline: 1.minute, 'mount', disk, folder
}

def held = exec mayFail: true, deadline: 5.seconds, 'ip', '-oneline', 'address', 'show', 'dev', device, 'to', address
if (!held.ok || !held.output.contains(address)) {
  exec deadline: 5.seconds, 'ip', 'address', 'add', "$address/24", 'dev', device
}
exec mayFail: true, deadline: 10.seconds, 'arping', '-U', '-c', '3', '-I', device, address

exec deadline: 3.minutes, 'systemctl', 'start', 'postgresql'
exec deadline: 10.seconds, 'pg_isready', '-h', address

notify """\
$host is lost; $address, $volumes and PostgreSQL are here now.

Why:   $reason
Since: $since

Nothing goes back by itself. Do not switch $host on before its disk is looked at: README, "Going back".
"""
