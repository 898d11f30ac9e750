package org.failovermon.engine.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.WatchedFiles;
import org.jspecify.annotations.Nullable;

/** The files of an observer's machine that its rules look at. */
public final class SimFiles {
  private final World world;
  private final Observer machine;
  private Set<String> watched = Set.of();

  SimFiles(World world, Observer machine) {
    this.world = world;
    this.machine = machine;
  }

  /** A file holds this from now on; null when it is deleted. Told only where it is looked at. */
  public void write(String file, @Nullable String content) {
    world.say("files", file + (content == null ? " is deleted" : " holds '" + content + "'"));
    String hash = content == null ? "" : sha256(content);
    machine.inThisProcess(
        () -> {
          if (watched.contains(file)) {
            machine.offer(new Event.FileChanged(file, hash, machine.clock().wall()));
          }
        });
  }

  /** The port of an engine process that begins. */
  WatchedFiles port() {
    watched = Set.of();
    return files -> {
      machine.portCall();
      watched = Set.copyOf(files);
    };
  }

  private static String sha256(String content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
