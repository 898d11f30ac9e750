package org.failovermon.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.action.Await;
import org.failovermon.engine.action.ScriptProblem;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.RunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines, edits, versions and class loaders of scripts. */
final class ScriptLifeTest {
  @TempDir Path folder;

  @Test
  void anEndlessLoopEndsAtTheDeadline() {
    try (Scene scene = new Scene(folder, Duration.ofSeconds(1), Optional.empty())) {
      scene.lost("loop.groovy", "log 'begin'\nlong n = 0\nwhile (true) { n++ }\n");
      RunResult result = scene.run(1, "loop.groovy");
      assertEquals(
          new RunResult(RunStatus.TIMED_OUT, null, "ended at its deadline of 1 s", "begin\n"),
          result);
    }
  }

  @Test
  void aLoopThatSwallowsItsInterruptEndsToo() {
    try (Scene scene = new Scene(folder, Duration.ofSeconds(1), Optional.empty())) {
      scene.lost(
          "deaf.groovy",
          "while (true) {\n  try { exec 'sleep', '0.1' } catch (Exception ignored) { }\n}\n");
      assertEquals(RunStatus.TIMED_OUT, scene.run(1, "deaf.groovy").status());
    }
  }

  @Test
  void aProgramOfAScriptEndsWithItsWholeGroupAtTheDeadline() {
    try (Scene scene = new Scene(folder, Duration.ofSeconds(1), Optional.empty())) {
      scene.lost("slow.groovy", "exec 'sh', '-c', 'sleep 300 & echo $!; wait'\nlog 'never'\n");
      RunResult result = scene.run(1, "slow.groovy");
      assertEquals(RunStatus.TIMED_OUT, result.status());
      assertEquals("ended at its deadline of 1 s", result.sentence());
      String pid = result.output().lines().toList().get(1);
      Await.until(
          "process " + pid + " is gone",
          () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
      assertTrue(!result.output().contains("never"), result.output());
    }
  }

  @Test
  void anEditTakesEffectWithoutARestart() throws IOException {
    try (Scene scene = new Scene(folder)) {
      Path script = scene.lost("edit.groovy", "log 'one'\n");
      assertEquals("one\n", scene.run(1, "edit.groovy").output());
      scene.lost("edit.groovy", "log 'two'\n");
      assertEquals("two\n", scene.run(2, "edit.groovy").output());
      Path fresh = Scene.write(folder.resolve("fresh"), "log 'six'\n");
      Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(script));
      Files.move(fresh, script, StandardCopyOption.ATOMIC_MOVE); // as editors do
      assertEquals("six\n", scene.run(3, "edit.groovy").output());
      Path aside = Scene.write(folder.resolve("aside.groovy"), "log 'ten'\n");
      Files.delete(script);
      Files.createSymbolicLink(script, aside);
      assertEquals("ten\n", scene.run(4, "edit.groovy").output());
      Scene.write(aside, "log 'eleven'\n");
      assertEquals("eleven\n", scene.run(5, "edit.groovy").output());
    }
  }

  @Test
  void aBadEditKeepsTheLastGoodVersionInForceAndIsReported() {
    try (Scene scene = new Scene(folder)) {
      Path script = scene.lost("edit.groovy", "log 'good'\n");
      assertEquals("good\n", scene.run(1, "edit.groovy").output());
      scene.lost("edit.groovy", "lgo 'bad'\n");
      Await.until("the problem is known", () -> !scene.actions.problems().isEmpty());
      ScriptProblem problem = scene.actions.problems().getFirst();
      String error =
          """
          edit.groovy:1:1: there is no word 'lgo'; did you mean 'log'?
              lgo 'bad'
              ^\
          """;
      assertEquals(script, problem.script());
      assertEquals(error, problem.text());
      assertTrue(problem.lastGoodInForce());
      assertEquals(
          "the newest edit of "
              + script
              + " does not compile, so this run uses the last good version: "
              + error
              + "\ngood\n",
          scene.run(2, "edit.groovy").output());
      assertEquals(Optional.of(error), scene.problem("edit.groovy"));
      scene.lost("edit.groovy", "log 'better'\n");
      assertEquals("better\n", scene.run(3, "edit.groovy").output());
      assertTrue(scene.actions.problems().isEmpty());
    }
  }

  @Test
  void aBadScriptRunsAsItWasRecordedLastAfterARestart() {
    try (Scene scene = new Scene(folder)) {
      scene.groovy.recorded(file -> List.of("lgo 'worse'\n", "log 'old'\n", "log 'older'\n"));
      Path script = scene.lost("edit.groovy", "lgo 'bad'\n");
      RunResult result = scene.run(1, "edit.groovy");
      assertTrue(
          result
              .output()
              .startsWith(
                  "the newest edit of "
                      + script
                      + " does not compile, so this run uses the last good version: "),
          result.output());
      assertTrue(result.output().endsWith("\nold\n"), result.output());
      assertTrue(scene.actions.problems().getFirst().lastGoodInForce());
      scene.lost("edit.groovy", "log 'new'\n");
      assertEquals("new\n", scene.run(2, "edit.groovy").output());
      assertTrue(scene.actions.problems().isEmpty());
    }
  }

