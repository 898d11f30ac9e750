package org.failovermon.dsl.compile;

/**
 * One source file as it was read.
 *
 * @param path relative to the home, with {@code /}: {@code policies/mail.groovy}, {@code
 *     policies/lib/Names.groovy}, {@code scripts/lost-pulse/take-mail.groovy}
 * @param text its content
 */
public record SourceFile(String path, String text) {
  private static final String POLICIES = "policies/";
  private static final String LIBRARY = "policies/lib/";
  private static final String SCRIPTS = "scripts/";

  /** What a file is for, by the folder that it lies in. */
  public enum Role {
    /** Describes monitors, checks, rules, jobs and maintenance windows. */
    POLICY,
    /** Classes and functions that policies share. */
    LIBRARY,
    /** An action script. */
    SCRIPT
  }

  /**
   * What it is for.
   *
   * @throws IllegalArgumentException when it lies neither in policies nor in scripts
   */
  public Role role() {
    if (path.startsWith(LIBRARY)) {
      return Role.LIBRARY;
    }
    if (path.startsWith(POLICIES)) {
      return Role.POLICY;
    }
    if (path.startsWith(SCRIPTS)) {
      return Role.SCRIPT;
    }
    throw new IllegalArgumentException(
        "a source lies in policies/ or scripts/, relative to the home; was " + path);
  }

  /** Its name without the folders. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
