package org.failovermon.dsl.compile;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds what a misspelt word may have meant. Pure. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate that is fewest letters away: at most two (inserted, left out, replaced or
   * exchanged), and fewer than the word has; letter case counts as nothing. Where there is none:
   * the one candidate that the word begins.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    String best = null;
    int least = 3;
    for (String candidate : candidates) {
      int distance =
          candidate.equalsIgnoreCase(word)
              ? 0
              : Math.abs(candidate.length() - word.length()) > 2 ? 3 : distance(word, candidate);
      if (distance < least && distance < word.length()) {
        least = distance;
        best = candidate;
      }
    }
    return best == null ? begun(word, candidates) : Optional.of(best);
  }

  private static Optional<String> begun(String word, Collection<String> candidates) {
    if (word.length() < 3) {
      return Optional.empty();
    }
    List<String> begun =
        candidates.stream().filter(candidate -> candidate.startsWith(word)).distinct().toList();
    return begun.size() == 1 ? Optional.of(begun.getFirst()) : Optional.empty();
  }

  /** "; did you mean 'x'?", or what is known, or nothing when there is too much to name. */
  public static String suggestion(String word, Collection<String> candidates) {
    return to(word, candidates)
        .map(near -> "; did you mean '" + near + "'?")
        .orElseGet(
            () ->
                candidates.isEmpty() || candidates.size() > 40
                    ? ""
                    : "; known are: " + String.join(", ", candidates));
  }

  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
