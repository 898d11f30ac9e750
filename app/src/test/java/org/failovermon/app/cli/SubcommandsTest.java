package org.failovermon.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.FakeOffices;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The subcommands: the same operations in words, and those that the man page does not have. */
class SubcommandsTest {
  static final List<String> EVERY_COMMAND =
      List.of(
          "status",
          "list",
          "add",
          "modify",
          "delete",
          "start",
          "stop",
          "path",
          "path add",
          "path check",
          "path delete",
          "path modify",
          "path list",
          "log",
          "runs",
          "show",
          "outages",
          "history",
          "run",
          "run retry",
          "run dismiss",
          "job",
          "job add",
          "job delete",
          "job list",
          "policy",
          "policy new",
          "policy check",
          "policy diff",
          "policy apply",
          "policy history",
          "policy show",
          "policy rollback",
          "maintenance",
          "maintenance add",
          "maintenance delete",
          "maintenance list",
          "check",
          "check list",
          "rule",
          "rule list",
          "announce",
          "announce shutdown",
          "announce back",
          "notify",
          "notify test",
          "key",
          "key generate",
          "key rotate",
          "daemon",
          "daemon start",
          "daemon stop",
          "daemon status",
          "help",
          "completion");

  private final FakeOffices offices = new FakeOffices();
  private final CommandLineFixture cli = new CommandLineFixture(offices);

