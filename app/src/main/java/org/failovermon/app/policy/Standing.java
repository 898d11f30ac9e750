package org.failovermon.app.policy;

import java.time.Instant;
import java.util.List;
import org.failovermon.dsl.compile.Problem;
import org.jspecify.annotations.Nullable;

/**
 * How the policies on disk stand to those in force. Immutable.
 *
 * @param trouble why the files on disk are not in force, or null
 * @param waiting files whose edits wait for apply
 */
public record Standing(@Nullable Trouble trouble, List<String> waiting) {
  /** What is on disk is in force. */
  public static final Standing WELL = new Standing(null, List.of());

  private static final int MOST_SHOWN = 5;

  /** Copies the list. */
  public Standing {
    waiting = List.copyOf(waiting);
  }

  /**
   * Why the files on disk are not in force.
   *
   * @param sentence what happened, and what is in force instead
   * @param problems the first of what is wrong, each a sentence with file and line
   * @param more how many more there are
   * @param since since when
   */
  public record Trouble(String sentence, List<String> problems, int more, Instant since) {
    /** Copies the list. */
    public Trouble {
      problems = List.copyOf(problems);
    }

    /** Whether the other names the same problems, whoever and whatever brought them. */
    boolean saysWhat(@Nullable Trouble other) {
      return other != null && problems.equals(other.problems) && more == other.more;
    }
  }

  /** The same files that wait, with this trouble; trouble that goes on keeps its beginning. */
  Standing with(@Nullable Trouble next) {
    return new Standing(next != null && next.saysWhat(trouble) ? trouble : next, waiting);
  }

  static Trouble trouble(String sentence, List<Problem> problems, Instant now) {
    return refused(sentence, problems.stream().map(Problem::sentence).toList(), now);
  }

  static Trouble refused(String sentence, List<String> reasons, Instant now) {
    int shown = Math.min(MOST_SHOWN, reasons.size());
    return new Trouble(sentence, reasons.subList(0, shown), reasons.size() - shown, now);
  }
}