  @Test
  void aScriptThatWasRemovedDoesNotRunAlthoughItIsInMemory() throws IOException {
    try (Scene scene = new Scene(folder)) {
      Path script = scene.lost("gone.groovy", "log 'here'\n");
      assertEquals("here\n", scene.run(1, "gone.groovy").output());
      Files.delete(script);
      RunResult result = scene.run(2, "gone.groovy");
      assertEquals(RunStatus.FAILED, result.status());
      assertTrue(result.sentence().startsWith("there is no script gone.groovy in "));
    }
  }

  @Test
  void aRunThatStartsWhileAnEditorReplacesTheFileWaitsForIt() throws IOException {
    try (Scene scene = new Scene(folder)) {
      Path script = scene.lost("edit.groovy", "log 'old'\n");
      Await.until("the script is loaded", () -> scene.groovy.loaderInForce(script) != null);
      Path fresh = Scene.write(folder.resolve("fresh"), "log 'new'\n");
      Files.delete(script);
      scene.actions.start(Scene.order(1, RunKind.LOST_PULSE, "hosta", "edit.groovy"));
      Files.move(fresh, script);
      assertEquals("new\n", scene.result(1).output());
    }
  }

  @Test
  void aFileThatIsWrittenPieceByPieceRunsWholeOrOld() throws IOException {
    try (Scene scene = new Scene(folder)) {
      Path script = scene.lost("half.groovy", "log 'old 1'\nlog 'old 2'\n");
      assertEquals("old 1\nold 2\n", scene.run(1, "half.groovy").output());
      Files.writeString(script, "");
      scene.actions.start(Scene.order(2, RunKind.LOST_PULSE, "hosta", "half.groovy"));
      Files.writeString(script, "log 'new 1'\n");
      Files.writeString(script, "log 'new 1'\nlog 'new 2'\n");
      assertEquals("new 1\nnew 2\n", scene.result(2).output());
    }
  }

  @Test
  void aRunFinishesOnTheVersionItStartedWith() throws IOException {
    try (Scene scene = new Scene(folder)) {
      String text =
          """
          exec 'touch', "begun-$host"
          exec 'sh', '-c', 'until [ -e go ]; do sleep 0.01; done'
          [1].each { log 'VERSION' }
          """;
      scene.lost("long.groovy", text.replace("VERSION", "old"));
      scene.actions.start(Scene.order(1, RunKind.LOST_PULSE, "hosta", "long.groovy"));
      Await.until("run 1 goes on", () -> Files.exists(scene.home.resolve("begun-hosta")));
      scene.lost("long.groovy", text.replace("VERSION", "new"));
      scene.actions.start(Scene.order(2, RunKind.LOST_PULSE, "hostb", "long.groovy"));
      Await.until("run 2 goes on", () -> Files.exists(scene.home.resolve("begun-hostb")));
      Files.createFile(scene.home.resolve("go"));
      String waits = "+ sh -c until [ -e go ]; do sleep 0.01; done\n";
      assertEquals("+ touch begun-hosta\n" + waits + "old\n", scene.result(1).output());
      assertEquals("+ touch begun-hostb\n" + waits + "new\n", scene.result(2).output());
    }
  }

  @Test
  void oldVersionsAreCollected() throws Exception {
    Path file = Scene.write(folder.resolve("v.groovy"), "log 'a'\n");
    try (GroovyScripts groovy = new GroovyScripts()) {
      WeakReference<ClassLoader> old = loaderOf(groovy, file);
      Scene.write(file, "[1].each { log 'another' }\n");
      Await.until(
          "the old version is collected",
          () -> {
            groovy.refresh(java.util.List.of(file));
            System.gc();
            return old.refersTo(null);
          });
    }
  }

  private static WeakReference<ClassLoader> loaderOf(GroovyScripts groovy, Path file)
      throws Exception {
    WeakReference<ClassLoader> loader = new WeakReference<>(null);
    try (var version = groovy.load(file)) {
      version.run(new Rehearsal());
      loader = new WeakReference<>(groovy.loaderInForce(file));
      assertTrue(!loader.refersTo(null));
    }
    return loader;
  }

  @Test
  void aFileThatOthersMayWriteIsNotEvenCompiled() throws IOException {
    try (Scene scene = new Scene(folder)) {
      Path script = scene.lost("open.groovy", "log 'a'\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--rw-"));
      String sentence =
          "script "
              + script
              + " can be written by others (mode 0646), who could change what we run; mend it:"
              + " chmod o-w "
              + script;
      assertEquals(Optional.of(sentence), scene.problem("open.groovy"));
      assertEquals(sentence, scene.run(1, "open.groovy").sentence());
    }
  }

  @Test
  void runsOfDifferentHostsGoOnAtOnce() throws IOException {
    try (Scene scene = new Scene(folder)) {
      scene.lost(
          "both.groovy",
          """
          exec 'touch', host
          def other = host == 'hosta' ? 'hostb' : 'hosta'
          exec 'sh', '-c', 'until [ -e "$0" ]; do sleep 0.01; done', other
          log host
          """);
      scene.actions.start(Scene.order(1, RunKind.LOST_PULSE, "hosta", "both.groovy"));
      scene.actions.start(Scene.order(2, RunKind.LOST_PULSE, "hostb", "both.groovy"));
      String waits = "+ sh -c until [ -e \"$0\" ]; do sleep 0.01; done ";
      assertEquals("+ touch hosta\n" + waits + "hostb\nhosta\n", scene.result(1).output());
      assertEquals("+ touch hostb\n" + waits + "hosta\nhostb\n", scene.result(2).output());
    }
  }
}
