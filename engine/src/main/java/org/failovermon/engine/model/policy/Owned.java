package org.failovermon.engine.model.policy;

import java.util.Locale;

/**
 * An entry that belongs to a policy file: commands that change it are refused, and it goes when the
 * file no longer says it.
 *
 * @param kind what it is
 * @param name its name: unique among the entries of its kind; of a monitor, its host
 * @param place where the policy says it
 */
public record Owned(Kind kind, String name, Place place) {
  /** The name as entries of that kind are compared: hosts without regard to case. */
  public static String key(Kind kind, String name) {
    return kind == Kind.MONITOR ? name.toLowerCase(Locale.ROOT) : name;
  }

  /** This entry's name as entries of its kind are compared. */
  public String key() {
    return key(kind, name);
  }

  /** What a policy can describe. */
  public enum Kind {
    /** A monitor, with its paths. */
    MONITOR("monitor"),
    /** A service check. */
    CHECK("check"),
    /** A rule. */
    RULE("rule"),
    /** A job. */
    JOB("job"),
    /** A maintenance window. */
    WINDOW("maintenance window");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The kind as people read it. */
    public String word() {
      return word;
    }
  }
}
