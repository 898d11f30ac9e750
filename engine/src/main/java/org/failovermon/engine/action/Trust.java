package org.failovermon.engine.action;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may write what we run. A script or policy acts with our rights, so neither it nor its folder
 * may be writable by others; the owner must be root, ourselves, or whoever owns the home or the
 * installation and could replace everything anyway. Thread-safe.
 */
public final class Trust {
  private final String noun;
  private final Set<Integer> owners = new TreeSet<>();

  /**
   * Trusts root, ourselves and the owners of these folders.
   *
   * @param noun what is judged, for messages: "script", "policy"
   * @param folders the home and the installation; those that do not exist add nobody
   */
  public Trust(String noun, List<Path> folders) {
    this.noun = noun;
    owners.add(0);
    owner(Path.of("/proc/self")).ifPresent(owners::add);
    folders.forEach(folder -> owner(folder).ifPresent(owners::add));
  }

  /**
   * Why the file must not be run, with the command that mends it, or empty.
   *
   * @param file the script as it was named, which exists; a link is followed, and both folders
   *     count
   */
  public Optional<String> objection(Path file) {
    try {
      Path real = file.toRealPath();
      Optional<String> found = objectionTo(real, false);
      if (found.isEmpty()) {
        found = objectionTo(folderOf(real), true);
      }
      Path named = folderOf(file.toAbsolutePath()).toRealPath();
      return found.isEmpty() && !named.equals(folderOf(real)) ? objectionTo(named, true) : found;
    } catch (IOException e) {
      return Optional.of(noun + " " + file + " cannot be examined: " + Reasons.of(e));
    }
  }

  /**
   * Why nothing in this folder must be run, with the command that mends it, or empty.
   *
   * @param folder a folder that exists; a link is followed
   */
  public Optional<String> objectionToFolder(Path folder) {
    try {
      return objectionTo(folder.toRealPath(), true);
    } catch (IOException e) {
      return Optional.of(noun + " folder " + folder + " cannot be examined: " + Reasons.of(e));
    }
  }

  private Optional<String> objectionTo(Path path, boolean folder) throws IOException {
    int uid = (int) Files.getAttribute(path, "unix:uid");
    int mode = (int) Files.getAttribute(path, "unix:mode");
    String what = noun + (folder ? " folder " : " ") + path;
    if (!owners.contains(uid)) {
      return Optional.of(
          what
              + " belongs to uid "
              + uid
              + ", who could change what we run; it must belong to root or to us: chown "
              + (owners.size() > 1 ? owners.stream().skip(1).findFirst().orElseThrow() : 0)
              + " "
              + path);
    }
    boolean sticky = folder && (mode & 01000) != 0;
    if (sticky) {
      return Optional.empty(); // others cannot replace a file that is not theirs
    }
    String writers = "";
    if ((mode & 0020) != 0 && !privateGroup(path)) {
      writers = "g";
    }
    if ((mode & 0002) != 0) {
      writers += "o";
    }
    if (writers.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        what
            + " can be written by "
            + (writers.equals("g")
                ? "its group"
                : writers.equals("o") ? "others" : "others and its group")
            + " (mode "
            + String.format("%04o", mode & 07777)
            + "), who could change what we run; mend it: chmod "
            + writers
            + "-w "
            + path);
  }

  /** The group that many systems make for each user, named as the user and with no other member. */
  private static boolean privateGroup(Path path) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
    String owner = attributes.owner().getName();
    String group = attributes.group().getName();
    if (!owner.equals(group)) {
      return false;
    }
    for (String line : Files.readAllLines(Path.of("/etc/group"))) {
      String[] fields = line.split(":", -1);
      if (fields.length == 4 && fields[0].equals(group)) {
        return fields[3].isEmpty() || fields[3].equals(owner);
      }
    }
    return false;
  }

  /** Why a file with a secret must not be used, or empty: nobody but its owner may read it. */
  static Optional<String> secretObjection(Path file) {
    try {
      Set<PosixFilePermission> open =
          Set.of(
              PosixFilePermission.GROUP_READ,
              PosixFilePermission.GROUP_WRITE,
              PosixFilePermission.OTHERS_READ,
              PosixFilePermission.OTHERS_WRITE);
      boolean exposed = Files.getPosixFilePermissions(file).stream().anyMatch(open::contains);
      return exposed
          ? Optional.of(
              "password file " + file + " can be read by others; mend it: chmod 600 " + file)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("password file " + file + " cannot be examined: " + Reasons.of(e));
    }
  }

  private static Optional<Integer> owner(Path path) {
    try {
      return Optional.of((Integer) Files.getAttribute(path, "unix:uid"));
    } catch (IOException e) {
      return Optional.empty(); // a folder that does not exist yet trusts nobody
    }
  }

  private static Path folderOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }
}
