package io.spacecloud.engine.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a {@code conn} reaches its database, whichever of the accepted forms it was written in.
 *
 * @param url a JDBC or MongoDB URL
 */
record ConnectionUrl(String url, @Nullable String user, @Nullable String password) {
  /** {@code user:password@tcp(host:port)/database?…}, all before the slash optional. */
  private static final Pattern GO_DSN =
      Pattern.compile(
          "(?:([^:@/]*)(?::(.*))?@)?(?:tcp(?:\\(([^()/:]+)(?::(\\d{1,5}))?\\))?)?/([^/?]+)(?:\\?(.*))?");

  private static final Map<String, List<String>> JDBC =
      Map.of(
          "sql-postgres", List.of("jdbc:postgresql:"),
          "sql-mysql", List.of("jdbc:mariadb:", "jdbc:mysql:"),
          "sql-h2", List.of("jdbc:h2:"));

  /** Parameters of a Go DSN that say what the driver does here anyway. */
  private static final Set<String> GO_IGNORED =
      Set.of("charset", "collation", "parseTime", "loc", "multiStatements");

  private static final Set<String> POSTGRES_PARAMETERS =
      Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name");

  /** A form that is not understood; the message holds nothing of it. */
  static final class InvalidException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidException(String message) {
      super(message);
    }
  }

  static ConnectionUrl parse(String type, String conn) throws InvalidException {
    if (conn.startsWith("jdbc:")) {
      check(
          JDBC.getOrDefault(type, List.of()).stream()
              .anyMatch(prefix -> conn.startsWith(prefix) && conn.length() > prefix.length()),
          "a JDBC URL of another database than its type");
      return new ConnectionUrl(conn, null, null);
    }
    return switch (type) {
      case "sql-postgres" -> postgres(conn);
      case "sql-mysql" -> goDsn(conn);
      case "mongo" -> mongo(conn);
      default -> throw new InvalidException("expected a JDBC URL");
    };
  }

  private static ConnectionUrl postgres(String conn) throws InvalidException {
    URI uri = uri(conn);
    check(
        "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme()),
        "expected postgres://user:password@host:port/database");
    check(uri.getHost() != null && uri.getRawPath().length() > 1, "expected a host and a database");
    String[] credentials = credentials(uri);
    String query = query(uri.getRawQuery(), POSTGRES_PARAMETERS, Set.of());
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String url = "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query;
    return new ConnectionUrl(url, credentials[0], credentials[1]);
  }

  private static ConnectionUrl goDsn(String conn) throws InvalidException {
    Matcher dsn = GO_DSN.matcher(conn);
    check(dsn.matches(), "expected user:password@tcp(host:port)/database");
    String host = dsn.group(3) == null ? "localhost" : dsn.group(3);
    String port = dsn.group(4) == null ? "3306" : dsn.group(4);
    check(Integer.parseInt(port) <= 65_535, "not a port");
    query(dsn.group(6), Set.of(), GO_IGNORED);
    String url = "jdbc:mariadb://" + host + ":" + port + "/" + dsn.group(5);
    return new ConnectionUrl(url, dsn.group(1), dsn.group(2));
  }

  private static ConnectionUrl mongo(String conn) throws InvalidException {
    check(conn.matches("mongodb(\\+srv)?://[^/\\s]+.*"), "expected mongodb://host:port");
    return new ConnectionUrl(conn, null, null);
  }

  private static URI uri(String conn) throws InvalidException {
    try {
      return new URI(conn);
    } catch (URISyntaxException e) {
      throw new InvalidException("not a URL");
    }
  }

  private static @Nullable String[] credentials(URI uri) {
    String info = uri.getRawUserInfo();
    if (info == null) {
      return new String[2];
    }
    int colon = info.indexOf(':');
    String user = colon < 0 ? info : info.substring(0, colon);
    String password = colon < 0 ? null : decoded(info.substring(colon + 1));
    return new @Nullable String[] {decoded(user), password};
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The parameters that the driver takes, in order; others are refused. */
  private static String query(@Nullable String query, Set<String> kept, Set<String> ignored)
      throws InvalidException {
    Map<String, String> parameters = new TreeMap<>();
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      check(equals > 0, "a parameter without a value");
      String name = parameter.substring(0, equals);
      check(kept.contains(name) || ignored.contains(name), "an unknown parameter");
      if (kept.contains(name)) {
        parameters.put(driverName(name), parameter.substring(equals + 1));
      }
    }
    StringBuilder text = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "?" : "&").append(name).append("=").append(value));
    return text.toString();
  }

  private static String driverName(String name) {
    return switch (name) {
      case "connect_timeout" -> "connectTimeout";
      case "application_name" -> "ApplicationName";
      default -> name;
    };
  }

  private static void check(boolean valid, String problem) throws InvalidException {
    if (!valid) {
      throw new InvalidException(problem);
    }
  }
}
