package org.failovermon.app.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.failovermon.app.Await;
import org.failovermon.app.CommandLineFixture;

/** A real failoverd whose policies are edited, with the words that tests need. */
final class PolicyHouse implements AutoCloseable {
  static final String A = "policies/a.groovy";

  final DaemonProcess daemon;
  private final Path folder;
  private final int port;

  PolicyHouse(Path folder) throws IOException {
    this.folder = folder;
    port = DaemonProcess.freePort("127.0.0.1", "127.0.0.2");
    daemon = new DaemonProcess(folder, "127.0.0.1", port);
  }

  /** Its port of heartbeats, which 127.0.0.2 had free as well. */
  int port() {
    return port;
  }

  /** One monitor of a host that nobody is, at this interval. */
  static String monitor(String host, int seconds) {
    return "monitor('" + host + "') {\n  every " + seconds + ".seconds\n  startsByHand()\n}\n";
  }

  Path file(String path) {
    return folder.resolve(path);
  }

  void write(String path, String text) {
    try {
      Files.createDirectories(file(path).getParent());
      Files.writeString(file(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void configure(String toml) throws IOException {
    Files.writeString(daemon.home.settings(), toml, StandardOpenOption.APPEND);
  }

  /** The lines of {@code list -q}: host, state, boot, interval, … */
  String list() {
    return daemon.cli.run("-o list -q").out();
  }

  void awaitList(String... begins) {
    Await.until(
        "the list has " + String.join(", ", begins),
        () -> {
          String list = list();
          for (String each : begins) {
            if (list.lines().noneMatch(line -> line.startsWith(each))) {
              return false;
            }
          }
          return list.lines().count() == begins.length;
        },
        this::all);
  }

  void awaitStatus(String text) {
    Await.until("status says " + text, () -> status().contains(text), this::all);
  }

  void awaitNoTrouble() {
    Await.until(
        "the policies on disk are in force",
        () -> run("status --json").out().contains("\"trouble\" : null"),
        this::all);
  }

  /** The newest runs, and what the last two of them printed. */
  String said() {
    StringBuilder said = new StringBuilder(run("runs -n 2").out());
    newest()
        .ifPresent(
            run -> said.append(run("show " + run).out()).append(run("show " + (run - 1)).out()));
    return said.toString();
  }

  private OptionalLong newest() {
    return Pattern.compile("\"run\" : (\\d+)")
        .matcher(run("runs --json").out())
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .max();
  }

  void awaitSaid(String text) {
    Await.until("a run says " + text, () -> said().contains(text), () -> said() + all());
  }

  /** Waits until a run that began after now has ended. */
  void awaitAnotherRun() {
    long now = newest().orElse(0);
    Await.until("there are more runs", () -> newest().orElse(0) > now + 2, this::all);
  }

  String status() {
    return run("status").out().replaceAll("\\s+", " "); // the screen wraps its lines
  }

  CommandLineFixture.Result run(String words) {
    return daemon.cli.run(words);
  }

  String all() {
    return list() + status() + run("log -n 30").all() + daemon.output();
  }

  /** Runs a program in the home and waits for its end. */
  String program(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + " does not end: " + output);
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(
          String.join(" ", command) + ": exit " + process.exitValue() + ": " + output);
    }
    return output;
  }

  static boolean has(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    daemon.close();
  }
}
