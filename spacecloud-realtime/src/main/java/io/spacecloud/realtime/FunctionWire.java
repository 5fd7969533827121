package io.spacecloud.realtime;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Calls, replies and cancellations as NATS messages. The body is Space Cloud's payload; what
 * authenticates it stands in headers: the version, when it was sent, for how long it is waited for,
 * how it ended, and a code over all of that, the body, and the subjects that it is sent and to be
 * answered on. Thread-safe.
 */
final class FunctionWire {
  private static final String VERSION = "1";
  private static final String VERSION_HEADER = "Space-Cloud-Version";
  private static final String TIME_HEADER = "Space-Cloud-Time";
  private static final String TIMEOUT_HEADER = "Space-Cloud-Timeout";
  private static final String STATUS_HEADER = "Space-Cloud-Status";
  private static final String MAC_HEADER = "Space-Cloud-Mac";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final long LONGEST_MILLIS = Duration.ofHours(1).toMillis();

  private final MessageKey key;

  /** Messages that this secret authenticates. */
  FunctionWire(byte[] secret) {
    this.key = new MessageKey(secret, "space-cloud functions 1", "functions");
  }

  /** What is no message of the project's, or of another version. */
  static final class BadMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    BadMessageException(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * A call as it was sent.
   *
   * @param time when, by the sender's clock, in milliseconds
   * @param timeout for how long it is waited for
   */
  record Call(FunctionPayload payload, long time, Duration timeout) {}

  /** A reply as it was sent. */
  record Reply(FunctionStatus status, FunctionPayload payload) {}

  private byte[] code(
      String kind,
      String subject,
      @Nullable String replyTo,
      String time,
      String timeout,
      String status,
      byte[] body) {
    return key.code(
        utf8(VERSION),
        utf8(kind),
        utf8(subject),
        utf8(replyTo == null ? "" : replyTo),
        utf8(time),
        utf8(timeout),
        utf8(status),
        body);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Message message(
      String kind,
      String subject,
      @Nullable String replyTo,
      String time,
      String timeout,
      String status,
      byte[] body) {
    Headers headers = new Headers();
    headers.put(VERSION_HEADER, VERSION);
    headers.put(TIME_HEADER, time);
    headers.put(TIMEOUT_HEADER, timeout);
    headers.put(STATUS_HEADER, status);
    byte[] code = code(kind, subject, replyTo, time, timeout, status, body);
    headers.put(MAC_HEADER, BASE64.encodeToString(code));
    return new NatsMessage(subject, replyTo, headers, body);
  }

  private String verified(String kind, Message message, String header) throws BadMessageException {
    if (!VERSION.equals(header(message, VERSION_HEADER))) {
      throw new BadMessageException("no message of this version");
    }
    byte[] expected =
        code(
            kind,
            message.getSubject(),
            message.getReplyTo(),
            header(message, TIME_HEADER),
            header(message, TIMEOUT_HEADER),
            header(message, STATUS_HEADER),
            message.getData());
    byte[] code = utf8(header(message, MAC_HEADER));
    if (!MessageDigest.isEqual(code, utf8(BASE64.encodeToString(expected)))) {
      throw new BadMessageException("forged");
    }
    return header(message, header);
  }

  private static String header(Message message, String name) {
    Headers headers = message.getHeaders();
    String value = headers == null ? null : headers.getFirst(name);
    return value == null ? "" : value;
  }

  /** How many bytes of a message the server counts. */
  static long size(Message message) {
    Headers headers = message.getHeaders();
    return (long) message.getData().length + (headers == null ? 0 : headers.serializedLength());
  }

  Message call(
      String subject, String replyTo, FunctionPayload payload, long now, Duration timeout) {
    String time = String.valueOf(now);
    String millis = String.valueOf(Math.max(1, timeout.toMillis()));
    return message("call", subject, replyTo, time, millis, "", payload.bytes());
  }

  Call readCall(Message message) throws BadMessageException {
    String timeout = verified("call", message, TIMEOUT_HEADER);
    try {
      long millis = Long.parseLong(timeout);
      if (millis < 1 || millis > LONGEST_MILLIS || message.getReplyTo() == null) {
        throw new BadMessageException("out of range");
      }
      return new Call(
          FunctionPayload.read(message.getData()),
          Long.parseLong(header(message, TIME_HEADER)),
          Duration.ofMillis(millis));
    } catch (IOException | NumberFormatException e) {
      throw new BadMessageException("malformed");
    }
  }

  Message reply(String subject, FunctionStatus status, FunctionPayload payload) {
    return message("reply", subject, null, "", "", status.key(), payload.bytes());
  }

  Reply readReply(Message message) throws BadMessageException {
    String status = verified("reply", message, STATUS_HEADER);
    try {
      return new Reply(FunctionStatus.ofKey(status), FunctionPayload.read(message.getData()));
    } catch (IOException e) {
      throw new BadMessageException("malformed");
    }
  }

  Message cancel(String subject, String id, long now) {
    return message("cancel", subject, null, String.valueOf(now), "", "", utf8(id));
  }

  /** The id of the call that is cancelled. */
  String readCancel(Message message) throws BadMessageException {
    verified("cancel", message, TIME_HEADER);
    return new String(message.getData(), StandardCharsets.UTF_8);
  }
}
