package org.failovermon.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.CheckVerdict;

/**
 * The check machine against a model that keeps everything and reads verdicts off the whole past.
 */
class CheckMachineModelTest {
  private static final long SECOND = 1_000_000_000L;

  /** One thing that happens: a result with or without a hold, or the end of a hold. */
  record Step(Status status, boolean held, boolean released, int seconds) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Status> status =
        Arbitraries.of(Status.OK, Status.WARNING, Status.CRITICAL, Status.CRITICAL, Status.UNKNOWN);
    Arbitrary<Boolean> seldom = Arbitraries.integers().between(0, 7).map(n -> n == 0);
    return Combinators.combine(status, seldom, seldom, Arbitraries.integers().between(1, 20))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 3_000)
  void saysWhatTheModelSays(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 1, max = 4) int failAfter,
      @ForAll @IntRange(min = 1, max = 3) int recoverAfter,
      @ForAll @IntRange(min = 1, max = 6) int flapChanges) {
    CheckSpec.Flap flap =
        flapChanges < 2 ? null : new CheckSpec.Flap(flapChanges, Duration.ofSeconds(60));
    CheckSpec spec = CheckMachineTest.spec(failAfter, recoverAfter, flap);
    CheckMemory memory = CheckMemory.restored(CheckState.added("smtp", Instant.EPOCH));
    Model model = new Model(spec);
    long now = 0;
    for (Step step : steps) {
      now += step.seconds * SECOND;
      CheckEvent event =
          step.released
              ? new CheckEvent.Released()
              : new CheckEvent.Executed(
                  now,
                  CheckResult.of(step.status, "text", Duration.ZERO),
                  step.held ? "its parent is lost" : "");
      CheckDecision decision = CheckMachine.decide(spec, memory, event);
      model.step(step, now);
      assertEquals(model.verdict, decision.to(), "verdict after " + step);
      assertEquals(model.flapping, decision.next().flapping(), "flapping after " + step);
      assertEquals(model.incidents, decision.next().incident(), "incident after " + step);
      assertTrue(decision.next().changes().size() <= 6, "memory is bounded");
      memory = decision.next();
    }
  }

  /** All results that counted, and what can be read off them. */
  private static final class Model {
    private final CheckSpec spec;
    private final List<Boolean> sinceRelease = new ArrayList<>();
    private final List<Boolean> all = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private CheckVerdict verdict = CheckVerdict.UNKNOWN;
    private boolean flapping;
    private long incidents;

    private Model(CheckSpec spec) {
      this.spec = spec;
    }

    private void step(Step step, long now) {
      if (step.released) {
        sinceRelease.clear();
        return;
      }
      if (step.status == Status.UNKNOWN) {
        return;
      }
      boolean good = step.status != Status.CRITICAL;
      sinceRelease.add(good);
      all.add(good);
      times.add(now);
      if (!frozen(now)) {
        judge(good, step.held);
      }
    }

    private boolean frozen(long now) {
      CheckSpec.Flap flap = spec.flap();
      if (flap == null) {
        return false;
      }
      int changes = 0;
      for (int i = 1; i < all.size(); i++) {
        boolean recent = now - times.get(i) < flap.within().toNanos();
        if (recent && !all.get(i).equals(all.get(i - 1))) {
          changes++;
        }
      }
      boolean was = flapping;
      flapping = was ? changes * 2 > flap.changes() : changes >= flap.changes();
      return was || flapping;
    }

    private void judge(boolean good, boolean held) {
      boolean open = verdict.failed();
      if (!open && !held && last(spec.failAfter(), false)) {
        incidents++;
        verdict = CheckVerdict.FAILED;
      } else if (open) {
        boolean over = last(spec.recoverAfter(), true);
        verdict = over ? CheckVerdict.OK : good ? CheckVerdict.RECOVERING : CheckVerdict.FAILED;
      } else if (good) {
        verdict = CheckVerdict.OK;
      } else if (verdict != CheckVerdict.UNKNOWN) {
        verdict = CheckVerdict.FAILING;
      }
    }

    private boolean last(int count, boolean good) {
      int size = sinceRelease.size();
      return size >= count
          && sinceRelease.subList(size - count, size).stream().allMatch(each -> each == good);
    }
  }
}
