package org.failovermon.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.failovermon.engine.model.ScriptRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs as action scripts, with real processes. */
final class ProgramsTest {
  @TempDir Path folder;

  @Test
  void reportsExitCodeAndOutputOfBothStreamsInOrder() {
    try (Scene scene = new Scene(folder)) {
      scene.script("a.sh", "#!/bin/sh\necho one\necho two >&2\necho three\nexit 3\n");
      RunResult result = scene.run(1, "a.sh");
      assertEquals(new RunResult(RunStatus.FAILED, 3, "exit code 3", "one\ntwo\nthree\n"), result);
    }
  }

  @Test
  void succeedsWithExitCodeZeroAndGetsTheHostAsItsArgument() {
    try (Scene scene = new Scene(folder)) {
      scene.script("a.sh", "#!/bin/sh\necho \"$#:$1\"\n");
      assertEquals(
          new RunResult(RunStatus.SUCCEEDED, 0, "exit code 0", "1:hosta\n"), scene.run(1, "a.sh"));
    }
  }

  @Test
  void carriesNothingOutOfABlockThatIsGoneAndNamesIt() {
    try (Scene scene = new Scene(folder)) {
      scene.actions.inline(script -> Optional.empty());
      RunResult result = scene.run(1, "policies/mail.groovy#hosta.lostPulse");
      assertEquals(RunStatus.FAILED, result.status());
      assertEquals(
          "nothing was carried out: the policies in force have no block"
              + " policies/mail.groovy#hosta.lostPulse any more; they were changed while this run"
              + " waited (failovermon policy history); what it was to do is left to you",
          result.sentence());
    }
  }

  @Test
  void namesTheSignalThatKilledIt() {
    try (Scene scene = new Scene(folder)) {
      scene.script("a.sh", "#!/bin/sh\nkill -KILL $$\n");
      RunResult result = scene.run(1, "a.sh");
      assertEquals("killed by SIGKILL (137)", result.sentence());
      assertEquals(RunStatus.FAILED, result.status());
    }
  }

  @Test
  void pinsTheEnvironmentAndInheritsNothing() {
    try (Scene scene = new Scene(folder)) {
      scene.script("a.sh", "#!/usr/bin/env -S sh -c '/usr/bin/env | /usr/bin/sort; pwd; umask'\n");
      List<String> lines =
          scene.run(1, "a.sh").output().lines().filter(line -> !line.startsWith("_=")).toList();
      assertEquals(
          List.of(
              "FAILOVERMON_HOME=" + scene.home,
              "FAILOVERMON_HOST=hosta",
              "FAILOVERMON_KIND=lost-pulse",
              "FAILOVERMON_MONITOR=interval=0 retries=0 timeout=1",
              "FAILOVERMON_OUTAGE=7",
              "FAILOVERMON_REASON=4 beats in a row were missed",
              "FAILOVERMON_RUN=1",
              "FAILOVERMON_SCRIPT=" + scene.home.resolve("scripts/lost-pulse/a.sh"),
              "FAILOVERMON_SINCE=2026-11-22T02:59:00Z",
              "HOME=" + System.getProperty("user.home"),
              "LANG=C.UTF-8",
              "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
              "PWD=" + scene.home,
              "TZ=" + System.getenv().getOrDefault("TZ", ":/etc/localtime"),
              scene.home.toString(),
              "0022"),
          lines);
    }
  }

  @Test
  void givesAJobItsNameInsteadOfAHost() {
    try (Scene scene = new Scene(folder)) {
      Scene.file(
          scene.home.resolve("shipped/jobs/a.sh"),
          "#!/bin/sh\necho \"$1 $FAILOVERMON_JOB ${FAILOVERMON_HOST-none}\"\n",
          "rwxr-xr-x");
      scene.actions.start(Scene.order(1, RunKind.JOB, "nightly", "a.sh"));
      assertEquals("nightly nightly none\n", scene.result(1).output());
    }
  }

  @Test
  void hasNothingOnStandardInput() {
    try (Scene scene = new Scene(folder)) {
      scene.script("a.sh", "#!/bin/sh\ncat; echo \"end $(readlink /proc/$$/fd/0)\"\n");
      assertEquals("end /dev/null\n", scene.run(1, "a.sh").output());
    }
  }

  @Test
  void endsTheWholeGroupAtTheDeadlineGrandchildrenAndDeafOnesIncluded() {
    try (Scene scene = new Scene(folder, Duration.ofSeconds(1), NoticeSettings.NOBODY)) {
      scene.script(
          "a.sh",
          """
          #!/bin/sh
          sh -c '(sleep 300 & echo $!); exit' # its parent is gone, its group is not
          sh -c 'trap "" TERM; echo $$; while :; do sleep 1; done' &
          sleep 301 &
          echo $!
          echo $$
          wait
          """);
      RunResult result = scene.run(1, "a.sh");
      assertEquals(RunStatus.TIMED_OUT, result.status());
      assertEquals(
          "ended at its deadline of 1 s: it did not heed SIGTERM and was killed",
          result.sentence());
      List<String> pids = result.output().lines().toList();
      assertEquals(4, pids.size(), result.output());
      pids.forEach(
          pid ->
              Await.until("process " + pid + " is gone", () -> !runs(Long.parseLong(pid.strip()))));
    }
  }

