package org.failovermon.app.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** An ext4 of 16 MiB in a file, mounted by loop; it turns read-only when it meets an error. */
final class SmallDisk implements AutoCloseable {
  private final Path image;
  private final Path mount;

  private SmallDisk(Path image, Path mount) {
    this.image = image;
    this.mount = mount;
  }

  /** Makes one and mounts it, or skips the test where that is not possible. */
  static SmallDisk make(Path folder) {
    for (String program : List.of("mkfs.ext4", "mount", "fsck.ext4")) {
      Assumptions.assumeTrue(
          Command.installed(program), "needs " + program + ": apt-get install e2fsprogs mount");
    }
    SmallDisk disk = new SmallDisk(folder.resolve("image"), folder.resolve("mount"));
    // Shared, so that an unmount is seen by the daemons too: ip netns exec gives each of them a
    // table of mounts of its own.
    Command.Ended bound = Command.attempt("mount", "--bind", folder.toString(), folder.toString());
    Assumptions.assumeTrue(
        bound.exit() == 0, () -> "this machine does not let the test mount: " + bound.output());
    Command.run("mount", "--make-private", folder.toString());
    Command.run("mount", "--make-shared", folder.toString());
    try {
      Files.createDirectory(disk.mount);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.run("truncate", "-s", "16M", disk.image.toString());
    Command.run("mkfs.ext4", "-q", "-m", "0", "-O", "^has_journal", disk.image.toString());
    Command.Ended mounted = disk.tryMount();
    Assumptions.assumeTrue(
        mounted.exit() == 0,
        () -> "this machine does not let the test mount a disk: " + mounted.output());
    return disk;
  }

  private Command.Ended tryMount() {
    return Command.attempt(
        "mount", "-o", "loop,errors=remount-ro", image.toString(), mount.toString());
  }

  Path mount() {
    return mount;
  }

  /** Writes until nothing fits any more. */
  void fill() {
    for (int size : new int[] {1 << 16, 1 << 12, 1}) {
      byte[] bytes = new byte[size];
      try (OutputStream out =
          Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(bytes);
        }
      } catch (IOException full) {
        if (!String.valueOf(full.getMessage()).contains("No space")) {
          throw new UncheckedIOException(full);
        }
      }
    }
  }

  /** Makes room again. */
  void free() {
    try {
      Files.delete(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return mount.resolve("filler");
  }

  /** The kernel meets an error of the disk and makes it read-only, under open files too. */
  void fail() {
    String device =
        Path.of(Command.run("findmnt", "-n", "-o", "SOURCE", mount.toString()))
            .getFileName()
            .toString();
    Path trigger = Path.of("/sys/fs/ext4", device, "trigger_fs_error");
    Assumptions.assumeTrue(
        Files.isWritable(trigger), "this kernel cannot be told that a disk has failed: " + trigger);
    Command.run("sync", "--file-system", mount.toString()); // what was not synced would be lost
    Node.write(trigger, "1");
  }

  /** Repairs the disk; nobody may use it meanwhile. */
  void repair() {
    Command.run("umount", mount.toString());
    Command.Ended checked = Command.attempt("fsck.ext4", "-y", image.toString());
    Command.Ended mounted = tryMount();
    if (checked.exit() > 1 || mounted.exit() != 0) {
      throw new IllegalStateException(
          "the disk cannot be repaired: " + checked.output() + mounted.output());
    }
  }

  @Override
  public void close() {
    Command.attempt("umount", mount.toString()); // a repair may have failed half-way
    Command.run("umount", String.valueOf(mount.getParent()));
  }

  /** Unmounts what a killed test left mounted. */
  static void unmountBelow(Path folder) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts")).reversed()) {
      String place = line.split(" ", -1)[1];
      if (Path.of(place).startsWith(folder)) {
        Command.run("umount", "-l", place);
      }
    }
  }
}
