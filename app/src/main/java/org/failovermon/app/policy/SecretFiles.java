package org.failovermon.app.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.failovermon.app.home.Errors;
import org.failovermon.dsl.policy.CompilerSettings;
import org.failovermon.engine.action.Trust;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.policy.Secret;

/**
 * The secrets of an installation: one file each in {@code secrets/}, which nobody but its owner may
 * read, or a variable of the environment, {@link Secret#variable}. Thread-safe.
 */
public final class SecretFiles implements CompilerSettings.Secrets {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final long MOST_BYTES = 64 * 1024;
  private static final Set<PosixFilePermission> OPEN =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * The secrets of a home.
   *
   * @param folder the folder of the files; need not exist
   * @param environment the environment of the process
   */
  public SecretFiles(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  @Override
  public String file(String name) {
    return folder.resolve(name).toString();
  }

  @Override
  public Optional<Secret> find(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "invalid name of a secret '"
              + name
              + "': 1 to 64 letters, digits, '.', '_' or '-', the first one a letter or digit");
    }
    Path file = folder.resolve(name);
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OPEN::contains)) {
        throw new InvalidValueException(
            "secret file " + file + " can be read by others; mend it: chmod 600 " + file);
      }
      Optional<String> objection = trust().objection(file);
      if (objection.isPresent()) {
        throw new InvalidValueException(objection.get());
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new InvalidValueException(
            "secret file " + file + " is larger than 64 KiB; a secret is one text");
      }
      return Optional.of(new Secret(name, Files.readString(file).stripTrailing()));
    } catch (NoSuchFileException e) {
      return Optional.ofNullable(environment.get(Secret.variable(name)))
          .map(value -> new Secret(name, value));
    } catch (IOException e) {
      throw new InvalidValueException(
          "secret file " + file + " cannot be read: " + Errors.reason(e));
    }
  }

  /** Whoever can put another file in its place decides what a check logs in with. */
  private Trust trust() {
    Path config = folder.toAbsolutePath().getParent();
    return new Trust("secret", config == null ? List.of() : List.of(config));
  }
}
