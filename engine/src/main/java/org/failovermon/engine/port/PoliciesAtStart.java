package org.failovermon.engine.port;

import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.jspecify.annotations.Nullable;

/** The policies with which an engine starts; compiled before it begins. */
public sealed interface PoliciesAtStart {
  /** An installation without policies. */
  PoliciesAtStart NONE = new Usable("failovermon", "the start", PolicySet.EMPTY, null);

  /**
   * A set that comes into force before anything is watched. It is compared with what the store
   * holds; what is unchanged goes on where it was.
   *
   * @param who who brings it, as {@link Event.ApplyPolicies}
   * @param because what brings it
   * @param set all that the policies say
   * @param version the version to be recorded; null where the files are those of the newest version
   */
  record Usable(String who, String because, PolicySet set, @Nullable PolicyVersion version)
      implements PoliciesAtStart {}

  /**
   * Neither the files nor the newest version can be used. What belongs to policy files stays as it
   * is and rests: nothing is started, nothing is judged, nothing runs, until a set comes into
   * force.
   *
   * @param because what is wrong and what mends it, as a sentence
   */
  record Unusable(String because) implements PoliciesAtStart {}
}
