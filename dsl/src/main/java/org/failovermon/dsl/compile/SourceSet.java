package org.failovermon.dsl.compile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All sources of an installation, by their paths, together with what was wrong in reading them.
 * Immutable.
 */
public final class SourceSet {
  /** The set of an installation without sources. */
  public static final SourceSet EMPTY = new SourceSet(List.of(), List.of());

  private final SortedMap<String, SourceFile> files;
  private final List<Problem> unread;

  private SourceSet(Collection<SourceFile> files, Collection<Problem> unread) {
    SortedMap<String, SourceFile> byPath = new TreeMap<>();
    for (SourceFile file : files) {
      byPath.put(file.path(), file);
    }
    this.files = Collections.unmodifiableSortedMap(byPath);
    this.unread = List.copyOf(unread);
  }

  /** The set of these files. */
  public static SourceSet of(Collection<SourceFile> files) {
    return new SourceSet(files, List.of());
  }

  /**
   * The set of these files as bytes. A file that is not UTF-8 becomes a problem of the set.
   *
   * @param contents by path
   */
  public static SourceSet ofBytes(Map<String, byte[]> contents) {
    List<SourceFile> files = new ArrayList<>();
    List<Problem> unread = new ArrayList<>();
    contents.forEach(
        (path, bytes) -> {
          try {
            files.add(new SourceFile(path, decode(bytes)));
          } catch (CharacterCodingException e) {
            unread.add(notUtf8(path, bytes));
          }
        });
    return new SourceSet(files, unread);
  }

  /** The same set with one more problem that was met in reading, such as a file of wrong rights. */
  public SourceSet withProblem(Problem problem) {
    List<Problem> all = new ArrayList<>(unread);
    all.add(problem);
    return new SourceSet(files.values(), all);
  }

  /** The files, by path, sorted. */
  public SortedMap<String, SourceFile> files() {
    return files;
  }

  /** What was wrong in reading: such a set is never good. */
  public List<Problem> unread() {
    return unread;
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static Problem notUtf8(String path, byte[] bytes) {
    String lenient = new String(bytes, StandardCharsets.UTF_8);
    int at = Math.max(0, lenient.indexOf('\uFFFD'));
    int start = lenient.lastIndexOf('\n', at) + 1;
    int end = lenient.indexOf('\n', at);
    int line = (int) lenient.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    return new Problem(
        path,
        line,
        at - start + 1,
        "the file is not UTF-8 text here; save it as UTF-8, or convert it: iconv -f latin1 -t utf8",
        lenient.substring(start, end < 0 ? lenient.length() : end).stripTrailing());
  }
}
