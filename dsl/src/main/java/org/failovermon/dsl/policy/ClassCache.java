package org.failovermon.dsl.policy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.failovermon.dsl.compile.Hashes;
import org.failovermon.dsl.compile.Unit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps compiled classes in a folder, so that a start need not compile what was compiled before. A
 * file that is damaged, or a folder that others can write, is not used: then everything is
 * compiled, which is slower and as right. Thread-safe.
 */
final class ClassCache {
  private static final Logger LOG = LoggerFactory.getLogger(ClassCache.class);
  private static final int MAGIC = 0x464d_4331;
  private static final int SPARE = 1_000;
  private static final String SUFFIX = ".classes";

  private final Path folder;
  private final boolean usable;

  ClassCache(Path folder) {
    this.folder = folder;
    this.usable = prepare(folder);
  }

  private static boolean prepare(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      int mode = (int) Files.getAttribute(folder, "unix:mode");
      Object owner = Files.getAttribute(folder, "unix:uid");
      Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      if ((mode & 0022) != 0 || !owner.equals(self)) {
        LOG.warn(
            "the cache of compiled policies {} is not used: others could write it; mend it: chmod"
                + " 700 {}",
            folder,
            folder);
        return false;
      }
      return true;
    } catch (IOException e) {
      LOG.warn("the cache of compiled policies {} is not used: {}", folder, e.toString());
      return false;
    }
  }

  /** The classes of that key, or null when they are not there. */
  @Nullable Unit get(String key) {
    if (!usable) {
      return null;
    }
    try {
      return read(Files.readAllBytes(file(key)));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      LOG.warn("compiled policy {} is damaged and is compiled again: {}", file(key), e.toString());
      return null;
    }
  }

  private static Unit read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (bytes.length < 4 || in.readInt() != MAGIC) {
      throw new IOException("another format");
    }
    String hash = in.readUTF();
    byte[] content = in.readAllBytes();
    if (!Hashes.of(content).equals(hash)) {
      throw new IOException("its hash is another one");
    }
    DataInputStream body = new DataInputStream(new ByteArrayInputStream(content));
    String main = body.readUTF();
    Map<String, byte[]> classes = new TreeMap<>();
    for (int left = body.readInt(); left > 0; left--) {
      String name = body.readUTF();
      classes.put(name, body.readNBytes(body.readInt()));
    }
    Map<String, String> files = new TreeMap<>();
    for (int left = body.readInt(); left > 0; left--) {
      files.put(body.readUTF(), body.readUTF());
    }
    return new Unit(classes, files, main.isEmpty() ? null : main, List.of());
  }

  /** Keeps the classes of a key. */
  void put(String key, Unit unit) {
    if (!usable) {
      return;
    }
    try {
      byte[] content = content(unit);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(all);
      out.writeInt(MAGIC);
      out.writeUTF(Hashes.of(content));
      out.write(content);
      Path partial = Files.createTempFile(folder, "new", ".partial");
      Files.write(partial, all.toByteArray());
      Files.move(partial, file(key), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("a compiled policy is not kept in {}: {}", folder, e.toString());
    }
  }

  private static byte[] content(Unit unit) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(all);
    String main = unit.mainClass();
    out.writeUTF(main == null ? "" : main);
    out.writeInt(unit.classes().size());
    for (Map.Entry<String, byte[]> each : unit.classes().entrySet()) {
      out.writeUTF(each.getKey());
      out.writeInt(each.getValue().length);
      out.write(each.getValue());
    }
    out.writeInt(unit.files().size());
    for (Map.Entry<String, String> each : unit.files().entrySet()) {
      out.writeUTF(each.getKey());
      out.writeUTF(each.getValue());
    }
    return all.toByteArray();
  }

  /** Forgets what is not in use, when there is much of it. */
  void keep(Collection<String> keys) {
    if (!usable) {
      return;
    }
    Set<String> used = new HashSet<>();
    keys.forEach(key -> used.add(key + SUFFIX));
    List<Path> unused = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!used.contains(file.getFileName().toString())) {
          unused.add(file);
        }
      }
      if (unused.size() > keys.size() + SPARE) {
        for (Path file : unused) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.warn("the cache of compiled policies {} cannot be tidied: {}", folder, e.toString());
    }
  }

  private Path file(String key) {
    return folder.resolve(key + SUFFIX);
  }
}
