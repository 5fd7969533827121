package io.spacecloud.engine.accounts;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.result.Document;
import io.spacecloud.engine.users.UserHooks;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An application's hooks, as they are called: what has happened is not undone by one. */
record Hooked(UserHooks hooks) {
  private static final Logger LOG = LoggerFactory.getLogger(Hooked.class);
  private static final Set<String> OURS = Set.of("id", "_id", Realm.EMAIL, Realm.NAME, Realm.PASS);

  void checkPassword(String pass) {
    hooks.checkPassword(pass);
  }

  /** Further fields of an account, which never take the place of what user management decides. */
  Map<String, ?> beforeSignUp(Document user) {
    Map<String, ?> others = hooks.beforeSignUp(user);
    for (String name : others.keySet()) {
      if (OURS.contains(name)) {
        throw new IllegalStateException("a hook cannot say what an account's " + name + " is");
      }
    }
    Object role = others.get(Realm.ROLE);
    if (role != null && !(role instanceof String)) {
      throw new InvalidRequestException(Realm.ROLE, "expected a string");
    }
    return others;
  }

  /** Further claims of a token. */
  Map<String, ?> beforeToken(Document user) {
    return hooks.beforeToken(user);
  }

  /** Tells of what has happened. */
  void after(Consumer<UserHooks> event) {
    try {
      event.accept(hooks);
    } catch (RuntimeException e) {
      LOG.error("a hook of users failed: {}", e.getClass().getName()); // messages hold values
    }
  }
}
