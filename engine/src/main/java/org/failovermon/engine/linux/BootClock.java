package org.failovermon.engine.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Instant;
import org.failovermon.engine.port.Clock;

/**
 * The clock of a Linux machine: {@code CLOCK_BOOTTIME} (it counts suspension; {@code
 * System.nanoTime} does not) and the wall clock. Thread-safe; a call allocates nothing.
 */
public final class BootClock implements Clock {
  private static final int CLOCK_BOOTTIME = 7;
  private static final StructLayout TIMESPEC =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_LONG.withName("tv_sec"), ValueLayout.JAVA_LONG.withName("tv_nsec"));

  private static final MethodHandle CLOCK_GETTIME = bind();

  /** One buffer for each thread, so that nothing is allocated in a call. */
  private static final ThreadLocal<MemorySegment> BUFFER =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(TIMESPEC));

  /**
   * Makes the clock.
   *
   * @throws UnsupportedOperationException when this system is not a 64-bit Linux; the message says
   *     so
   */
  public BootClock() {
    String system = System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "");
    if (!system.startsWith("Linux") || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      throw new UnsupportedOperationException(
          "failovermon needs a 64-bit Linux, for its clock CLOCK_BOOTTIME; this system is "
              + system);
    }
    if (nanos() <= 0) {
      throw new UnsupportedOperationException("this Linux has no CLOCK_BOOTTIME");
    }
  }

  @SuppressWarnings("restricted") // the launcher passes --enable-native-access
  private static MethodHandle bind() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("clock_gettime"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
        // It returns at once and never calls back: no need to leave the Java state of the thread.
        Linker.Option.critical(false));
  }

  @Override
  public long nanos() {
    MemorySegment time = BUFFER.get();
    int result;
    try {
      result = (int) CLOCK_GETTIME.invokeExact(CLOCK_BOOTTIME, time);
    } catch (Throwable e) {
      throw new IllegalStateException("clock_gettime cannot be called", e);
    }
    if (result != 0) {
      throw new IllegalStateException("clock_gettime(CLOCK_BOOTTIME) failed");
    }
    return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + time.get(ValueLayout.JAVA_LONG, 8);
  }

  @Override
  public Instant wall() {
    return Instant.now();
  }
}
