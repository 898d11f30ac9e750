package org.failovermon.engine.probe;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Looks for patterns of a policy in what a peer sent. A pattern that runs away on some text is
 * ended with its check; one that needs too deep a stack makes the check unknown.
 */
final class Patterns {
  private Patterns() {}

  /**
   * Reads a pattern.
   *
   * @throws ProbeFailure unknown, when it is not one
   */
  static Pattern compile(String pattern) throws ProbeFailure {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw ProbeFailure.unknown("the pattern '" + pattern + "' is not one: " + e.getDescription());
    }
  }

  /**
   * Whether a pattern is found anywhere in a text.
   *
   * @throws ProbeFailure unknown, when that cannot be found out
   */
  static boolean found(Pattern pattern, String text) throws ProbeFailure {
    try {
      return pattern.matcher(new Interruptible(text)).find();
    } catch (Runaway e) {
      throw ProbeFailure.unknown(
          "the pattern '" + pattern + "' took too long on what the server sent; make it simpler");
    } catch (StackOverflowError e) {
      throw ProbeFailure.unknown(
          "the pattern '"
              + pattern
              + "' needs too much memory on what the server sent; make it simpler");
    }
  }

  private static final class Runaway extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A text that cannot be read any more when the check has been interrupted. */
  private static final class Interruptible implements CharSequence {
    private static final int LOOK_EVERY = 4_096;

    private final String text;
    private int reads;

    Interruptible(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++reads % LOOK_EVERY == 0 && Thread.currentThread().isInterrupted()) {
        throw new Runaway();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
