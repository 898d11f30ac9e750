package org.failovermon.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.List;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final Lane.Host LOST = new Lane.Host(5, false);
  private static final Lane.Host WELL = new Lane.Host(0, true);

  private final Run lost = run(1, RunKind.LOST_PULSE);
  private final Run regain = run(2, RunKind.REGAIN_PULSE);

  private static Run run(long id, RunKind kind) {
    return new Run(
        id, kind, "a", 5, new ScriptRef("x"), RunStatus.QUEUED, "", NOW, null, null, null, "", 0);
  }

  private static void assertWaits(Lane lane, Lane.Host host) {
    assertInstanceOf(Lane.Next.Wait.class, lane.next(host));
  }

  @Test
  void aLostPulseStartsOnlyWhileItsOutageIsOpenAndConfirmed() {
    Lane lane = Lane.EMPTY.with(lost);
    assertEquals(new Lane.Next.Start(lost), lane.next(LOST));
    assertWaits(lane, WELL);
    assertWaits(lane, new Lane.Host(6, false));
  }

  @Test
  void aRegainPulseWaitsForTheLostPulseBeforeIt() {
    Run running = lost.started(NOW);
    Lane lane = Lane.EMPTY.with(lost).update(running).with(regain);
    assertWaits(lane, WELL);
    Lane after = lane.update(running.ended(RunStatus.FAILED, NOW, 1, "exit code 1"));
    assertEquals(new Lane.Next.Start(regain), after.next(WELL));
    assertWaits(after, LOST);
  }

  @Test
  void anUnknownRunBlocksTheLaneUntilAnOperatorHasSpoken() {
    Run unknown = Lane.interrupted(lost.started(NOW), NOW);
    Lane lane = Lane.EMPTY.with(unknown).with(regain);
    assertWaits(lane, WELL);
    Run dismissed = unknown.ended(RunStatus.DISMISSED, NOW, null, "dismissed by root");
    assertEquals(new Lane.Next.Start(regain), lane.update(dismissed).next(WELL));
  }

  @Test
  void aRetriedRunGoesBeforeThoseThatWaitedForIt() {
    Run again = run(3, RunKind.LOST_PULSE);
    assertEquals(List.of(again, regain), Lane.EMPTY.with(regain).withFirst(again).open());
  }

  @Test
  void onlyALostPulseThatHasNotStartedBecomesPointless() {
    assertEquals(List.of(lost), Lane.EMPTY.with(lost).with(regain).pointless(5));
    assertEquals(List.of(), Lane.EMPTY.with(lost).update(lost.started(NOW)).pointless(5));
  }
}
