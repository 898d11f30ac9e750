package org.failovermon.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.RunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each word of an action script does. */
final class ScriptWordsTest {
  @TempDir Path folder;

  @Test
  void knowsWhyItRuns() {
    try (Scene scene = new Scene(folder)) {
      scene.lost(
          "facts.groovy",
          """
          log "$host $kind $run $outage"
          log reason
          log since
          log home
          log "${monitor.host} ${monitor.interval} ${monitor.retries} ${monitor.timeout}"
          log "${monitor.lostPulse} ${monitor.regainPulse}"
          long sum = run + outage
          assert sum == 8
          """);
      RunResult result = scene.run(1, "facts.groovy");
      assertEquals(
          """
          hosta lost-pulse 1 7
          4 beats in a row were missed
          2026-11-22T02:59:00Z
          %s
          hosta PT0S 0 PT1S
          default.groovy default.groovy
          """
              .formatted(scene.home),
          result.output());
      assertEquals("the script came to its end", result.sentence());
      assertEquals(RunStatus.SUCCEEDED, result.status());
      assertNull(result.exitCode());
    }
  }

  @Test
  void hasTheSameWordsInsideClosures() {
    try (Scene scene = new Scene(folder)) {
      scene.lost(
          "closures.groovy",
          """
          ['a', 'b'].each { name ->
            [1].each {
              log "$run $kind $name $it"
              exec 'echo', host, it, "$name-$run"
              notify "told $name"
              println 'printed'
              printf '%s!%n', name
            }
          }
          """);
      String once =
          """
          1 lost-pulse a 1
          + echo hosta 1 a-1
          hosta 1 a-1
          notify: told a
          nobody was told: the configuration has neither [notify] nor [mail]
          printed
          a!
          """;
      assertEquals(
          once
              + once.replace(" a 1", " b 1")
                  .replace("a-1", "b-1")
                  .replace("told a", "told b")
                  .replace("a!", "b!"),
          scene.run(1, "closures.groovy").output());
    }
  }

  @Test
  void aMissingProgramThatMayFailDoesNotEndTheScript() {
    try (Scene scene = new Scene(folder)) {
      scene.lost(
          "missing.groovy",
          """
          def none = exec mayFail: true, 'no-such-program', '-U'
          log "${none.ok} ${none.exitCode}"
          """);
      String output = scene.run(1, "missing.groovy").output();
      assertTrue(output.contains("there is no program 'no-such-program' in"), output);
      assertTrue(output.contains("false 127"), output);
    }
  }

  @Test
  void execReturnsWhatTheProgramPrinted() {
    try (Scene scene = new Scene(folder)) {
      scene.lost(
          "exec.groovy",
          """
          def said = exec 'echo', 'a  b', 5
          log "[${said.output}] ${said.exitCode} ${said.ok} ${said.timedOut}"
          def bad = exec mayFail: true, 'sh', '-c', 'echo oops >&2; exit 3'
          log "[${bad.output}] ${bad.exitCode} ${bad.ok} ${bad.timedOut}"
          def slow = exec deadline: 50.ms, mayFail: true, 'sleep', 300
          log "${slow.ok} ${slow.timedOut}"
          """);
      assertEquals(
          """
          + echo a  b 5
          a  b 5
          [a  b 5] 0 true false
          + sh -c echo oops >&2; exit 3
          oops
          sh: exit code 3
          [oops] 3 false false
          + sleep 300
          sleep: ended at its deadline of 50 ms
          false true
          """,
          scene.run(1, "exec.groovy").output());
    }
  }

  @Test
  void aFailingExecEndsTheScriptWithItsLine() {
    try (Scene scene = new Scene(folder)) {
      scene.lost(
          "take-mail.groovy",
          "log 'begin'\n\nexec 'sh', '-c', 'echo no answer; exit 3'\nlog 'never'\n");
      RunResult result = scene.run(1, "take-mail.groovy");
      assertEquals(
          "take-mail.groovy:3: sh -c echo no answer; exit 3: exit code 3: no answer",
          result.sentence());
      assertEquals(RunStatus.FAILED, result.status());
      assertTrue(!result.output().contains("never"), result.output());
      scene.lost("none.groovy", "exec 'no-such-program'\n");
      assertEquals(
          "none.groovy:1: there is no program 'no-such-program' in"
              + " /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; install it or give"
              + " its absolute path",
          scene.run(2, "none.groovy").sentence());
    }
  }

