package org.failovermon.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.failovermon.engine.model.Verdict;
import org.junit.jupiter.api.Test;

/** Draws {@code docs/pulse.md} from the transition table; a stale page fails the build. */
class PulseDiagramTest {
  private static final Path PAGE =
      Path.of(System.getProperty("failovermon.root", ".."), "docs", "pulse.md");

  @Test
  void thePageIsWhatTheTableSays() throws IOException {
    if (Boolean.getBoolean("failovermon.updateGolden")) {
      Files.writeString(PAGE, page());
    }
    assertEquals(
        page(),
        Files.readString(PAGE),
        "docs/pulse.md is stale; draw it anew with:"
            + " mvn -pl engine test -Dtest=PulseDiagramTest -Dfailovermon.updateGolden=true");
  }

  private static String page() {
    StringBuilder text = new StringBuilder();
    text.append("# The Pulse machine\n\n");
    text.append(
        "Drawn from the table in `engine/decide/PulseRule.java` by `PulseDiagramTest`; do not"
            + " edit.\n");
    text.append("The name of the row stands with every decision in `failovermon log --json`.\n\n");
    text.append("```mermaid\nstateDiagram-v2\n");
    for (Verdict verdict : Verdict.values()) {
      text.append("  state \"")
          .append(verdict.word())
          .append("\" as ")
          .append(verdict)
          .append('\n');
    }
    text.append("  [*] --> STOPPED\n");
    for (PulseRule rule : PulseRule.values()) {
      for (Verdict from : rule.from()) {
        for (Verdict to : Verdict.values()) {
          if (from != to && rule.allows(from, to)) {
            text.append("  ")
                .append(from)
                .append(" --> ")
                .append(to)
                .append(" : ")
                .append(rule)
                .append('\n');
          }
        }
      }
    }
    text.append("```\n\n| rule | from | on | to | why |\n|---|---|---|---|---|\n");
    for (PulseRule rule : PulseRule.values()) {
      String from =
          rule.from().size() == Verdict.values().length
              ? "any"
              : rule.from().stream().map(Verdict::word).collect(Collectors.joining(", "));
      text.append("| ")
          .append(
              String.join(
                  " | ", Arrays.asList(rule.name(), from, rule.on(), rule.to(), rule.comment())))
          .append(" |\n");
    }
    return text.toString();
  }
}
