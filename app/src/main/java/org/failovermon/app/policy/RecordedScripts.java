package org.failovermon.app.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.failovermon.app.control.Records;
import org.failovermon.dsl.GroovyScripts;
import org.failovermon.dsl.live.SourceRoot;

/**
 * What the scripts of an installation held before, out of the recorded versions of its policies.
 * Thread-safe.
 */
public final class RecordedScripts implements GroovyScripts.Recorded {
  private final Path folder;
  private final Records records;

  /**
   * Made for one installation.
   *
   * @param folder its own scripts
   * @param records the recorded versions
   */
  public RecordedScripts(Path folder, Records records) {
    this.folder = folder;
    this.records = records;
  }

  @Override
  public List<String> texts(Path file) {
    if (!file.startsWith(folder)) {
      return List.of(); // shipped, or of the machine: in no version
    }
    String path = SourceRoot.SCRIPTS + "/" + folder.relativize(file);
    Set<String> texts = new LinkedHashSet<>();
    for (Records.Version version : records.policyVersions(Versions.FAR_BACK)) {
      String text =
          texts.isEmpty() || version.changed().contains(path)
              ? records.policyFiles(version.number()).get(path)
              : null;
      if (text != null) {
        texts.add(text);
      }
    }
    return new ArrayList<>(texts);
  }
}
