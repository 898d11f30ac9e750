package org.failovermon.engine.model;

import java.util.regex.Pattern;

/**
 * The name of a monitored host, as the operator wrote it: a host name, an IPv4 address or an IPv6
 * address without brackets. It is the identity of a monitor: one installation has at most one
 * monitor for each host. Names are compared without regard to case (RFC 4343) and kept in lower
 * case.
 *
 * @param value 1 to 253 characters of {@code A-Z a-z 0-9 . _ : % -}, beginning with a letter, a
 *     digit or {@code :}
 */
public record HostName(String value) implements Comparable<HostName> {
  private static final Pattern VALID = Pattern.compile("[a-z0-9:][a-z0-9._:%-]{0,252}");

  /**
   * Checks the name.
   *
   * @throws InvalidValueException when the name has a character that no host name has, or is empty
   *     or too long
   */
  public HostName {
    value = value.toLowerCase(java.util.Locale.ROOT);
    if (!VALID.matcher(value).matches()) {
      throw new InvalidValueException(
          "invalid host '"
              + value
              + "': a host is a name or an address of 1 to 253 letters, digits, '.', '-', '_' or"
              + " ':'");
    }
  }

  @Override
  public int compareTo(HostName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
