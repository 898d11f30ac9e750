package org.failovermon.app.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.NoAnswerException;
import org.failovermon.app.control.Query;
import org.failovermon.app.home.Errors;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.Install;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Starts failoverd in a session of its own and waits until it answers on its socket. */
final class DaemonStart {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final int MOST_LINES = 20;

  private final Home home;
  private final @Nullable String homeFlag;
  private final Supplier<@Nullable Desk> daemon;

  DaemonStart(Home home, @Nullable String homeFlag, Supplier<@Nullable Desk> daemon) {
    this.home = home;
    this.homeFlag = homeFlag;
    this.daemon = daemon;
  }

  List<String> run() {
    home.create();
    List<String> said = new ArrayList<>(FirstKey.makeIfMissing(home));
    Path output = home.logs().resolve("failoverd.out");
    Process process = spawn(output);
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < READY.toNanos()) {
      try (Desk desk = daemon.get()) {
        if (desk != null) {
          said.add(ready(desk.ask(new Query.Daemon()).path("daemon"), begun));
          return said;
        }
      } catch (NoAnswerException e) {
        continue; // it is just starting, on a machine that is busy
      }
      if (!process.isAlive()) {
        throw Refusal.notDone(reasons(output));
      }
      SystemOffices.pause();
    }
    throw Refusal.notDone(
        "failoverd (process "
            + process.pid()
            + ") was started and does not answer after "
            + READY.toSeconds()
            + " s; see "
            + output
            + " and "
            + home.logs());
  }

  private static String ready(JsonNode facts, long begun) {
    return "started failoverd, process "
        + facts.path("pid").asString("")
        + ", heartbeats on UDP port "
        + facts.path("port").asString("")
        + ", ready after "
        + Duration.ofNanos(System.nanoTime() - begun).toMillis()
        + " ms";
  }

  private Process spawn(Path output) {
    List<String> command = new ArrayList<>(List.of("setsid"));
    Path launcher = Install.root().resolve("bin/failoverd");
    if (System.getProperty("failovermon.root") != null && Files.isExecutable(launcher)) {
      command.add(launcher.toString());
    } else {
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              "org.failovermon.app.daemon.Main"));
    }
    if (homeFlag != null) {
      command.add("--home");
      command.add(home.state().toString());
    }
    command.add("--background");
    try {
      return new ProcessBuilder(command)
          .directory(Path.of("/").toFile())
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(output.toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw Refusal.because(
          e,
          "cannot start failoverd ("
              + String.join(" ", command)
              + "): "
              + Errors.reason(e)
              + "; setsid comes with util-linux");
    }
  }

  private static List<String> reasons(Path output) {
    List<String> lines = new ArrayList<>();
    lines.add("failoverd did not start:");
    try {
      List<String> said = Files.readAllLines(output);
      said.subList(Math.max(0, said.size() - MOST_LINES), said.size()).stream()
          .map(line -> line.startsWith("failoverd: ") ? line.substring(11) : line)
          .forEach(lines::add);
    } catch (IOException e) {
      lines.add("what it said cannot be read: " + output + ": " + Errors.reason(e));
    }
    return lines;
  }
}
