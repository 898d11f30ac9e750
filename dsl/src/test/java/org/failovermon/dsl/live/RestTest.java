package org.failovermon.dsl.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When an edit has come to rest, in virtual time. */
class RestTest {
  private static final Duration QUIET = Duration.ofMillis(200);

  private final TreeMap<String, SourceText> files = new TreeMap<>();
  private final Rest rest = new Rest(QUIET, Sources.EMPTY);
  private long millis;

  private void write(String path, String text) {
    files.put(path, new SourceText(text, "hash of " + text, "root"));
  }

  private Optional<Sources> after(long ms) {
    millis += ms;
    return rest.look(new Sources(files, List.of()), millis * 1_000_000L);
  }

  /** Milliseconds until something is handed over, looking each 10 ms. */
  private long untilHandedOver() {
    for (long ms = 0; ms <= 60_000; ms += 10) {
      if (after(ms == 0 ? 0 : 10).isPresent()) {
        return ms;
      }
    }
    throw new AssertionError("not within a minute");
  }

  @Test
  void handsAnEditOverWhenNothingHasChangedForTheQuietTime() {
    write("policies/a.groovy", "a\n");
    assertEquals(200, untilHandedOver());
    assertTrue(after(10_000).isEmpty(), "and once");
  }

  @Test
  void handsAManyFilesEditOverAsAWhole() {
    for (int i = 0; i < 100; i++) {
      write("policies/" + i + ".groovy", "x\n");
      assertTrue(after(15).isEmpty());
    }
    Sources sources = Sources.EMPTY;
    while (sources.files().isEmpty()) {
      sources = after(10).orElse(Sources.EMPTY);
    }
    assertEquals(100, sources.files().size());
  }

  @Test
  void doesNotWaitForEverForAStreamOfEdits() {
    long first = 0;
    for (int i = 0; first == 0 && i < 1_000; i++) {
      write("policies/" + i + ".groovy", "x\n");
      if (after(20).isPresent()) {
        first = millis;
      }
    }
    assertTrue(first >= 2_000 && first <= 2_040, "was " + first);
  }

  @Test
  void waitsForAFileThatIsBeingWrittenSlowly() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append("monitor('host").append(i).append("') {}\n");
      write("policies/slow.groovy", text.toString());
      assertTrue(after(100).isEmpty(), "half of it after " + millis + " ms");
    }
    assertEquals(200, untilHandedOver());
  }

  @Test
  void doesNotWaitLongerThanHalfAMinuteForAFileThatIsWrittenAllTheTime() {
    long first = 0;
    for (int i = 0; first == 0; i++) {
      write("policies/restless.groovy", i + "\n");
      if (after(100).isPresent()) {
        first = millis;
      }
    }
    assertEquals(30_100, first);
  }

  @Test
  void givesAFileThatVanishedTimeToComeBack() {
    write("policies/a.groovy", "a\n");
    untilHandedOver();
    files.clear();
    assertTrue(after(0).isEmpty());
    assertTrue(after(900).isEmpty());
    write("policies/a.groovy", "a\n");
    assertTrue(after(90).isEmpty());
    assertTrue(after(10_000).isEmpty(), "it is back as it was");
    files.clear();
    assertEquals(1_000, untilHandedOver());
  }

  @Test
  void givesAFileWithoutTheEndOfALineTimeToBeFinished() {
    write("policies/a.groovy", "monitor('hos");
    assertTrue(after(0).isEmpty());
    assertTrue(after(500).isEmpty());
    write("policies/a.groovy", "monitor('hostA') {}\n");
    assertEquals(200, untilHandedOver());
    write("policies/a.groovy", "monitor('hostB') {}");
    assertEquals(1_000, untilHandedOver());
  }

  @Test
  void forgetsAnEditThatWasUndone() {
    write("policies/a.groovy", "a\n");
    untilHandedOver();
    write("policies/a.groovy", "b\n");
    assertTrue(after(50).isEmpty());
    write("policies/a.groovy", "a\n");
    assertTrue(after(50).isEmpty());
    assertTrue(after(10_000).isEmpty());
  }
}
