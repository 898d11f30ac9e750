package org.failovermon.app.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The action scripts of the lab, in the home of a node. Each appends a line to the node's trace
 * when it begins and one when it ends; the trace lies outside the home.
 */
final class Scripts {
  /** An executable that is done at once. */
  static final String QUICK = "quick.sh";

  /** An executable that waits until the gate of its node is opened, at most a minute. */
  static final String GATED = "gated.sh";

  /** A Groovy script that is done at once. */
  static final String GROOVY = "quick.groovy";

  private Scripts() {}

  /**
   * A line of the trace.
   *
   * @param begins whether the script begins or ends
   * @param kind lost-pulse or regain-pulse
   * @param host the host
   * @param run the number of the run
   * @param uptime seconds since the boot of the machine
   */
  record Line(boolean begins, String kind, String host, long run, BigDecimal uptime) {}

  static void write(Node node) {
    try {
      for (String kind : List.of("lost-pulse", "regain-pulse")) {
        Path folder = node.home().resolve("scripts").resolve(kind);
        Files.createDirectories(folder);
        executable(folder.resolve(QUICK), shell(node, ""));
        executable(
            folder.resolve(GATED),
            shell(
                node,
                "n=0\nwhile [ ! -e '"
                    + gate(node)
                    + "' ] && [ $n -lt 600 ]; do\n"
                    + "  sleep 0.1\n  n=$((n + 1))\ndone\n"));
        Node.write(folder.resolve(GROOVY), groovy(node));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String note(Node node, String what) {
    return "read -r up idle </proc/uptime\necho \""
        + what
        + " $FAILOVERMON_KIND $FAILOVERMON_HOST $FAILOVERMON_RUN $up\" >>'"
        + traceFile(node)
        + "'\n";
  }

  private static String shell(Node node, String work) {
    return "#!/bin/sh\n" + note(node, "begin") + work + note(node, "end") + "echo done\n";
  }

  private static String groovy(Node node) {
    String note =
        "exec '/bin/sh', '-c', 'read -r up idle </proc/uptime; echo \"%s $0 $1 $2 $up\" >>\"%s\"',"
            + " kind, host, run\n";
    return note.formatted("begin", traceFile(node))
        + "log \"noted $host\"\n"
        + note.formatted("end", traceFile(node));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path traceFile(Node node) {
    return node.folder().resolve("trace");
  }

  private static Path gate(Node node) {
    return node.folder().resolve("gate");
  }

  /** Lets gated scripts go on, those that wait and later ones. */
  static void openGate(Node node) {
    Node.write(gate(node), "");
  }

  /** What the scripts of a node wrote so far. */
  static List<Line> trace(Node node) {
    List<Line> lines = new ArrayList<>();
    try {
      if (Files.exists(traceFile(node))) {
        for (String text : Files.readAllLines(traceFile(node))) {
          String[] words = text.split(" ", -1);
          if (words.length == 5) { // a line that is being written is not whole yet
            lines.add(
                new Line(
                    words[0].equals("begin"),
                    words[1],
                    words[2],
                    Long.parseLong(words[3]),
                    new BigDecimal(words[4])));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  /** How many scripts of that kind have begun. */
  static long begun(Node node, String kind) {
    return trace(node).stream().filter(line -> line.begins() && line.kind().equals(kind)).count();
  }

  /** How many scripts of that kind have come to their end. */
  static long ended(Node node, String kind) {
    return trace(node).stream().filter(line -> !line.begins() && line.kind().equals(kind)).count();
  }

  /** Seconds since the boot of the machine, as scripts write them. */
  static double uptime() {
    try {
      return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
