package org.failovermon.dsl.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What a policy compiler needs of the installation.
 *
 * @param cache folder for compiled classes, made when needed, readable by its owner alone; or null
 *     for none
 * @param secrets finds secrets
 * @param scripts checks names of action scripts
 * @param zone time zone of cron expressions that name none
 * @param evaluation how long the evaluation of one file may take
 */
public record CompilerSettings(
    @Nullable Path cache, Secrets secrets, Scripts scripts, ZoneId zone, Duration evaluation) {
  /** Time that the evaluation of one file may take, where nothing else is said. */
  public static final Duration DEFAULT_EVALUATION = Duration.ofSeconds(10);

  /** Without a cache, without secrets, and with any script taken as given. */
  public static final CompilerSettings BARE =
      new CompilerSettings(
          null,
          name -> Optional.empty(),
          (script, kind) -> Optional.empty(),
          ZoneId.systemDefault(),
          DEFAULT_EVALUATION);

  /** Finds secrets. Thread-safe. */
  public interface Secrets {
    /**
     * The secret of that name, or empty when there is none.
     *
     * @throws org.failovermon.engine.model.InvalidValueException when it must not be used, such as
     *     a file that others can read; the message never shows the value
     */
    Optional<Secret> find(String name);

    /** The file that a secret of that name would be in, for messages. */
    default String file(String name) {
      return "secrets/" + name + " of the configuration folder";
    }
  }

  /** Knows the action scripts. Thread-safe. */
  public interface Scripts {
    /** Why a script cannot be run, as a sentence with the remedy, or empty. */
    Optional<String> problem(ScriptRef script, RunKind kind);
  }

  /** The same with a cache. */
  public CompilerSettings withCache(Path folder) {
    return new CompilerSettings(folder, secrets, scripts, zone, evaluation);
  }

  /** The same with other secrets. */
  public CompilerSettings withSecrets(Secrets others) {
    return new CompilerSettings(cache, others, scripts, zone, evaluation);
  }

  /** The same with other scripts. */
  public CompilerSettings withScripts(Scripts others) {
    return new CompilerSettings(cache, secrets, others, zone, evaluation);
  }

  /** The same with another zone. */
  public CompilerSettings withZone(ZoneId other) {
    return new CompilerSettings(cache, secrets, scripts, other, evaluation);
  }

  /** The same with another time for the evaluation of one file. */
  public CompilerSettings withEvaluation(Duration other) {
    return new CompilerSettings(cache, secrets, scripts, zone, other);
  }
}
