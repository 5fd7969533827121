package io.spacecloud.engine.accounts;

import io.spacecloud.api.result.Document;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One account as it is stored.
 *
 * @param key the value of its key
 * @param pass the hash, whatever it is
 */
record Account(
    Object key, String email, @Nullable String name, @Nullable String role, @Nullable Object pass) {

  private static final Set<String> OWN = Set.of(Realm.EMAIL, Realm.NAME, Realm.ROLE);

  /** What tokens call it. */
  String id() {
    return String.valueOf(key);
  }

  Account withRole(String other) {
    return new Account(key, email, name, other, pass);
  }

  Account withPass(String hash) {
    return new Account(key, email, name, role, hash);
  }

  Account withEmail(String address) {
    return new Account(key, address, name, role, pass);
  }

  /** What the user is told. */
  Document user(String keyName) {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put(keyName, id());
    putKnown(user);
    return Document.of(user);
  }

  /** What a token says, beside what else it says. */
  Map<String, Object> claims(Map<String, ?> others) {
    Map<String, Object> claims = new LinkedHashMap<>(others);
    claims.keySet().removeAll(OWN); // also where there is no such
    claims.put("id", id());
    putKnown(claims);
    return claims;
  }

  private void putKnown(Map<String, Object> map) {
    map.put(Realm.EMAIL, email);
    if (name != null) {
      map.put(Realm.NAME, name);
    }
    if (role != null) {
      map.put(Realm.ROLE, role);
    }
  }

  /** Who it is is not for logs. */
  @Override
  public String toString() {
    return "Account";
  }
}
