package org.failovermon.dsl.live;

import java.nio.file.Path;
import java.util.List;
import org.failovermon.engine.action.Trust;
import org.jspecify.annotations.Nullable;

/**
 * A folder that sources lie in, at any depth.
 *
 * @param name what operators call it, the first part of the paths: {@code policies}
 * @param folder where it is
 * @param trust who may write there, or null where nobody runs what is read
 * @param strict whether what cannot be read is a problem; otherwise it is left out, for somebody
 *     else to speak of
 * @param programs whether text files that begin with {@code #!} are sources too, next to Groovy
 */
public record SourceRoot(
    String name, Path folder, @Nullable Trust trust, boolean strict, boolean programs) {
  /** Path of the policies, relative to a home. */
  public static final String POLICIES = "policies";

  /** Path of the scripts, relative to a home. */
  public static final String SCRIPTS = "scripts";

  /**
   * The folders of an installation, whose policies must be trusted and whole. Its scripts are left
   * out where they cannot be read: who runs them says why.
   *
   * @param policies folder of the policies
   * @param scripts folder of the scripts
   * @param owned folders whose owners are trusted: the home and the installation
   */
  public static List<SourceRoot> ofInstallation(Path policies, Path scripts, List<Path> owned) {
    return List.of(
        new SourceRoot(POLICIES, policies, new Trust("policy", owned), true, false),
        new SourceRoot(SCRIPTS, scripts, new Trust("script", owned), false, true));
  }

  /**
   * A folder that is checked and not run, as in a build: who may write it does not matter.
   *
   * @param policies folder of the policies
   * @param scripts folder of the scripts, or null where there is none
   */
  public static List<SourceRoot> ofFolder(Path policies, @Nullable Path scripts) {
    SourceRoot first = new SourceRoot(POLICIES, policies, null, true, false);
    return scripts == null
        ? List.of(first)
        : List.of(first, new SourceRoot(SCRIPTS, scripts, null, true, true));
  }
}
