package org.failovermon.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Furnishes the homes of the two hosts: configuration, scripts, a web page and who serves it. */
final class Homes {
  private final Ground ground;

  Homes(Ground ground) {
    this.ground = ground;
  }

  /**
   * Writes everything but the key, which the command line makes.
   *
   * @throws DemoFailedException when a file cannot be written
   */
  void furnish() {
    for (String host : List.of(Ground.ALPHA, Ground.BETA)) {
      Path home = ground.home(host);
      write(home.resolve("failovermon.toml"), settings(host), "rw-r--r--");
      write(home.resolve("www/index.html"), host + "\n", "rw-r--r--");
      write(home.resolve("log/web.log"), "", "rw-r--r--");
      write(home.resolve("web"), filled("web", host), "rwxr-xr-x");
    }
    write(ground.folder().resolve("fence"), filled("fence", Ground.ALPHA), "rwxr-xr-x");
    // What DNS or /etc/hosts do elsewhere: beta knows alpha's name, and it leads down path 1.
    write(
        ground.folder().resolve("hosts"),
        ground.path(1).getAddress().getHostAddress() + " " + Ground.ALPHA + "\n",
        "rw-r--r--");
    Path scripts = ground.home(Ground.BETA).resolve("scripts");
    write(scripts.resolve("lost-pulse/take-web.groovy"), resource("take-web.groovy"), "rw-r--r--");
    write(
        scripts.resolve("regain-pulse/give-web-back.groovy"),
        resource("give-web-back.groovy"),
        "rw-r--r--");
  }

  /** Gives beta the key that alpha has, as an operator does with scp. */
  void copyKey() {
    try {
      Files.copy(
          ground.home(Ground.ALPHA).resolve("key"),
          ground.home(Ground.BETA).resolve("key"),
          StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new DemoFailedException("the key cannot be copied: " + e, e);
    }
  }

  private String settings(String host) {
    return """
    # The configuration of host %s of a demo.
    port = %d
    listen = ["%s"]
    """
        .formatted(host, ground.port(), ground.daemon(host).getAddress().getHostAddress());
  }

  private String filled(String name, String host) {
    return resource(name)
        .replace("{{folder}}", ground.folder().toString())
        .replace("{{home}}", ground.home(host).toString())
        .replace("{{host}}", host)
        .replace("{{java}}", System.getProperty("java.home"))
        .replace("{{address}}", ground.service().getAddress().getHostAddress())
        .replace("{{port}}", Integer.toString(ground.webPort()));
  }

  private static String resource(String name) {
    try (InputStream in = Homes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DemoFailedException("the resource " + name + " cannot be read: " + e, e);
    }
  }

  private static void write(Path file, String text, String mode) {
    try {
      Path folder = file.getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new DemoFailedException("the file " + file + " cannot be written: " + e, e);
    }
  }
}
