package org.failovermon.dsl.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.dsl.compile.SourceSet;
import org.failovermon.dsl.compile.WordBook;
import org.failovermon.dsl.policy.Compiled;
import org.failovermon.dsl.policy.CompilerSettings;
import org.failovermon.dsl.policy.PolicyCompiler;
import org.failovermon.dsl.words.ActionWords;
import org.failovermon.dsl.words.Block;
import org.failovermon.dsl.words.CheckWords;
import org.failovermon.dsl.words.MaintenanceWords;
import org.failovermon.dsl.words.Word;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.Test;

/** The reference manual is what the interfaces say, and its examples are right. */
final class ReferencePageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("failovermon.root", ".."), "docs", "reference.md");
  private static final String MARK = "<!-- drawn -->\n";

  private static final Map<Class<?>, List<String>> COMPLEMENTS =
      Map.of(
          CheckWords.class,
          List.of("", "icmp address: '10.0.0.1'"),
          MaintenanceWords.class,
          List.of(
              "",
              "everything()",
              "lasts 2.hours; everything()",
              "cron '0 0 2 * * ?'; everything()",
              "cron '0 0 2 * * ?'; lasts 2.hours",
              "cron '0 0 2 * * ?'; lasts 2.hours; everything()",
              "from '2026-12-01T02:00'; everything()",
              "to '2026-12-01T04:00'; everything()"));

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

  /** Each in every block that has the word, within the block's own frame. */
  @Test
  void everyExampleOfEveryWordCompiles() {
    int examples = 0;
    StringBuilder wrong = new StringBuilder();
    CompilerSettings settings =
        CompilerSettings.BARE.withSecrets(name -> Optional.of(new Secret(name, "geheim")));
    try (PolicyCompiler compiler = new PolicyCompiler(settings)) {
      for (Class<?> block : WordBook.BLOCKS) {
        for (String word : WordBook.of(block).words()) {
          for (Method form : WordBook.of(block).forms(word)) {
            examples++;
            wrong.append(mistakes(compiler, block, form.getAnnotation(Word.class).example()));
          }
        }
      }
    }
    assertEquals("", wrong.toString());
    assertTrue(examples > 140, "found " + examples);
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

  /**
   * What is wrong with an example. A block is complete with one of its complements: the example of
   * {@code every} has no probe, that of {@code icmp} is one.
   */
  private static String mistakes(PolicyCompiler compiler, Class<?> block, String example) {
    String first = "";
    for (String complement : COMPLEMENTS.getOrDefault(block, List.of(""))) {
      String text =
          block
              .getAnnotation(Block.class)
              .frame()
              .replace("…", example + (complement.isEmpty() ? "" : "; " + complement));
      String path = block == ActionWords.class ? "scripts/jobs/a.groovy" : "policies/a.groovy";
      try (Compiled compiled =
          compiler.compile(
              SourceSet.of(
                  List.of(
                      new SourceFile(path, text),
                      new SourceFile("policies/others.groovy", others(text)))))) {
        if (compiled.good()) {
          return "";
        }
        if (first.isEmpty()) {
          first =
              compiled.problems().stream().map(Problem::text).collect(Collectors.joining("\n"))
                  + "\n";
        }
      }
    }
    return first;
  }

  /** What an example names and does not define. */
  private static String others(String text) {
    StringBuilder others = new StringBuilder();
    for (String host : List.of("hostA", "hostB", "router1")) {
      if (!text.contains("monitor('" + host + "')") && !text.contains("monitor '" + host + "'")) {
        others.append("monitor '").append(host).append("'\n");
      }
    }
    if (!text.contains("check('www') {") || text.startsWith("monitor")) {
      others.append("check('www') { icmp address: '10.0.0.1' }\n");
    }
    return others.toString();
  }
}
