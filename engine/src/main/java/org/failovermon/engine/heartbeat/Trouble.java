package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.util.Locale;

/** Says in the field's words why a datagram could not be sent or a channel not be opened. */
final class Trouble {
  static final String REFUSED = "connection refused";
  static final String UNRESOLVED = "name does not resolve";
  static final String NO_IPV6 = "IPv6 is switched off on this machine";

  private Trouble() {}

  static String of(IOException e) {
    if (e instanceof PortUnreachableException) {
      return REFUSED;
    }
    if (NO_IPV6.equals(e.getMessage())) {
      return NO_IPV6;
    }
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("too many open files")) {
      return "too many open files: each path needs one; raise the limit (LimitNOFILE= of the"
          + " service, or ulimit -n) to 1,000 more than there are paths";
    }
    if (message.contains("network is unreachable")) {
      return "network is unreachable";
    }
    if (message.contains("no route to host") || message.contains("host is unreachable")) {
      return "no route to host";
    }
    if (message.contains("operation not permitted")) {
      return "sending is not permitted (a packet filter of this host?)";
    }
    if (message.contains("invalid argument")) {
      return "the local address that the path used is gone";
    }
    if (message.contains("already in use") || message.contains("cannot assign")) {
      return "no local port is left: widen net.ipv4.ip_local_port_range";
    }
    return message;
  }
}
