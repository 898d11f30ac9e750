package org.failovermon.dsl.action;

import java.util.function.UnaryOperator;
import org.failovermon.engine.action.ActionFailedException;
import org.failovermon.engine.model.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Turns what a script threw into a sentence with its file and line. Pure. */
public final class RuntimeErrors {
  private RuntimeErrors() {}

  /**
   * The sentence: "take-mail.groovy:12: fence hostA: exit code 3".
   *
   * @param name what the file is called where no line of it is known
   * @param files gives the file of a class by its name, or empty when it is none of the script's
   * @param thrown what came out of it
   */
  public static String describe(String name, UnaryOperator<String> files, Throwable thrown) {
    return place(name, files, thrown) + ": " + message(thrown);
  }

  private static String place(String name, UnaryOperator<String> files, Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      String file = files.apply(frame.getClassName());
      if (!file.isEmpty() && frame.getLineNumber() > 0) {
        return file + ":" + frame.getLineNumber();
      }
    }
    Throwable cause = thrown.getCause();
    return cause == null ? name : place(name, files, cause);
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
