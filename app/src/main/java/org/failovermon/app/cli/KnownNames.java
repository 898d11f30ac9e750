package org.failovermon.app.cli;

import java.util.List;
import java.util.Map;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Query;
import tools.jackson.databind.JsonNode;

/**
 * The names that a shell completes: one a line. Asked for by the scripts of {@link Completion} and
 * in no help. It loads none of what the other subcommands need, since somebody waits who has
 * pressed a key.
 */
final class KnownNames {
  /** The word that asks for them, followed by the kind. */
  static final String COMMAND = "known-names";

  private static final int RUNS = 50;

  /**
   * What is asked for each kind.
   *
   * @param query its document
   * @param list member that has the entries
   * @param name member of an entry that is its name
   */
  private record Kind(Query query, String list, String name) {}

  private static final Map<String, Kind> KINDS =
      Map.of(
          "hosts", new Kind(new Query.Monitors(List.of()), "monitors", "host"),
          "jobs", new Kind(new Query.Jobs(), "jobs", "name"),
          "runs", new Kind(new Query.Runs(null, RUNS), "runs", "run"),
          "windows", new Kind(new Query.Windows(), "maintenance", "name"),
          "versions", new Kind(new Query.PolicyHistory(RUNS), "versions", "version"));

  private final Context context;

  KnownNames(Context context) {
    this.context = context;
  }

  /**
   * Prints the names.
   *
   * @param arguments {@code [--home DIR] known-names KIND}
   */
  int print(String... arguments) {
    for (int i = 0; i < arguments.length - 1; i++) {
      if (arguments[i].equals("--home")) {
        context.home(arguments[i + 1]);
      }
    }
    Kind kind = KINDS.get(arguments[arguments.length - 1]);
    if (kind == null) {
      throw Refusal.usage(
          COMMAND
              + " takes one of "
              + String.join(", ", KINDS.keySet().stream().sorted().toList()));
    }
    for (JsonNode entry : context.ask(kind.query()).path(kind.list())) {
      context.say(entry.path(kind.name()).asString(""));
    }
    return Refusal.DONE;
  }
}
