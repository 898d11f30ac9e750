package org.failovermon.app.daemon;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.failovermon.app.Refusal;
import org.failovermon.app.cli.Cli;
import org.failovermon.app.cli.Terminal;
import org.failovermon.app.home.Home;
import org.failovermon.app.local.SystemOffices;
import org.failovermon.db.schema.NativeLibrary;

/**
 * What the build runs once so that the JVM can note which classes a start needs (the AOT caches of
 * {@code bin/build-runtime}): commands without and with a daemon, and a daemon's start and stop.
 * Also unpacks what each start would otherwise unpack by itself.
 */
public final class Training {
  private Training() {}

  /**
   * Trains in a home of its own.
   *
   * @param arguments {@code native} unpacks SQLite's native library into the folder; {@code home}
   *     makes the home; {@code daemon} starts and stops a daemon in this process; {@code cli} looks
   *     at the home, with its daemon and without; then the folder
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "native" -> NativeLibrary.unpack(folder);
      case "home" -> {
        Files.writeString(
            folder.resolve("failovermon.toml"),
            "port = " + freePort() + "\nlisten = [\"127.0.0.1\"]\n");
        command(folder, "add", "localhost", "--interval", "1s", "--retries", "3");
      }
      case "daemon" -> daemon(folder);
      case "cli" -> {
        org.failovermon.app.cli.Main.quiet();
        look(folder);
        Files.delete(Home.at(folder).socket()); // its daemon is not found any more
        look(folder);
      }
      default ->
          throw new IllegalArgumentException("native, home, daemon or cli, not " + arguments[0]);
    }
    System.exit(0);
  }

  private static void daemon(Path folder) {
    try (Failoverd daemon = Failoverd.start(Home.at(folder), false)) {
      command(folder, "-o", "start", "localhost");
      look(folder);
      daemon.askToStop("trained");
    }
  }

  private static int freePort() throws IOException {
    try (DatagramSocket any = new DatagramSocket()) {
      return any.getLocalPort();
    }
  }

  private static void look(Path folder) {
    command(folder, "-o", "list");
    command(folder, "-o", "list", "-q");
  }

  private static void command(Path folder, String... words) {
    String[] line = new String[words.length + 2];
    line[0] = "--home";
    line[1] = folder.toString();
    System.arraycopy(words, 0, line, 2, words.length);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Terminal terminal = new Terminal(nowhere, nowhere, Map.of(), false, ZoneId.systemDefault());
    int exit = new Cli(terminal, new SystemOffices()).run(line);
    if (exit != Refusal.DONE) {
      throw new IllegalStateException(String.join(" ", line) + " ended with " + exit);
    }
  }
}
