package org.failovermon.dsl;

import org.failovermon.engine.action.ActionFailedException;
import org.failovermon.engine.model.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Turns what a script threw into a sentence with its file and line. Pure. */
final class RuntimeErrors {
  private RuntimeErrors() {}

  /**
   * The sentence: "take-mail.groovy:12: fence hostA: exit code 3".
   *
   * @param fileName name of the script's file
   * @param thrown what came out of it
   */
  static String describe(String fileName, Throwable thrown) {
    return fileName + line(fileName, thrown) + ": " + message(thrown);
  }

  private static String line(String fileName, Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if ((ScriptCompiler.NAME_PREFIX + fileName).equals(frame.getFileName())
          && frame.getLineNumber() > 0) {
        return ":" + frame.getLineNumber();
      }
    }
    Throwable cause = thrown.getCause();
    return cause == null ? "" : line(fileName, cause);
  }

  private static String message(Throwable thrown) {
    @Nullable String text = thrown.getMessage();
    String said = text == null || text.isBlank() ? "" : text.strip();
    if (thrown instanceof AssertionError) {
      return "assertion failed"
          + (said.isEmpty() ? "" : ": " + said.lines().findFirst().orElse(""));
    }
    if (!said.isEmpty()
        && (thrown instanceof ActionFailedException
            || thrown instanceof InvalidValueException
            || thrown.getClass() == IllegalStateException.class
            || thrown.getClass() == IllegalArgumentException.class
            || thrown.getClass() == RuntimeException.class
            || thrown.getClass() == Exception.class)) {
      return said;
    }
    String kind = thrown.getClass().getSimpleName();
    return said.isEmpty() ? kind : kind + ": " + said;
  }
}
