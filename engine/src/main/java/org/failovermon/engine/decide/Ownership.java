package org.failovermon.engine.decide;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.failovermon.engine.model.policy.Owned;

/** Which entries belong to policy files. Not thread-safe. */
public final class Ownership {
  private final Map<Owned.Kind, Map<String, Owned>> entries = new EnumMap<>(Owned.Kind.class);

  /** Begins with these. */
  public Ownership(Collection<Owned> owned) {
    owned.forEach(this::put);
  }

  /** The entry of that kind and name, if it belongs to a file. */
  public Optional<Owned> find(Owned.Kind kind, String name) {
    return Optional.ofNullable(of(kind).get(Owned.key(kind, name)));
  }

  /** Every entry of that kind that belongs to a file, by name. */
  public List<Owned> all(Owned.Kind kind) {
    return List.copyOf(of(kind).values());
  }

  /** Every entry that belongs to a file, by kind and name. */
  public List<Owned> all() {
    return entries.values().stream().flatMap(each -> each.values().stream()).toList();
  }

  /** The entry belongs to a file from now on. */
  public void put(Owned owned) {
    entries.computeIfAbsent(owned.kind(), kind -> new TreeMap<>()).put(owned.key(), owned);
  }

  /** The entry belongs to no file any more. */
  public void delete(Owned.Kind kind, String name) {
    Map<String, Owned> ofKind = entries.get(kind);
    if (ofKind != null) {
      ofKind.remove(Owned.key(kind, name));
    }
  }

  private Map<String, Owned> of(Owned.Kind kind) {
    return entries.getOrDefault(kind, Map.of());
  }
}
