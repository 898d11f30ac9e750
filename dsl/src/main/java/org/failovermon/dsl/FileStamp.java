package org.failovermon.dsl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells cheaply that a file changed: time, size and inode. Links are followed.
 *
 * @param modified time of the last change
 * @param size in bytes
 * @param key the file's identity
 */
record FileStamp(FileTime modified, long size, String key) {
  /** The stamp of a file now, or null when there is no such file. */
  static @Nullable FileStamp of(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(
          attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    } catch (IOException e) {
      return null; // it cannot be examined: for a run that is the same as not being there
    }
  }

  /** Time since the last change by the wall clock; negative when that lies in the future. */
  Duration age() {
    return Duration.between(modified.toInstant(), Instant.now());
  }
}
