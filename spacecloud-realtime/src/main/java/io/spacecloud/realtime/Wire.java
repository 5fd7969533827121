package io.spacecloud.realtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spacecloud.api.result.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Messages as bytes: the version, the message's authentication code, its JSON. The code covers the
 * topic too, so that what was said of one collection cannot be passed off for another. Thread-safe.
 */
final class Wire {
  /** The most keys of one message. */
  static final int MAX_KEYS = 1_000;

  /** The most bytes of one message. */
  static final int MAX_LENGTH = 512 * 1024;

  private static final byte VERSION = 1;
  private static final String MAC = "HmacSHA256";
  private static final int MAC_LENGTH = 32;
  private static final byte[] PURPOSE = "space-cloud live 1".getBytes(StandardCharsets.UTF_8);

  private final JsonFactory json = new JsonFactory();
  private final SecretKeySpec key;

  /** Bytes that are no message of the project's, or of another version. */
  static final class BadMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean forged;

    private BadMessageException(boolean forged) {
      super(null, null, false, false);
      this.forged = forged;
    }

    /** Whether it is a message, but not one that the project's key made. */
    boolean isForged() {
      return forged;
    }
  }

  /**
   * Messages that this secret authenticates.
   *
   * @param secret the project's own; a key for messages alone is derived from it
   */
  Wire(byte[] secret) {
    if (secret.length == 0) {
      throw new IllegalStateException(
          "live queries across processes need a secret of the project, to authenticate messages");
    }
    this.key = new SecretKeySpec(mac(new SecretKeySpec(secret, MAC), PURPOSE), MAC);
  }

  private static byte[] mac(SecretKeySpec key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }

  private byte[] mac(String topic, byte[] body) {
    return mac(key, new byte[] {VERSION}, topic.getBytes(StandardCharsets.UTF_8), body);
  }

  byte[] encode(String topic, Message message) {
    byte[] body = body(message);
    return ByteBuffer.allocate(1 + MAC_LENGTH + body.length)
        .put(VERSION)
        .put(mac(topic, body))
        .put(body)
        .array();
  }

  private byte[] body(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = json.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("p", message.publisher());
      out.writeNumberField("n", message.number());
      out.writeNumberField("b", message.beat());
      out.writeNumberField("t", message.time().toEpochMilli());
      out.writeStringField("k", message.kind().name());
      out.writeArrayFieldStart("keys");
      for (Document each : message.keys()) {
        KeyForms.write(out, each);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  Message decode(String topic, byte[] bytes) throws BadMessageException {
    if (bytes.length <= 1 + MAC_LENGTH || bytes.length > MAX_LENGTH || bytes[0] != VERSION) {
      throw new BadMessageException(false);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    byte[] code = new byte[MAC_LENGTH];
    byte[] body = new byte[bytes.length - 1 - MAC_LENGTH];
    buffer.get(code).get(body);
    if (!MessageDigest.isEqual(code, mac(topic, body))) {
      throw new BadMessageException(true);
    }
    try (JsonParser in = json.createParser(body)) {
      return message(in);
    } catch (IOException | RuntimeException e) {
      throw new BadMessageException(false);
    }
  }

  private static Message message(JsonParser in) throws IOException {
    KeyForms.require(in.nextToken() == JsonToken.START_OBJECT);
    String publisher = text(in, "p");
    long number = number(in, "n");
    long beat = number(in, "b");
    Instant time = Instant.ofEpochMilli(number(in, "t"));
    Message.Kind kind = Message.Kind.valueOf(text(in, "k"));
    name(in, "keys");
    KeyForms.require(in.nextToken() == JsonToken.START_ARRAY);
    List<Document> keys = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      keys.add(KeyForms.read(in));
      KeyForms.require(keys.size() <= MAX_KEYS);
    }
    KeyForms.require(in.nextToken() == JsonToken.END_OBJECT && in.nextToken() == null);
    return new Message(publisher, number, beat, time, kind, keys);
  }

  private static void name(JsonParser in, String name) throws IOException {
    KeyForms.require(in.nextToken() == JsonToken.FIELD_NAME && in.currentName().equals(name));
  }

  private static String text(JsonParser in, String name) throws IOException {
    name(in, name);
    KeyForms.require(in.nextToken() == JsonToken.VALUE_STRING);
    return in.getText();
  }

  private static long number(JsonParser in, String name) throws IOException {
    name(in, name);
    KeyForms.require(in.nextToken() == JsonToken.VALUE_NUMBER_INT);
    return in.getLongValue();
  }
}
