package org.failovermon.app.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of the sources as a fresh clone has them, where every user can read it, with nothing built
 * yet; and programs that run in it.
 */
final class SourceTree implements AutoCloseable {
  private static final long BOUND_SECONDS = 600;

  private final Path folder;
  private final Path root;
  private final List<Process> started = new ArrayList<>();
  private int programs;

  /**
   * What a program printed, and its exit code.
   *
   * @param exit its exit code
   * @param out standard output
   * @param err standard error
   */
  record Said(int exit, String out, String err) {
    @Override
    public String toString() {
      return out + "--- standard error\n" + err + "--- exit " + exit;
    }
  }

  /** A program that runs, with the files that it prints to. */
  record Running(Process process, Path out, Path err) {
    String printed() {
      return read(out);
    }

    /** Waits for its end. */
    Said said() {
      try {
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError("does not end: " + read(out) + read(err));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
      return new Said(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private SourceTree(Path folder) {
    this.folder = folder;
    this.root = folder.resolve("tree");
  }

  /** Copies the sources that the tests were built from. */
  static SourceTree copy() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "fovm");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    SourceTree tree = new SourceTree(folder);
    Path sources = Path.of(System.getProperty("failovermon.root", "..")).toRealPath();
    Files.createDirectory(tree.root);
    for (String name : List.of("pom.xml", "bin", "scripts")) {
      copy(sources, tree.root, name);
    }
    try (Stream<Path> children = Files.list(sources)) {
      for (Path module : children.filter(each -> Files.exists(each.resolve("pom.xml"))).toList()) {
        String name = module.getFileName().toString();
        Files.createDirectories(tree.root.resolve(name).resolve("src"));
        copy(sources, tree.root, name + "/pom.xml");
        copy(sources, tree.root, name + "/src/main");
      }
    }
    return tree;
  }

  private static void copy(Path from, Path to, String name) throws IOException {
    try (Stream<Path> files = Files.walk(from.resolve(name))) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** The root of the copy. */
  Path root() {
    return root;
  }

  /** A fresh folder beside the copy; its path is short enough for a control socket in it. */
  Path directory(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    return made;
  }

  /** One of the launchers. */
  String bin(String name) {
    return root.resolve("bin").resolve(name).toString();
  }

  /** Starts a program in this environment and does not wait. */
  Running start(Map<String, String> environment, String... words) throws IOException {
    String number = "program" + ++programs;
    Path out = folder.resolve(number + ".out");
    Path err = folder.resolve(number + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(Path.of("/").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return new Running(process, out, err);
  }

  /** Runs a program to its end. */
  Said run(String... words) throws IOException {
    return start(Map.of(), words).said();
  }

  /** Ends what still runs, and removes everything. */
  @Override
  public void close() throws IOException {
    for (Process process : started) {
      process.destroyForcibly().onExit().join();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
