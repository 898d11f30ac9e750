package org.failovermon.app.show;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the valid word that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate with the fewest changes of a letter from the word (swapped neighbours count as
   * one), if there are so few that it is worth naming: at most a quarter of its length, and one for
   * short words. A candidate that the word begins wins.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    if (word.length() > 2) {
      Optional<String> begun =
          candidates.stream().filter(each -> each.startsWith(word)).sorted().findFirst();
      if (begun.isPresent()) {
        return begun;
      }
    }
    return candidates.stream()
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .filter(
            candidate -> {
              int longer = Math.max(word.length(), candidate.length());
              return distance(word, candidate) <= Math.max(1, longer / 4);
            });
  }

  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 ? j : j == 0 ? i : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
