package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.failovermon.engine.port.Clock;
import org.junit.jupiter.api.Test;

class RefusalLinesTest {
  private long nanos;
  private final RefusalLines lines =
      new RefusalLines(
          new Clock() {
            @Override
            public long nanos() {
              return nanos;
            }

            @Override
            public Instant wall() {
              return Instant.EPOCH.plusNanos(nanos);
            }
          });

  @Test
  void tellOfEachUserOnceAMinuteWithACount() {
    assertEquals(
        Optional.of("refused for lack of rights: delete hostA"), lines.line("eve", "delete hostA"));
    for (int i = 0; i < 1_000; i++) {
      assertEquals(Optional.empty(), lines.line("eve", "stop hostB"));
    }
    assertEquals(Optional.of("refused for lack of rights: stop"), lines.line("mal", "stop"));
    nanos += Duration.ofMinutes(1).toNanos();
    assertEquals(
        Optional.of(
            "refused for lack of rights: start; refused 1000 times more since the line before"),
        lines.line("eve", "start"));
    nanos += Duration.ofMinutes(1).toNanos();
    assertEquals(Optional.of("refused for lack of rights: start"), lines.line("eve", "start"));
  }
}
