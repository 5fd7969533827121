package io.spacecloud.engine.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The databases that a configuration can name, and the connections that go with each. */
enum DatabaseType {
  POSTGRES("sql-postgres", "postgres://", "postgresql://", "jdbc:postgresql:"),
  MYSQL("sql-mysql", "jdbc:mariadb:", "jdbc:mysql:"),
  H2("sql-h2", "jdbc:h2:"),
  MONGO("mongo", "mongodb://", "mongodb+srv://");

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> schemes;

  DatabaseType(String key, String... schemes) {
    this.key = key;
    this.schemes = List.of(schemes);
  }

  String key() {
    return key;
  }

  /** Whether the connection begins as those of this type do. */
  boolean hasSchemeOf(String conn) {
    return schemes.stream().anyMatch(conn::startsWith);
  }

  static @Nullable DatabaseType ofKey(String key) {
    return Arrays.stream(values()).filter(type -> type.key.equals(key)).findFirst().orElse(null);
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(DatabaseType::key).toList();
  }
}
