// lost-pulse of the mail pair: this machine takes the service address and the mail.

// ---- To adapt ---------------------------------------------------------------------------------------
String fence = '/usr/local/sbin/fence-host'    // ends with 0 only when the host is off
String device = 'eth0'
String address = '10.0.0.100'
List<String> services = ['postfix', 'dovecot']
// -----------------------------------------------------------------------------------------------------

exec deadline: 1.minute, fence, host

def held = exec mayFail: true, deadline: 5.seconds, 'ip', '-oneline', 'address', 'show', 'dev', device, 'to', address
if (!held.ok || !held.output.contains(address)) {
  exec deadline: 5.seconds, 'ip', 'address', 'add', "$address/24", 'dev', device
}
exec mayFail: true, deadline: 10.seconds, 'arping', '-U', '-c', '3', '-I', device, address
for (String service : services) {
  exec deadline: 1.minute, 'systemctl', 'start', service
}
notify "$host is lost; $address, ${services.join(' and ')} are here now: $reason"
