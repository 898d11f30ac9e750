package org.failovermon.db;

import java.util.List;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Write;

/**
 * Writes that are committed as a whole.
 *
 * @param number as {@code Store.commit} was given it
 * @param writes what to write
 * @param bytes roughly what it takes in memory
 */
record Batch(long number, List<Write> writes, long bytes) {
  private static final long PER_WRITE = 200;

  static Batch of(long number, List<Write> writes) {
    long bytes = PER_WRITE;
    for (Write write : writes) {
      bytes += PER_WRITE + 2L * textOf(write);
    }
    return new Batch(number, List.copyOf(writes), bytes);
  }

  /** Characters of the texts that can be long. */
  private static int textOf(Write write) {
    return switch (write) {
      case Write.PutRunOutput(long run, String output) -> output.length();
      case Write.Append(var entry) -> entry.text().length();
      case Write.PutState(var state) -> state.because().length();
      case Write.PutOutage(var outage) -> outage.because().length();
      case Write.PutRun(var run) -> run.reason().length() + run.result().length();
      case Write.PutMonitor m -> 0;
      case Write.DeleteMonitor m -> 0;
      case Write.EndOutage o -> 0;
      case Write.PutPath p -> 0;
      case Write.DeletePath p -> 0;
      case Write.PutJob j -> 0;
      case Write.DeleteJob j -> 0;
      case Write.JobFired j -> 0;
      case Write.PutBootId b -> 0;
      case Write.PutCheckState(var state) -> state.because().length();
      case Write.PutIncident(var incident) -> incident.because().length();
      case Write.PutPolicyVersion(var version) -> textOf(version);
      case Write.RuleFired(var firing) -> firing.key().length();
      case Write.PutOwned o -> 0;
      case Write.DeleteOwned o -> 0;
      case Write.DeleteCheck c -> 0;
      case Write.EndIncident i -> 0;
      case Write.PutWindow w -> 0;
      case Write.DeleteWindow w -> 0;
    };
  }

  private static int textOf(PolicyVersion version) {
    int characters = 0;
    for (PolicyVersion.FileChange change : version.changes()) {
      String content = change.content();
      characters += change.path().length() + (content == null ? 0 : content.length());
    }
    return characters;
  }
}
