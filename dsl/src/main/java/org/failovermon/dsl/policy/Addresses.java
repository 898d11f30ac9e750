package org.failovermon.dsl.policy;

import java.util.regex.Pattern;
import org.failovermon.engine.model.InvalidValueException;

/** Finds addresses that are written almost right. Pure. */
final class Addresses {
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  private Addresses() {}

  /**
   * Checks what could only be an IPv4 address.
   *
   * @throws InvalidValueException when it has only digits and points and is none
   */
  static void check(String text) {
    if (NUMBERS.matcher(text).matches() && text.contains(".") && !IPV4.matcher(text).matches()) {
      throw new InvalidValueException(
          "invalid address '"
              + text
              + "': an IPv4 address has four numbers of 0 to 255, as in 10.0.0.1");
    }
  }
}
