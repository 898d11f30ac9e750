package org.failovermon.dsl.policy;

import java.time.ZoneId;
import org.failovermon.dsl.words.JobWords;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.JobPolicy;
import org.jspecify.annotations.Nullable;

/** Reads a job block. */
final class JobBlock extends ActionBlock implements JobWords {
  private final Spot spot;
  private @Nullable String cron;
  private @Nullable ZoneId zone;

  JobBlock(Reading reading, String name, Spot spot) {
    super(reading, name, RunKind.JOB);
    this.spot = spot;
  }

  @Override
  String noun() {
    return "job";
  }

  @Override
  public void cron(String expression) {
    cron = reading().cron(expression, once("cron"));
  }

  @Override
  public void zone(String name) {
    zone = reading().zone(name, once("zone"));
  }

  /** Makes the definition. */
  void finish() {
    boolean named = Names.check(reading(), "job", name(), spot);
    if (!wasSaid("cron")) {
      problem(spot, "job '" + name() + "' does not say when; add cron, as in: cron '0 0 2 * * ?'");
    }
    if (!wasSaid("action")) {
      problem(
          spot,
          "job '"
              + name()
              + "' does not say what to do; add action, as in: action 'backup.groovy'");
    }
    ScriptRef script = action();
    if (named && cron != null && script != null) {
      ZoneId in =
          MonitorBlock.first(zone, reading().inherited().zone(), reading().settings().zone());
      reading()
          .define(
              new Draft.Definition.Job(
                  new JobPolicy(
                      new Job(name(), cron, in, new Job.RunScript(script)),
                      deadline(),
                      spot.place()),
                  spot));
    }
  }
}
