package org.failovermon.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file a name means while files come, go and are replaced. */
final class ScriptWatchTest {
  private static final String TEXT = "#!/bin/sh\n";
  private static final ScriptRef TAKE = new ScriptRef("take.sh");

  @TempDir Path folder;
  private Path home;
  private Path own;
  private Path shipped;

  @BeforeEach
  void makeFolders() throws IOException {
    home = folder.toRealPath();
    own = Files.createDirectories(home.resolve("scripts/lost-pulse")).resolve("take.sh");
    shipped = Files.createDirectories(home.resolve("shipped/lost-pulse")).resolve("take.sh");
    Scene.file(shipped, TEXT, "rwxr-xr-x");
  }

  @Test
  void refusesALinkThatLeadsNowhereInsteadOfTakingTheShippedScript() throws Exception {
    ScriptWatch watch = watch(new Silent(), () -> {});
    assertEquals(shipped, watch.present(TAKE, RunKind.LOST_PULSE));
    Files.createSymbolicLink(own, home.resolve("gone.sh"));
    String refusal =
        "script "
            + own
            + " is a link that leads nowhere; mend the link, or remove it to use the shipped script"
            + " if there is one of that name";
    assertEquals(Optional.of(refusal), watch.problem(TAKE, RunKind.LOST_PULSE));
    assertEquals(
        refusal,
        assertThrows(ScriptRejectedException.class, () -> watch.present(TAKE, RunKind.LOST_PULSE))
            .getMessage());
  }

  @Test
  void waitsForAScriptOfOnesOwnThatIsBeingReplaced() throws Exception {
    ScriptWatch watch = watch(new Silent(), () -> Scene.file(own, TEXT, "rwxr-xr-x"));
    Scene.file(own, TEXT, "rwxr-xr-x");
    watch.look();
    Files.delete(own);
    assertEquals(own, watch.present(TAKE, RunKind.LOST_PULSE));
    Files.delete(own);
    watch.look();
    assertEquals(own, watch.present(TAKE, RunKind.LOST_PULSE), "a look falls into the gap");
  }

  @Test
  void takesTheShippedScriptWhenItsShadowStaysAway() throws Exception {
    ScriptWatch watch = watch(new Silent(), () -> {});
    Scene.file(own, TEXT, "rwxr-xr-x");
    watch.look();
    Files.delete(own);
    assertEquals(shipped, watch.present(TAKE, RunKind.LOST_PULSE));
  }

  @Test
  void leavesAloneWhatBelongsToThePoliciesInForce() throws Exception {
    ScriptWatch watch = watch(new Silent(), () -> {});
    Scene.file(own, TEXT, "rwxrwxrwx");
    watch.look();
    assertEquals(1, watch.problems().size());
    watch.inline(
        new InlineScripts() {
          @Override
          public Optional<ScriptLanguage.Loaded> load(ScriptRef script) {
            return Optional.empty();
          }

          @Override
          public boolean holds(String path) {
            return path.equals("scripts/lost-pulse/take.sh");
          }
        });
    watch.look();
    assertEquals(List.of(), watch.problems());
    assertEquals(
        shipped,
        watch.present(TAKE, RunKind.LOST_PULSE),
        "a file that came after the policies shadows nothing yet");
  }

  @Test
  void saysThatALookFailedWhateverItWasAndLooksAgain() {
    Silent language = new Silent();
    ScriptWatch watch = watch(language, () -> {});
    language.failure = new StackOverflowError();
    watch.look();
    List<ScriptProblem> problems = watch.problems();
    assertEquals(1, problems.size());
    assertTrue(
        problems
            .getFirst()
            .text()
            .startsWith("the scripts cannot be looked at (StackOverflowError)"),
        problems.getFirst().text());
    watch.look();
    assertEquals(problems, watch.problems());
    language.failure = null;
    watch.look();
    assertEquals(List.of(), watch.problems());
  }

  private ScriptWatch watch(ScriptLanguage language, Runnable moment) {
    ScriptWatch watch =
        new ScriptWatch(
            new ActionSettings(
                home,
                home.resolve("scripts"),
                home.resolve("shipped"),
                Duration.ofMinutes(1),
                ActionSettings.DEFAULT_OUTPUT_LIMIT_BYTES,
                NoticeSettings.NOBODY),
            language,
            moment);
    watch.watch(Set.of(new ScriptActions.Watched(TAKE, RunKind.LOST_PULSE)));
    return watch;
  }

  /** A language that speaks nothing, and may fail. */
  private static final class Silent implements ScriptLanguage {
    @org.jspecify.annotations.Nullable Error failure;

    @Override
    public boolean speaks(Path file) {
      return false;
    }

    @Override
    public Optional<String> problem(Path file) {
      return Optional.empty();
    }

    @Override
    public Loaded load(Path file) throws ScriptRejectedException {
      throw new ScriptRejectedException("nothing is spoken");
    }

    @Override
    public void refresh(List<Path> files) {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public List<ScriptProblem> problems() {
      return List.of();
    }

    @Override
    public Loaded warmUp() {
      throw new UnsupportedOperationException("nothing is spoken");
    }

    @Override
    public void close() {}
  }
}