  @Test
  void keepsTheLastWordsOfAProgramThatHeedsItsDeadline() {
    try (Scene scene = new Scene(folder, Duration.ofSeconds(1), NoticeSettings.NOBODY)) {
      scene.script("a.sh", "#!/bin/sh\ntrap 'echo cleaned up; exit 4' TERM\nsleep 300 &\nwait\n");
      RunResult result = scene.run(1, "a.sh");
      assertEquals(
          new RunResult(RunStatus.TIMED_OUT, 4, "ended at its deadline of 1 s", "cleaned up\n"),
          result);
    }
  }

  @Test
  void endsWithTheProgramWhenAChildInTheBackgroundHoldsItsOutput() throws IOException {
    try (Scene scene = new Scene(folder)) {
      scene.script("a.sh", "#!/bin/sh\nsleep 300 &\necho $!\n");
      long begun = System.nanoTime();
      RunResult result = scene.run(1, "a.sh");
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      assertEquals(RunStatus.SUCCEEDED, result.status());
      assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "took " + took);
      long child = Long.parseLong(result.output().strip());
      assertTrue(runs(child), "a child in the background lives on");
      ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void endsWithTheProgramWhenAChildInTheBackgroundPrintsForEver() {
    try (Scene scene = new Scene(folder)) {
      scene.script("a.sh", "#!/bin/sh\necho first $$\nyes chatter &\nexit 0\n");
      RunResult result = scene.run(1, "a.sh");
      assertEquals(RunStatus.SUCCEEDED, result.status());
      assertTrue(result.output().startsWith("first "), "the head is kept");
    }
  }

  @Test
  void boundsTheOutputAndSaysHowMuchWasCut() {
    try (Scene scene = new Scene(folder)) {
      scene.script(
          "a.sh",
          """
          #!/bin/sh
          echo first line
          yes 123456789 2>/dev/null | head -c 100000000
          echo last line
          """);
      RunResult result = scene.run(1, "a.sh");
      assertEquals(RunStatus.SUCCEEDED, result.status());
      String output = result.output();
      assertTrue(output.length() < ActionSettings.DEFAULT_OUTPUT_LIMIT_BYTES + 200);
      assertTrue(output.startsWith("first line\n"));
      assertTrue(output.endsWith("last line\n"));
      long cut = 100_000_000L + 11 + 10 - ActionSettings.DEFAULT_OUTPUT_LIMIT_BYTES;
      assertTrue(
          output.contains(
              "[… " + cut + " bytes were cut here: the output limit is 1048576 bytes …]"));
    }
  }

  @Test
  void decodesWhatIsNotUtf8() {
    try (Scene scene = new Scene(folder)) {
      scene.script("a.sh", "#!/bin/sh\nprintf 'gr\\303\\274n \\377 \\000.'\n");
      assertEquals("grün \uFFFD \uFFFD.", scene.run(1, "a.sh").output());
    }
  }

  @Test
  void goesOnPrintingIntoTheVoid() {
    try (Scene scene = new Scene(folder)) {
      Path mark = scene.home.resolve("mark");
      scene.script(
          "a.sh",
          """
          #!/bin/sh
          (while [ ! -e go ]; do sleep 0.1; done; echo void; echo void; touch mark) &
          """);
      assertEquals(RunStatus.SUCCEEDED, scene.run(1, "a.sh").status());
      Scene.file(scene.home.resolve("go"), "", "rw-r--r--");
      Await.until("a program without a reader went on", () -> Files.exists(mark));
    }
  }

  @Test
  void saysWhyAScriptCannotBeRun() throws IOException {
    try (Scene scene = new Scene(folder)) {
      Path scripts = scene.home.resolve("scripts/lost-pulse");
      Path plain = Scene.file(scripts.resolve("plain.sh"), "#!/bin/sh\n", "rw-r--r--");
      Path crlf = scene.script("crlf.sh", "#!/bin/sh\r\necho a\r\n");
      Path odd = scene.script("odd.sh", "#!/usr/bin/no-such-thing -x\n");
      Path empty = scene.script("empty.sh", "");
      Path open = Scene.file(scripts.resolve("open.sh"), "#!/bin/sh\n", "rwxr-xrwx");
      Files.createDirectory(scripts.resolve("dir"));
      says(
          scene,
          "none.sh",
          "there is no script none.sh in "
              + scripts
              + " or "
              + scene.home
              + "/shipped/lost-pulse; put it there, or give an absolute path");
      says(
          scene,
          "/nonexistent/a.sh",
          "script /nonexistent/a.sh does not exist; create it, or name another one");
      says(scene, "plain.sh", "script " + plain + " is not executable; mend it: chmod +x " + plain);
      says(
          scene,
          "crlf.sh",
          "script "
              + crlf
              + " has Windows line ends, so that the system looks for an interpreter whose name"
              + " ends in a carriage return; mend it: sed -i 's/\\r"
              + "$//' "
              + crlf);
      says(
          scene,
          "odd.sh",
          "script "
              + odd
              + " wants the interpreter /usr/bin/no-such-thing, which is not on this system;"
              + " install it or mend the first line");
      says(scene, "empty.sh", "script " + empty + " is empty");
      says(scene, "dir", "script " + scripts.resolve("dir") + " is not a regular file");
      says(
          scene,
          "open.sh",
          "script "
              + open
              + " can be written by others (mode 0757), who could change what we run;"
              + " mend it: chmod o-w "
              + open);
    }
  }

  @Test
  void refusesAScriptInAFolderThatOthersMayWrite() throws IOException {
    try (Scene scene = new Scene(folder)) {
      Path script = scene.script("a.sh", "#!/bin/sh\n");
      Path where = scene.home.resolve("scripts/lost-pulse");
      Files.setPosixFilePermissions(
          where, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xrwx"));
      says(
          scene,
          "a.sh",
          "script folder "
              + where
              + " can be written by others (mode 0757), who could change what we run; mend it:"
              + " chmod o-w "
              + where);
      Path link = scene.home.resolve("scripts/regain-pulse/link.sh");
      Files.createSymbolicLink(link, script);
      assertTrue(
          scene
              .actions
              .problem(new ScriptRef("link.sh"), RunKind.REGAIN_PULSE)
              .orElse("")
              .contains("chmod o-w " + where),
          "a link does not hide the folder it leads to");
    }
  }

  @Test
  void prefersTheFileOfTheHomeToTheShippedOne() {
    try (Scene scene = new Scene(folder)) {
      Path shipped = scene.home.resolve("shipped/lost-pulse/a.sh");
      Scene.file(shipped, "#!/bin/sh\necho shipped\n", "rwxr-xr-x");
      assertEquals("shipped\n", scene.run(1, "a.sh").output());
      scene.script("a.sh", "#!/bin/sh\necho own\n");
      assertEquals("own\n", scene.run(2, "a.sh").output());
      assertEquals("shipped\n", scene.run(3, shipped.toString()).output());
    }
  }

  @Test
  void namesTheProblemsOfScriptsThatAreInUse() {
    try (Scene scene = new Scene(folder)) {
      scene.actions.watch(
          java.util.Set.of(
              new ScriptActions.Watched(new ScriptRef("missing.sh"), RunKind.LOST_PULSE)));
      Await.until("the problem is known", () -> !scene.actions.problems().isEmpty());
      ScriptProblem problem = scene.actions.problems().getFirst();
      assertEquals(Path.of("missing.sh"), problem.script());
      assertTrue(problem.text().startsWith("there is no script missing.sh in "));
      assertFalse(problem.lastGoodInForce());
    }
  }

  @Test
  void runsManyHostsAtATime() {
    try (Scene scene = new Scene(folder)) {
      scene.script(
          "a.sh",
          """
          #!/bin/sh
          touch "$1"
          while [ ! -e host0 ] || [ ! -e host1 ] || [ ! -e host9 ]; do sleep 0.05; done
          """);
      for (int i = 0; i < 10; i++) {
        scene.actions.start(Scene.order(i, RunKind.LOST_PULSE, "host" + i, "a.sh"));
      }
      for (int i = 0; i < 10; i++) {
        assertEquals(RunStatus.SUCCEEDED, scene.result(i).status());
      }
    }
  }

  @Test
  void leavesBehindWhatDoesNotLetItselfBeInterruptedAndTakesItsHandsAway() {
    try (Scene scene = new Scene(folder, Duration.ofSeconds(1), NoticeSettings.NOBODY)) {
      scene.script("a.deaf", "");
      RunResult result = scene.run(1, "a.deaf");
      assertEquals(RunStatus.TIMED_OUT, result.status());
      assertEquals(
          "ended at its deadline of 1 s; its code does not let itself be interrupted and was left"
              + " behind",
          result.sentence());
      scene.released.countDown();
      scene.script("b.sh", "#!/bin/sh\necho b\n");
      assertEquals("b\n", scene.run(2, "b.sh").output());
      assertEquals("", result.output());
    }
  }

  private static long next = 100;

  private static void says(Scene scene, String script, String sentence) {
    assertEquals(
        sentence,
        scene.actions.problem(new ScriptRef(script), RunKind.LOST_PULSE).orElse("acceptable"));
    RunResult result = scene.run(next++, script);
    assertEquals(new RunResult(RunStatus.FAILED, null, sentence, ""), result);
  }

  private static boolean runs(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }
}
