package io.spacecloud.engine.dispatch;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.config.EmailConfig;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What user management keeps to itself, whatever rules say. Hashes of passwords are read by nobody
 * else, the embedding code included, and so used by nobody else; sessions write neither them nor
 * who somebody is; the collection of refresh tokens is not there. Immutable.
 */
public final class Vault {
  /** Where nobody signs in. */
  public static final Vault NONE = new Vault(null);

  private static final FieldAccess READ = without("pass");
  private static final FieldAccess CREATED = without("pass", "email", "role");
  private static final FieldAccess UPDATED = without("pass", "email", "role", "id", "_id");

  private final @Nullable EmailConfig email;

  private Vault(@Nullable EmailConfig email) {
    this.email = email;
  }

  /** What is kept where users sign in so, or do not. */
  public static Vault of(@Nullable EmailConfig email) {
    return email == null ? NONE : new Vault(email);
  }

  private static FieldAccess without(String... fields) {
    Set<FieldPath> paths = Arrays.stream(fields).map(FieldPath::of).collect(Collectors.toSet());
    return FieldAccess.deny(paths);
  }

  /** Whether the collection is there for user management alone. */
  boolean hides(CollectionRequest request) {
    return email != null
        && email.refresh() != null
        && email.refresh().collection().equals(request.collection())
        && email.serves(request.database());
  }

  /** Whether the request is for accounts, and not user management's own. */
  boolean guards(Authority authority, CollectionRequest request) {
    return !authority.inside() && guards(request);
  }

  private boolean guards(CollectionRequest request) {
    return email != null
        && email.collection().equals(request.collection())
        && email.serves(request.database());
  }

  /** What anybody but user management sees of what the request is for. */
  FieldAccess seen(CollectionRequest request) {
    return guards(request) ? READ : FieldAccess.ALL;
  }

  /** What of a request's operation is left to the authority. */
  FieldAccess access(Authority authority, Operation operation, CollectionRequest request) {
    if (!guards(authority, request)) {
      return FieldAccess.ALL;
    }
    return switch (operation) {
      case READ, AGGREGATE -> READ;
      case CREATE -> authority.trusted() ? FieldAccess.ALL : CREATED;
      case UPDATE -> authority.trusted() ? FieldAccess.ALL : UPDATED;
      case DELETE -> FieldAccess.ALL;
    };
  }

  /** Whether a verdict's restriction or effects make use of a hash, for anybody to guess it by. */
  boolean isUsedBy(Verdict verdict) {
    try {
      FieldGuard.condition(READ, verdict.residual());
      CollectionRequest request = verdict.effects().request();
      if (request != null) {
        check(request);
      }
      Document doc = verdict.effects().doc();
      return doc != null && READ.forbidden(doc) != null;
    } catch (AccessDeniedException e) {
      return true;
    }
  }

  private static void check(CollectionRequest request) {
    if (request instanceof Read read) {
      FieldGuard.read(READ, read);
    } else if (request instanceof Update update) {
      FieldGuard.condition(READ, update.where());
      FieldGuard.written(READ, update.assignments());
    } else if (request instanceof Delete delete) {
      FieldGuard.condition(READ, delete.where());
    } else if (request instanceof Aggregate aggregate) {
      FieldGuard.pipeline(READ, aggregate.stages());
    }
  }
}
