package org.failovermon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One home of failovermon and the daemon in it, in a namespace or outside of all of them. */
final class Installation {
  private static final Path BIN = Path.of(System.getProperty("bench.root"), "bin");

  private final Ground ground;
  private final String namespace;
  private final Path home;
  private final ControlSocket socket;
  private final Map<String, String> environment = new HashMap<>();
  private Process daemon;

  /**
   * Makes the home.
   *
   * @param namespace where its programs run, or empty
   * @param name of its folder
   */
  Installation(Ground ground, String namespace, String name) throws IOException {
    this.ground = ground;
    this.namespace = namespace;
    home = Files.createDirectories(ground.folder().resolve(name));
    socket = new ControlSocket(home.resolve("failovermon.sock"));
  }

  Path home() {
    return home;
  }

  ControlSocket socket() {
    return socket;
  }

  void settings(String toml) throws IOException {
    Files.writeString(home.resolve("failovermon.toml"), toml);
  }

  /** Of the daemon, from its next start on. */
  void environment(String name, String value) {
    environment.put(name, value);
  }

  void generateKey() throws IOException, InterruptedException {
    command("key", "generate");
  }

  void copyKeyOf(Installation other) throws IOException {
    Path key = home.resolve("key");
    Files.copy(other.home.resolve("key"), key, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
  }

  void script(String kind, String name, String text) throws IOException {
    Path folder = Files.createDirectories(home.resolve("scripts").resolve(kind));
    Files.writeString(folder.resolve(name), text);
  }

  /** Runs the command line and returns what it prints. */
  String command(String... words) throws IOException, InterruptedException {
    Process process = commandLine(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException("failovermon " + String.join(" ", words) + ": " + output.strip());
    }
    return output;
  }

  ProcessBuilder commandLine(String... words) {
    List<String> all = new ArrayList<>();
    all.add(BIN.resolve("failovermon").toString());
    all.addAll(Arrays.asList(words));
    ProcessBuilder builder = Ground.in(namespace, all.toArray(String[]::new));
    builder.environment().put("FAILOVERMON_HOME", home.toString());
    return builder;
  }

  /** Starts the daemon; returns the nanoseconds until its control socket took a connection. */
  long start() throws IOException {
    Files.deleteIfExists(home.resolve("failovermon.sock")); // a killed one leaves it behind
    ProcessBuilder builder = Ground.in(namespace, BIN.resolve("failoverd").toString());
    builder.environment().put("FAILOVERMON_HOME", home.toString());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(
            ground.folder().resolve(home.getFileName() + ".log").toFile()));
    long begin = System.nanoTime();
    daemon = ground.track(builder.start());
    Ground.await(
        "the daemon of " + home + " is ready (its output: " + home + ".log)",
        120,
        2,
        () -> {
          if (!daemon.isAlive()) {
            throw new IllegalStateException("the daemon ended; see " + home + ".log");
          }
          return socket.ready();
        });
    return System.nanoTime() - begin;
  }

  /** The process id of the Java program, which the launcher may have become or may have started. */
  long pid() {
    return daemon
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .map(ProcessHandle::pid)
        .orElse(daemon.pid());
  }

  /** User and system time of the daemon, in seconds. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0; // USER_HZ
  }

  /** SIGKILL; returns the moment just before. */
  long kill() throws InterruptedException {
    long now = System.nanoTime();
    Ground.kill(daemon);
    daemon.waitFor();
    return now;
  }

  void stop() throws InterruptedException {
    Ground.stop(daemon);
  }

  /** How many monitors have each verdict. */
  long verdicts(String word) {
    long count = 0;
    for (JsonNode monitor : socket.get("/v1/status").path("monitors")) {
      if (monitor.path("verdict").asString("").equals(word)) {
        count++;
      }
    }
    return count;
  }
}
