package org.failovermon.engine.model;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a monitored host, as the operator wrote it: a host name, an IPv4 address or an IPv6
 * address without brackets. It is the identity of a monitor: one installation has at most one
 * monitor for each host. Names are compared without regard to case (RFC 4343) and shown as they
 * were written. Immutable.
 */
public final class HostName implements Comparable<HostName> {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9._:%-]{0,252}");

  private final String value;
  private final String key;

  /**
   * Checks the name.
   *
   * @param value 1 to 253 characters of {@code A-Z a-z 0-9 . _ : % -}, beginning with a letter, a
   *     digit or {@code :}
   * @throws InvalidValueException when the name has a character that no host name has, or is empty
   *     or too long
   */
  public HostName(String value) {
    if (!VALID.matcher(value).matches()) {
      throw new InvalidValueException(
          "invalid host '"
              + value
              + "': a host is a name or an address of 1 to 253 letters, digits, '.', '-', '_' or"
              + " ':'");
    }
    this.value = value;
    this.key = value.toLowerCase(Locale.ROOT);
  }

  /** The name as it was written. */
  public String value() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostName host && key.equals(host.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public int compareTo(HostName other) {
    return key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return value;
  }
}
