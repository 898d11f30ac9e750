package org.failovermon.dsl.live;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One look at the names and stamps below the roots; reads no file. Links to files and folders are
 * followed; a folder that lies within itself is entered once. Not thread-safe.
 */
final class FolderScan {
  private static final int MOST_FILES = 10_000;
  private static final int MOST_FOLDERS = 2_000;

  private final SortedMap<String, Found> files = new TreeMap<>();
  private final List<Path> folders = new ArrayList<>();
  private final List<FileProblem> problems = new ArrayList<>();
  private boolean full;

  /**
   * A file that may be a source.
   *
   * @param root the root that it lies below
   * @param file where it is
   * @param stamp its stamp, of the file that a link leads to
   * @param linked whether a link led there
   */
  record Found(SourceRoot root, Path file, Stamp stamp, boolean linked) {}

  FolderScan(List<SourceRoot> roots) {
    for (SourceRoot root : roots) {
      root(root);
    }
  }

  /** The files by path relative to the home. */
  SortedMap<String, Found> files() {
    return files;
  }

  /** The folders that were entered. */
  List<Path> folders() {
    return folders;
  }

  /** What could not be looked at. */
  List<FileProblem> problems() {
    return problems;
  }

  private void root(SourceRoot root) {
    Stamp stamp;
    try {
      stamp = Stamp.of(root.folder(), true);
    } catch (NoSuchFileException e) {
      complain(
          root,
          root.name(),
          "the folder "
              + root.folder()
              + " does not exist; make it again (mkdir), and empty if no policy shall be in force");
      return;
    } catch (IOException e) {
      complain(root, root.name(), unreadable(root.folder(), e));
      return;
    }
    if (!stamp.folder()) {
      complain(root, root.name(), root.folder() + " is not a folder; make it one");
      return;
    }
    enter(root, root.folder(), root.name(), false, List.of(stamp));
  }

  private void enter(
      SourceRoot root, Path folder, String path, boolean linked, List<Stamp> within) {
    if (root.trust() != null) {
      var objection = root.trust().objectionToFolder(folder);
      if (objection.isPresent()) {
        complain(root, path, objection.get());
        return;
      }
    }
    if (folders.size() >= MOST_FOLDERS) {
      complain(root, path, "there are more than " + MOST_FOLDERS + " folders; remove some");
      return;
    }
    folders.add(folder);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!FileNames.ignored(name)) {
          entry(root, entry, path + "/" + name, linked, within);
        }
      }
    } catch (NoSuchFileException e) {
      // it went away while we looked; the next look finds it settled
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      complain(root, path, unreadable(folder, cause == null ? new IOException(e) : cause));
    } catch (IOException e) {
      complain(root, path, unreadable(folder, e));
    }
  }

  private void entry(
      SourceRoot root, Path entry, String path, boolean linkedFolder, List<Stamp> within) {
    try {
      Stamp own = Stamp.of(entry, false);
      Stamp stamp = own.link() ? Stamp.of(entry, true) : own;
      boolean linked = linkedFolder || own.link();
      if (stamp.folder()) {
        if (within.stream().noneMatch(stamp::same)) {
          List<Stamp> deeper = new ArrayList<>(within);
          deeper.add(stamp);
          enter(root, entry, path, linked, deeper);
        }
      } else if (stamp.file() && wanted(root, path)) {
        add(root, entry, path, stamp, linked);
      }
    } catch (NoSuchFileException e) {
      if (wanted(root, path) && Files.isSymbolicLink(entry)) {
        complain(
            root,
            path,
            "the link " + entry + " leads nowhere; remove it, or bring back what it led to");
      }
    } catch (IOException e) {
      complain(root, path, unreadable(entry, e));
    }
  }

  private void add(SourceRoot root, Path entry, String path, Stamp stamp, boolean linked) {
    if (files.size() >= MOST_FILES) {
      if (!full) {
        full = true;
        problems.add(
            new FileProblem(
                root.name(), 1, "there are more than " + MOST_FILES + " files; remove some"));
      }
      return;
    }
    files.put(path, new Found(root, entry, stamp, linked));
  }

  private static boolean wanted(SourceRoot root, String path) {
    return root.programs() || FileNames.groovy(path);
  }

  private void complain(SourceRoot root, String path, String message) {
    if (root.strict()) {
      problems.add(new FileProblem(path, 1, message));
    }
  }

  static String unreadable(Path path, IOException e) {
    if (e instanceof AccessDeniedException) {
      return path
          + " cannot be read: we have no right to; give it to the user of failoverd (chown), or"
          + " chmod u+rX "
          + path;
    }
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return path + " cannot be read: " + reason.replace(path + ": ", "");
  }
}
