package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this machine must offer; a test that misses something is skipped, by name, with the reason.
 */
final class Requirements {
  private static Optional<String> lacking = Optional.empty();
  private static boolean examined;

  private Requirements() {}

  /** Root, network namespaces with veth pairs, and packet filters in them. */
  static synchronized void network() {
    if (!examined) {
      lacking = whatNetworkLacks();
      examined = true;
    }
    assumeTrue(lacking.isEmpty(), () -> lacking.orElse(""));
  }

  private static Optional<String> whatNetworkLacks() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("needs root: the lab makes network namespaces");
    }
    for (String program : List.of("ip", "nft", "kill")) {
      if (!Command.installed(program)) {
        return Optional.of("needs " + program + ": apt-get install iproute2 nftables procps");
      }
    }
    Namespace.removeStale();
    try (Namespace trial = Namespace.create("trial")) {
      for (String[] words :
          List.of(
              new String[] {"ip", "-n", trial.name(), "link", "add", "p1", "type", "veth"},
              trial.command("nft", "add table inet lab"))) {
        Command.Ended ended = Command.attempt(words);
        if (ended.exit() != 0) {
          return Optional.of(
              "this machine does not let the lab work: "
                  + String.join(" ", words)
                  + ": "
                  + ended.output());
        }
      }
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of("this machine does not let the lab make a namespace: " + e.getMessage());
    }
  }

  /** The library that gives a process a wall clock of its own. */
  static Path faketime() {
    Optional<Path> library = libraryOfFaketime();
    assumeTrue(library.isPresent(), "needs libfaketime: apt-get install faketime");
    return library.orElseThrow();
  }

  private static Optional<Path> libraryOfFaketime() {
    for (String pattern : List.of("/usr/lib", "/usr/lib64", "/usr/local/lib")) {
      Path folder = Path.of(pattern);
      if (!Files.isDirectory(folder)) {
        continue;
      }
      for (Path candidate : withSubfolders(folder)) {
        Path library = candidate.resolve("faketime/libfaketimeMT.so.1");
        if (Files.exists(library)) {
          return Optional.of(library);
        }
      }
    }
    return Optional.empty();
  }

  private static List<Path> withSubfolders(Path folder) {
    List<Path> all = new java.util.ArrayList<>(List.of(folder));
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, "*-linux-*")) {
      children.forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
