package org.failovermon.dsl.live;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which names in a folder of policies or scripts are those of sources. Pure. */
final class FileNames {
  private static final String GROOVY = ".groovy";

  /**
   * What editors and tools leave beside a file: {@code x~}, {@code #x#}, {@code .x.swp}, vim's
   * {@code 4913}, and what package managers put beside a changed file.
   */
  private static final Pattern LEFT_BEHIND =
      Pattern.compile("\\..*|.*~|#.*#|.*\\.(sw[a-z]|bak|orig|rej|tmp|dpkg-.*|rpm.*)|4913");

  private static final Pattern ACCEPTABLE = Pattern.compile("[^\\p{Cntrl}\\p{Z}#:]+");

  private FileNames() {}

  /** Whether a file or folder of this name is none of ours. */
  static boolean ignored(String name) {
    return LEFT_BEHIND.matcher(name).matches();
  }

  /** Whether a file of this name is Groovy. */
  static boolean groovy(String name) {
    return name.endsWith(GROOVY);
  }

  /** Why a file or folder cannot be used under this name, with the remedy, or empty. */
  static Optional<String> objection(String name) {
    return ACCEPTABLE.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "the name '"
                + name
                + "' has white space, a control character, '#' or ':', which the name of a policy"
                + " must not have; rename it");
  }
}
