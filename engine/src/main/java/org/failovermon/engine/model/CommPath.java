package org.failovermon.engine.model;

/**
 * A communication path to a host: an address that heartbeats are sent to. A heartbeat goes out on
 * all paths of the host at once, and one answer on any of them is a success (SEEDS §1). The host's
 * own name is always a path.
 *
 * @param host the host that the path leads to
 * @param address IPv4 or IPv6 literal, or a name to resolve, as the operator wrote it; unique
 *     within the host without regard to case
 * @param port UDP port, 1 to 65535, or 0 for the port of the configuration
 * @param own true for the path that the host's own name makes; it cannot be deleted
 */
public record CommPath(HostName host, String address, int port, boolean own) {
  /**
   * Checks the address and the port.
   *
   * @throws InvalidValueException when one of them is out of range
   */
  public CommPath {
    address = new HostName(address).value();
    if (port < 0 || port > 65535) {
      throw new InvalidValueException(
          "invalid port "
              + port
              + " of path "
              + address
              + ": a port is 1 to 65535, or 0 for the default");
    }
  }

  /** The path that the host's own name makes. */
  public static CommPath ownName(HostName host) {
    return new CommPath(host, host.value(), 0, true);
  }

  /**
   * Whether this is the path to that address; names are compared without regard to case (RFC 4343).
   *
   * @throws InvalidValueException when it is no address that a path could have
   */
  public boolean leadsTo(String other) {
    return new HostName(address).equals(new HostName(other));
  }
}
