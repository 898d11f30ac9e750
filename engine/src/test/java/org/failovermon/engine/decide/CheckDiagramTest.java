package org.failovermon.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.failovermon.engine.model.check.CheckVerdict;
import org.junit.jupiter.api.Test;

/** Draws the machine in {@code docs/checks.md} from its table; a stale page fails the build. */
class CheckDiagramTest {
  private static final Path PAGE =
      Path.of(System.getProperty("failovermon.root", ".."), "docs", "checks.md");
  private static final String MARK = "## The check machine\n";

  @Test
  void thePageIsWhatTheTableSays() throws IOException {
    String page = Files.readString(PAGE);
    int mark = page.indexOf(MARK);
    String drawn = page.substring(0, mark) + MARK + machine();
    if (Boolean.getBoolean("failovermon.updateGolden")) {
      Files.writeString(PAGE, drawn);
      page = drawn;
    }
    assertEquals(
        drawn,
        page,
        "docs/checks.md is stale; draw it anew with:"
            + " mvn -pl engine test -Dtest=CheckDiagramTest -Dfailovermon.updateGolden=true");
  }

  private static String machine() {
    StringBuilder text = new StringBuilder();
    text.append(
        "\nDrawn from the table in `engine/decide/CheckRule.java` by `CheckDiagramTest`; do not"
            + " edit below this line.\n\n");
    text.append("```mermaid\nstateDiagram-v2\n  [*] --> UNKNOWN\n");
    for (CheckRule rule : CheckRule.values()) {
      for (CheckVerdict from : rule.from()) {
        for (CheckVerdict to : CheckVerdict.values()) {
          if (from != to && rule.allows(from, to)) {
            text.append("  %s --> %s : %s\n".formatted(from, to, rule));
          }
        }
      }
    }
    text.append("```\n\n| rule | from | on | to | why |\n|---|---|---|---|---|\n");
    for (CheckRule rule : CheckRule.values()) {
      String from =
          rule.from().size() == CheckVerdict.values().length
              ? "any"
              : rule.from().stream().map(CheckVerdict::word).collect(Collectors.joining(", "));
      text.append("| ")
          .append(
              String.join(
                  " | ", Arrays.asList(rule.name(), from, rule.on(), rule.to(), rule.comment())))
          .append(" |\n");
    }
    return text.toString();
  }
}
