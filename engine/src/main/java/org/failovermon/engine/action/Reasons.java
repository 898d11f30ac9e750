package org.failovermon.engine.action;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Why something failed, in words: the JDK's messages are often only a file name. */
final class Reasons {
  private Reasons() {}

  /** The reason in an exception, never empty. */
  static String of(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException e -> "there is no file " + e.getFile();
      case AccessDeniedException e -> "no right to read " + e.getFile();
      case FileSystemLoopException e -> "links lead in a circle at " + e.getFile();
      default -> message(failure);
    };
  }

  private static String message(Throwable failure) {
    @Nullable String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.strip();
  }
}
