package org.failovermon.app.policy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Errors;
import org.failovermon.app.home.Home;
import org.failovermon.dsl.live.FileProblem;
import org.failovermon.dsl.live.SourceRoot;
import org.failovermon.dsl.live.Sources;

/**
 * Writes an older state of the policies and scripts back to their folders. Each file is replaced as
 * a whole, so that nobody ever reads half of one; it keeps owner, group and mode of the file that
 * it replaces. What is a link stays one: the file that it leads to is replaced.
 */
public final class Restoring {
  private static final Set<PosixFilePermission> TEXT = PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final Home home;
  private final List<String> done = new ArrayList<>();

  /** Into the folders of this home. */
  public Restoring(Home home) {
    this.home = home;
  }

  /**
   * Makes the folders hold exactly these files, as far as sources go; other files stay.
   *
   * @param files texts by path
   * @param now what lies there now; what cannot be read as text is moved aside
   * @param beside whether what is replaced or removed is kept beside as {@code NAME.bak}
   * @return what was done, one sentence for each file
   * @throws Refusal when a file cannot be written; those before it are written
   */
  public List<String> restore(Map<String, String> files, Sources now, boolean beside) {
    for (FileProblem problem : now.problems()) {
      Path file = file(problem.path());
      if (Files.isRegularFile(file)) {
        change(problem.path(), () -> moveAside(problem.path(), file));
      }
    }
    for (String path : now.files().keySet()) {
      if (!files.containsKey(path)) {
        change(
            path,
            () -> {
              if (beside) {
                moveAside(path, file(path));
              } else {
                Files.delete(file(path));
                done.add("removed " + path);
              }
            });
      }
    }
    new TreeMap<>(files)
        .forEach(
            (path, text) -> {
              var there = now.files().get(path);
              if (there == null || !there.text().equals(text)) {
                change(
                    path,
                    () -> {
                      if (beside && there != null) {
                        copyAside(path, file(path));
                      }
                      write(path, text, there == null);
                    });
              }
            });
    return List.copyOf(done);
  }

  private Path file(String path) {
    Path relative = Path.of(path).normalize();
    Path folder =
        switch (relative.getName(0).toString()) {
          case SourceRoot.POLICIES -> home.policies();
          case SourceRoot.SCRIPTS -> home.scripts();
          default -> throw new IllegalStateException("a version has the file " + path);
        };
    return folder.resolve(relative.subpath(1, relative.getNameCount()));
  }

  private void moveAside(String path, Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".bak");
    Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    done.add("moved " + path + " aside to " + aside + ", since it is kept in no version");
  }

  private void copyAside(String path, Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".bak");
    Files.copy(
        file, aside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    done.add("copied " + path + " to " + aside + ", since it is kept in no version");
  }

  private void write(String path, String text, boolean isNew) throws IOException {
    Path named = file(path);
    Path folder = parent(named);
    Files.createDirectories(folder);
    Path file = Files.exists(named) ? named.toRealPath() : named;
    Path fresh = parent(file).resolve("." + file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel out =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Path like = Files.exists(file) ? file : parent(file);
    PosixFileAttributes rights = Files.readAttributes(like, PosixFileAttributes.class);
    PosixFileAttributeView view =
        Files.getFileAttributeView(fresh, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!Files.getOwner(fresh).equals(rights.owner())) {
      view.setOwner(rights.owner());
    }
    if (!view.readAttributes().group().equals(rights.group())) {
      view.setGroup(rights.group());
    }
    view.setPermissions(
        Files.exists(file) ? rights.permissions() : text.startsWith("#!") ? PROGRAM : TEXT);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    done.add((isNew ? "wrote " : "replaced ") + path);
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of(".") : parent;
  }

  private interface Step {
    void run() throws IOException;
  }

  private void change(String path, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      List<String> sentences = new ArrayList<>(done);
      sentences.add(
          "cannot write "
              + path
              + ": "
              + Errors.reason(e)
              + "; what is named above was done, the rest was not; mend it and repeat the command");
      throw Refusal.notDone(sentences);
    }
  }
}