  @Test
  void execHasThePinnedEnvironment() {
    try (Scene scene = new Scene(folder)) {
      Path script = scene.lost("env.groovy", "exec 'env'\n");
      String output = scene.run(1, "env.groovy").output();
      assertTrue(output.contains("\nFAILOVERMON_SCRIPT=" + script + "\n"), output);
      assertTrue(output.contains("\nFAILOVERMON_HOST=hosta\n"), output);
      assertEquals(15, output.lines().filter(line -> !line.startsWith("_=")).count(), output);
    }
  }

  @Test
  void failEndsTheRunWithItsSentence() {
    try (Scene scene = new Scene(folder)) {
      scene.lost("fail.groovy", "\nfail \"$host has no spare address\"\n");
      RunResult result = scene.run(1, "fail.groovy");
      assertEquals("fail.groovy:2: hosta has no spare address", result.sentence());
      assertEquals(RunStatus.FAILED, result.status());
    }
  }

  @Test
  void anErrorNamesItsLineAndNeverAStackTrace() {
    try (Scene scene = new Scene(folder)) {
      scene.lost(
          "deep.groovy", "int half(int n) {\n  return n.intdiv(0)\n}\n[1].each {\n  half(it)\n}\n");
      RunResult result = scene.run(1, "deep.groovy");
      assertEquals("deep.groovy:2: ArithmeticException: / by zero", result.sentence());
      assertEquals("deep.groovy:2: ArithmeticException: / by zero\n", result.output());
    }
  }

  @Test
  void aJobHasNoMonitor() {
    try (Scene scene = new Scene(folder)) {
      Scene.write(scene.home.resolve("scripts/jobs/j.groovy"), "log host\nlog monitor.retries\n");
      RunResult result = scene.run(1, RunKind.JOB, "j.groovy");
      assertEquals(
          "j.groovy:2: a job has no monitor; the word 'monitor' is for lost-pulse and regain-pulse",
          result.sentence());
      assertTrue(result.output().startsWith("hosta\n"));
    }
  }

  @Test
  void notifyHandsTheTextToTheCommand() throws IOException {
    Path command = folder.resolve("tell.sh");
    Scene.write(command, "#!/bin/sh\n(cat; echo \"$1|$2|$FAILOVERMON_SUBJECT\") > told\n");
    assertTrue(command.toFile().setExecutable(true));
    try (Scene scene = new Scene(folder, Duration.ofMinutes(1), Optional.of(command + " 'a b'"))) {
      RunResult result = scene.run(1, RunKind.REGAIN_PULSE, "default.groovy");
      assertEquals("the script came to its end", result.sentence());
      String told = Files.readString(scene.home.resolve("told"));
      assertTrue(told.startsWith("hosta has its pulse back.\n"), told);
      String subject = "failovermon: hosta: hosta has its pulse back.";
      assertTrue(told.endsWith("a b|" + subject + "|" + subject + "\n"), told);
    }
  }

  @Test
  void aNoticeThatFailsFailsTheRunAtItsEnd() throws IOException {
    Path command = folder.resolve("tell.sh");
    Scene.write(command, "#!/bin/sh\necho no route to the pager >&2\nexit 7\n");
    assertTrue(command.toFile().setExecutable(true));
    try (Scene scene = new Scene(folder, Duration.ofMinutes(1), Optional.of(command.toString()))) {
      scene.lost("tell.groovy", "boolean told = notify 'a'\nlog \"went on, $told\"\n");
      RunResult result = scene.run(1, "tell.groovy");
      assertEquals(RunStatus.FAILED, result.status());
      assertEquals(
          "the script came to its end, but the notify command "
              + command
              + " failed: exit code 7: no route to the pager",
          result.sentence());
      assertTrue(result.output().endsWith("went on, false\n"), result.output());
    }
  }

  @Test
  void theShippedScriptsSayThatNobodyCouldBeTold() {
    try (Scene scene = new Scene(folder)) {
      for (RunKind kind : List.of(RunKind.LOST_PULSE, RunKind.REGAIN_PULSE)) {
        RunResult result = scene.run(scene.ended.size() + 1, kind, "default.groovy");
        assertEquals(RunStatus.SUCCEEDED, result.status());
        assertEquals(
            "the script came to its end; nobody was told: the configuration has neither [notify]"
                + " nor [mail]",
            result.sentence());
      }
    }
  }
}
