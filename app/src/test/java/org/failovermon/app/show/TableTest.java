package org.failovermon.app.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tables, colours and the nearest word. */
class TableTest {
  @Test
  void alignsColumnsAndLeavesNoSpaceAtTheEnd() {
    assertEquals(
        List.of("HOST    VERDICT", "a       up", "longer  lost"),
        new Table("HOST", "VERDICT").row("a", "up").row("longer", "lost").lines());
  }

  @Test
  void doesNotCountColours() {
    Ink ink = new Ink(true);
    assertEquals(
        List.of("A     B", "\u001b[1;31mlost\u001b[0m  x"),
        new Table("A", "B").row(ink.bad("lost"), "x").lines());
  }

  @Test
  void refusesARowOfAnotherLength() {
    assertThrows(IllegalArgumentException.class, () -> new Table("A", "B").row("a"));
  }

  @Test
  void paintsOnlyOnATerminalWhereNobodyForbidsIt() {
    assertEquals(true, Ink.forOutput(true, Map.of("TERM", "xterm")).colour());
    assertEquals(false, Ink.forOutput(false, Map.of("TERM", "xterm")).colour());
    assertEquals(false, Ink.forOutput(true, Map.of("TERM", "xterm", "NO_COLOR", "1")).colour());
    assertEquals(false, Ink.forOutput(true, Map.of("TERM", "dumb")).colour());
    assertEquals(false, Ink.forOutput(true, Map.of()).colour());
  }

  @Test
  void findsTheWordThatWasMeantOrNone() {
    List<String> words = List.of("list", "start", "stop", "interval");
    assertEquals(Optional.of("list"), Nearest.to("lsit", words));
    assertEquals(Optional.of("interval"), Nearest.to("intervall", words));
    assertEquals(Optional.of("interval"), Nearest.to("int", words));
    assertEquals(Optional.empty(), Nearest.to("frobnicate", words));
    assertEquals(Optional.empty(), Nearest.to("x", List.of()));
  }
}
