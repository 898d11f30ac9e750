package org.failovermon.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the processes of a demo, each in a session of its own, so that Ctrl-C reaches the demo
 * alone, which then ends them in order. Thread-safe.
 */
final class Programs {
  private final Ground ground;
  private boolean closed;

  Programs(Ground ground) {
    this.ground = ground;
  }

  /** From now on nothing is started any more. */
  synchronized void close() {
    closed = true;
  }

  /**
   * Starts the wires and waits until they are laid.
   *
   * @throws DemoFailedException when they are not
   */
  Process startWires() {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(java("-Xmx32m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(Wires.class.getName(), ground.folder().toString()));
    Path log = ground.folder().resolve("wires.log");
    Process process = start(command, Map.of(), log, ProcessBuilder.Redirect.PIPE);
    try {
      String line =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if ("ready".equals(line)) {
        return process;
      }
      throw new DemoFailedException("the paths cannot be laid: " + Files.readString(log).strip());
    } catch (IOException e) {
      throw new DemoFailedException("the paths cannot be laid: " + e, e);
    }
  }

  /**
   * Starts the failoverd of a host in the background, as {@code failovermon daemon start} does, and
   * waits until it is ready.
   *
   * @throws DemoFailedException when it does not start
   */
  void startDaemon(String host) {
    List<String> command = new ArrayList<>(failovermon());
    command.addAll(List.of("--home", ground.home(host).toString(), "daemon", "start"));
    // Stands for DNS: the only way to give names to a process without being root.
    Map<String, String> names =
        host.equals(Ground.BETA)
            ? Map.of("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + ground.folder().resolve("hosts"))
            : Map.of();
    run(command, names, "failoverd of " + host);
  }

  /** Starts the web server of a host, as its init system does at boot. */
  void startWeb(String host) {
    run(
        List.of(ground.home(host).resolve("web").toString(), "start"),
        Map.of(),
        "the web server of " + host);
  }

  private void run(List<String> command, Map<String, String> environment, String what) {
    Path log = ground.folder().resolve("start-" + Thread.currentThread().threadId() + ".log");
    Process process =
        start(command, environment, log, ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new DemoFailedException(
            what + " does not start (exit code " + exit + "): " + Files.readString(log).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException(what + ": interrupted", e);
    } catch (IOException e) {
      throw new DemoFailedException(what + " does not start, and its words are lost: " + e, e);
    }
  }

  private synchronized Process start(
      List<String> command,
      Map<String, String> environment,
      Path log,
      ProcessBuilder.Redirect output) {
    if (closed) {
      throw new DemoFailedException("the demo ends");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectOutput(output);
    builder.environment().remove("FAILOVERMON_HOME");
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new DemoFailedException(
          "cannot start " + String.join(" ", command) + ": " + e.getMessage(), e);
    }
  }

  /** How failovermon is started here: its launcher, or Java where there is none. */
  static List<String> failovermon() {
    String root = System.getProperty("failovermon.root");
    if (root != null && Files.isExecutable(Path.of(root, "bin", "failovermon"))) {
      return List.of(Path.of(root, "bin", "failovermon").toString());
    }
    List<String> command = new ArrayList<>(java());
    command.add("org.failovermon.app.cli.Main");
    return command;
  }

  /** How failovermon is typed here, from the folder that the operator is in. */
  static String typed() {
    String launcher = failovermon().getFirst();
    if (!launcher.endsWith("failovermon")) {
      return "failovermon";
    }
    Path here = Path.of("").toAbsolutePath();
    Path file = Path.of(launcher);
    return file.startsWith(here) ? here.relativize(file).toString() : launcher;
  }

  private static List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
    return command;
  }
}
