package org.failovermon.engine.heartbeat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a name. May block; called off the engine's thread, from any. */
@FunctionalInterface
public interface NameResolver {
  /** The resolver of the system: hosts file, DNS. */
  NameResolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

  /**
   * The addresses of a name, the preferred one first; never empty.
   *
   * @throws UnknownHostException when it has none, or nobody can be asked
   */
  List<InetAddress> resolve(String name) throws UnknownHostException;
}
