package org.failovermon.dsl.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.dsl.compile.SourceLoader;
import org.failovermon.engine.model.Durations;
import org.jspecify.annotations.Nullable;

/** Evaluates one compiled policy, for a bounded time. Thread-safe. */
final class Evaluator {
  /** How long an evaluation that was interrupted may take to notice. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CompilerSettings settings;

  Evaluator(CompilerSettings settings) {
    this.settings = settings;
  }

  /**
   * What the policy says.
   *
   * @param version compiles
   * @param sources all files, by path
   */
  Draft evaluate(Version version, Map<String, SourceFile> sources) {
    SourceFile source = Objects.requireNonNull(version.source());
    SourceLoader loader = Objects.requireNonNull(version.loader());
    @Nullable String main = version.unit().mainClass();
    if (main == null) {
      return Draft.broken(List.of()); // the file only has classes, or nothing
    }
    Reading reading = new Reading(source, sources, version, settings);
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .name("policy " + source.path())
            .start(() -> run(reading, loader, main));
    try {
      if (!worker.join(settings.evaluation())) {
        worker.interrupt();
        if (!worker.join(PATIENCE)) {
          reading.end(); // it stops at its next word
          return Draft.broken(List.of(stuck(source)));
        }
      }
    } catch (InterruptedException e) {
      reading.end();
      worker.interrupt();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the policies were being read when we were stopped", e);
    }
    return reading.draft();
  }

  private Problem stuck(SourceFile source) {
    return Problem.at(
        source,
        1,
        1,
        "reading this file took longer than "
            + Durations.show(settings.evaluation())
            + " and could not be stopped; look for a loop that does not end");
  }

  private static void run(Reading reading, SourceLoader loader, String main) {
    try {
      PolicyScript script =
          (PolicyScript) loader.loadClass(main).getDeclaredConstructor().newInstance();
      script.bind(reading);
      script.run();
    } catch (ReflectiveOperationException e) {
      reading.failed(e.getCause() == null ? e : e.getCause());
    } catch (Throwable e) { // whatever a policy throws is a problem of the policy
      reading.failed(e);
    }
  }
}
