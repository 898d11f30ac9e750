package org.failovermon.app.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network namespace: as far as the network goes, a host of its own. Its name carries the process
 * id of the test, so that what a killed test left behind is recognised and removed.
 */
final class Namespace implements AutoCloseable {
  /** What names of this lab look like: namespaces and folders. */
  static final Pattern OURS = Pattern.compile("fml(\\d+)-\\d+.*");

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Path CONFIGURATION = Path.of("/etc/netns");

  private final String name;

  private Namespace(String name) {
    this.name = name;
  }

  /** A name that nobody else uses, beginning as {@link #OURS} says. */
  static String fresh() {
    return "fml" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
  }

  /** Makes a namespace with loopback alone. */
  static Namespace create(String host) {
    Namespace namespace = new Namespace(fresh() + "-" + host);
    Command.run("ip", "netns", "add", namespace.name);
    Command.run("ip", "-n", namespace.name, "link", "set", "lo", "up");
    return namespace;
  }

  /** Whether a name belongs to a test whose process is gone. */
  static boolean stale(String name) {
    Matcher ours = OURS.matcher(name);
    return ours.matches()
        && ProcessHandle.of(Long.parseLong(ours.group(1))).filter(ProcessHandle::isAlive).isEmpty();
  }

  /** Removes the namespaces that killed tests left, with the processes in them. */
  static void removeStale() {
    for (String line : Command.run("ip", "netns", "list").lines().toList()) {
      String name = line.split(" ", 2)[0];
      if (stale(name)) {
        new Namespace(name).close();
      }
    }
  }

  String name() {
    return name;
  }

  /** The same program, run in this namespace. */
  String[] command(String... words) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(List.of(words));
    return all.toArray(String[]::new);
  }

  /** The processes that run in it. */
  List<Long> processes() {
    return Command.run("ip", "netns", "pids", name).lines().map(Long::parseLong).toList();
  }

  /**
   * Sets its {@code /etc/hosts}. The first time must come before a process is started in it; later
   * changes are seen by those that run.
   */
  void hosts(String text) {
    try {
      Path folder = Files.createDirectories(CONFIGURATION.resolve(name));
      Files.writeString(folder.resolve("hosts"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends what still runs in it, and removes it. */
  @Override
  public void close() {
    for (long process : processes()) {
      ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }
    Command.run("ip", "netns", "delete", name);
    try {
      Path folder = CONFIGURATION.resolve(name);
      Files.deleteIfExists(folder.resolve("hosts"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
