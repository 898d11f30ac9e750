package org.failovermon.app.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.failovermon.app.cli.Cli;
import org.failovermon.app.cli.Terminal;
import org.failovermon.app.control.Json;
import org.failovermon.app.local.SystemOffices;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A failoverd in a process of its own, with a home of its own, in a namespace; and its command
 * line. The command line runs inside the test: it reaches the daemon by its Unix socket, which no
 * network namespace hides, and a JVM for each look would take longer than most scenarios.
 */
final class Node {
  /** The UDP port of heartbeats, the same in every namespace. */
  static final int PORT = 6940;

  private final String name;
  private final Namespace namespace;
  private final Path folder;
  private final Path home;
  private final Faults faults;
  private final List<String> wrapper = new ArrayList<>();
  private @Nullable Process daemon;

  /**
   * What a command printed, and its exit code.
   *
   * @param exit its exit code
   * @param out standard output
   * @param err standard error
   */
  record Said(int exit, String out, String err) {
    String all() {
      return out + err;
    }
  }

  /**
   * Makes a host without a daemon.
   *
   * @param folder where what the test writes lies: the trace of scripts, the output of the daemon
   * @param home the installation
   */
  Node(String name, Namespace namespace, Faults faults, Path folder, Path home) {
    this.name = name;
    this.namespace = namespace;
    this.faults = faults;
    this.folder = folder;
    this.home = home;
    Scripts.write(this);
  }

  String name() {
    return name;
  }

  Namespace namespace() {
    return namespace;
  }

  Faults faults() {
    return faults;
  }

  Path home() {
    return home;
  }

  Path folder() {
    return folder;
  }

  Path key() {
    return home.resolve("key");
  }

  /** Writes the configuration file. */
  void configure(String toml) {
    write(home.resolve("failovermon.toml"), toml);
  }

  /** From the next start on the daemon runs under this program, as in {@code env A=B}. */
  void under(List<String> program) {
    wrapper.clear();
    wrapper.addAll(program);
  }

  /** Starts the daemon and waits until it is ready. */
  void start() {
    launch();
    awaitReady();
  }

  /** Starts the daemon. */
  void launch() {
    List<String> words = new ArrayList<>(wrapper);
    words.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xmx256m",
            "-Dsun.net.inetaddr.ttl=1", // names are asked for anew within the time of a test
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfailovermon.root=" + System.getProperty("failovermon.root", "."),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "org.failovermon.app.daemon.Main",
            "--home",
            home.toString()));
    try {
      daemon =
          new ProcessBuilder(namespace.command(words.toArray(String[]::new)))
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the daemon that was launched answers on its socket. */
  void awaitReady() {
    Process process = running();
    Await.until(
        "failoverd of " + name + " is ready",
        Await.BOUND,
        this::outputText,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("failoverd of " + name + " ended: " + outputText());
          }
          Said said = run("daemon", "status", "--json");
          return said.exit() == 0
              && parse(said).path("daemon").path("pid").asLong(0) == process.pid();
        });
  }

  /** The process id of the daemon. */
  long pid() {
    return running().pid();
  }

  private Process running() {
    Process process = daemon;
    if (process == null) {
      throw new IllegalStateException("no daemon of " + name + " was started");
    }
    return process;
  }

  /** The daemon stands still, as in a debugger or a frozen virtual machine. */
  void pause() {
    Command.signal("STOP", pid());
  }

  void resume() {
    Command.signal("CONT", pid());
  }

  /** The daemon dies: SIGKILL. */
  void kill() {
    Command.signal("KILL", pid());
    gone();
  }

  /** The daemon is stopped cleanly: SIGTERM. */
  void stop() {
    Command.signal("TERM", pid());
    gone();
  }

  private void gone() {
    try {
      if (!running().waitFor(Await.BOUND.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("failoverd of " + name + " does not end: " + outputText());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while failoverd of " + name + " ends", e);
    }
    daemon = null;
  }

  /** Stops the daemon if one runs, also one that is paused. */
  void stopIfRunning() {
    Process process = daemon;
    if (process != null && process.isAlive()) {
      resume();
      stop();
    }
  }

  /** Ends the daemon without waiting for anything; for a test that has failed. */
  void abandon() {
    Process process = daemon;
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** Runs a command for this home: {@code failovermon --home HOME WORD...}. */
  Said run(String... words) {
    String[] line = new String[words.length + 2];
    line[0] = "--home";
    line[1] = home.toString();
    System.arraycopy(words, 0, line, 2, words.length);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(new PrintWriter(out), new PrintWriter(err), Map.of(), false, ZoneId.of("UTC"));
    int exit = new Cli(terminal, new SystemOffices()).run(line);
    return new Said(exit, out.toString(), err.toString());
  }

  /** Runs a command that must succeed, and returns what it printed. */
  String must(String... words) {
    Said said = run(words);
    if (said.exit() != 0) {
      throw new AssertionError(
          "failovermon "
              + String.join(" ", words)
              + " ended with "
              + said.exit()
              + ": "
              + said.all());
    }
    return said.out();
  }

  /** What a command prints with {@code --json}. */
  JsonNode ask(String... words) {
    String[] line = new String[words.length + 1];
    System.arraycopy(words, 0, line, 0, words.length);
    line[words.length] = "--json";
    return Json.parse(must(line).getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode parse(Said said) {
    return Json.parse(said.out().getBytes(StandardCharsets.UTF_8));
  }

  JsonNode status() {
    return ask("status");
  }

  /** The status of one monitor, or a missing node. */
  JsonNode monitor(String host) {
    for (JsonNode monitor : status().path("monitors")) {
      if (monitor.path("host").asString("").equals(host)) {
        return monitor;
      }
    }
    return status().path("no such monitor");
  }

  String verdict(String host) {
    return monitor(host).path("verdict").asString("none");
  }

  /** Seconds since the path answered; a very long time if it never did. */
  double silence(String host, String address) {
    JsonNode path = path(host, address);
    return path.path("last_answer_ago_s").asDouble(Double.MAX_VALUE);
  }

  /** The status of one path of a monitor, or a missing node. */
  JsonNode path(String host, String address) {
    JsonNode monitor = monitor(host);
    for (JsonNode path : monitor.path("paths")) {
      if (path.path("address").asString("").equals(address)) {
        return path;
      }
    }
    return monitor.path("no such path");
  }

  Journal journal() {
    return new Journal(this);
  }

  /** Waits until something is true of this node. */
  void await(String what, Predicate<Node> condition) {
    await(what, Await.BOUND, condition);
  }

  void await(String what, Duration bound, Predicate<Node> condition) {
    Await.until(what, bound, this::evidence, () -> condition.test(this));
  }

  void awaitVerdict(String host, String verdict) {
    await(host + " is " + verdict, node -> node.verdict(host).equals(verdict));
  }

  /** What helps to understand a failure. */
  String evidence() {
    StringBuilder text = new StringBuilder("== " + name + "\n");
    Process process = daemon;
    if (process == null || process.isAlive()) {
      text.append(run("status").all()).append(run("log", "-n", "60").all());
      text.append(run("runs").all());
    }
    return text.append("trace of scripts: ")
        .append(Scripts.trace(this))
        .append('\n')
        .append(outputText())
        .toString();
  }

  private Path output() {
    return folder.resolve("failoverd.out");
  }

  /** What the daemon printed. */
  String outputText() {
    try {
      return Files.exists(output()) ? Files.readString(output()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
