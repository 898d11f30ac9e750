package org.failovermon.dsl.policy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceSet;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.Secret;

/** Policies as texts: sections that begin with {@code ## path}. */
final class Policies {
  /** An installation with a few secrets and with all scripts but those named "missing". */
  static final CompilerSettings SETTINGS =
      CompilerSettings.BARE
          .withEvaluation(Duration.ofSeconds(2))
          .withZone(ZoneId.of("Europe/Berlin"))
          .withSecrets(Policies::secret)
          .withScripts(
              (script, kind) ->
                  script.text().startsWith("missing")
                      ? Optional.of(
                          "there is no script "
                              + script
                              + " in scripts/"
                              + kind.word()
                              + "; put it there, or give an absolute path")
                      : Optional.empty());

  private Policies() {}

  private static Optional<Secret> secret(String name) {
    return switch (name) {
      case "none" -> Optional.empty();
      case "open" ->
          throw new InvalidValueException(
              "secret file secrets/open can be read by others; mend it: chmod 600 secrets/open");
      case "lines" -> Optional.of(new Secret(name, "geheim\nund mehr"));
      default -> Optional.of(new Secret(name, "geheim"));
    };
  }

  /** The files of a text with sections. */
  static SourceSet sources(String text) {
    Map<String, byte[]> files = new TreeMap<>();
    for (String section : text.split("(?m)^## ", -1)) {
      int end = section.indexOf('\n');
      if (end > 0) {
        files.put(
            section.substring(0, end), section.substring(end + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return SourceSet.ofBytes(files);
  }

  /** What the file {@code policies/a.groovy} says. */
  static PolicySet set(String text) {
    try (PolicyCompiler compiler = new PolicyCompiler(SETTINGS);
        Compiled compiled = compiler.compile(sources("## policies/a.groovy\n" + text))) {
      if (!compiled.good()) {
        throw new AssertionError(texts(compiled));
      }
      return compiled.set();
    }
  }

  /** All that is wrong, as people read it. */
  static String texts(Compiled compiled) {
    return Stream.concat(compiled.problems().stream(), compiled.remarks().stream())
        .sorted()
        .map(Problem::text)
        .collect(Collectors.joining("\n"));
  }
}
