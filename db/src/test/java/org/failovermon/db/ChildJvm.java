package org.failovermon.db;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts a main class of these tests in a process of its own. */
final class ChildJvm {
  private ChildJvm() {}

  /** Starts it as the same user. */
  static Process start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), System.getProperty("java.class.path", ""), main, arguments);
  }

  /**
   * Starts it as nobody; only root can. The classes are copied to where nobody can read them.
   *
   * @param folder for the copy; everybody must be able to enter it
   */
  static Process startAsNobody(Path folder, Class<?> main, String... arguments) throws IOException {
    List<String> copies = new ArrayList<>();
    int number = 0;
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      Path to = folder.resolve("classes-" + number++ + "-" + from.getFileName());
      if (Files.exists(from) && !Files.exists(to)) {
        copy(from, to);
      }
      copies.add(to.toString());
    }
    return start(
        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
        String.join(File.pathSeparator, copies),
        main,
        arguments);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(
            path,
            to.resolve(from.relativize(path).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Process start(
      List<String> prefix, String classPath, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** The lines that the child prints. */
  static BufferedReader lines(Process child) {
    return child.inputReader(StandardCharsets.UTF_8);
  }

  /** All that the child prints until it ends. */
  static String output(Process child) throws IOException {
    try (BufferedReader lines = lines(child)) {
      return String.join("\n", lines.lines().toList());
    }
  }
}
