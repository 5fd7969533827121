package io.spacecloud.engine.auth;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers verified tokens while they and their keys are valid, a bounded number. Thread-safe.
 *
 * <p>Entries stand in a ring; the hand gives a used one a second chance and evicts the next.
 */
final class TokenCache {
  /** How many used entries a newcomer passes by before one has to go all the same. */
  private static final int CHANCES = 8;

  private final ConcurrentHashMap<Text, Entry> entries = new ConcurrentHashMap<>();
  // INVARIANT: every entry of the map stands in the ring or is about to; the ring bounds both.
  private final AtomicReferenceArray<@Nullable Entry> ring;
  private final AtomicLong hand = new AtomicLong();

  TokenCache(int size) {
    ring = new AtomicReferenceArray<>(size);
  }

  @Nullable VerifiedToken get(String token, Instant now) {
    Entry entry = entries.get(new Text(token));
    if (entry == null) {
      return null;
    } else if (!entry.isValid(now)) {
      entries.remove(entry.text, entry);
      return null;
    }
    if (!entry.used) {
      entry.used = true; // written once, so that hits on many threads do not contend
    }
    return entry.verified;
  }

  void put(String token, VerifiedToken verified, @Nullable Instant validFrom) {
    if (ring.length() == 0) {
      return;
    }
    Entry entry = new Entry(new Text(token), verified, validFrom);
    if (entries.putIfAbsent(entry.text, entry) == null) {
      place(entry);
    }
  }

  int size() {
    return entries.size();
  }

  private void place(Entry entry) {
    int slot = next();
    for (int i = 0; i < CHANCES; i++) {
      Entry old = ring.get(slot);
      if (old == null || !old.used) {
        break;
      }
      old.used = false;
      slot = next();
    }
    Entry evicted = ring.getAndSet(slot, entry);
    if (evicted != null) {
      entries.remove(evicted.text, evicted);
    }
  }

  private int next() {
    return (int) Math.floorMod(hand.getAndIncrement(), (long) ring.length());
  }

  /** A token as a key: hashed by the end of its signature, as the whole is long and often fresh. */
  static final class Text {
    private static final int HASHED = 24;

    private final String token;
    private final int hash;

    Text(String token) {
      int result = 0;
      for (int i = Math.max(0, token.length() - HASHED); i < token.length(); i++) {
        result = 31 * result + token.charAt(i);
      }
      this.token = token;
      this.hash = result;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Text text && hash == text.hash && token.equals(text.token);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private static final class Entry {
    private final Text text;
    private final VerifiedToken verified;
    private final @Nullable Instant validFrom;
    private boolean used; // races cost an entry its second chance, no more

    Entry(Text text, VerifiedToken verified, @Nullable Instant validFrom) {
      this.text = text;
      this.verified = verified;
      this.validFrom = validFrom;
    }

    boolean isValid(Instant now) {
      Instant expiresAt = verified.expiresAt();
      return !verified.isRevoked()
          && (expiresAt == null || now.isBefore(expiresAt))
          && (validFrom == null || !now.isBefore(validFrom));
    }
  }
}
