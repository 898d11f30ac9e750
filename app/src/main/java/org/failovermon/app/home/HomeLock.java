package org.failovermon.app.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.failovermon.app.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The one lock of a home: who holds it is the only one who writes there. The kernel frees it when
 * its process ends, however that ends. The file keeps the process id and the purpose of the holder
 * for people; the lock, not the text, is what counts.
 */
public final class HomeLock implements AutoCloseable {
  /**
   * Lock files that this process holds. POSIX frees a lock when the process closes any descriptor
   * of the file, so a file that we hold must not be opened a second time.
   */
  private static final Map<Path, Holder> HELD = new ConcurrentHashMap<>();

  /** Whoever can read a file can take a shared lock on it, and keep the daemon from its home. */
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private HomeLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Who holds the lock, by what the file says.
   *
   * @param pid process id
   * @param purpose "failoverd", or the command that writes by itself
   */
  public record Holder(long pid, String purpose) {
    @Override
    public String toString() {
      return purpose + ", process " + pid;
    }
  }

  /**
   * Takes the lock, or says who has it.
   *
   * @param purpose what the holder is, for those who find the lock taken
   * @throws Refusal when another process holds it, or the file cannot be written
   */
  public static HomeLock take(Home home, String purpose) {
    HomeLock taken = tryTake(home, purpose);
    if (taken == null) {
      throw Refusal.notDone(
          "the home "
              + home
              + " is in use by "
              + holder(home).map(Holder::toString).orElse("another process")
              + ": one installation has one writer; stop that one first (failovermon daemon stop),"
              + " or name another home with --home");
    }
    return taken;
  }

  /** Takes the lock, or returns null when somebody holds it. */
  public static @Nullable HomeLock tryTake(Home home, String purpose) {
    Holder holder = new Holder(ProcessHandle.current().pid(), purpose);
    if (HELD.putIfAbsent(home.lockFile(), holder) != null) {
      return null;
    }
    HomeLock taken = null;
    try {
      taken = lock(home.lockFile(), holder);
      return taken;
    } catch (IOException e) {
      throw Refusal.because(
          e,
          "cannot write the lock file "
              + home.lockFile()
              + ": "
              + Errors.reason(e)
              + "; it must be writable for whoever changes this installation");
    } finally {
      if (taken == null) {
        HELD.remove(home.lockFile());
      }
    }
  }

  private static @Nullable HomeLock lock(Path file, Holder holder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY); // made by an older version
    }
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return null;
    }
    channel.truncate(0);
    String text = holder.pid() + " " + holder.purpose() + "\n";
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    return new HomeLock(file, channel, lock);
  }

  /**
   * What the lock file says of its last holder, to those who may read it; says nothing about
   * whether it still runs.
   */
  public static Optional<Holder> holder(Home home) {
    Holder ours = HELD.get(home.lockFile());
    if (ours != null) {
      return Optional.of(ours);
    }
    try {
      String[] words = Files.readString(home.lockFile()).strip().split(" ", 2);
      return words.length == 2
          ? Optional.of(new Holder(Long.parseLong(words[0]), words[1]))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // no file, not ours to read, or half written: nobody is known
    }
  }

  @Override
  public void close() {
    try (channel;
        lock) { // released whether or not the text can be removed
      channel.truncate(0);
    } catch (IOException e) {
      throw Refusal.because(e, "cannot release the lock of the home: " + Errors.reason(e));
    } finally {
      HELD.remove(file);
    }
  }
}
