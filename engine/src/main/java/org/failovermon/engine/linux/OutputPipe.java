package org.failovermon.engine.linux;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * A pipe that a program writes into and we read from, with a bound on every wait.
 *
 * <p>The pipes of {@link Process} cannot serve: when the program ends, the JDK reads what is left
 * without a bound, and a child in the background that keeps writing would fill our memory; and a
 * blocked read cannot be given up. Used by the thread that opened it alone.
 */
@SuppressWarnings("restricted") // the foreign-function interface is the purpose
public final class OutputPipe implements AutoCloseable {
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NONBLOCK = 0x800;
  private static final short POLLIN = 1;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int CHUNK_BYTES = 65_536;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle PIPE2 =
      call("pipe2", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
  private static final MethodHandle POLL =
      call(
          "poll",
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT);
  private static final MethodHandle READ =
      call(
          "read",
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG);
  private static final MethodHandle CLOSE =
      call("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

  private final Arena arena;
  private final MemorySegment errno;
  private final MemorySegment poll;
  private final MemorySegment chunk;
  private final int readEnd;
  private int writeEnd;

  private OutputPipe(Arena arena, MemorySegment errno, int readEnd, int writeEnd) {
    this.arena = arena;
    this.errno = errno;
    this.readEnd = readEnd;
    this.writeEnd = writeEnd;
    this.poll = arena.allocate(8, 4);
    poll.set(ValueLayout.JAVA_INT, 0, readEnd);
    poll.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
    this.chunk = arena.allocate(CHUNK_BYTES);
  }

  /**
   * Opens a pipe.
   *
   * @throws IOException when there are too many open files
   */
  @SuppressWarnings("MustBeClosed") // the arena is closed with the pipe
  public static OutputPipe open() throws IOException {
    Arena arena = Arena.ofConfined();
    MemorySegment errno = arena.allocate(STATE);
    MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
    int made;
    try {
      made = (int) PIPE2.invokeExact(errno, ends, O_CLOEXEC | O_NONBLOCK);
    } catch (Throwable e) {
      throw broken("pipe2", e);
    }
    if (made != 0) {
      int code = (int) ERRNO.get(errno, 0L);
      arena.close();
      throw new IOException("no pipe for the output: pipe2 failed with errno " + code);
    }
    return new OutputPipe(
        arena,
        errno,
        ends.getAtIndex(ValueLayout.JAVA_INT, 0),
        ends.getAtIndex(ValueLayout.JAVA_INT, 1));
  }

  /** The file that a program's output is redirected to; valid until {@link #closeWriteEnd}. */
  public File writeEnd() {
    return new File("/proc/self/fd/" + writeEnd);
  }

  /** Closes our copy of the end that is written to, once the program has its own. */
  public void closeWriteEnd() {
    if (writeEnd >= 0) {
      closeDescriptor(writeEnd);
      writeEnd = -1;
    }
  }

  /**
   * Reads what is there, waiting for at most so long.
   *
   * @param millis longest wait, in milliseconds; 0 only looks
   * @return what was read, at most 64 KiB; empty when nothing came; null when nobody can write any
   *     more
   * @throws IOException when the pipe cannot be read
   */
  public byte @org.jspecify.annotations.Nullable [] read(int millis) throws IOException {
    try {
      int ready = (int) POLL.invokeExact(errno, poll, 1L, millis);
      if (ready <= 0) {
        return new byte[0];
      }
      long count = (long) READ.invokeExact(errno, readEnd, chunk, (long) CHUNK_BYTES);
      if (count > 0) {
        return chunk.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
      }
      if (count == 0) {
        return null;
      }
    } catch (Throwable e) {
      throw broken("read", e);
    }
    int code = (int) ERRNO.get(errno, 0L);
    if (code == EAGAIN || code == EINTR) {
      return new byte[0];
    }
    throw new IOException("the output of the program cannot be read: errno " + code);
  }

  @Override
  public void close() {
    closeWriteEnd();
    closeDescriptor(readEnd);
    arena.close();
  }

  private void closeDescriptor(int descriptor) {
    try {
      int _ = (int) CLOSE.invokeExact(errno, descriptor);
    } catch (Throwable e) {
      throw broken("close", e);
    }
  }

  private static MethodHandle call(
      String name, ValueLayout result, java.lang.foreign.MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  private static IllegalStateException broken(String call, Throwable cause) {
    return new IllegalStateException(call + "(2) cannot be called", cause);
  }
}
