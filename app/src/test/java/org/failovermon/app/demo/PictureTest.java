package org.failovermon.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.failovermon.app.show.Ink;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static final Scene.PathLine WELL =
      new Scene.PathLine(true, "alpha", Duration.ofMillis(20), Duration.ofNanos(400_000), "");
  private static final Scene.PathLine SILENT =
      new Scene.PathLine(false, "127.1.1.12", Duration.ofMillis(2_100), Duration.ofMillis(1), "");

  private static Picture.Facts facts(String verdict, Scene.PathLine... paths) {
    Scene scene =
        new Scene(
            verdict,
            "alpha answers on path 127.1.1.12, for the first time since the start",
            Duration.ofMillis(1450),
            "",
            List.of(paths),
            List.of(),
            List.of(),
            List.of());
    return new Picture.Facts(
        3,
        "Path 1 is cut. One answer on any path is a success: nothing must happen.",
        Duration.ofSeconds(9),
        "http://127.1.1.100:20001/",
        scene,
        "/tmp/failovermon-demo-abcd",
        4711,
        0,
        "alpha",
        "a".repeat(200) + "..bb",
        List.of(
            new Feed.Line(Duration.ofSeconds(1), "$", "failovermon --home /tmp/x daemon start"),
            new Feed.Line(Duration.ofSeconds(2), "beta", "up → missing: " + "word ".repeat(60))));
  }

  @Test
  void fitsEveryTerminal() {
    for (int width = 19; width <= 200; width += 7) {
      for (int height = 8; height <= 60; height += 4) {
        for (Ink ink : List.of(Ink.PLAIN, new Ink(true))) {
          List<String> lines = Picture.lines(facts("missing", WELL, SILENT), ink, width, height);
          assertTrue(lines.size() <= height, lines.size() + " lines in " + height);
          for (String line : lines) {
            assertTrue(Fit.width(line) <= width, "wider than " + width + ": " + line);
          }
        }
      }
    }
  }

  @Test
  void showsBothHostsBothPathsTheVerdictAndWhoServes() {
    assertEquals(
        """
        failovermon demo  step 3 of 6  9.0 s
        Path 1 is cut. One answer on any path is a success: nothing must happen.

        ┌─ alpha ─ primary ───────┐                          ┌─ beta ─ backup ─────────┐
        │ failoverd  runs, 4711   │═════ path 1: 0.4 ms ═════│ failoverd  dead         │
        │ web        serves       │╌╌ path 2: silent 2.1 s ╌╌│ web        -            │
        └─────────────────────────┘                          └─────────────────────────┘

        Verdict  up            alpha answers on path 127.1.1.12, for the first time
                               since the start
        Service  http://127.1.1.100:20001/  answers: alpha
        """,
        String.join(
                "\n", Picture.lines(facts("up", WELL, SILENT), Ink.PLAIN, 80, 24).subList(0, 11))
            + "\n");
  }

  @Test
  void usesAsciiWhereTheTerminalHasNoMore() {
    assertEquals(
        "+- alpha -+ == up -> lost ...", new Glyphs(false).fit("┌─ alpha ─┐ ══ up → lost …"));
  }

  @Test
  void foldsSentencesAndLeavesTablesAndCommandsWhole() {
    assertEquals(
        List.of(
            "The bound of a verdict: interval + (1",
            "+ retries) × timeout = 250 ms + (1 +",
            "3) × 300 ms"),
        Fit.fold(
            "The bound of a verdict: interval + (1 + retries) × timeout = 250 ms + (1 + 3) × 300"
                + " ms",
            37));
    assertEquals(List.of("  cut a path, mend", "  it"), Fit.fold("  cut a path, mend it", 20));
    String command = "    failovermon --home /tmp/failovermon-demo-1/beta status";
    assertEquals(List.of(command), Fit.fold(command, 30));
    String row = "alpha's death to the verdict lost  1.20 s  ≤ 1.45 s + 500 ms  ok";
    assertEquals(List.of(row), Fit.fold(row, 30));
  }

  @Test
  void cutsColouredTextWithoutCuttingTheColour() {
    String green = new Ink(true).good("serves");
    assertEquals(6, Fit.width(green));
    assertEquals(green, Fit.to(green, 6));
    assertEquals("\u001b[32mser\u001b[0m…", Fit.to(green, 4));
    assertEquals(List.of("one two", "three"), Fit.wrap("one two three", 8));
    assertEquals(List.of("after", "0.30 s."), Fit.wrap("after 0.30 s.", 10));
    assertEquals(List.of("path 2", "seen"), Fit.wrap("path 2 seen", 8));
  }
}
