package io.spacecloud.realtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Space Cloud sends for a call, and back: {@code {"id", "auth", "params", "service", "func",
 * "error"}}.
 *
 * @param auth the caller's claims; null for one without a token
 * @param params what the function is called with; in a reply, its result
 * @param error why there is no result; empty if there is one
 */
record FunctionPayload(
    String id,
    @Nullable Map<String, ?> auth,
    @Nullable Object params,
    String service,
    String func,
    String error) {
  private static final int NUMBER = 4_000; // the longest that a value's digits and exponent make
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(NUMBER).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("id", id);
      out.writeFieldName("auth");
      FunctionJson.write(out, auth);
      out.writeFieldName("params");
      FunctionJson.write(out, params);
      out.writeStringField("service", service);
      out.writeStringField("func", func);
      out.writeStringField("error", error);
      out.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads one. What is missing is empty; what is unknown is passed over.
   *
   * @throws IOException if it is malformed
   */
  static FunctionPayload read(byte[] bytes) throws IOException {
    Map<String, @Nullable Object> members = new HashMap<>();
    try (JsonParser in = JSON.createParser(bytes)) {
      KeyForms.require(in.nextToken() == JsonToken.START_OBJECT);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        members.put(name, FunctionJson.read(in));
      }
      KeyForms.require(in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null);
    } catch (RuntimeException e) { // a number that no decimal can be
      throw new IOException("not of this form");
    }
    return new FunctionPayload(
        text(members, "id"),
        auth(members.get("auth")),
        members.get("params"),
        text(members, "service"),
        text(members, "func"),
        text(members, "error"));
  }

  private static String text(Map<String, @Nullable Object> members, String name)
      throws IOException {
    Object value = members.get(name);
    KeyForms.require(value == null || value instanceof String);
    return value == null ? "" : (String) value;
  }

  @SuppressWarnings("unchecked") // an object's names are strings
  private static @Nullable Map<String, ?> auth(@Nullable Object value) throws IOException {
    KeyForms.require(value == null || value instanceof Map);
    return (Map<String, ?>) value;
  }

  /** Without what it holds. */
  @Override
  public String toString() {
    return "FunctionPayload[" + service + "." + func + "]";
  }
}
