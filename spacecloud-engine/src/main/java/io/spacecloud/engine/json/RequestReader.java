package io.spacecloud.engine.json;

import io.spacecloud.api.function.FunctionRequest;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import java.util.Map;

/**
 * Reads the JSON bodies of Space Cloud's REST interface as requests; what it does not understand
 * wholly it refuses with an {@link io.spacecloud.api.error.InvalidRequestException} that names the
 * path. Immutable and thread-safe.
 */
public final class RequestReader {
  private static final int DEFAULT_MAX_SIZE = 1 << 20;

  private final JsonValues json;

  /** Takes bodies of up to one mebibyte. */
  public RequestReader() {
    this(DEFAULT_MAX_SIZE);
  }

  /**
   * Takes bodies up to a size.
   *
   * @param maxSize in bytes, or characters of a string
   */
  public RequestReader(int maxSize) {
    this.json = new JsonValues(maxSize);
  }

  /** Inserts: {@code {doc, op, options: {dryRun, allowPartial, timeout}}}. */
  public Create create(String database, String collection, String body) {
    return WriteBody.create(database, collection, json.object(body));
  }

  /** As {@link #create(String, String, String)}, from UTF-8. */
  public Create create(String database, String collection, byte[] body) {
    return WriteBody.create(database, collection, json.object(body));
  }

  /** As {@link #create(String, String, String)}, from a parsed body. */
  public Create create(String database, String collection, Map<String, ?> body) {
    return WriteBody.create(database, collection, body);
  }

  /** Reads: {@code {find, op, options: {select, sort, skip, limit, distinct, after, timeout}}}. */
  public Read read(String database, String collection, String body) {
    return ReadBody.parse(database, collection, json.object(body));
  }

  /** As {@link #read(String, String, String)}, from UTF-8. */
  public Read read(String database, String collection, byte[] body) {
    return ReadBody.parse(database, collection, json.object(body));
  }

  /** As {@link #read(String, String, String)}, from a parsed body. */
  public Read read(String database, String collection, Map<String, ?> body) {
    return ReadBody.parse(database, collection, body);
  }

  /** Changes: {@code {find, update, op, options: {maxAffected, dryRun, timeout}}}. */
  public Update update(String database, String collection, String body) {
    return WriteBody.update(database, collection, json.object(body));
  }

  /** As {@link #update(String, String, String)}, from UTF-8. */
  public Update update(String database, String collection, byte[] body) {
    return WriteBody.update(database, collection, json.object(body));
  }

  /** As {@link #update(String, String, String)}, from a parsed body. */
  public Update update(String database, String collection, Map<String, ?> body) {
    return WriteBody.update(database, collection, body);
  }

  /** Calls a function: {@code {params, timeout}}, the timeout in seconds. */
  public FunctionRequest call(String service, String function, String body) {
    return CallBody.parse(service, function, json.object(body));
  }

  /** As {@link #call(String, String, String)}, from UTF-8. */
  public FunctionRequest call(String service, String function, byte[] body) {
    return CallBody.parse(service, function, json.object(body));
  }

  /** As {@link #call(String, String, String)}, from a parsed body. */
  public FunctionRequest call(String service, String function, Map<String, ?> body) {
    return CallBody.parse(service, function, body);
  }

  /** Deletes: {@code {find, op, options: {maxAffected, dryRun, timeout}}}. */
  public Delete delete(String database, String collection, String body) {
    return WriteBody.delete(database, collection, json.object(body));
  }

  /** As {@link #delete(String, String, String)}, from UTF-8. */
  public Delete delete(String database, String collection, byte[] body) {
    return WriteBody.delete(database, collection, json.object(body));
  }

  /** As {@link #delete(String, String, String)}, from a parsed body. */
  public Delete delete(String database, String collection, Map<String, ?> body) {
    return WriteBody.delete(database, collection, body);
  }

  /** Aggregates: {@code {pipe, op, options: {timeout}}}. */
  public Aggregate aggregate(String database, String collection, String body) {
    return AggregateBody.parse(database, collection, json.object(body));
  }

  /** As {@link #aggregate(String, String, String)}, from UTF-8. */
  public Aggregate aggregate(String database, String collection, byte[] body) {
    return AggregateBody.parse(database, collection, json.object(body));
  }

  /** As {@link #aggregate(String, String, String)}, from a parsed body. */
  public Aggregate aggregate(String database, String collection, Map<String, ?> body) {
    return AggregateBody.parse(database, collection, body);
  }

  /** All or nothing: {@code {reqs: [{type, col, …}], options: {timeout}}}. */
  public Batch batch(String database, String body) {
    return WriteBody.batch(database, json.object(body));
  }

  /** As {@link #batch(String, String)}, from UTF-8. */
  public Batch batch(String database, byte[] body) {
    return WriteBody.batch(database, json.object(body));
  }

  /** As {@link #batch(String, String)}, from a parsed body. */
  public Batch batch(String database, Map<String, ?> body) {
    return WriteBody.batch(database, body);
  }
}
