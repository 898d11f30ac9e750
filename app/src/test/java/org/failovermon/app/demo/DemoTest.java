package org.failovermon.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.app.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plays the demo as a user does: real processes, real datagrams, real time. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DemoTest {
  private static final Pattern FOLDER = Pattern.compile("--home (\\S*/failovermon-demo-\\w+)/");

  /** The builders of this project may be busy; on an idle machine 0.5 s is enough. */
  private static final String ALLOWANCE = "20s";

  @Test
  void playsADeathAndAReturnWithinItsBoundsAndLeavesNothingBehind() throws Exception {
    Process demo = start("--allow", ALLOWANCE);
    List<String> lines;
    try (BufferedReader out = output(demo)) {
      lines = out.lines().toList();
    }
    String story = String.join("\n", lines);
    assertEquals(0, demo.waitFor(), story);
    assertRow(lines, "path 1 cut, 4\\.0 s, \\d+ datagrams lost +up, 0 runs +up, 0 runs +ok");
    assertRow(
        lines, "alpha's death to the verdict lost +\\d+\\.\\d\\d s +≤ 1\\.45 s \\+ 20\\.0 s +ok");
    assertRow(lines, "alpha's death to the script's first line +\\d.* ok");
    assertRow(lines, "alpha's death to the web answering again +\\d.* ok");
    assertRow(lines, "runs of lost-pulse +1 +1 +ok");
    assertRow(lines, "runs of regain-pulse +1 +1 +ok");
    assertRow(lines, "All 9 ok\\.");
    assertTrue(story.contains("lost: alpha is lost: 4 misses in a row"), story);
    assertNothingIsLeftOf(folder(story));
  }

  @Test
  void leavesNothingBehindWhenItIsKilledWhileItStarts() throws Exception {
    Process demo = start();
    String story;
    try (BufferedReader out = output(demo)) {
      story = upTo(out, "daemon start");
      demo.destroyForcibly().waitFor();
    }
    assertNothingIsLeftOf(folder(story));
  }

  /** What it said up to and with the first line that has these words. */
  private static String upTo(BufferedReader out, String words) throws IOException {
    StringBuilder story = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      story.append(line).append('\n');
      if (line.contains(words)) {
        break;
      }
    }
    return story.toString();
  }

  private static void assertRow(List<String> lines, String pattern) {
    assertTrue(
        lines.stream().anyMatch(line -> line.matches(".*" + pattern + ".*")),
        () -> "no line matches '" + pattern + "' in\n" + String.join("\n", lines));
  }

  private static void assertNothingIsLeftOf(Path folder) {
    Await.until(
        "no process of " + folder + " runs and the folder is gone",
        () -> Sweep.of(folder).isEmpty() && !Files.exists(folder),
        () -> Sweep.of(folder).stream().map(ProcessHandle::info).toList().toString());
  }

  private static Path folder(String text) {
    Matcher named = FOLDER.matcher(text);
    assertTrue(named.find(), "no folder is named in\n" + text);
    return Path.of(named.group(1));
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static Process start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "org.failovermon.app.cli.Main",
                "demo",
                "--plain"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
