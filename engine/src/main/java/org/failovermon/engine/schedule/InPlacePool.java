package org.failovermon.engine.schedule;

import org.quartz.spi.ThreadPool;

/**
 * A Quartz thread pool that runs each job on Quartz' own thread. All that a job does here is to
 * offer an event to the inbox, which never blocks (a job that is early waits for 2 ms at most); a
 * hand-over to another thread would cost more than the job, and could make a queue.
 */
final class InPlacePool implements ThreadPool {
  @Override
  public boolean runInThread(Runnable job) {
    job.run();
    return true;
  }

  @Override
  public int blockForAvailableThreads() {
    return 1;
  }

  @Override
  public int getPoolSize() {
    return 1;
  }

  @Override
  public void initialize() {
    // No thread to start.
  }

  @Override
  public void shutdown(boolean waitForJobsToComplete) {
    // No thread to stop: Quartz ends its own.
  }

  @Override
  public void setInstanceId(String id) {
    // It has no use for a name.
  }

  @Override
  public void setInstanceName(String name) {
    // It has no use for a name.
  }
}
