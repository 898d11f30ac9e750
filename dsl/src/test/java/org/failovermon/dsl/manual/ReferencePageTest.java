package org.failovermon.dsl.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The reference manual is what the interfaces say; {@code WordsTest} compiles its examples. */
final class ReferencePageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("failovermon.root", ".."), "docs", "reference.md");
  private static final String MARK = "<!-- drawn -->\n";

  @Test
  void thePageIsWhatTheInterfacesSay() throws IOException {
    String page = Files.readString(PAGE);
    String drawn =
        page.substring(0, page.indexOf(MARK) + MARK.length())
            + "\n"
            + ReferencePage.draw(new Manual());
    if (Boolean.getBoolean("failovermon.updateGolden")) {
      Files.writeString(PAGE, drawn);
      page = drawn;
    }
    assertEquals(
        drawn,
        page,
        "docs/reference.md is stale; draw it anew with:"
            + " mvn -pl dsl -am test -Dtest=ReferencePageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dfailovermon.updateGolden=true");
  }

  @Test
  void everyWordIsFoundAndAMisspeltOneIsNearIt() {
    Manual manual = new Manual();
    for (String word : manual.words()) {
      assertTrue(!manual.find(word).isEmpty(), word);
    }
    assertEquals(Optional.of("retries"), manual.nearest("retrys"));
    assertEquals(List.of(), manual.find("retrys"));
  }

  @Test
  void aWordOfSeveralBlocksShowsAllOfThem() {
    List<List<String>> blocks =
        new Manual().find("every").stream().map(Entry::blocks).distinct().toList();
    assertEquals(
        List.of(
            List.of("a monitor block"),
            List.of("a check block"),
            List.of("a defaults block", "a monitor block")),
        blocks);
  }
}
