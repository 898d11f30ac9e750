package org.failovermon.app.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.failovermon.app.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One installation: the folder of its state and the folder of its configuration. With {@code --home
 * DIR} or {@code FAILOVERMON_HOME} both are DIR, unless DIR is one of the system's two; without,
 * root has {@code /var/lib/failovermon} and {@code /etc/failovermon}, others have XDG folders.
 *
 * @param state database, socket, lock and logs
 * @param config configuration file, key, policies and scripts
 */
public record Home(Path state, Path config) {
  private static final Path SYSTEM_STATE = Path.of("/var/lib/failovermon");
  private static final Path SYSTEM_CONFIG = Path.of("/etc/failovermon");

  private static final Set<PosixFilePermission> EVERYBODY_LOOKS =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /** Longest path that a Unix domain socket can have on Linux, in bytes. */
  private static final int MAX_SOCKET_PATH = 107;

  /**
   * Finds the installation that a command is about. A user other than root who has no installation
   * of their own means the system's, so that {@code status} works for everybody.
   *
   * @param flag value of {@code --home}, or null
   * @param environment the environment of the process
   * @param root whether the process runs as uid 0
   */
  public static Home resolve(@Nullable String flag, Map<String, String> environment, boolean root) {
    return resolve(flag, environment, root, new Home(SYSTEM_STATE, SYSTEM_CONFIG));
  }

  static Home resolve(
      @Nullable String flag, Map<String, String> environment, boolean root, Home system) {
    String named = flag != null ? flag : environment.getOrDefault("FAILOVERMON_HOME", "");
    if (!named.isEmpty()) {
      Home one = at(Path.of(named));
      // Either folder of the system's installation names it as a whole: with its own key.
      return one.state.equals(system.state) || one.state.equals(system.config) ? system : one;
    }
    if (flag != null) {
      throw Refusal.usage("--home is empty: name the folder of an installation");
    }
    if (root) {
      return system;
    }
    Path user = Path.of(environment.getOrDefault("HOME", "/"));
    Home own =
        new Home(
            xdg(environment, "XDG_STATE_HOME", user.resolve(".local/state")),
            xdg(environment, "XDG_CONFIG_HOME", user.resolve(".config")));
    return !Files.exists(own.state) && Files.exists(system.state) ? system : own;
  }

  /** The installation that has everything in one folder. */
  public static Home at(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    return new Home(absolute, absolute);
  }

  private static Path xdg(Map<String, String> environment, String key, Path fallback) {
    String value = environment.getOrDefault(key, "");
    return (value.startsWith("/") ? Path.of(value) : fallback).resolve("failovermon");
  }

  /** The SQLite database. */
  public Path database() {
    return state.resolve("failovermon.db");
  }

  /**
   * The control socket.
   *
   * @throws Refusal when the path is longer than the kernel takes
   */
  public Path socket() {
    Path socket = state.resolve("failovermon.sock");
    if (socket.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
        > MAX_SOCKET_PATH) {
      throw Refusal.notDone(
          "the path of the control socket, "
              + socket
              + ", is too long: Linux takes at most "
              + MAX_SOCKET_PATH
              + " bytes; choose a shorter --home");
    }
    return socket;
  }

  /** The file whose lock says who writes to this installation. */
  public Path lockFile() {
    return state.resolve("failovermon.lock");
  }

  /** The file that says under which key each host answered last; holds no secret. */
  public Path answeredKeys() {
    return state.resolve("answered-keys");
  }

  /** The folder of what goes on with runs that are not recorded as ended. */
  public Path spool() {
    return state.resolve("runs");
  }

  /** The folder of the logs. */
  public Path logs() {
    return state.resolve("log");
  }

  /** The file of shared secrets that authenticate heartbeats. */
  public Path key() {
    return config.resolve("key");
  }

  /** The configuration file; it need not exist. */
  public Path settings() {
    return config.resolve("failovermon.toml");
  }

  /** The folder of the scripts of this installation, which shadow the shipped ones. */
  public Path scripts() {
    return config.resolve("scripts");
  }

  /** The folder of the policies. */
  public Path policies() {
    return config.resolve("policies");
  }

  /** Whether it is one folder that somebody named, not the system's or a user's own. */
  public boolean named() {
    return state.equals(config);
  }

  /** The folder of the secrets that policies name; it need not exist. */
  public Path secrets() {
    return config.resolve("secrets");
  }

  /** The cache of compiled policies, for the daemon alone; it may be removed at any time. */
  public Path classes() {
    return state.resolve("classes");
  }

  /** Whether anything was ever written here. */
  public boolean exists() {
    return Files.exists(database());
  }

  /**
   * Makes the folders that are missing.
   *
   * @throws Refusal when one cannot be made
   */
  public void create() {
    for (Path folder :
        java.util.List.of(
            state,
            config,
            logs(),
            policies(),
            scripts().resolve("lost-pulse"),
            scripts().resolve("regain-pulse"),
            scripts().resolve("jobs"))) {
      try {
        if (!Files.isDirectory(folder)) {
          Files.createDirectories(folder);
          Files.setPosixFilePermissions(folder, EVERYBODY_LOOKS);
        }
      } catch (IOException e) {
        throw Refusal.because(
            e,
            "cannot make the folder "
                + folder
                + ": "
                + Errors.reason(e)
                + "; make it yourself, or name another place with --home");
      }
    }
  }

  /**
   * Lets every user read the database, whatever the umask of its writer: commands that only look
   * work for everybody (the database holds no secret).
   *
   * @throws Refusal when its mode cannot be changed
   */
  public void openToReaders() {
    try {
      Files.setPosixFilePermissions(database(), PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException e) {
      throw Refusal.because(
          e,
          "cannot make the database "
              + database()
              + " readable for everybody: "
              + Errors.reason(e)
              + "; it should belong to the owner of the home");
    }
  }

  @Override
  public String toString() {
    return state.toString();
  }
}
