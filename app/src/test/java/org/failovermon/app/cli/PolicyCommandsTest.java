package org.failovermon.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.FakeOffices;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands about policies, checks, rules and maintenance print. */
class PolicyCommandsTest {
  @TempDir Path folder;

  private final FakeOffices offices = new FakeOffices();
  private final CommandLineFixture cli = new CommandLineFixture(offices);

  @BeforeEach
  void record() {
    offices.running = false;
    Place place = new Place("policies/mail.groovy", 3);
    offices.installation.apply(
        List.of(
            new Write.PutPolicyVersion(
                new PolicyVersion(
                    1,
                    FakeOffices.NOW,
                    "root",
                    "edited policies/mail.groovy",
                    List.of(new PolicyVersion.FileChange("policies/mail.groovy", "// one\n")))),
            new Write.PutPolicyVersion(
                new PolicyVersion(
                    2,
                    FakeOffices.NOW,
                    "alice",
                    "apply: tidy up",
                    List.of(
                        new PolicyVersion.FileChange("policies/mail.groovy", null),
                        new PolicyVersion.FileChange("policies/web.groovy", "// two\n")))),
            new Write.PutOwned(new Owned(Owned.Kind.CHECK, "hosta/smtp", place)),
            new Write.PutOwned(new Owned(Owned.Kind.RULE, "three-losses", place)),
            new Write.PutCheckState(
                new CheckState(
                    "hosta/smtp", CheckVerdict.FAILED, false, FakeOffices.NOW, "3 failures", 1)),
            new Write.RuleFired(new Firing("three-losses", "outage 1", FakeOffices.NOW))));
  }

  @Test
  void listsVersionsNewestFirst() {
    assertEquals(
        """
        VERSION  SINCE                BY     FILES              BECAUSE
        2        2026-11-22 03:12:09  alice  1 changed, 1 gone  apply: tidy up
        1        2026-11-22 03:12:09  root   1 changed          edited policies/mail.groovy
        """,
        cli.run("policy history").out());
  }

  @Test
  void showsTheFilesOfAVersion() {
    assertEquals("==> policies/mail.groovy <==\n// one\n", cli.run("policy show 1").out());
    assertEquals("// two\n", cli.run("policy show 2 policies/web.groovy").out());
    CommandLineFixture.Result wrong = cli.run("policy show 2 policies/wb.groovy");
    assertEquals(
        "failovermon: version 2 has no file policies/wb.groovy; did you mean"
            + " policies/web.groovy?\n",
        wrong.err());
    assertEquals(1, wrong.exit());
    CommandLineFixture.Result none = cli.run("policy show 9");
    assertEquals(1, none.exit());
    assertTrue(none.err().contains("the newest is 2"), none.all());
    assertEquals(3, cli.run("policy show -1").exit());
  }

  @Test
  void listsChecksAndRulesWithWhereTheyAreWritten() {
    assertEquals(
        """
        CHECK       VERDICT  SINCE                LAST RESULT  ORIGIN
        hosta/smtp  failed   2026-11-22 03:12:09  -            policies/mail.groovy:3
        """,
        cli.run("check list").out());
    assertEquals(
        """
        RULE          LAST ACTED           ACTION  DECIDED LAST  ORIGIN
        three-losses  2026-11-22 03:12:09  -       -             policies/mail.groovy:3
        """,
        cli.run("rule list").out());
  }

  @Test
  void addsListsAndDeletesMaintenance() {
    cli.run("add hosta -i 60s");
    CommandLineFixture.Result added =
        cli.run(
            "maintenance add move --from 2026-12-01T02:00 --to 2026-12-01T06:00:00+01:00 hosta");
    assertEquals(0, added.exit(), added.all());
    added =
        cli.runWords("maintenance", "add", "sundays", "--cron", "0 0 2 ? * SUN", "--lasts", "2h");
    assertEquals(0, added.exit(), added.all());
    assertEquals(
        """
        MAINTENANCE  STATE  WHEN                                        FOR    ORIGIN
        move         -      2026-12-01 02:00:00 to 2026-12-01 05:00:00  hosta  command
        sundays      -      '0 0 2 ? * SUN' Z for 120 min               all    command
        """,
        cli.run("maintenance list").out());
    assertEquals(0, cli.run("maintenance delete move").exit());
    assertTrue(cli.run("maintenance delete move").err().contains("there is no maintenance move"));
  }

  @Test
  void refusesAWindowWhoseEndIsNotSaid() {
    for (String wrong :
        List.of(
            "maintenance add x",
            "maintenance add x --lasts 2h --to 2026-12-01T06:00",
            "maintenance add x --from tomorrow --lasts 2h",
            "maintenance add x --cron nonsense --from 2026-12-01T06:00 --lasts 2h")) {
      assertEquals(3, cli.run(wrong).exit(), wrong);
    }
  }

  @Test
  void sendsApplyAndRollbackToTheDaemon() {
    offices.running = true;
    assertEquals(0, cli.runWords("policy", "apply", "--comment", "new pair").exit());
    assertEquals(0, cli.run("policy rollback 1 --json").exit());
    assertEquals(
        List.of(new DaemonCommand.ApplyPolicies("new pair"), new DaemonCommand.RollbackPolicies(1)),
        offices.commands);
  }

  @Test
  void checksAFolderThatIsNoInstallation() throws Exception {
    Files.createDirectories(folder.resolve("policies"));
    Path good = folder.resolve("policies/good.groovy");
    Files.writeString(good, "monitor('hosta') { every 60.seconds }\n");
    String check = "policy check --folder " + folder;
    assertEquals(
        "all is well: 1 files, 1 monitor, 0 checks, 0 rules, 0 jobs, 0 maintenance windows\n",
        cli.run(check).all().replace("--- exit 0\n", ""));
    Path bad = folder.resolve("policies/bad.groovy");
    Files.writeString(bad, "monitor('hostb') { evry 60.seconds }\n");
    CommandLineFixture.Result wrong = cli.run(check);
    assertEquals(1, wrong.exit(), wrong.all());
    assertTrue(wrong.out().startsWith("policies/bad.groovy:1:"), wrong.all());
    assertTrue(wrong.out().endsWith("1 error in 1 file of 2\n"), wrong.all());
    assertEquals(0, cli.run(check + " " + good).exit(), "only the named file counts");
    assertEquals(1, cli.run(check + " " + bad).exit());
    assertTrue(cli.run(check + " --json").out().contains("\"line\" : 1"));
    Path outside = Files.writeString(folder.resolve("new.groovy"), "monitor('hosta') {}\n");
    Files.delete(bad);
    CommandLineFixture.Result twice = cli.run(check + " " + outside);
    assertEquals(1, twice.exit(), "it defines hosta a second time: " + twice.all());
  }
}
