package org.failovermon.engine.heartbeat;

/** What became of a datagram that was read. */
public sealed interface Decoded {
  /**
   * The message is authentic: its HMAC is right under one of our keys.
   *
   * @param message what it says
   * @param keyId the key that it was signed with
   */
  record Valid(Message message, int keyId) implements Decoded {}

  /**
   * The message is not to be believed.
   *
   * @param flaw the first thing that is wrong with it
   * @param keyId the key that it claims, or 0 when it is not even of our form
   */
  record Invalid(Flaw flaw, int keyId) implements Decoded {
    /** What is wrong, as a part of a sentence that begins with "it". */
    public String because() {
      return flaw == Flaw.UNKNOWN_KEY
          ? "it is signed with key " + HeartbeatKey.showId(keyId) + ", which our key file lacks"
          : flaw.sentence;
    }
  }

  /** What can be wrong with a datagram. */
  enum Flaw {
    /** It has not the one size that messages have. */
    SIZE("it has not the size of a heartbeat"),
    /** It does not begin as ours do. */
    FOREIGN("it is not a failovermon message"),
    /** It is of a version that we do not know. */
    VERSION("it is of a version that we do not know; bring both hosts to the same release"),
    /** It is of a kind that we do not know. */
    TYPE("it is of a kind that we do not know"),
    /** It is signed with a key that we do not have. */
    UNKNOWN_KEY("it is signed with a key that our key file lacks"),
    /** Its HMAC is wrong: damaged, or forged. */
    SIGNATURE("its signature is wrong: damaged on the way, or forged"),
    /** It is authentic, and yet a value is out of range. */
    VALUE("one of its values is out of range");

    private final String sentence;

    Flaw(String sentence) {
      this.sentence = sentence;
    }
  }
}
