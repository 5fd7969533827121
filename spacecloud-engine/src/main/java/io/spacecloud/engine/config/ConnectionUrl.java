package io.spacecloud.engine.config;

import io.spacecloud.api.spi.BackendConfig;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database connection as configurations write it: a JDBC or MongoDB URL, a {@code postgres://}
 * URL, or the DSN of Go's MySQL driver. What is wrong is said without repeating it: it may hold a
 * password.
 *
 * @param url a JDBC or MongoDB URL
 */
record ConnectionUrl(String url, @Nullable String user, @Nullable String password) {
  /** {@code host[:port]}, the host being a name, an IPv4 address or an IPv6 address in brackets. */
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  private static final Pattern NETWORK = Pattern.compile("(?:tcp[46]?(?:\\(([^()]*)\\))?)?");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.$-]+");
  private static final Pattern MONGO =
      Pattern.compile("mongodb(?:\\+srv)?://[^/?\\s]+(?:[/?]\\S*)?");
  private static final Pattern JDBC = Pattern.compile("jdbc:[a-z0-9]+:\\S.*");

  /** The connection is not understood, or not one of its type; the message repeats none of it. */
  static final class InvalidException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidException(String message) {
      super(message);
    }
  }

  static ConnectionUrl parse(DatabaseType type, String conn) throws InvalidException {
    for (DatabaseType other : DatabaseType.values()) {
      if (other != type && other.hasSchemeOf(conn)) {
        throw new InvalidException("goes with " + other.key() + ", not with " + type.key());
      }
    }
    if (conn.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidException("a control character");
    } else if (conn.startsWith("jdbc:") && type.hasSchemeOf(conn)) {
      return whole(JDBC, conn);
    }
    return switch (type) {
      case POSTGRES -> postgres(conn);
      case MYSQL -> goDsn(conn);
      case H2 -> throw new InvalidException("expected jdbc:h2:…");
      case MONGO -> whole(MONGO, conn);
    };
  }

  BackendConfig config(String alias, DatabaseType type) {
    return new BackendConfig(alias, type.key(), url, user, password);
  }

  private static ConnectionUrl whole(Pattern form, String conn) throws InvalidException {
    if (!form.matcher(conn).matches()) {
      throw new InvalidException("not a connection that this type of database understands");
    }
    return new ConnectionUrl(conn, null, null);
  }

  /** {@code postgres://[user[:password]@][host[:port]]/database[?parameters]}. */
  private static ConnectionUrl postgres(String conn) throws InvalidException {
    if (!DatabaseType.POSTGRES.hasSchemeOf(conn)) {
      throw new InvalidException("expected postgres://… or jdbc:postgresql:…");
    }
    String rest = conn.substring(conn.indexOf("://") + 3);
    int slash = rest.indexOf('/');
    if (slash < 0) {
      throw new InvalidException("names no database");
    }
    String authority = rest.substring(0, slash);
    if (authority.indexOf('?') >= 0 || authority.indexOf('#') >= 0) {
      throw new InvalidException("a ? or # before the database: is the password not encoded?");
    }
    Tail tail = Tail.of(rest.substring(slash + 1));
    Login login = Login.of(authority);
    return new ConnectionUrl(
        "jdbc:postgresql://"
            + address(authority.substring(login.length()), "5432")
            + "/"
            + Percent.encode(Percent.decode(tail.database()))
            + ConnectionParameters.postgres(tail.parameters()),
        Percent.decodeOrNull(login.user()),
        Percent.decodeOrNull(login.password()));
  }

  /** {@code [user[:password]@][network[(address)]]/database[?parameters]}. */
  private static ConnectionUrl goDsn(String conn) throws InvalidException {
    int slash = conn.lastIndexOf('/');
    if (slash < 0 || conn.contains("://")) {
      throw new InvalidException(
          "expected user:password@tcp(host:port)/database, jdbc:mariadb:… or jdbc:mysql:…");
    }
    Tail tail = Tail.of(conn.substring(slash + 1));
    String authority = conn.substring(0, slash);
    Login login = Login.of(authority);
    Matcher network = NETWORK.matcher(authority.substring(login.length()));
    if (!network.matches()) {
      throw new InvalidException("expected a network address such as tcp(localhost:3306)");
    }
    String address = network.group(1);
    return new ConnectionUrl(
        "jdbc:mariadb://"
            + address(address == null ? "" : address, "3306")
            + "/"
            + plain(Percent.decode(tail.database()))
            + ConnectionParameters.mysql(tail.parameters()),
        login.user(),
        login.password());
  }

  /** The MariaDB driver takes a database's name as it stands. */
  private static String plain(String database) throws InvalidException {
    if (!PLAIN.matcher(database).matches()) {
      throw new InvalidException("a database name that needs encoding; give a JDBC URL instead");
    }
    return database;
  }

  private static String address(String text, String defaultPort) throws InvalidException {
    Matcher address = ADDRESS.matcher(text);
    if (!address.matches()) {
      throw new InvalidException("expected one host and port");
    }
    String host = address.group(1).isEmpty() ? "localhost" : address.group(1);
    String port = address.group(2) == null ? defaultPort : address.group(2);
    if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
      throw new InvalidException("a port outside 1 to 65535");
    }
    return host + ":" + port;
  }

  /** What stands before the last {@code @}: the password may hold one itself. */
  private record Login(@Nullable String user, @Nullable String password, int length) {
    static Login of(String authority) {
      int at = authority.lastIndexOf('@');
      if (at < 0) {
        return new Login(null, null, 0);
      }
      int colon = authority.indexOf(':');
      return colon < 0 || colon > at
          ? new Login(authority.substring(0, at), null, at + 1)
          : new Login(authority.substring(0, colon), authority.substring(colon + 1, at), at + 1);
    }
  }

  /** What stands after the slash. */
  private record Tail(String database, String parameters) {
    static Tail of(String text) throws InvalidException {
      if (text.indexOf('@') >= 0) {
        throw new InvalidException("an @ after the host: is a / of the password not encoded?");
      }
      int mark = text.indexOf('?');
      String database = mark < 0 ? text : text.substring(0, mark);
      if (database.isEmpty() || database.indexOf('/') >= 0) {
        throw new InvalidException("names no database");
      }
      return new Tail(database, mark < 0 ? "" : text.substring(mark + 1));
    }
  }
}
