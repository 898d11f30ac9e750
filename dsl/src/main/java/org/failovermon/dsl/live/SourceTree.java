package org.failovermon.dsl.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sources below some roots, read again only where they may have changed. A file is read anew
 * when its stamp has changed, and while the stamp is younger than 3 s: a file system with coarse
 * times gives two versions of one second the same stamp. Not thread-safe.
 */
public final class SourceTree {
  /** Largest source, in bytes. */
  public static final int MOST_BYTES = 1 << 20;

  private static final long COARSE_NANOS = Duration.ofSeconds(3).toNanos();
  private static final long LINKED_NANOS = Duration.ofSeconds(10).toNanos();

  private final List<SourceRoot> roots;
  private Map<String, Known> known = new HashMap<>();
  private List<Path> folders = List.of();

  /** A tree of these roots. */
  public SourceTree(List<SourceRoot> roots) {
    this.roots = List.copyOf(roots);
  }

  /**
   * What is there now. A file that vanishes while it is read counts as not there.
   *
   * @param nowNanos monotonic time
   */
  public Sources read(long nowNanos) {
    FolderScan scan = new FolderScan(roots);
    Map<String, Known> now = new HashMap<>();
    SortedMap<String, SourceText> files = new TreeMap<>();
    List<FileProblem> problems = new ArrayList<>(scan.problems());
    scan.files()
        .forEach(
            (path, found) -> {
              Known one = know(path, found, nowNanos);
              if (one == null) {
                return; // it vanished
              }
              now.put(path, one);
              if (one.source != null) {
                files.put(path, one.source);
              } else if (one.problem != null) {
                problems.add(one.problem);
              }
            });
    known = now;
    folders = List.copyOf(scan.folders());
    return new Sources(files, problems);
  }

  /** The folders that the last look entered. */
  public List<Path> folders() {
    return folders;
  }

  private @Nullable Known know(String path, FolderScan.Found found, long nowNanos) {
    Known before = known.get(path);
    if (before != null && !before.stamp.equals(found.stamp())) {
      before = null; // of another version
    }
    if (before != null
        && before.settled
        && !(found.linked() && nowNanos - before.read > LINKED_NANOS)) {
      return before;
    }
    long since = before == null ? nowNanos : before.since;
    boolean settled = nowNanos - since >= COARSE_NANOS;
    try {
      return new Known(found.stamp(), since, nowNanos, settled, source(path, found, before), null);
    } catch (NoSuchFileException e) {
      return null;
    } catch (Unacceptable e) {
      FileProblem problem =
          found.root().strict()
              ? new FileProblem(path, e.line, String.valueOf(e.getMessage()))
              : null;
      return new Known(found.stamp(), since, nowNanos, settled, null, problem);
    } catch (IOException e) {
      FileProblem problem =
          found.root().strict()
              ? new FileProblem(path, 1, FolderScan.unreadable(found.file(), e))
              : null;
      return new Known(found.stamp(), since, nowNanos, settled, null, problem);
    }
  }

  /** Reads a file; null where it is none of ours, as a program that is not text. */
  private static @Nullable SourceText source(
      String path, FolderScan.Found found, @Nullable Known before) throws IOException {
    boolean groovy = FileNames.groovy(path);
    Optional<String> name = FileNames.objection(path.substring(path.lastIndexOf('/') + 1));
    if (groovy && name.isPresent()) {
      throw new Unacceptable(1, name.get());
    }
    if (found.root().trust() != null) {
      Optional<String> objection = found.root().trust().objection(found.file());
      if (objection.isPresent()) {
        throw new Unacceptable(1, objection.get());
      }
    }
    if (!groovy && found.stamp().size() > MOST_BYTES) {
      return null;
    }
    byte[] content = bytes(found.file());
    if (!groovy && !(content.length > 2 && content[0] == '#' && content[1] == '!')) {
      return null;
    }
    String hash = hash(content);
    if (before != null && before.source != null && before.source.hash().equals(hash)) {
      return before.source;
    }
    return new SourceText(text(content, groovy), hash, Files.getOwner(found.file()).getName());
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new Unacceptable(
            1, "the file is larger than 1 MiB, the most that a source may have; split it");
      }
      return content;
    }
  }

  private static String text(byte[] content, boolean groovy) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(content);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(in)
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      int at = Math.min(in.position(), content.length - 1);
      int line = 1;
      for (int i = 0; i < at; i++) {
        line += content[i] == '\n' ? 1 : 0;
      }
      throw new Unacceptable(
          line,
          "the text is not UTF-8: byte 0x"
              + HexFormat.of().withUpperCase().toHexDigits(content[at])
              + " cannot be read; save it as UTF-8, as with iconv -f ISO-8859-1 -t UTF-8"
              + (groovy ? "" : ", or use a program that is not text"));
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * What is known of a file.
   *
   * @param since when this stamp was first seen, monotonic
   * @param read when the file was last read, monotonic
   * @param settled whether the stamp was old enough then to stand for the content
   */
  private record Known(
      Stamp stamp,
      long since,
      long read,
      boolean settled,
      @Nullable SourceText source,
      @Nullable FileProblem problem) {}

  /** A file that must not be used as it is. */
  private static final class Unacceptable extends IOException {
    private static final long serialVersionUID = 1L;
    private final int line;

    Unacceptable(int line, String why) {
      super(why);
      this.line = line;
    }
  }
}
