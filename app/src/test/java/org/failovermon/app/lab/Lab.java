package org.failovermon.app.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** One world of a test: its hosts, cables and disks, all gone when it is closed. */
final class Lab implements AutoCloseable {
  private final Path folder;
  private final List<Node> nodes = new ArrayList<>();
  private final Deque<Runnable> removals = new ArrayDeque<>();
  private int links;

  /** An empty world. */
  Lab() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    removeStale(temporary);
    try {
      folder = Files.createDirectory(temporary.resolve(Namespace.fresh()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeStale(Path temporary) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, "fml*")) {
      for (Path left : folders) {
        if (Namespace.stale(left.getFileName().toString())) {
          SmallDisk.unmountBelow(left);
          delete(left);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A host in a namespace of its own. */
  Node host(String name) {
    Path place = directory(name);
    return host(name, place, place.resolve("home"));
  }

  /** A host whose home lies on a disk of its own. */
  Node host(String name, SmallDisk disk) {
    return host(name, directory(name), disk.mount().resolve("home"));
  }

  private Node host(String name, Path place, Path home) {
    Namespace namespace = Namespace.create(name);
    removals.push(namespace::close);
    return add(new Node(name, namespace, new Faults(namespace), place, home));
  }

  /** A second installation on the machine of another. */
  Node beside(Node other, String name) {
    Path place = directory(name);
    return add(new Node(name, other.namespace(), other.faults(), place, place.resolve("home")));
  }

  private Node add(Node node) {
    nodes.add(node);
    return node;
  }

  private Path directory(String name) {
    try {
      return Files.createDirectory(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A small disk, mounted. */
  SmallDisk disk() {
    SmallDisk disk = SmallDisk.make(directory("disk"));
    removals.push(disk::close);
    return disk;
  }

  /** A cable between two hosts. */
  Link link(Node left, Node right) {
    return Link.between(++links, left, right);
  }

  /** All installations. */
  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Gives all hosts the key of the first, which is made if there is none. */
  void shareKey() {
    Node first = nodes.getFirst();
    if (!Files.exists(first.key())) {
      first.must("key", "generate");
    }
    for (Node node : nodes) {
      if (!node.equals(first)) {
        copyKey(first, node);
      }
    }
  }

  /** Copies the key file, as an operator does: under another name first. */
  static void copyKey(Node from, Node to) {
    try {
      Path fresh = to.home().resolve("key.copied");
      Files.deleteIfExists(fresh);
      Files.copy(from.key(), fresh, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(fresh, to.key(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An observer and the host it monitors, with so many cables between them; both run. */
  Pair pair(int cables) {
    return Pair.of(this, host("observer"), host("monitored"), cables);
  }

  /** Ends what still runs; for a test that has failed. */
  void abandon() {
    nodes.forEach(Node::abandon);
  }

  /** Removes everything. */
  @Override
  public void close() {
    abandon();
    while (!removals.isEmpty()) {
      removals.pop().run();
    }
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
