package org.failovermon.dsl.policy;

import java.util.regex.Pattern;

/** The names of rules, jobs and maintenance windows. */
final class Names {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private Names() {}

  /** Whether a name is acceptable; a problem if not. */
  static boolean check(Reading reading, String noun, String name, Spot spot) {
    if (NAME.matcher(name).matches()) {
      return true;
    }
    reading.problem(
        spot,
        "invalid name of a " + noun + " '" + name + "': 1 to 64 letters, digits, '.', '_' or '-'");
    return false;
  }
}
