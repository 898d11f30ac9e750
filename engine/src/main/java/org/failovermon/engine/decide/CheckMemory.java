package org.failovermon.engine.decide;

import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.CheckVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What the check machine remembers of one check. Immutable. Verdict, flapping and incident are kept
 * across restarts; the counters begin anew.
 *
 * @param verdict the verdict
 * @param flapping whether it changes so often that its verdict is frozen
 * @param incident number of the newest incident, or 0
 * @param failures failures in a row
 * @param goods good results in a row; failures or goods are zero
 * @param unknowns executions in a row that could not be made
 * @param good whether the last result that counted was good, or null before the first one
 * @param changes when good and bad changed places, oldest first, on the monotonic clock; as far
 *     back as flapping is judged, and no more than make it flap
 */
public record CheckMemory(
    CheckVerdict verdict,
    boolean flapping,
    long incident,
    int failures,
    int goods,
    int unknowns,
    @Nullable Boolean good,
    List<Long> changes) {
  private static final int COUNTED = 1_000_000;

  /** Copies the list. */
  public CheckMemory {
    changes = List.copyOf(changes);
  }

  /** What is left of a check after a restart. */
  public static CheckMemory restored(CheckState state) {
    return new CheckMemory(
        state.verdict(), state.flapping(), state.incident(), 0, 0, 0, null, List.of());
  }

  /**
   * The same check after an edit of its policy. Verdict and incident stay. Where another service is
   * asked, the counters begin anew; where flapping is judged otherwise, so does that.
   */
  public CheckMemory edited(CheckSpec before, CheckSpec after) {
    boolean sameFlap = java.util.Objects.equals(before.flap(), after.flap());
    CheckMemory next =
        sameFlap
            ? this
            : new CheckMemory(verdict, false, incident, failures, goods, unknowns, good, List.of());
    return before.probe().equals(after.probe()) ? next : next.afresh();
  }

  /** The same, with incidents that are numbered on from there. */
  public CheckMemory goingOnAfter(long lastIncident) {
    return new CheckMemory(
        verdict, flapping, lastIncident, failures, goods, unknowns, good, changes);
  }

  /** The state that is stored of it. */
  public CheckState state(String check, java.time.Instant since, String because) {
    return new CheckState(check, verdict, flapping, since, because, incident);
  }

  CheckMemory afresh() {
    return new CheckMemory(verdict, flapping, incident, 0, 0, 0, good, changes);
  }

  CheckMemory with(CheckVerdict newVerdict) {
    return new CheckMemory(
        newVerdict, flapping, incident, failures, goods, unknowns, good, changes);
  }

  CheckMemory withIncident(long newIncident) {
    return new CheckMemory(
        CheckVerdict.FAILED, flapping, newIncident, failures, goods, unknowns, good, changes);
  }

  CheckMemory withFlapping(boolean flaps) {
    return new CheckMemory(verdict, flaps, incident, failures, goods, unknowns, good, changes);
  }

  CheckMemory withUnknown() {
    return new CheckMemory(
        verdict, flapping, incident, failures, goods, more(unknowns), good, changes);
  }

  /** With a result that counts; remembers the change where it is one. */
  CheckMemory counting(boolean isGood, long now, CheckSpec.@Nullable Flap flap) {
    return new CheckMemory(
        verdict,
        flapping,
        incident,
        isGood ? 0 : more(failures),
        isGood ? more(goods) : 0,
        0,
        isGood,
        flap == null ? List.of() : changesUpTo(now, good != null && good != isGood, flap));
  }

  private List<Long> changesUpTo(long now, boolean changed, CheckSpec.Flap flap) {
    List<Long> recent = new ArrayList<>(changes);
    recent.removeIf(at -> now - at >= flap.within().toNanos());
    if (changed) {
      recent.add(now);
    }
    int surplus = recent.size() - flap.changes();
    return surplus > 0 ? recent.subList(surplus, recent.size()) : recent;
  }

  private static int more(int count) {
    return Math.min(count + 1, COUNTED);
  }
}
