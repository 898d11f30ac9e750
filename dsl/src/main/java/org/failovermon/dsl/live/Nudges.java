package org.failovermon.dsl.live;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells early that something may have changed, by inotify. It is a hint and no more: network file
 * systems, targets of links and exhausted limits give none, and whoever waits here looks all the
 * same when the time is over. Not thread-safe, but for {@link #wake}.
 */
final class Nudges implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Nudges.class);
  private static final WatchEvent.Kind<?>[] ALL = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_DELETE,
    StandardWatchEventKinds.ENTRY_MODIFY
  };

  private final @Nullable WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Semaphore woken = new Semaphore(0);
  private boolean refused;

  Nudges() {
    service = open();
    if (service != null) {
      Thread.ofPlatform()
          .daemon()
          .name("nudges")
          .start(() -> listen(Objects.requireNonNull(service)));
    }
  }

  private static @Nullable WatchService open() {
    try {
      return FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      LOG.info("edits are noticed by looking each second: inotify says {}", e.getMessage());
      return null;
    }
  }

  /** Follows exactly these folders. */
  void follow(List<Path> folders) {
    if (service == null) {
      return;
    }
    Set<Path> wanted = new HashSet<>(folders);
    keys.entrySet()
        .removeIf(
            entry -> {
              boolean gone = !wanted.contains(entry.getKey()) || !entry.getValue().isValid();
              if (gone) {
                entry.getValue().cancel();
              }
              return gone;
            });
    for (Path folder : folders) {
      if (!keys.containsKey(folder)) {
        follow(service, folder);
      }
    }
  }

  private void follow(WatchService with, Path folder) {
    try {
      keys.put(folder, folder.register(with, ALL));
    } catch (NoSuchFileException e) {
      LOG.debug("{} went away before it could be followed", folder);
    } catch (IOException e) {
      if (!refused) {
        LOG.info(
            "edits in {} are noticed by looking each second: inotify says {}",
            folder,
            e.getMessage());
      }
      refused = true; // once is enough: it is the limit of the user, or the file system
    }
  }

  private void listen(WatchService from) {
    try {
      while (true) {
        WatchKey key = from.take();
        key.pollEvents();
        key.reset();
        wake();
      }
    } catch (InterruptedException | java.nio.file.ClosedWatchServiceException e) {
      LOG.debug("nobody wants to be told of edits any more");
    }
  }

  /** Ends the wait under way, or the next one. */
  void wake() {
    woken.release();
  }

  /** Waits until something may have changed, at most so long. */
  void await(long nanos) throws InterruptedException {
    if (woken.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
      woken.drainPermits();
    }
  }

  @Override
  public void close() {
    try {
      if (service != null) {
        service.close();
      }
    } catch (IOException e) {
      LOG.warn("inotify could not be closed: {}", e.getMessage());
    }
  }
}
