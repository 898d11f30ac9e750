package org.failovermon.app.home;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words what Java's exceptions say by their class. */
public final class Errors {
  private Errors() {}

  /** What went wrong with a file, without its name: "permission denied". */
  public static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "no such file or folder";
      case FileAlreadyExistsException exists -> "a file of that name is in the way";
      case FileSystemException other when other.getReason() != null -> lower(other.getReason());
      case IOException other ->
          other.getMessage() == null ? other.getClass().getSimpleName() : lower(other.getMessage());
    };
  }

  private static String lower(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
