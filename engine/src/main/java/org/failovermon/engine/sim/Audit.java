package org.failovermon.engine.sim;

import java.time.Duration;

/**
 * The rules that must hold in every world, checked after every event. What breaks one ends the run
 * with {@link InvariantBroken}.
 */
public final class Audit {
  /**
   * What the installation was configured to, as far as the rules depend on it.
   *
   * @param grace after a boot, for a host never seen
   * @param holdBack longest delay because of suspicion of ourselves
   * @param cannotJudge longest time that our own pauses keep us from judging
   */
  public record Allowances(Duration grace, Duration holdBack, Duration cannotJudge) {}

  private final RunRules runs;
  private final VerdictRules verdicts;

  private Audit(Observer observer, Allowances allowances) {
    this.runs = new RunRules(observer);
    this.verdicts = new VerdictRules(observer, allowances);
  }

  /** Watches over an observer from now on. */
  public static Audit of(World world, Observer observer, Allowances allowances) {
    Audit audit = new Audit(observer, allowances);
    observer.probe(audit.runs);
    observer.probe(audit.verdicts);
    observer.probe(new DependenceRules(observer));
    observer.probe(new MemberRules(observer));
    world.afterEachEvent(() -> audit.verdicts.check(world.nanos()));
    return audit;
  }

  /** Outages that were opened so far, over all lives of the engine. */
  public int outages() {
    return verdicts.outages();
  }

  /** Scripts that were started so far, over all lives of the engine. */
  public int starts() {
    return runs.starts();
  }
}
