package org.failovermon.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.FakeOffices;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The man page's form (SEEDS §1): its operations, its exit codes, its messages. */
class ManPageTest {
  private final FakeOffices offices = new FakeOffices();
  private final CommandLineFixture cli = new CommandLineFixture(offices);

  @ParameterizedTest(name = "failovermon {0}: exit {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          -o add hostB                            | 0 | added hostB
          -o add -i 60 -r 3 -l x.groovy -g y -b -s hostB | 0 | added hostB and started its monitor
          hostB -o add -i 60                      | 0 | added hostB
          -i60 -r3 -bs -o add hostB               | 0 | and started its monitor
          -o add -i 0.25 hostB                    | 0 | added hostB
          -o ADD hostB                            | 0 | added hostB
          -o add hostB --timeout=250ms            | 0 | added hostB
          -o add hostA                            | 1 | an entry for hostA exists already
          -o add host_/x                          | 1 | invalid host 'host_/x'
          -o add -i 5ms hostB                     | 1 | must be 0 or 10 ms to 366 days, was 5 ms
          -o add -r 5000 hostB                    | 1 | retries of hostB must be 0 to 1000, was 5000
          -o add --timeout 1ms hostB              | 1 | timeout of hostB must be 5 ms to 1 h
          -o add -l ../x hostB                    | 1 | invalid script '../x'
          -o add -n hostB                         | 3 | -n does not go with -o add, only with -o modify
          -o add                                  | 3 | -o add takes one host, 0 were named
          -o add hostB hostC                      | 3 | -o add takes one host, 2 were named
          -o add -i x hostB                       | 3 | 'x' is not a duration
          -o add -i -5 hostB                      | 3 | '-5' is not a duration
          -o add -r x hostB                       | 3 | 'x' is not a whole number
          -o add -r -1 hostB                      | 3 | '-1' is not a whole number
          -o add -i                               | 3 | option -i needs a value
          -o add -x hostB                         | 3 | unknown option '-x'
          -o add --intervall 60 hostB             | 3 | did you mean --interval?
          -o add -i 5 -i 6 hostB                  | 3 | option -i is given twice, with '5' and with '6'
          -o delete hostA                         | 0 | deleted hostA
          -o delete hostZ                         | 0 | warning: there is no entry for hostZ
          -o delete -i 5 hostA                    | 3 | -i does not go with -o delete
          -o delete -s hostA                      | 3 | -s does not go with -o delete
          -o delete                               | 3 | -o delete takes one host
          -o modify -i 1200 hostA                 | 0 | modified hostA
          -o modify -n hostA                      | 0 | modified hostA
          -o modify -b hostA                      | 0 | modified hostA
          -o modify -s hostA                      | 0 | started the monitor of hostA
          -o modify hostZ                         | 1 | there is no entry for hostZ
          -o modify -b -n hostA                   | 3 | -b and -n contradict one another
          -o add -b -n hostB                      | 3 | -b and -n contradict one another
          -o modify -q hostA                      | 3 | -q does not go with -o modify
          -o list                                 | 0 | HOST
          -v -o list                              | 0 | HOST
          -o list hostA                           | 0 | hostA
          -o list HOSTA                           | 0 | hostA
          -o list hostZ                           | 1 | there is no monitor for hostZ
          -o list -i 5                            | 3 | -i does not go with -o list
          -o start hostA                          | 0 | started the monitor of hostA
          -o start                                | 0 | started the monitor of hostA
          -o start hostZ                          | 1 | there is no monitor for hostZ
          -o stop hostA                           | 1 | monitor for hostA not running
          -o stop                                 | 0 | warning: monitor for hostA not running
          -o stop hostZ                           | 1 | there is no entry for hostZ
          -o lst                                  | 3 | unknown operation 'lst'; did you mean list?
          -o frobnicate                           | 3 | the operations are add, delete, modify
          -o                                      | 3 | option -o needs a value
          -o help                                 | 0 | Usage: failovermon -o add
          -o list --help                          | 0 | Usage: failovermon -o add
          """)
  void answersAsTheManPageSays(String words, int exit, String said) {
    cli.run("add hostA -i 60s -r 3");
    CommandLineFixture.Result result = cli.run(words);
    assertEquals(exit, result.exit(), result.all());
    assertTrue(result.all().contains(said), result.all());
  }

  @Test
  void startsWhatWasNamedAndIsAlreadyRunningAsAnErrorButAllOfThemAsAWarning() {
    cli.run("-o add -s hostA");
    CommandLineFixture.Result named = cli.run("-o start hostA");
    assertEquals(1, named.exit(), named.all());
    assertTrue(named.err().contains("already running"), named.all());
    CommandLineFixture.Result all = cli.run("-o start");
    assertEquals(0, all.exit(), all.all());
    assertTrue(all.err().contains("warning: a monitor for hostA is already running"), all.all());
  }

  @Test
  void refusesForLackOfRightsWithExit2ButLists() {
    cli.run("-o add hostA");
    offices.mayChange = false;
    for (String words :
        new String[] {
          "-o add hostB", "-o delete hostA", "-o modify -i 5 hostA", "-o start hostA", "-o stop"
        }) {
      CommandLineFixture.Result result = cli.run(words);
      assertEquals(2, result.exit(), words + "\n" + result.all());
      assertTrue(result.err().contains("refused for lack of rights"), result.all());
    }
    assertEquals(0, cli.run("-o list").exit());
  }

  @Test
  void keepsWhatModifyDoesNotName() {
    cli.run("-o add -i 60 -r 3 -l lost.groovy -g regain.groovy -b --timeout 2 hostA");
    cli.run("-o modify -r 5 hostA");
    MonitorSpec spec = offices.installation.snapshot().monitors().getFirst();
    assertEquals(new HostName("hostA"), spec.host());
    assertEquals(Duration.ofSeconds(60), spec.interval());
    assertEquals(5, spec.retries());
    assertEquals(Duration.ofSeconds(2), spec.timeout());
    assertEquals("lost.groovy", spec.lostPulse().text());
    assertEquals("regain.groovy", spec.regainPulse().text());
    assertTrue(spec.startAtReboot());
  }

  @Test
  void refusesAScriptPathWithWhiteSpaceWithExit1() {
    CommandLineFixture.Result result = cli.runWords("-o", "add", "-l", "/opt/my script", "hostA");
    assertEquals(1, result.exit(), result.all());
    assertTrue(result.err().contains("has no white space"), result.all());
  }

  @Test
  void saysWhatTheDefaultsOfTheManPageMean() {
    CommandLineFixture.Result result = cli.run("-o add hostA");
    assertEquals(
        """
        added hostA
        interval 0 means that beats follow one another 100 ms after each answer; retries 0 means \
        that the first beat missed is an outage
        --- exit 0
        """,
        result.all());
  }

  @Test
  void takesEverythingAfterTwoDashesForAHost() {
    assertEquals(1, cli.run("-o list -- -x").exit());
  }

  @Test
  void bringsUpTheDaemonForAStartAndSaysSo() {
    offices.running = false;
    cli.run("-o add hostA");
    CommandLineFixture.Result result = cli.run("-o start hostA");
    assertEquals(
        """
        started failoverd, process 1
        started the monitor of hostA
        --- exit 0
        """,
        result.all());
  }

  @Test
  void startsNoDaemonForAHostThatDoesNotExist() {
    offices.running = false;
    assertEquals(1, cli.run("-o start hostZ").exit());
    assertEquals(false, offices.running);
  }

  @Test
  void takesAHostThatTheNewDaemonResumedByItselfForStarted() {
    cli.run("-o add -s hostA");
    offices.running = false;
    CommandLineFixture.Result result = cli.run("-o start hostA");
    assertEquals(0, result.exit(), result.all());
    assertTrue(result.out().contains("the monitor of hostA runs"), result.all());
  }
}
