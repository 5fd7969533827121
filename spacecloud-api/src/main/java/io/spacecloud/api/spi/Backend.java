package io.spacecloud.api.spi;

import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A database. It is handed commands that are bound and authorised, and gives each the meaning that
 * {@link io.spacecloud.api.condition.ConditionEvaluator} defines. Thread-safe.
 */
public interface Backend extends CommandExecutor, AutoCloseable {
  /** What this backend has of what backends may lack. */
  Set<Capability> capabilities();

  /** The names of the collections that are there. */
  Set<String> collections();

  /** What is known of a collection of exactly that name, or null if there is none. */
  @Nullable CollectionSchema schema(String collection);

  /** Looks at the database's collections anew. */
  void refresh();

  /**
   * Takes note of what collections are declared to be, in the place of what was declared before. A
   * database that has no schema of its own then answers {@link #schema} by it.
   */
  default void declare(Collection<Declaration> declarations) {}

  /**
   * Where the database's collection is not as declared, in words that hold no values; a collection
   * that is not there is one of them. Empty if there is nothing to say.
   */
  default List<String> drift(Declaration declaration) {
    return SchemaDrift.between(declaration, schema(declaration.collection()));
  }

  /**
   * Makes the collection where there is none, and its unique indexes where they are missing. What
   * is there is never changed or taken away.
   *
   * @throws io.spacecloud.api.error.UnsupportedFeatureException if this backend cannot, or not so
   */
  default void create(Declaration declaration) {
    throw new UnsupportedFeatureException("this database makes no collections");
  }

  /** What the key of a collection is called that nobody named otherwise. */
  default String keyName() {
    return "id";
  }

  /**
   * What the command comes to in the database's own language, a statement each, with placeholders
   * for all values; empty if this backend does not tell.
   */
  default List<String> describe(Command command) {
    return List.of();
  }

  /**
   * Runs the body in one transaction, which commits when the body returns and is rolled back when
   * it throws, or when a command in it failed.
   *
   * @throws io.spacecloud.api.error.UnsupportedFeatureException without {@link
   *     Capability#TRANSACTIONS}
   */
  <T extends @Nullable Object> T inTransaction(
      TransactionOptions options, Function<CommandExecutor, T> body);

  /**
   * Hands every document of a read to the consumer, one after the other, holding few in memory.
   *
   * @throws io.spacecloud.api.error.UnsupportedFeatureException without {@link
   *     Capability#STREAMING}
   */
  void stream(Read read, Consumer<Document> consumer);

  /**
   * The database's own log of changes, which is then followed in the place of capturing what writes
   * touch; null if it has none that can be followed.
   */
  default @Nullable ChangeSource changes() {
    return null;
  }

  /** Closes what the backend opened, and nothing that it was given. */
  @Override
  void close();
}
