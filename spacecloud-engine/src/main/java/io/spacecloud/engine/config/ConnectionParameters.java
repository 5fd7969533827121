package io.spacecloud.engine.config;

import io.spacecloud.engine.config.ConnectionUrl.InvalidException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The parameters of Go's database drivers, turned into those of the JDBC drivers. */
final class ConnectionParameters {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]{1,40}");
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final Set<String> BOOLEANS = Set.of("true", "false");
  private static final Set<String> CHARSETS = Set.of("utf8", "utf8mb3", "utf8mb4");

  private final Map<String, String> given = new LinkedHashMap<>();
  private final Map<String, String> taken = new LinkedHashMap<>();

  private ConnectionParameters(String text) throws InvalidException {
    for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new InvalidException("expected parameters such as ?name=value");
      }
      String value = Percent.decode(pair.substring(equals + 1));
      if (given.put(pair.substring(0, equals), value) != null) {
        throw new InvalidException("a parameter given twice");
      }
    }
  }

  static String postgres(String text) throws InvalidException {
    ConnectionParameters parameters = new ConnectionParameters(text);
    for (Map.Entry<String, String> entry : parameters.given.entrySet()) {
      parameters.postgres(entry.getKey(), entry.getValue());
    }
    return parameters.suffix();
  }

  private void postgres(String name, String value) throws InvalidException {
    switch (name) {
      case "sslmode" -> take("sslmode", oneOf(name, value, SSL_MODES));
      case "sslrootcert", "sslcert", "sslkey", "options" -> take(name, value);
      case "application_name" -> take("ApplicationName", value);
      case "search_path" -> take("currentSchema", value);
      case "connect_timeout" -> take("connectTimeout", digits(name, value));
      default -> throw unknown(name);
    }
  }

  static String mysql(String text) throws InvalidException {
    ConnectionParameters parameters = new ConnectionParameters(text);
    for (Map.Entry<String, String> entry : parameters.given.entrySet()) {
      parameters.mysql(entry.getKey(), entry.getValue());
    }
    return parameters.suffix();
  }

  private void mysql(String name, String value) throws InvalidException {
    switch (name) {
      case "timeout" -> take("connectTimeout", millis(name, value));
      case "readTimeout" -> take("socketTimeout", millis(name, value));
      case "tls" -> take("sslMode", sslMode(value));
      case "multiStatements" -> oneOf(name, value, Set.of("false"));
      case "charset" -> everyOf(name, value, CHARSETS);
      // How Go reads and sends values; JDBC and the backend have ways of their own.
      case "parseTime",
          "interpolateParams",
          "allowNativePasswords",
          "checkConnLiveness",
          "clientFoundRows",
          "columnsWithAlias",
          "rejectReadOnly" ->
          oneOf(name, value, BOOLEANS);
      case "loc", "collation", "writeTimeout", "maxAllowedPacket" -> {}
      default -> throw unknown(name);
    }
  }

  private static String sslMode(String value) throws InvalidException {
    return switch (value) {
      case "true" -> "verify-full";
      case "false" -> "disable";
      case "skip-verify" -> "trust";
      default -> throw new InvalidException("parameter tls: expected true, false or skip-verify");
    };
  }

  private static String millis(String name, String value) throws InvalidException {
    return Durations.parse(value)
        .map(duration -> String.valueOf(duration.toMillis()))
        .orElseThrow(() -> new InvalidException("parameter " + name + ": expected such as 30s"));
  }

  private static String digits(String name, String value) throws InvalidException {
    if (!value.matches("[0-9]{1,6}")) {
      throw new InvalidException("parameter " + name + ": expected seconds");
    }
    return value;
  }

  private static void everyOf(String name, String list, Set<String> words) throws InvalidException {
    for (String value : list.split(",", -1)) {
      oneOf(name, value, words);
    }
  }

  private static String oneOf(String name, String value, Set<String> words)
      throws InvalidException {
    if (!words.contains(value)) {
      String expected = words.stream().sorted().collect(Collectors.joining(", "));
      throw new InvalidException("parameter " + name + ": expected " + expected);
    }
    return value;
  }

  private void take(String name, String value) {
    taken.put(name, value);
  }

  private static InvalidException unknown(String name) {
    boolean fit = NAME.matcher(name).matches();
    return new InvalidException(fit ? "unknown parameter " + name : "unknown parameter");
  }

  private String suffix() {
    return taken.isEmpty()
        ? ""
        : taken.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + Percent.encode(entry.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }
}
