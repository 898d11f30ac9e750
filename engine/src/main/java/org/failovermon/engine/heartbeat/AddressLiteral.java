package org.failovermon.engine.heartbeat;

import java.net.Inet6Address;
import java.util.regex.Pattern;
import org.failovermon.engine.model.InvalidValueException;

/** Finds addresses that are written almost right, and would be taken for names. Pure. */
public final class AddressLiteral {
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  private AddressLiteral() {}

  /**
   * Checks what could only be an address: what has digits and points alone, or a {@code :}. Nothing
   * is resolved, and whether the interface of a zone exists is not asked.
   *
   * @param text a host or the address of a path
   * @throws InvalidValueException when it is none
   */
  public static void check(String text) {
    if (NUMBERS.matcher(text).matches() && text.contains(".") && !IPV4.matcher(text).matches()) {
      throw new InvalidValueException(
          "invalid address '"
              + text
              + "': an IPv4 address has four numbers of 0 to 255, as in 10.0.0.1");
    }
    if (text.contains(":") && !isIpv6(text)) {
      throw new InvalidValueException(
          "invalid address '"
              + text
              + "': what has a ':' is an IPv6 address, as in fd00::7 or fe80::7%eth0");
    }
  }

  private static boolean isIpv6(String text) {
    int zone = text.indexOf('%');
    try {
      Inet6Address.ofLiteral(zone < 0 ? text : text.substring(0, zone));
      return zone < 0 || zone < text.length() - 1;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