  @ParameterizedTest(name = "failovermon {0}: exit {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          add hostB --interval 60s --retries 3 --at-reboot --start | 0 | added hostB and started
          add hostB --interval=250ms --lost-pulse x --regain-pulse y | 0 | added hostB
          add hostB --interval 60x               | 3 | '60x' is not a duration
          add hostB --intervall 60s              | 3 | unknown option '--intervall'; did you mean --interval?
          add                                    | 3 | missing required parameter: 'HOST'
          add a b                                | 3 | 'b' is one argument too many
          add host/B                             | 1 | invalid host 'host/B'
          modify hostA --no-at-reboot            | 0 | modified hostA
          modify hostA --retries 4 --restart     | 0 | started the monitor of hostA
          delete hostA                           | 0 | deleted hostA
          start hostA                            | 0 | started the monitor of hostA
          stop hostA                             | 1 | monitor for hostA not running
          lisst                                  | 3 | unknown command 'lisst'; did you mean list?
          frobnicate                             | 3 | unknown command 'frobnicate'; there are add, announce
          outages                                | 0 | OUTAGE
          outages hostZ                          | 0 | warning: no outage of hostZ is known
          outages -n 0                           | 3 | --limit must be 1 to 10000, was 0
          history                                | 3 | missing required parameter: 'HOST'
          history hostA                          | 0 | 250 µs
          history hosta --since 7d --json        | 0 | "missed" : 1
          history hostA --since 0s               | 3 | --since must be longer than 0, was 0 s
          history hostZ --since 2h               | 0 | no heartbeat of hostZ is known of the last 120 min
          path                                   | 3 | missing required subcommand
          path ad hostA 10.0.0.1                 | 3 | did you mean add?
          path add hostA 192.168.7.1             | 0 | added path 192.168.7.1 to hostA
          path add hostA 192.168.7.1 --no-check  | 0 | added path 192.168.7.1 to hostA
          path delete hostA hostA                | 1 | the name of hostA itself
          path delete hostA 10.9.9.9             | 1 | hostA has no path 10.9.9.9
          path list                              | 0 | hostA (own name)
          path list hostZ                        | 1 | there is no monitor for hostZ
          job add off-peak --cron 0_0_20_*_*_? --interval 1200s --host hostA | 0 | added job off-peak
          job add nightly --cron 0_0_2_*_*_? --zone Europe/Berlin check.groovy | 0 | added job nightly
          job add nightly check.groovy           | 3 | missing required option: '--cron=EXPR'
          job add x --cron 0_0_2_*_*_?           | 3 | either a SCRIPT, or both --interval and --host
          job add x --cron y --zone Mars/Base z  | 1 | invalid time zone 'Mars/Base'
          job delete nightly                     | 0 | warning: there is no job nightly
          job list                               | 0 | JOB
          announce shutdown --for 10m            | 0 | done
          announce shutdown --for 1h             | 1 | at most 15 min, was 60 min
          announce back                          | 0 | done
          notify test                            | 0 | done
          notify tset                            | 3 | did you mean test?
          notify test --json                     | 0 | "exit" : 0
          run retry 17                           | 1 | run 17
          run dismiss x                          | 3 | 'x' is not a whole number
          show 17                                | 1 | there is no run 17
          runs                                   | 0 | RUN
          log                                    | 0 | add hostA
          log --limit 0                          | 3 | --limit must be 1 to 10000, was 0
          log --since yesterday                  | 3 | 'yesterday' is not a duration
          daemon status                          | 0 | process              812
          daemon start                           | 0 | warning: failoverd is already running
          daemon stop                            | 0 | stopped failoverd
          completion fish                        | 3 | fish
          completion bash                        | 0 | complete -F
          --version                              | 0 | failovermon 0.1
          --help                                 | 0 | Exit codes: 0 done
          --home /x list                         | 0 | HOST
          --home=/x -o list                      | 0 | HOST
          """)
  void answersWithMessageAndExitCode(String words, int exit, String said) {
    cli.run("add hostA -i 60s -r 3");
    String[] arguments = words.split(" ", -1);
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = arguments[i].startsWith("0_0") ? arguments[i].replace('_', ' ') : arguments[i];
    }
    CommandLineFixture.Result result = cli.runWords(arguments);
    assertEquals(exit, result.exit(), result.all());
    assertTrue(result.all().contains(said), result.all());
  }

  @ParameterizedTest
  @FieldSource("EVERY_COMMAND")
  void helpsWithExamplesEverywhere(String command) {
    CommandLineFixture.Result result = cli.run(command + " --help");
    assertEquals(0, result.exit(), result.all());
    assertTrue(result.out().contains("Example"), result.all());
    assertTrue(result.out().contains("failovermon " + command), result.all());
  }

  @Test
  void showsTheUsageForAnEmptyCommandLineAsAnError() {
    CommandLineFixture.Result result = cli.run("");
    assertEquals(3, result.exit(), result.all());
    assertTrue(result.err().contains("failovermon -o add|delete"), result.all());
  }

  @Test
  void addsNoPathThatDoesNotAnswer() {
    cli.run("add hostA -i 60s -r 3");
    offices.answer = Reply.refused("path 192.168.7.1 of hostA: no answer within 1 s");
    CommandLineFixture.Result result = cli.run("path add hostA 192.168.7.1");
    assertEquals(1, result.exit(), result.all());
    assertTrue(
        result
            .err()
            .contains(
                "path 192.168.7.1 was not added; if the address is new, try again in a few seconds;"
                    + " to add it all the same: --no-check"),
        result.all());
    assertEquals(1, offices.installation.snapshot().paths().size());
  }

  @Test
  void saysWhoseAMonitorIsBeforeItChecksAPathOfIt() {
    cli.run("add hostA -i 60s -r 3");
    offices.installation.apply(
        List.of(
            new Write.PutOwned(
                new Owned(Owned.Kind.MONITOR, "hostA", new Place("policies/mail.groovy", 12)))));
    offices.answer = Reply.refused("path 192.168.7.1 of hostA: no answer within 1 s");
    CommandLineFixture.Result result = cli.run("path add hostA 192.168.7.1");
    assertEquals(1, result.exit(), result.all());
    assertTrue(result.err().contains("policies/mail.groovy:12"), result.all());
    assertEquals(List.of(), offices.commands);
  }

  @Test
  void checksEveryPathOfAHostWhenNoneIsNamed() {
    cli.run("add hostA -i 60s -r 3");
    cli.run("path add hostA 192.168.7.1 --no-check --port 7000");
    cli.run("path check hostA");
    HostName host = new HostName("hostA");
    assertEquals(
        List.of(
            new DaemonCommand.CheckPath(host, "192.168.7.1", 7000),
            new DaemonCommand.CheckPath(host, "hostA", 6940)),
        offices.commands);
  }

  @Test
  void announcesAtMostAQuarterOfAnHourAndThatByDefault() {
    cli.run("announce shutdown");
    assertEquals(List.of(new DaemonCommand.Announce(Duration.ofMinutes(15))), offices.commands);
  }

  @Test
  void needsADaemonToAnnounce() {
    offices.running = false;
    CommandLineFixture.Result result = cli.run("announce back");
    assertEquals(1, result.exit(), result.all());
    assertTrue(result.err().contains("start it: failovermon daemon start"), result.all());
  }

  @Test
  void neverShowsAStackTrace() {
    offices.answer = Reply.refused("no");
    for (String command : EVERY_COMMAND) {
      String all = cli.run(command + " no-such-thing --bad").all();
      assertFalse(all.contains("\tat "), all);
      assertFalse(all.contains("Exception"), all);
    }
  }
}
