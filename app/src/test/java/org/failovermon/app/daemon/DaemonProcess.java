package org.failovermon.app.daemon;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failovermon.app.Await;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.home.Home;
import org.failovermon.app.local.SystemOffices;

/** A real failoverd in a process of its own, with a home of its own on loopback. */
public final class DaemonProcess implements AutoCloseable {
  /** Its home. */
  public final Home home;

  /** The command line of its home. */
  public final CommandLineFixture cli;

  private final Path output;
  private final List<Process> processes = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  /** One that is not started yet, with its home in this folder. */
  public DaemonProcess(Path folder, String address, int port) throws IOException {
    home = Home.at(folder);
    home.create();
    Files.writeString(home.settings(), "port = " + port + "\nlisten = [\"" + address + "\"]\n");
    output = folder.resolve("output");
    cli =
        new CommandLineFixture(
            new SystemOffices(), Map.of("FAILOVERMON_HOME", folder.toString()), false);
  }

  /** A UDP port that nobody has on these addresses. */
  public static int freePort(String... addresses) throws IOException {
    while (true) {
      int port;
      try (DatagramSocket any = new DatagramSocket(0, InetAddress.ofLiteral(addresses[0]))) {
        port = any.getLocalPort();
      }
      if (free(port, addresses)) {
        return port;
      }
    }
  }

  private static boolean free(int port, String... addresses) throws IOException {
    for (String address : addresses) {
      try (DatagramSocket probe = new DatagramSocket(null)) {
        probe.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
      } catch (java.net.BindException e) {
        return false;
      }
    }
    return true;
  }

  /** From the next start on programs of this folder are found before those of the system. */
  void findsFirst(Path programs) {
    environment.put("PATH", programs + ":" + System.getenv("PATH"));
  }

  /** Starts the process and does not wait. */
  Process spawn() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfailovermon.root=" + System.getProperty("failovermon.root", ".."),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--home",
                home.state().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** Starts it and waits until it answers on its socket. */
  public Process start() throws IOException {
    Process process = spawn();
    Await.until(
        "failoverd answers on its socket",
        () -> !process.isAlive() || cli.run("daemon status").exit() == 0,
        this::output);
    if (!process.isAlive()) {
      throw new AssertionError("failoverd ended: " + output());
    }
    return process;
  }

  /** Starts it where it must not start, and returns what it said. */
  String refusal() throws Exception {
    Process process = spawn();
    Await.until("failoverd ends", () -> !process.isAlive(), this::output);
    return "exit " + process.waitFor() + ": " + output();
  }

  /** Of the process that was started last. */
  long pid() {
    return processes.getLast().pid();
  }

  /** What it printed so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return "no output: " + e;
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.destroyForcibly().onExit().join();
    }
  }
}
