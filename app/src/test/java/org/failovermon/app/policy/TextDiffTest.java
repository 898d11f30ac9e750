package org.failovermon.app.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextDiffTest {
  @Test
  void showsNewChangedAndGoneFilesAsUnifiedDiffs() {
    List<TextDiff.FileDiff> diffs =
        TextDiff.between(
            Map.of("policies/a.groovy", "one\ntwo\nthree\n", "policies/b.groovy", "b\n"),
            "version 3",
            Map.of("policies/a.groovy", "one\n2\nthree\n", "policies/c.groovy", "c\n"),
            "on disk");
    assertEquals(
        """
        changed
        --- policies/a.groovy\tversion 3
        +++ policies/a.groovy\ton disk
        @@ -1,3 +1,3 @@
         one
        -two
        +2
         three
        gone
        --- policies/b.groovy\tversion 3
        +++ /dev/null
        @@ -1,1 +0,0 @@
        -b
        new
        --- /dev/null
        +++ policies/c.groovy\ton disk
        @@ -0,0 +1,1 @@
        +c
        """,
        diffs.stream()
            .map(diff -> diff.change() + "\n" + String.join("\n", diff.lines()) + "\n")
            .collect(Collectors.joining()));
  }

  @Test
  void saysThatOnlyTheEndsOfLinesDiffer() {
    List<TextDiff.FileDiff> diffs =
        TextDiff.between(
            Map.of("policies/a.groovy", "one\n"),
            "version 3",
            Map.of("policies/a.groovy", "one\r\n"),
            "on disk");
    assertEquals("(only the ends of lines differ)", diffs.getFirst().lines().getLast());
  }
}
