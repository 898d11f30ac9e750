package org.failovermon.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.FakeOffices;
import org.failovermon.app.control.Json;
import org.failovermon.dsl.manual.Manual;
import org.junit.jupiter.api.Test;

class HelpCommandTest {
  private final CommandLineFixture cli = new CommandLineFixture(new FakeOffices());

  @Test
  void aloneListsEveryBlockAndEveryWord() {
    CommandLineFixture.Result all = cli.run("help");
    assertEquals(0, all.exit(), all.all());
    for (String word : new Manual().words()) {
      assertTrue(all.out().matches("(?s).*\\b" + word + "\\b.*"), word);
    }
    assertTrue(all.out().contains("A monitor block"), all.out());
    assertTrue(all.out().lines().allMatch(line -> line.length() <= 100), all.out());
  }

  @Test
  void aWordShowsAllThatItsWriterMustKnow() {
    assertEquals(
        """
        retries (a defaults block, a monitor block)
          How many beats in a row may be missed: the host has failed after one more. With a check as a
          member 0 is usual, since a check counts its failures itself.
          takes             a number
          range             0 to 1000
          if not written    0
          example           retries 3
        --- exit 0
        """,
        cli.run("help retries").all());
  }

  @Test
  void aWordOfSeveralBlocksShowsEach() {
    String every = cli.run("help every").out();
    assertTrue(every.contains("every (a check block)"), every);
    assertTrue(every.contains("every (a monitor block)"), every);
    assertTrue(every.contains("from:"), every);
  }

  @Test
  void aWordThatOpensABlockShowsWhatStandsInIt() {
    String monitor = cli.run("help monitor").out();
    assertTrue(monitor.contains("Words of a monitor block:"), monitor);
    assertTrue(monitor.contains("  needs  "), monitor);
  }

  @Test
  void aMisspeltWordIsAnErrorWithTheNearest() {
    assertEquals(
        """
        --- standard error
        failovermon: there is no word 'retrys'; did you mean 'retries'?
        --- exit 1
        """,
        cli.run("help retrys").all());
  }

  @Test
  void aWordThatIsNearToNothingSaysWhereAllAre() {
    CommandLineFixture.Result unknown = cli.run("help frobnicate");
    assertEquals(1, unknown.exit());
    assertTrue(unknown.err().contains("all words: failovermon help"), unknown.err());
  }

  @Test
  void aCommandOfTheCommandLineNamesItsOwnHelp() {
    CommandLineFixture.Result add = cli.run("help announce");
    assertEquals(0, add.exit());
    assertTrue(add.out().contains("see: failovermon announce --help"), add.out());
  }

  @Test
  void jsonHasEveryFormOfAWord() {
    CommandLineFixture.Result path = cli.run("help path --json");
    var document = Json.parse(path.out().getBytes(StandardCharsets.UTF_8));
    assertEquals(2, document.path("forms").size(), path.out());
    assertEquals(
        "port", document.path("forms").path(1).path("options").path(0).path("name").asString(""));
  }
}
