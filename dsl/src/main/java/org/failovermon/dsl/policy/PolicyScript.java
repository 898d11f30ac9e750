package org.failovermon.dsl.policy;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import java.util.Objects;
import org.failovermon.dsl.words.CheckWords;
import org.failovermon.dsl.words.DefaultsWords;
import org.failovermon.dsl.words.JobWords;
import org.failovermon.dsl.words.MaintenanceWords;
import org.failovermon.dsl.words.MonitorWords;
import org.failovermon.dsl.words.PolicyWords;
import org.failovermon.dsl.words.RuleWords;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/** What every compiled policy and file of the library extends: carries the words to the reader. */
public abstract class PolicyScript extends Script implements PolicyWords {
  private @Nullable Reading failovermonReading;

  /** Called once, before the script runs. */
  final void bind(Reading reading) {
    failovermonReading = reading;
  }

  private Reading reading() {
    return Objects.requireNonNull(failovermonReading, "the policy is not being read");
  }

  /** What the compiler makes of the call of a function in another file. */
  public final <T> T failovermonLibrary(Class<T> file) {
    return reading().library(file);
  }

  @Override
  public void defaults(
      @DelegatesTo(value = DefaultsWords.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> block) {
    reading().defaults(block);
  }

  @Override
  public void monitor(
      String host,
      @DelegatesTo(value = MonitorWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    reading().monitor(host, block);
  }

  @Override
  public void monitor(String host) {
    reading().monitor(host, null);
  }

  @Override
  public void check(
      String name,
      @DelegatesTo(value = CheckWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    reading().check(name, block);
  }

  @Override
  public void rule(
      String name,
      @DelegatesTo(value = RuleWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    reading().rule(name, block);
  }

  @Override
  public void job(
      String name,
      @DelegatesTo(value = JobWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    reading().job(name, block);
  }

  @Override
  public void maintenance(
      String name,
      @DelegatesTo(value = MaintenanceWords.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> block) {
    reading().maintenance(name, block);
  }

  @Override
  public Secret secret(String name) {
    return reading().secret(name);
  }
}
