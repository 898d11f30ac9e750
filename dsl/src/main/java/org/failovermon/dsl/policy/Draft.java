package org.failovermon.dsl.policy;

import groovy.lang.Closure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.policy.JobPolicy;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.Secret;

/**
 * What one policy file says, before it is linked with the others.
 *
 * @param definitions in the order of the file
 * @param references names that must lead somewhere
 * @param scripts action scripts that must be there
 * @param blocks action scripts in place, by their references
 * @param secrets the secrets that were asked for, and what came back
 * @param secretSpots where each of them was first asked for
 * @param problems what is wrong
 */
record Draft(
    List<Definition> definitions,
    List<Reference> references,
    List<ScriptUse> scripts,
    Map<String, Inline> blocks,
    Map<String, Optional<Secret>> secrets,
    Map<String, Spot> secretSpots,
    List<Problem> problems) {
  Draft {
    definitions = List.copyOf(definitions);
    references = List.copyOf(references);
    scripts = List.copyOf(scripts);
    blocks = Map.copyOf(blocks);
    secrets = Map.copyOf(secrets);
    secretSpots = Map.copyOf(secretSpots);
    problems = List.copyOf(problems);
  }

  static Draft broken(List<Problem> problems) {
    return new Draft(List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), problems);
  }

  /** A named thing that a policy describes. */
  sealed interface Definition {
    /** "monitor", "check" … */
    String kind();

    String name();

    Spot spot();

    /** A monitor. */
    record Monitor(MonitorPolicy policy, Spot spot) implements Definition {
      @Override
      public String kind() {
        return "monitor";
      }

      @Override
      public String name() {
        return policy.spec().host().value();
      }
    }

    /** A check. */
    record Check(CheckSpec spec, Spot spot) implements Definition {
      @Override
      public String kind() {
        return "check";
      }

      @Override
      public String name() {
        return spec.name();
      }
    }

    /** A rule. */
    record Rule(RuleSpec spec, Spot spot) implements Definition {
      @Override
      public String kind() {
        return "rule";
      }

      @Override
      public String name() {
        return spec.name();
      }
    }

    /** A job. */
    record Job(JobPolicy policy, Spot spot) implements Definition {
      @Override
      public String kind() {
        return "job";
      }

      @Override
      public String name() {
        return policy.job().name();
      }
    }

    /** A maintenance window. */
    record Window(Maintenance window, Spot spot) implements Definition {
      @Override
      public String kind() {
        return "maintenance window";
      }

      @Override
      public String name() {
        return window.name();
      }
    }
  }

  /** What a name must lead to. */
  enum Target {
    MONITOR("monitor"),
    CHECK("check"),
    MONITOR_OR_CHECK("monitor or check"),
    RUNNER("monitor, job or rule");

    private final String noun;

    Target(String noun) {
      this.noun = noun;
    }

    String noun() {
      return noun;
    }
  }

  /**
   * A name that must lead somewhere.
   *
   * @param target what to
   * @param name the name as it was written
   * @param spot where
   */
  record Reference(Target target, String name, Spot spot) {}

  /** An action script that must be there. */
  record ScriptUse(ScriptRef script, RunKind kind, Spot spot) {}

  /**
   * An action script in place.
   *
   * @param code the block; a run uses a copy
   * @param spot where
   */
  record Inline(Closure<?> code, Spot spot) {}
}
