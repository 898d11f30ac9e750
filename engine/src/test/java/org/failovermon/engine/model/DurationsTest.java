package org.failovermon.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          250ms   | PT0.25S
          60      | PT1M
          1.5s    | PT1.5S
          20m     | PT20M
          20 min  | PT20M
          ' 2h '  | PT2H
          366d    | PT8784H
          0       | PT0S
          """,
      delimiter = '|')
  void areReadAsTheirUnitSays(String text, Duration duration) {
    assertEquals(duration, Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10ms", "999ms", "60s", "599s", "10m", "179m", "3h", "71h", "3d", "366d"})
  void whatIsShownCanBeWritten(String text) {
    Duration duration = Durations.parse(text);
    assertEquals(duration, Durations.parse(Durations.show(duration)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "60x", "-5", "1e3", "5 minutes", "1,5s", "1h30m"})
  void anotherFormIsRefusedWithTheFormToUse(String text) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> Durations.parse(text));
    String wanted = "'" + text + "' is not a duration: write a number and ms";
    assertTrue(String.valueOf(refused.getMessage()).contains(wanted), refused::toString);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0", "PT1M, 60", "PT0.25S, 0.25", "PT0.000000001S, 0.000000001"})
  void secondsAreExact(Duration duration, String text) {
    assertEquals(text, Durations.seconds(duration));
  }
}
