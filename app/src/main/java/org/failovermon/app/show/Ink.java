package org.failovermon.app.show;

import java.util.Map;

/**
 * Colours where they help and are wanted: on a terminal, unless {@code NO_COLOR} is set. A colour
 * only repeats what a word already says.
 *
 * @param colour whether escape sequences are written
 */
public record Ink(boolean colour) {
  /** No colours. */
  public static final Ink PLAIN = new Ink(false);

  /**
   * Colours if the output is a terminal that can show them and nobody forbade it.
   *
   * @param terminal whether standard output is a terminal
   */
  public static Ink forOutput(boolean terminal, Map<String, String> environment) {
    return new Ink(
        terminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb"));
  }

  /** Something that needs the operator. */
  public String bad(String text) {
    return paint("1;31", text);
  }

  /** Something to keep an eye on. */
  public String doubtful(String text) {
    return paint("33", text);
  }

  /** Something that is well. */
  public String good(String text) {
    return paint("32", text);
  }

  /** A heading. */
  public String heading(String text) {
    return paint("1", text);
  }

  private String paint(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
