package org.failovermon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What a run stands on: a folder, two network namespaces joined by a veth pair, and the processes
 * in them. All of it is gone after {@link #close}, which also runs when the run is interrupted.
 */
final class Ground implements AutoCloseable {
  static final String ADDRESS_A = "10.66.0.1";
  static final String ADDRESS_B = "10.66.0.2";

  /** Both ends of the link bear the same name, each in its namespace. */
  static final String LINK = "fmlink0";

  private final String id;
  private final Path folder;
  private final List<Process> processes = new CopyOnWriteArrayList<>();
  private boolean namespaces;

  Ground(String id) throws IOException {
    this.id = id;
    folder = Files.createDirectories(Path.of("/tmp/fmbench-" + id));
    Runtime.getRuntime().addShutdownHook(new Thread(this::endProcesses));
  }

  Path folder() {
    return folder;
  }

  String a() {
    return "fmbench-" + id + "-a";
  }

  String b() {
    return "fmbench-" + id + "-b";
  }

  /** Makes the two namespaces and the link between them; needs root. */
  void makeNamespaces() throws IOException, InterruptedException {
    for (String name : List.of(a(), b())) {
      run("ip", "netns", "add", name);
      run("ip", "-n", name, "link", "set", "lo", "up");
    }
    namespaces = true;
    run("ip", "-n", a(), "link", "add", LINK, "type", "veth", "peer", "name", LINK, "netns", b());
    run("ip", "-n", a(), "address", "add", ADDRESS_A + "/24", "dev", LINK);
    run("ip", "-n", b(), "address", "add", ADDRESS_B + "/24", "dev", LINK);
    run("ip", "-n", a(), "link", "set", LINK, "up");
    run("ip", "-n", b(), "link", "set", LINK, "up");
  }

  /** Runs a command to its end. */
  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output.strip());
    }
    return output;
  }

  /** Starts a program in a namespace, with its output in a file; it is ended with this. */
  Process start(String namespace, Path log, String... command) throws IOException {
    ProcessBuilder builder = in(namespace, command);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return track(builder.start());
  }

  /** A program in a namespace, or outside of them where the name is empty. */
  static ProcessBuilder in(String namespace, String... command) {
    List<String> words = new ArrayList<>();
    if (!namespace.isEmpty()) {
      words.addAll(List.of("ip", "netns", "exec", namespace));
    }
    words.addAll(Arrays.asList(command));
    return new ProcessBuilder(words);
  }

  Process track(Process process) {
    processes.removeIf(known -> !known.isAlive());
    processes.add(process);
    return process;
  }

  /** Ends a process and all that it started, at once, as a death would. */
  static void kill(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Asks a process to end, and ends it after ten seconds. */
  static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      kill(process);
      process.waitFor();
    }
  }

  /**
   * Waits for a condition.
   *
   * @param what its name, for the message when it does not come
   * @param everyMs pause between two looks; a look that costs must not disturb what is measured
   */
  static void await(String what, long seconds, long everyMs, BooleanSupplier condition) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within " + seconds + " s: " + what);
      }
      LockSupport.parkNanos(everyMs * 1_000_000);
    }
  }

  private void endProcesses() {
    processes.forEach(Ground::kill);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    endProcesses();
    for (Process process : processes) {
      process.waitFor(10, TimeUnit.SECONDS);
    }
    if (namespaces) {
      run("ip", "netns", "delete", a());
      run("ip", "netns", "delete", b());
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The same moment on the clock of {@link System#nanoTime}; nobody steps the wall clock here. */
  static long nanoTimeOf(Instant at) {
    return System.nanoTime() - Duration.between(at, Instant.now()).toNanos();
  }
}
