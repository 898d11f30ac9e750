package org.failovermon.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.failovermon.engine.action.Await;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.RunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when a script does not compile. */
final class ScriptErrorsTest {
  @TempDir Path folder;

  @Test
  void aMisspeltWordIsShownWithItsPlaceAndTheNearestWord() {
    says(
        """
        log 'begin'
        [1].each {
          exce 'fence', host
        }
        """,
        """
        take-mail.groovy:3:3: there is no word 'exce'; did you mean 'exec'?
              exce 'fence', host
              ^\
        """);
  }

  @Test
  void aMisspeltValueIsShownToo() {
    says(
        "log hots\n",
        """
        take-mail.groovy:1:5: there is no word 'hots'; did you mean 'host'?
            log hots
                ^\
        """);
  }

  @Test
  void aWordThatIsNearToNoneNamesThemAll() {
    says(
        "migrate 'mail'\n",
        """
        take-mail.groovy:1:1: there is no word 'migrate'; known are: exec, fail, home, host, kind, \
        log, monitor, notify, outage, print, printf, println, reason, run, since
            migrate 'mail'
            ^\
        """);
  }

  @Test
  void aWrongTypeIsShownWithWhatTheWordTakes() {
    says(
        "exec 5, 'a'\n",
        """
        take-mail.groovy:1:1: 'exec' takes a program (an absolute path, or a name that is looked for \
        in PATH) and its arguments, or a program and its arguments, not (int, String); write it as \
        in: exec 'systemctl', 'start', 'postfix'
            exec 5, 'a'
            ^\
        """);
    says(
        "[1].each { notify it, host }\n",
        """
        take-mail.groovy:1:12: 'notify' takes a text, not (Integer, String); write it as in: \
        notify "$host is lost"
            [1].each { notify it, host }
                       ^\
        """);
    says(
        "int n = host\n",
        """
        take-mail.groovy:1:9: Cannot assign value of type String to variable of type int
            int n = host
                    ^\
        """);
  }

  @Test
  void aMisspeltOptionIsShownWithTheNearest() {
    says(
        "exec mayFial: true, 'a'\n",
        """
        take-mail.groovy:1:6: 'exec' has no option 'mayFial'; did you mean 'mayFail'?
            exec mayFial: true, 'a'
                 ^\
        """);
    says(
        "exec deadline: 30, 'a'\n",
        """
        take-mail.groovy:1:16: option 'deadline' of 'exec' takes a duration, not int; write \
        30.seconds
            exec deadline: 30, 'a'
                           ^\
        """);
  }

  @Test
  void severalErrorsComeInTheOrderOfTheirLines() {
    says(
        "lgo 'a'\nhost.lenght()\n",
        """
        take-mail.groovy:1:1: there is no word 'lgo'; did you mean 'log'?
            lgo 'a'
            ^
        take-mail.groovy:2:1: String has no 'lenght()'; did you mean 'length'?
            host.lenght()
            ^\
        """);
  }

  @Test
  void trapsOfTheLanguageAreErrors() {
    says(
        "[1].each { notify() }\n",
        """
        take-mail.groovy:1:12: 'notify' needs a text; write it as in: notify "$host is lost"
            [1].each { notify() }
                       ^\
        """);
    says(
        "[1].each { run() }\n",
        """
        take-mail.groovy:1:12: run is the number of this run, not an action; remove \
        the parentheses
            [1].each { run() }
                       ^\
        """);
    says(
        "// nothing yet\n",
        """
        take-mail.groovy:1:1: the script has no statement: it would do nothing
            // nothing yet
            ^\
        """);
    says("", "take-mail.groovy:1:1: the script has no statement: it would do nothing");
  }

  @Test
  void syntaxErrorsHaveTheirPlace() {
    try (Scene scene = new Scene(folder)) {
      scene.lost("take-mail.groovy", "log 'a'\nlog('b'\n");
      String text = scene.problem("take-mail.groovy").orElse("");
      assertEquals(
          """
          take-mail.groovy:2:4: the '(' here is never closed; add the ')' that is missing
              log('b'
                 ^\
          """,
          text);
    }
  }

  @Test
  void aFileNamedLikeAWordHidesNoWord() {
    try (Scene scene = new Scene(folder)) {
      scene.lost("host.groovy", "log host\n");
      scene.lost("String.groovy", "String s = 'text'\nlog s\n");
      assertEquals("hosta\n", scene.run(1, "host.groovy").output());
      assertEquals("text\n", scene.run(2, "String.groovy").output());
    }
  }

  @Test
  void lookingForProblemsExecutesNothing() {
    try (Scene scene = new Scene(folder)) {
      Path mark = scene.home.resolve("mark");
      scene.lost(
          "a.groovy",
          "class C { static { throw new IllegalStateException() } }\nnew C()\nexec 'touch', '%s'\n"
              .formatted(mark));
      assertEquals(Optional.empty(), scene.problem("a.groovy"));
      Await.until("the script is loaded", () -> scene.groovy.inForce() >= 1);
      assertTrue(Files.notExists(mark));
    }
  }

  private void says(String script, String error) {
    try (Scene scene = new Scene(folder)) {
      scene.lost("take-mail.groovy", script);
      assertEquals(Optional.of(error), scene.problem("take-mail.groovy"));
      RunResult result = scene.run(1, "take-mail.groovy");
      assertEquals(new RunResult(RunStatus.FAILED, null, error, ""), result);
    }
  }
}
