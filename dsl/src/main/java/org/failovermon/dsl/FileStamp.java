package org.failovermon.dsl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells cheaply that a file changed. Links are followed.
 *
 * @param modified time of the last change of the content
 * @param changed time of the last change of anything, which no program can set back
 * @param size in bytes
 * @param inode number of the file within its file system
 */
record FileStamp(FileTime modified, FileTime changed, long size, long inode) {
  /** The stamp of a file now, or null when there is no such file. */
  static @Nullable FileStamp of(Path file) {
    try {
      return new FileStamp(
          Files.getLastModifiedTime(file),
          (FileTime) Files.getAttribute(file, "unix:ctime"),
          Files.size(file),
          (long) Files.getAttribute(file, "unix:ino"));
    } catch (IOException e) {
      return null; // it cannot be examined: for a run that is the same as not being there
    }
  }

  /** Time since the last change by the wall clock; negative when that lies in the future. */
  Duration age() {
    FileTime newest = modified.compareTo(changed) > 0 ? modified : changed;
    return Duration.between(newest.toInstant(), Instant.now());
  }
}
