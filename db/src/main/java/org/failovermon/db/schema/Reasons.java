package org.failovermon.db.schema;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Puts errors of the file system into words. */
final class Reasons {
  private Reasons() {}

  /** The reason, without the name of a Java class. */
  static String of(IOException error) {
    return switch (error) {
      case AccessDeniedException e -> "permission denied on " + e.getFile();
      case NoSuchFileException e -> "there is no " + e.getFile();
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(error.getMessage());
    };
  }
}
