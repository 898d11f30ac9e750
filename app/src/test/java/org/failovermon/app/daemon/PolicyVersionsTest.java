package org.failovermon.app.daemon;

import static org.failovermon.app.daemon.PolicyHouse.A;
import static org.failovermon.app.daemon.PolicyHouse.monitor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.failovermon.app.Await;
import org.failovermon.app.CommandLineFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of policies, and what a daemon begins with. */
class PolicyVersionsTest {
  private static final String EACH_SECOND =
      """
      job('tick') {
        cron '0/1 * * * * ?'
        action 'tick.groovy'
      }
      """;

  @TempDir Path folder;

  @Test
  void beginsWithTheLastGoodVersionWhenTheFileOnDiskIsBadAndHeals() throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.write(A, monitor("hosta", 60));
      Process first = house.daemon.start();
      house.awaitList("hosta stopped noboot 60 ");
      first.destroyForcibly().waitFor();
      house.write(A, "monitor('hosta') { every 30 }\n");
      house.daemon.start();
      house.awaitStatus("the last good version was taken instead");
      house.awaitList("hosta stopped noboot 60 ");
      assertTrue(house.status().contains("policies/a.groovy:1:"), house.all());
      house.write(A, monitor("hosta", 30));
      house.awaitList("hosta stopped noboot 30 ");
      house.awaitNoTrouble();
    }
  }

  @Test
  void beginsWithTheLastGoodVersionWhenTheFilesNameAMonitorOfTheCommandLineAndHeals()
      throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.write(A, monitor("hosta", 60));
      Process first = house.daemon.start();
      house.awaitList("hosta stopped noboot 60 ");
      assertEquals(0, house.run("add hostb -i 9s").exit());
      house.write("policies/b.groovy", monitor("hostb", 1));
      house.awaitStatus("hostb exists already and was added by command");
      first.destroyForcibly().waitFor();
      house.daemon.start();
      house.awaitStatus("the files on disk are refused; the last good version was taken instead");
      house.awaitList("hosta stopped noboot 60 ", "hostb stopped noboot 9 ");
      assertEquals(0, house.run("start hosta").exit(), house.all());
      assertEquals(0, house.run("delete hostb").exit());
      house.awaitList("hosta running noboot 60 ", "hostb stopped noboot 1 ");
      house.awaitNoTrouble();
    }
  }

  @Test
  void beginsWithNothingWhenThereNeverWasAGoodVersion() throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.write(A, "monitor('hosta') { every 30 }\n");
      house.daemon.start();
      house.awaitStatus("no policies are in force");
      assertEquals("", house.list());
      assertEquals(0, house.run("add hostb -i 9s").exit());
      house.write(A, monitor("hosta", 30));
      house.awaitList("hosta stopped noboot 30 ", "hostb stopped noboot 9 ");
    }
  }

  @Test
  void holdsEditsForApplyAlsoOverARestartWhenAutoApplyIsOff() throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.configure("[policies]\nauto-apply = false\n");
      house.write(A, monitor("hosta", 60));
      Process first = house.daemon.start();
      house.awaitStatus("edits wait for failovermon policy apply: policies/a.groovy");
      assertEquals("", house.list());
      CommandLineFixture.Result applied =
          house.daemon.cli.runWords("policy", "apply", "--comment", "the first");
      assertEquals(0, applied.exit(), applied.all());
      house.awaitList("hosta stopped noboot 60 ");
      house.write(A, monitor("hosta", 30));
      house.awaitStatus("edits wait for failovermon policy apply");
      CommandLineFixture.Result diff = house.run("policy diff");
      assertTrue(
          diff.out().contains("~ monitor hosta: interval 60 s → 30 s (policies/a.groovy:1)"),
          diff.all());
      assertTrue(diff.out().contains("-  every 60.seconds"), diff.all());
      assertTrue(diff.out().contains("+  every 30.seconds"), diff.all());
      first.destroyForcibly().waitFor();
      house.daemon.start();
      house.awaitStatus("edits wait for failovermon policy apply");
      house.awaitList("hosta stopped noboot 60 ");
      String second = house.run("policy apply").out();
      assertTrue(second.contains("version 2 is in force, which changed policies/a.groovy"), second);
      assertTrue(second.contains("monitor hosta: interval 60 s → 30 s"), second);
      house.awaitList("hosta stopped noboot 30 ");
      String again = house.run("policy apply").out();
      assertTrue(again.contains("the files on disk are those of version 2"), again);
      String history = house.run("policy history").out();
      assertTrue(history.contains("apply: the first"), history);
      assertTrue(house.run("policy diff").out().contains("on disk: the same"), house.all());
    }
  }

  @Test
  void scriptsOfPoliciesWaitForApplyAlsoOverARestartAndOthersDoNot() throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.configure("[policies]\nauto-apply = false\n");
      house.write("policies/job.groovy", EACH_SECOND);
      house.write("scripts/jobs/tick.groovy", "log 'it says one'\n");
      Process first = house.daemon.start();
      assertEquals(0, house.run("policy apply").exit(), house.all());
      house.awaitSaid("it says one");
      house.write("scripts/jobs/tick.groovy", "log 'it says two'\n");
      house.awaitStatus("edits wait for failovermon policy apply: scripts/jobs/tick.groovy");
      house.awaitAnotherRun();
      assertFalse(house.said().contains("it says two"), house.said());
      house.write("scripts/jobs/tick.groovy", "lgo 'it says three'\n");
      house.write("scripts/jobs/other.groovy", "log 'it says other'\n");
      assertEquals(
          0,
          house
              .daemon
              .cli
              .runWords("job", "add", "other", "--cron", "0/1 * * * * ?", "other.groovy")
              .exit(),
          house.all());
      house.awaitSaid("it says other");
      house.write("scripts/jobs/other.groovy", "log 'it says another'\n");
      house.awaitSaid("it says another");
      first.destroyForcibly().waitFor();
      house.daemon.start();
      house.awaitStatus("edits wait for failovermon policy apply: scripts/jobs/tick.groovy");
      house.awaitAnotherRun();
      String last = house.said();
      assertTrue(last.contains("it says one") && !last.contains("failed"), last);
      assertEquals(1, house.run("policy apply").exit(), house.all());
      house.write("scripts/jobs/tick.groovy", "log 'it says four'\n");
      assertEquals(0, house.run("policy apply").exit(), house.all());
      house.awaitSaid("it says four");
      String changed = house.run("policy diff").out();
      assertTrue(changed.contains("on disk: the same"), changed);
    }
  }

  @Test
  void aBadScriptThatNoPolicyUsesIsShownAndRunsAsItLastWasAfterARestart() throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.write(A, monitor("hosta", 60));
      house.write("scripts/jobs/tick.groovy", "log 'it says one'\n");
      Process first = house.daemon.start();
      house.awaitList("hosta stopped noboot 60 ");
      house.write("scripts/jobs/tick.groovy", "lgo 'it says two'\n");
      house.awaitStatus("there is no word 'lgo'");
      house.write(A, monitor("hosta", 30));
      house.awaitList("hosta stopped noboot 30 ");
      house.awaitNoTrouble();
      CommandLineFixture.Result check = house.run("policy check");
      assertEquals(0, check.exit(), check.all());
      assertTrue(check.out().contains("warning, since no policy uses this script"), check.all());
      first.destroyForcibly().waitFor();
      house.write("scripts/jobs/tick.groovy", "log 'it says one'\n");
      house.daemon.cli.runWords("job", "add", "tick", "--cron", "0/1 * * * * ?", "tick.groovy");
      house.write("scripts/jobs/tick.groovy", "lgo 'it says two'\n");
      house.daemon.start();
      house.awaitSaid("it says one");
    }
  }

  @Test
  void bringsAnOlderVersionBackAndKeepsWhatWasOnDisk() throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.write(A, monitor("hosta", 60));
      house.daemon.start();
      house.awaitList("hosta stopped noboot 60 ");
      house.write(A, monitor("hosta", 30));
      house.write("policies/b.groovy", monitor("hostb", 9));
      house.awaitList("hosta stopped noboot 30 ", "hostb stopped noboot 9 ");
      house.write("policies/b.groovy", "broken (\n");
      house.awaitStatus("the last good set stays in force");
      CommandLineFixture.Result back = house.run("policy rollback 1");
      assertEquals(0, back.exit(), back.all());
      assertTrue(back.out().contains("kept what was on disk as version 3"), back.all());
      assertTrue(back.out().contains("removed policies/b.groovy"), back.all());
      assertTrue(back.out().contains("replaced policies/a.groovy"), back.all());
      house.awaitList("hosta stopped noboot 60 ");
      house.awaitNoTrouble();
      assertEquals(monitor("hosta", 60), Files.readString(house.file(A)));
      assertEquals("broken (\n", house.run("policy show 3 policies/b.groovy").out());
      assertTrue(house.run("policy history").out().contains("rollback to version 1"));
      CommandLineFixture.Result bad = house.run("policy rollback 3");
      assertEquals(1, bad.exit(), bad.all());
      assertTrue(bad.err().contains("nothing was changed"), bad.all());
      CommandLineFixture.Result none = house.run("policy rollback 99");
      assertEquals(1, none.exit(), none.all());
    }
  }

  @Test
  void aRollbackThatFailsInTheMiddleBringsNoEditIntoForceThatWaits() throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.configure("[policies]\nauto-apply = false\n");
      house.write(A, monitor("hosta", 60));
      Process first = house.daemon.start();
      assertEquals(0, house.run("policy apply").exit());
      house.write(A, monitor("hosta", 30));
      house.awaitStatus("edits wait for failovermon policy apply");
      // A folder where the file is written first that is renamed over the old one.
      Files.createDirectories(folder.resolve("policies/.a.groovy.new/full"));
      CommandLineFixture.Result back = house.run("policy rollback 1");
      assertEquals(1, back.exit(), back.all());
      house.awaitList("hosta stopped noboot 60 ");
      first.destroyForcibly().waitFor();
      house.daemon.start();
      house.awaitStatus("edits wait for failovermon policy apply");
      house.awaitList("hosta stopped noboot 60 ");
      assertEquals(monitor("hosta", 30), house.run("policy show 2 " + A).out());
    }
  }

  @Test
  void worksWithoutADaemon() throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.write(A, monitor("hosta", 60));
      assertEquals(0, house.run("policy check").exit(), house.run("policy check").all());
      CommandLineFixture.Result applied = house.run("policy apply");
      assertEquals(0, applied.exit(), applied.all());
      house.awaitList("hosta stopped noboot 60 ");
      assertEquals(1, house.run("delete hosta").exit());
      house.write(A, monitor("hosta", 30));
      assertTrue(house.run("policy diff").out().contains("60 s → 30 s"), house.all());
      assertEquals(0, house.run("policy apply").exit());
      CommandLineFixture.Result back = house.run("policy rollback 1");
      assertEquals(0, back.exit(), back.all());
      house.awaitList("hosta stopped noboot 60 ");
      assertEquals(4, house.run("policy history").out().lines().count(), house.all());
    }
  }

  @Test
  void isConsistentWhereverItIsKilledInTheMiddleOfAnEdit() throws Exception {
    long seed = Long.getLong("failovermon.seed", 20261122L);
    Random chance = new Random(seed);
    try (PolicyHouse house = new PolicyHouse(folder)) {
      house.write(A, monitor("hosta", 1));
      Process process = house.daemon.start();
      house.awaitList("hosta stopped noboot 1 ");
      for (int round = 2; round <= 6; round++) {
        house.write(A, monitor("hosta", round));
        house.write("policies/b.groovy", monitor("hostb", round));
        LockSupport.parkNanos(chance.nextLong(600_000_000L));
        process.destroyForcibly().waitFor();
        String list = house.list();
        boolean fresh =
            list.contains("hosta stopped noboot " + round + " ")
                && list.contains("hostb stopped noboot " + round + " ");
        boolean old = list.contains("hosta stopped noboot " + (round - 1) + " ");
        assertTrue(fresh || old, "a piece of an edit is in force, seed " + seed + ": " + list);
        process = house.daemon.start();
        house.awaitList(
            "hosta stopped noboot " + round + " ", "hostb stopped noboot " + round + " ");
      }
      String history = house.run("policy history").out();
      assertEquals(7, history.lines().count(), "one version for each edit: " + history);
      assertFalse(house.run("log -n 200").out().contains("ERROR"));
    }
  }

  @Test
  void runsBlocksOfPoliciesAndFinishesOnTheVersionThatARunStartedWith() throws Exception {
    try (PolicyHouse house = new PolicyHouse(folder)) {
      Path gate = folder.resolve("gate");
      house.write(
          "policies/job.groovy",
          "job('tick') {\n"
              + "  cron '0/1 * * * * ?'\n"
              + "  action {\n"
              + "    exec 'sh', '-c', 'echo one; while ! [ -e "
              + gate
              + " ]; do sleep 0.1; done; echo first version'\n  }\n}\n");
      house.daemon.start();
      Await.until("it runs", () -> house.run("runs").out().contains("running"), house::all);
      house.write("policies/job.groovy", "monitor('hostb') { startsByHand() }\n");
      house.awaitList("hostb ");
      Files.createFile(gate);
      Await.until("it ends", () -> house.run("runs").out().contains("succeeded"), house::all);
      assertTrue(house.run("show 1").out().contains("first version"), house.run("show 1").all());
    }
  }
}
