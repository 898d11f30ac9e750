package org.failovermon.engine.model;

/**
 * Names an action script: an absolute path of any executable or Groovy file, or a name relative to
 * the installation's script folder (first the home's own, then the shipped one).
 *
 * @param text the name as the operator wrote it, without white space (SEEDS §1: {@code list -q}
 *     separates fields by a space)
 */
public record ScriptRef(String text) {
  /** The shipped lost-pulse script: it tells people and moves nothing. */
  public static final ScriptRef DEFAULT_LOST = new ScriptRef("default.groovy");

  /** The shipped regain-pulse script: it tells people and moves nothing. */
  public static final ScriptRef DEFAULT_REGAIN = new ScriptRef("default.groovy");

  /**
   * Checks the name.
   *
   * @throws InvalidValueException when it is empty, has white space or control characters, or
   *     climbs with {@code ..}
   */
  public ScriptRef {
    if (text.isEmpty()
        || text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new InvalidValueException(
          "invalid script '"
              + text
              + "': a script path has no white space; rename the file or link to it");
    }
    if (!text.startsWith("/") && java.util.List.of(text.split("/")).contains("..")) {
      throw new InvalidValueException(
          "invalid script '"
              + text
              + "': a relative script stays in the script folder; give an absolute path");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
