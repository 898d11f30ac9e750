package org.failovermon.app.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.failovermon.dsl.live.Sources;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.model.policy.PolicyVersion.FileChange;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;

/** Which files changed, and who owns them: who edited a file is not recorded, who may is. */
final class Changes {
  private static final int MOST_NAMED = 3;

  private final Map<String, String> owners = new HashMap<>();

  /** Remembers the owners, so that they are known when a file is gone. */
  void see(Sources sources) {
    sources.files().forEach((path, text) -> owners.put(path, text.owner()));
  }

  /** Paths of the files that differ, in order. */
  static List<String> paths(Map<String, String> before, Map<String, String> after) {
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    return paths.stream()
        .filter(path -> !Objects.equals(before.get(path), after.get(path)))
        .toList();
  }

  /** The owners of these files, as they are recorded. */
  String owners(List<String> paths) {
    TreeSet<String> names = new TreeSet<>();
    paths.forEach(path -> names.add(owners.getOrDefault(path, "somebody")));
    return names.isEmpty() ? "failovermon" : String.join(", ", names);
  }

  /** What was edited, in a few words. */
  static String edits(List<String> paths) {
    if (paths.isEmpty()) {
      return "looked at again";
    }
    return "edited " + named(paths);
  }

  /** Which secrets have other values, as in "secret imap-password changed". */
  static String secrets(List<String> names) {
    return (names.size() == 1 ? "secret " : "secrets ") + named(names) + " changed";
  }

  private static String named(List<String> paths) {
    int named = Math.min(MOST_NAMED, paths.size());
    return String.join(", ", paths.subList(0, named))
        + (paths.size() > named ? " and " + (paths.size() - named) + " more" : "");
  }

  /**
   * The reply of the engine, and before it the version that came into force, if there is a new one.
   */
  static Reply brought(Reply reply, @Nullable PolicyVersion version, long newest) {
    List<String> messages = new ArrayList<>();
    messages.add(
        version == null
            ? "the files on disk are those of version " + newest
            : "version "
                + version.number()
                + " is in force, which changed "
                + named(version.changes().stream().map(FileChange::path).toList()));
    messages.addAll(reply.messages());
    return new Reply(reply.exit(), messages, reply.warnings(), reply.errors());
  }
}
