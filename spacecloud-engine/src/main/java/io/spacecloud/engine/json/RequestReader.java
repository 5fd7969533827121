package io.spacecloud.engine.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests from the JSON bodies of Space Cloud's REST interface. What it does not understand
 * wholly it refuses with an {@link InvalidRequestException}. Thread-safe.
 */
public final class RequestReader {
  private static final int MAX_LENGTH = 1 << 20;
  private static final JsonFactory FACTORY = new JsonFactory();

  private final int maxLength;

  /** A reader of bodies of at most 1 MiB. */
  public RequestReader() {
    this(MAX_LENGTH);
  }

  /**
   * A reader.
   *
   * @param maxLength the most characters, or bytes, of a body
   */
  public RequestReader(int maxLength) {
    this.maxLength = maxLength;
  }

  /** A create: {@code {"doc": …, "op": "one" or "all"}}. */
  public Create create(String database, String collection, String body) {
    return BodyParser.create(database, collection, body(body));
  }

  /** A read: {@code {"find": …, "op": "one", "all", "count" or "distinct", "options": …}}. */
  public Read read(String database, String collection, String body) {
    return BodyParser.read(database, collection, body(body));
  }

  /** An update: {@code {"find": …, "update": …, "op": "one", "all" or "upsert"}}. */
  public Update update(String database, String collection, String body) {
    return BodyParser.update(database, collection, body(body));
  }

  /** A delete: {@code {"find": …, "op": "one" or "all"}}. */
  public Delete delete(String database, String collection, String body) {
    return BodyParser.delete(database, collection, body(body));
  }

  /** An aggregate: {@code {"pipe": […], "op": "one" or "all"}}. */
  public Aggregate aggregate(String database, String collection, String body) {
    return BodyParser.aggregate(database, collection, body(body));
  }

  /** A batch: {@code {"reqs": [{"type": "create", "col": …, …}, …]}}. */
  public Batch batch(String database, String body) {
    Body batch = body(body);
    batch.allow("reqs", "options");
    List<WriteRequest> requests = new ArrayList<>();
    for (Object item : batch.list("reqs")) {
      String path = "reqs." + requests.size();
      if (!(item instanceof Map<?, ?> map)) {
        throw new InvalidRequestException(path, "expected an object");
      }
      requests.add(BodyParser.item(database, new Body(path, map)));
    }
    Batch read = Batch.of(database, requests.toArray(WriteRequest[]::new));
    var timeout = batch.options("timeout").timeout();
    return timeout == null ? read : read.timeout(timeout);
  }

  /**
   * The values of a JSON text: maps, lists, strings, booleans, null, {@code Long} and {@code
   * BigDecimal}.
   *
   * @throws InvalidRequestException if it is malformed, ambiguous, too long or too deep
   */
  public @Nullable Object values(String json) {
    if (json.length() > maxLength) {
      throw new InvalidRequestException("", "longer than " + maxLength + " characters");
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      return JsonValues.read(parser);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new InvalidRequestException("", "not valid JSON" + where);
    } catch (IOException e) {
      throw new InvalidRequestException("", String.valueOf(e.getMessage()));
    }
  }

  /** The same, of UTF-8. */
  public @Nullable Object values(byte[] json) {
    if (json.length > maxLength) {
      throw new InvalidRequestException("", "longer than " + maxLength + " bytes");
    }
    return values(new String(json, StandardCharsets.UTF_8));
  }

  private Body body(String json) {
    if (values(json) instanceof Map<?, ?> map) {
      return new Body("", map);
    }
    throw new InvalidRequestException("", "expected an object");
  }
}
