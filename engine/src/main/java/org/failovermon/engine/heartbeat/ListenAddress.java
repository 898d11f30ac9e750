package org.failovermon.engine.heartbeat;

import java.net.InetAddress;
import java.util.List;
import org.failovermon.engine.model.InvalidValueException;

/**
 * An address to answer heartbeats on, as the configuration lists it.
 *
 * @param address a local address, or the unspecified one ({@code 0.0.0.0}, {@code ::}) for every
 *     local address of its family, also those that come later
 * @param port 1 to 65535, or 0 for the port of the configuration
 */
public record ListenAddress(InetAddress address, int port) {
  /** Every local address. */
  public static final List<ListenAddress> EVERY = List.of(parse("0.0.0.0"), parse("::"));

  /** Checks the port. */
  public ListenAddress {
    if (port < 0 || port > 65535) {
      throw new InvalidValueException(
          "invalid port " + port + " in a listen address: a port is 1 to 65535");
    }
  }

  /**
   * Reads {@code 10.0.0.1}, {@code 10.0.0.1:6940}, {@code ::1}, {@code [::1]:6940}, {@code
   * fe80::1%eth0}.
   *
   * @throws InvalidValueException when the text is not of that form
   */
  public static ListenAddress parse(String text) {
    String address = text.strip();
    String port = "";
    int bracket = address.indexOf(']');
    int colon = address.lastIndexOf(':');
    if (address.startsWith("[") && bracket > 0) {
      port = address.substring(bracket + 1);
      address = address.substring(1, bracket);
    } else if (colon >= 0 && colon == address.indexOf(':')) {
      port = address.substring(colon);
      address = address.substring(0, colon);
    }
    if (!port.isEmpty() && !port.matches(":\\d{1,5}")) {
      throw invalid(text, "a port is 1 to 65535");
    }
    InetAddress literal = AddressScout.literal(address);
    if (literal == null) {
      throw invalid(
          text,
          "write an address of this host and perhaps a port, as in 10.0.0.1, [fd00::1]:6940,"
              + " 0.0.0.0");
    }
    return new ListenAddress(literal, port.isEmpty() ? 0 : Integer.parseInt(port.substring(1)));
  }

  private static InvalidValueException invalid(String text, String rule) {
    return new InvalidValueException("invalid listen address '" + text + "': " + rule);
  }
}
