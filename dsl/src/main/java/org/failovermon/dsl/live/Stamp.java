package org.failovermon.dsl.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What the file system says of a file without reading it. Two equal stamps mean, but for file
 * systems with coarse times, the same content and the same rights.
 *
 * @param inode number of the file within its file system
 * @param device the file system
 * @param mode type and permissions
 * @param uid the owner
 * @param size in bytes
 * @param modified last change of the content, as programs may set it
 * @param changed last change of anything, which no program can set
 */
record Stamp(
    long inode, long device, int mode, int uid, long size, FileTime modified, FileTime changed) {
  private static final int TYPE = 0170000;
  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;
  private static final int FILE = 0100000;
  private static final String WANTED = "unix:ino,dev,mode,uid,size,lastModifiedTime,ctime";

  /** The stamp of what lies there; a link is not followed unless {@code follow}. */
  static Stamp of(Path path, boolean follow) throws IOException {
    Map<String, Object> found =
        follow
            ? Files.readAttributes(path, WANTED)
            : Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
    return new Stamp(
        (Long) found.getOrDefault("ino", 0L),
        (Long) found.getOrDefault("dev", 0L),
        (Integer) found.getOrDefault("mode", 0),
        (Integer) found.getOrDefault("uid", -1),
        (Long) found.getOrDefault("size", 0L),
        (FileTime) found.getOrDefault("lastModifiedTime", FileTime.fromMillis(0)),
        (FileTime) found.getOrDefault("ctime", FileTime.fromMillis(0)));
  }

  boolean folder() {
    return (mode & TYPE) == FOLDER;
  }

  boolean link() {
    return (mode & TYPE) == LINK;
  }

  boolean file() {
    return (mode & TYPE) == FILE;
  }

  /** Whether both are the same file or folder, whatever happened to it. */
  boolean same(Stamp other) {
    return inode == other.inode && device == other.device;
  }

  /** The newest time in it, in milliseconds since the epoch. */
  long newestMillis() {
    return Math.max(modified.toMillis(), changed.toMillis());
  }
}
