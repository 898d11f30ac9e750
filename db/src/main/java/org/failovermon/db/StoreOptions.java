package org.failovermon.db;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How the store works: where, how long things are kept, how much may wait.
 *
 * @param file the database file
 * @param historyKeep age at which heartbeat history is removed
 * @param logKeep age at which lines of the log are removed
 * @param runsKeep age at which ended runs with their outputs, and ended outages, are removed
 * @param maxBatches most batches that wait for the disk
 * @param maxBytes most bytes, estimated, that wait for the disk; as much again for history
 * @param stallAfter a write that takes longer is reported as a disk that does not answer
 * @param closeWait longest time that {@link SqliteStore#close} waits for the disk
 * @param wall the wall clock, for retention and the end of deleted monitors' outages
 */
public record StoreOptions(
    Path file,
    Duration historyKeep,
    Duration logKeep,
    Duration runsKeep,
    int maxBatches,
    long maxBytes,
    Duration stallAfter,
    Duration closeWait,
    InstantSource wall) {

  /** The defaults: history 31 days, log and runs 90 days, 16,384 batches, 32 MiB. */
  public static StoreOptions defaults(Path file) {
    return new StoreOptions(
        file,
        Duration.ofDays(31),
        Duration.ofDays(90),
        Duration.ofDays(90),
        16_384,
        32L << 20,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        InstantSource.system());
  }

  /** The same with other times to keep things; runs and outages are kept as long as the log. */
  public StoreOptions keeping(Duration history, Duration log) {
    return new StoreOptions(
        file, history, log, log, maxBatches, maxBytes, stallAfter, closeWait, wall);
  }

  /** The same with another bound of what may wait. */
  public StoreOptions waitingAtMost(int batches, long bytes) {
    return new StoreOptions(
        file, historyKeep, logKeep, runsKeep, batches, bytes, stallAfter, closeWait, wall);
  }

  /** The same with other times for a disk that does not answer. */
  public StoreOptions patience(Duration stall, Duration close) {
    return new StoreOptions(
        file, historyKeep, logKeep, runsKeep, maxBatches, maxBytes, stall, close, wall);
  }

  /** The same with another wall clock. */
  public StoreOptions wall(InstantSource newWall) {
    return new StoreOptions(
        file, historyKeep, logKeep, runsKeep, maxBatches, maxBytes, stallAfter, closeWait, newWall);
  }
}
