package org.failovermon.engine.linux;

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
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A socket for ICMP or ICMPv6, which the JDK does not offer: a datagram socket where the kernel
 * lets our group have one ({@code net.ipv4.ping_group_range}), otherwise a raw one, for root.
 * {@link #send} and {@link #wake} may be called by any thread, {@link #receive} by one.
 */
@SuppressWarnings("restricted") // the foreign-function interface is the purpose
public final class EchoSocket implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int SOL_RAW = 255;
  private static final int ICMP_FILTER = 1;
  private static final int ICMP6_FILTER = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
  private static final short POLLIN = 1;
  private static final int EPERM = 1;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EFD_NONBLOCK = 0x800;
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int ADDRESS_BYTES = 28;
  private static final int MOST_BYTES = 2_048;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SOCKET =
      call(
          "socket",
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      call(
          "setsockopt",
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT);
  private static final MethodHandle SENDTO =
      call(
          "sendto",
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT);
  private static final MethodHandle RECVFROM =
      call(
          "recvfrom",
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.ADDRESS);
  private static final MethodHandle POLL =
      call(
          "poll",
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT);
  private static final MethodHandle EVENTFD =
      call("eventfd", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle WRITE =
      call(
          "write",
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG);
  private static final MethodHandle CLOSE =
      call("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle STRERROR =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("strerror"),
              FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

  private final int socket;
  private final int waker;
  private final boolean six;
  private final boolean raw;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment errno = arena.allocate(STATE);
  private final MemorySegment poll = arena.allocate(16, 4);
  private final MemorySegment buffer = arena.allocate(MOST_BYTES);
  private final MemorySegment from = arena.allocate(ADDRESS_BYTES, 4);
  private final MemorySegment fromBytes = arena.allocate(ValueLayout.JAVA_INT);
  private volatile boolean woken;

  /** Held for reading by who uses the descriptors, so that they are not closed under him. */
  private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * What came in.
   *
   * @param from who sent it
   * @param message the ICMP message, without an IP header; has an array of its own
   */
  public record Message(InetAddress from, ByteBuffer message) {}

  private EchoSocket(int socket, int waker, boolean six, boolean raw) {
    this.socket = socket;
    this.waker = waker;
    this.six = six;
    this.raw = raw;
    poll.set(ValueLayout.JAVA_INT, 0, socket);
    poll.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
    poll.set(ValueLayout.JAVA_INT, 8, waker);
    poll.set(ValueLayout.JAVA_SHORT, 12, POLLIN);
  }

  /**
   * Opens a socket.
   *
   * @param six whether for ICMPv6
   * @throws NoRight when this process may not have one
   * @throws IOException when there is none for another reason
   */
  public static EchoSocket open(boolean six) throws IOException {
    int family = six ? AF_INET6 : AF_INET;
    int protocol = six ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment errno = scratch.allocate(STATE);
      boolean raw = false;
      int socket = socket(errno, family, SOCK_DGRAM, protocol);
      if (socket < 0) {
        raw = true;
        socket = socket(errno, family, SOCK_RAW, protocol);
      }
      if (socket < 0) {
        int code = (int) ERRNO.get(errno, 0L);
        throw code == EPERM || code == EACCES
            ? new NoRight()
            : new IOException("no ICMP socket: " + error(code));
      }
      int waker = (int) EVENTFD.invokeExact(errno, 0, EFD_NONBLOCK | EFD_CLOEXEC);
      if (waker < 0) {
        int code = (int) ERRNO.get(errno, 0L);
        int _ = (int) CLOSE.invokeExact(errno, socket);
        throw new IOException("no ICMP socket: " + error(code));
      }
      set(errno, socket, SOL_SOCKET, SO_RCVBUF, integer(scratch, RECEIVE_BUFFER_BYTES));
      if (raw) {
        filter(errno, socket, six, scratch);
      }
      return new EchoSocket(socket, waker, six, raw);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** A process without rights, in a group that may not ping. */
  public static final class NoRight extends IOException {
    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public NoRight() {
      super("no right to open an ICMP socket");
    }
  }

  private static int socket(MemorySegment errno, int family, int type, int protocol)
      throws Throwable {
    return (int) SOCKET.invokeExact(errno, family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
  }

  /** A raw socket hears all ICMP of the machine: let through what may be for us. */
  private static void filter(MemorySegment errno, int socket, boolean six, Arena scratch)
      throws Throwable {
    if (six) {
      MemorySegment blocked = scratch.allocate(32, 4);
      blocked.fill((byte) 0xff);
      for (int type : new int[] {1, 3, 129}) { // unreachable, time exceeded, echo reply
        int word = type / 32 * 4;
        int mask = blocked.get(ValueLayout.JAVA_INT, word) & ~(1 << (type % 32));
        blocked.set(ValueLayout.JAVA_INT, word, mask);
      }
      set(errno, socket, IPPROTO_ICMPV6, ICMP6_FILTER, blocked);
    } else {
      // echo reply, unreachable, time exceeded
      set(errno, socket, SOL_RAW, ICMP_FILTER, integer(scratch, ~(1 | 1 << 3 | 1 << 11)));
    }
  }

  private static MemorySegment integer(Arena scratch, int value) {
    MemorySegment segment = scratch.allocate(ValueLayout.JAVA_INT);
    segment.set(ValueLayout.JAVA_INT, 0, value);
    return segment;
  }

  /** Without an option we are only slower: what it does not filter is not for us either. */
  private static void set(
      MemorySegment errno, int socket, int level, int option, MemorySegment value)
      throws Throwable {
    int _ =
        (int) SETSOCKOPT.invokeExact(errno, socket, level, option, value, (int) value.byteSize());
  }

  /** Whether it is a raw socket: then the identifier of what is sent is ours. */
  public boolean raw() {
    return raw;
  }

  /**
   * Sends a message.
   *
   * @param to an address of this socket's family
   * @param message an ICMP message with its checksum (ICMPv6: the kernel writes it)
   * @throws IOException when the kernel refuses; the message is the kernel's
   */
  public void send(InetAddress to, byte[] message) throws IOException {
    inUse.readLock().lock();
    try (Arena scratch = Arena.ofConfined()) {
      if (closed) {
        throw new IOException("the ICMP socket is closed");
      }
      MemorySegment state = scratch.allocate(STATE);
      MemorySegment bytes = scratch.allocate(message.length);
      MemorySegment.copy(message, 0, bytes, ValueLayout.JAVA_BYTE, 0, message.length);
      MemorySegment address = address(scratch, to);
      long sent =
          (long)
              SENDTO.invokeExact(
                  state, socket, bytes, (long) message.length, 0, address, six ? 28 : 16);
      if (sent < 0) {
        throw new IOException(error((int) ERRNO.get(state, 0L)));
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw broken(e);
    } finally {
      inUse.readLock().unlock();
    }
  }

  private MemorySegment address(Arena scratch, InetAddress to) {
    MemorySegment address = scratch.allocate(ADDRESS_BYTES, 4);
    byte[] bytes = to.getAddress();
    address.set(ValueLayout.JAVA_SHORT, 0, (short) (six ? AF_INET6 : AF_INET));
    MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, six ? 8 : 4, bytes.length);
    if (to instanceof Inet6Address inet6) {
      address.set(ValueLayout.JAVA_INT, 24, inet6.getScopeId());
    }
    return address;
  }

  /**
   * Waits for a message.
   *
   * @return empty when it was woken, or what came was not a message
   * @throws IOException when the socket cannot be read
   */
  public Optional<Message> receive() throws IOException {
    try {
      int ready = (int) POLL.invokeExact(errno, poll, 2L, -1);
      if (woken || ready <= 0) {
        return Optional.empty();
      }
      fromBytes.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
      long count =
          (long) RECVFROM.invokeExact(errno, socket, buffer, (long) MOST_BYTES, 0, from, fromBytes);
      if (count < 0) {
        int code = (int) ERRNO.get(errno, 0L);
        if (code == EAGAIN) {
          return Optional.empty();
        }
        throw new IOException(error(code));
      }
      return message((int) count);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  private Optional<Message> message(int count) throws UnknownHostException {
    int begin = 0;
    if (raw && !six) {
      begin = count == 0 ? 0 : (buffer.get(ValueLayout.JAVA_BYTE, 0) & 0x0f) * 4;
    }
    if (count - begin < 8) {
      return Optional.empty();
    }
    byte[] address = from.asSlice(six ? 8 : 4, six ? 16 : 4).toArray(ValueLayout.JAVA_BYTE);
    byte[] message = buffer.asSlice(begin, count - begin).toArray(ValueLayout.JAVA_BYTE);
    return Optional.of(new Message(InetAddress.getByAddress(address), ByteBuffer.wrap(message)));
  }

  /** Ends the wait of {@link #receive}, now and for ever after. */
  public void wake() {
    woken = true;
    inUse.readLock().lock();
    try (Arena scratch = Arena.ofConfined()) {
      if (closed) {
        return;
      }
      MemorySegment one = scratch.allocate(8, 8);
      one.set(ValueLayout.JAVA_LONG.withOrder(ByteOrder.nativeOrder()), 0, 1L);
      long _ = (long) WRITE.invokeExact(scratch.allocate(STATE), waker, one, 8L);
    } catch (Throwable e) {
      throw broken(e);
    } finally {
      inUse.readLock().unlock();
    }
  }

  /** Closes it; by the thread that receives, when it has left {@link #receive}. */
  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        int _ = (int) CLOSE.invokeExact(errno, socket);
        int _ = (int) CLOSE.invokeExact(errno, waker);
        arena.close();
      }
    } catch (Throwable e) {
      throw broken(e);
    } finally {
      inUse.writeLock().unlock();
    }
  }

  private static String error(int code) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(code);
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  private static IllegalStateException broken(Throwable cause) {
    return new IllegalStateException("the system's socket functions cannot be called", cause);
  }
}
