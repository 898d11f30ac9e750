package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * The file that holds the keys of an installation: one line {@code key ID SECRET} for each, the
 * newest first; {@code #} begins a comment. Every host that monitors or is monitored has the same
 * file. It is mode 0600 and belongs to whoever runs failovermon, or to root; other files are
 * refused.
 */
public final class KeyFile {
  private static final String HEADER =
      """
      # Keys of failovermon. Secret: who has them can answer in the name of a host.
      # Every host that monitors or is monitored needs this same file, mode 0600.
      # The first key signs; a second one is the older, still accepted while it is replaced.
      # key ID SECRET
      """;

  private static final int MAX_BYTES = 64 * 1024;

  private KeyFile() {}

  /**
   * Makes a key file with one new key.
   *
   * @return what it holds
   * @throws KeyFileException when there is a file already, or it cannot be written
   */
  public static KeyRing generate(Path file) throws KeyFileException {
    if (Files.exists(file)) {
      throw new KeyFileException(
          "key file "
              + file
              + " exists already; to replace its key without an interruption: failovermon key"
              + " rotate");
    }
    KeyRing ring = KeyRing.generate();
    write(file, ring);
    return ring;
  }

  /**
   * Puts a new key before the one that signs; that one is accepted further, an older one is
   * dropped. Hosts get the new file one after another, in any order, without an interruption.
   *
   * @return what the file holds now
   * @throws KeyFileException when the file cannot be used or written
   */
  public static KeyRing rotate(Path file) throws KeyFileException {
    KeyRing ring = load(file).rotated();
    write(file, ring);
    return ring;
  }

  /**
   * Drops the older key, when every host has the newer one.
   *
   * @return what the file holds now
   * @throws KeyFileException when the file cannot be used or written
   */
  public static KeyRing dropOlder(Path file) throws KeyFileException {
    KeyRing ring = load(file).withoutOlder();
    write(file, ring);
    return ring;
  }

  /**
   * Reads a key file.
   *
   * @throws KeyFileException when it is missing, others can read it, or it does not hold keys
   */
  public static KeyRing load(Path file) throws KeyFileException {
    try {
      refuseWhatOthersCanRead(file);
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new KeyFileException(
            "key file " + file + " has " + size + " bytes, at most " + MAX_BYTES + " are read");
      }
      return parse(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw new KeyFileException(
          "key file "
              + file
              + " does not exist; make one with: failovermon key generate, or copy it from another"
              + " host");
    } catch (AccessDeniedException e) {
      throw new KeyFileException(
          "key file " + file + " cannot be read by this user; run as its owner or as root");
    } catch (IOException e) {
      throw new KeyFileException("key file " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static void refuseWhatOthersCanRead(Path file) throws IOException, KeyFileException {
    int mode = (Integer) Files.getAttribute(file, "unix:mode") & 0777;
    int owner = (Integer) Files.getAttribute(file, "unix:uid");
    int self = ownUid();
    if (owner != 0 && owner != self) {
      throw new KeyFileException(
          "key file "
              + file
              + " belongs to user "
              + owner
              + "; it must belong to user "
              + self
              + ", who runs failovermon, or to root: chown "
              + self
              + " "
              + file);
    }
    if ((mode & 0077) != 0) {
      throw new KeyFileException(
          String.format(
              "key file %s is open to group or others (mode %04o); it must be mode 0600: chmod 600"
                  + " %s",
              file, mode, file));
    }
  }

  private static KeyRing parse(Path file, String text) throws KeyFileException {
    List<HeartbeatKey> keys = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = line.strip();
      if (!content.isEmpty() && !content.startsWith("#")) {
        keys.add(parseLine(file + ":" + number, content));
      }
    }
    if (keys.isEmpty()) {
      throw new KeyFileException(
          "key file "
              + file
              + " holds no key; remove it and make one with: failovermon key"
              + " generate");
    }
    if (keys.size() > KeyRing.MAX_KEYS) {
      throw new KeyFileException(
          "key file "
              + file
              + " holds "
              + keys.size()
              + " keys; it may hold two, the newest first");
    }
    if (keys.size() == 2 && keys.get(0).id() == keys.get(1).id()) {
      throw new KeyFileException(
          "key file " + file + " holds key " + keys.get(0).shownId() + " twice; remove one line");
    }
    return new KeyRing(keys);
  }

  /** Errors name the line and never repeat what is in it. */
  private static HeartbeatKey parseLine(String place, String line) throws KeyFileException {
    String[] words = line.split("\\s+", -1);
    if (words.length != 3 || !words[0].equals("key")) {
      throw new KeyFileException(
          place + ": not a key; a line is 'key ID SECRET', a comment begins with #");
    }
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(words[2]);
    } catch (IllegalArgumentException e) {
      throw new KeyFileException(
          place + ": the secret is not base64; copy the file anew from another host");
    }
    if (secret.length != HeartbeatKey.BYTES) {
      throw new KeyFileException(
          place
              + ": the secret has "
              + secret.length
              + " bytes, it must have 32; copy the file anew from another host");
    }
    HeartbeatKey key = HeartbeatKey.of(secret);
    if (!words[1].equalsIgnoreCase(key.shownId())) {
      throw new KeyFileException(
          place
              + ": the secret does not belong to its id, the line is damaged; copy the file anew"
              + " from another host");
    }
    return key;
  }

  /** Writes beside the file and renames, so that a reader sees the old file or the new one. */
  private static void write(Path file, KeyRing ring) throws KeyFileException {
    StringBuilder text = new StringBuilder(HEADER);
    for (HeartbeatKey key : ring.keys()) {
      text.append("key ").append(key.shownId()).append(' ').append(key.encoded()).append('\n');
    }
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new KeyFileException("key file " + file + " cannot be a folder");
    }
    Path fresh = folder.resolve(target.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      writeDurably(fresh, text.toString());
      keepOwner(target, fresh);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (FileAlreadyExistsException e) {
      throw new KeyFileException(
          "key file " + file + " is being written by somebody else (" + fresh + "); try again");
    } catch (IOException e) {
      throw new KeyFileException(
          "key file " + file + " cannot be written: " + reason(e) + "; check folder " + folder);
    }
  }

  private static void writeDurably(Path fresh, String text) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  /** When root rotates the key of a daemon that is not root, the daemon must still read it. */
  private static void keepOwner(Path target, Path fresh) throws IOException {
    if (ownUid() == 0 && Files.exists(target)) {
      Files.setAttribute(fresh, "unix:uid", Files.getAttribute(target, "unix:uid"));
      Files.setAttribute(fresh, "unix:gid", Files.getAttribute(target, "unix:gid"));
    }
  }

  private static int ownUid() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "its folder does not exist";
      default -> String.valueOf(e.getMessage());
    };
  }
}
