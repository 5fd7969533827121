package io.spacecloud.engine.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spacecloud.api.live.LiveEvent;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.value.ObjectId;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what requests return, and what live queries tell, as JSON: timestamps, dates and times in
 * ISO 8601, bytes in base64, an object id as {@code {"$oid": …}}. Immutable and thread-safe.
 */
public final class AnswerWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private interface Content {
    void write(JsonGenerator out) throws IOException;
  }

  private static String json(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      content.write(out);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return text.toString();
  }

  /**
   * As Space Cloud's REST interface has it: {@code {"result": …}} of what is read, with {@code
   * "truncated": true} where the page limit cut it; {@code {"affected": …, "keys": […]}} of a
   * write, {@code {"affected": …, "counts": […]}} of a batch.
   */
  public String answer(Request request, Result result) {
    return json(
        out -> {
          out.writeStartObject();
          if (request instanceof Read read) {
            out.writeFieldName("result");
            read(out, read.op(), result);
          } else if (request instanceof Aggregate aggregate) {
            out.writeFieldName("result");
            documents(out, aggregate.op() == Aggregate.Op.ONE, result);
          } else {
            written(out, request instanceof Batch, result);
          }
          if (result.truncated()) {
            out.writeBooleanField("truncated", true);
          }
          out.writeEndObject();
        });
  }

  private static void read(JsonGenerator out, Read.Op op, Result result) throws IOException {
    switch (op) {
      case ONE -> documents(out, true, result);
      case ALL -> documents(out, false, result);
      case COUNT -> out.writeNumber(result.count());
      case DISTINCT -> value(out, result.values());
    }
  }

  private static void documents(JsonGenerator out, boolean one, Result result) throws IOException {
    value(out, one ? result.document().orElse(null) : result.documents());
  }

  private static void written(JsonGenerator out, boolean batch, Result result) throws IOException {
    out.writeNumberField("affected", result.affected());
    out.writeFieldName(batch ? "counts" : "keys");
    value(out, batch ? result.counts() : result.keys());
  }

  /** A document by itself. */
  public String document(Document document) {
    return json(out -> value(out, document));
  }

  /**
   * An event with its {@code type}: {@code snapshot} has {@code docs}, {@code key} and {@code
   * resync}, {@code added} and {@code modified} a {@code doc}, {@code removed} a {@code key}; all
   * but the first have an {@code index}.
   */
  public String event(LiveEvent event) {
    return json(
        out -> {
          out.writeStartObject();
          if (event instanceof LiveEvent.Snapshot snapshot) {
            out.writeStringField("type", "snapshot");
            field(out, "docs", snapshot.documents());
            field(out, "key", snapshot.key());
            out.writeBooleanField("resync", snapshot.resync());
          } else if (event instanceof LiveEvent.Added added) {
            change(out, "added", "doc", added.document(), added.index());
          } else if (event instanceof LiveEvent.Modified modified) {
            change(out, "modified", "doc", modified.document(), modified.index());
          } else if (event instanceof LiveEvent.Removed removed) {
            change(out, "removed", "key", removed.key(), removed.index());
          } else {
            throw new AssertionError(event.getClass());
          }
          out.writeEndObject();
        });
  }

  private static void change(
      JsonGenerator out, String type, String name, Document document, int index)
      throws IOException {
    out.writeStringField("type", type);
    field(out, name, document);
    out.writeNumberField("index", index);
  }

  private static void field(JsonGenerator out, String name, Object value) throws IOException {
    out.writeFieldName(name);
    value(out, value);
  }

  private static void value(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Map<?, ?> object) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : object.entrySet()) {
        out.writeFieldName(String.valueOf(entry.getKey()));
        value(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      out.writeStartArray();
      for (Object each : list) {
        value(out, each);
      }
      out.writeEndArray();
    } else {
      scalar(out, value);
    }
  }

  private static void scalar(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      out.writeNumber(number);
    } else if (value instanceof byte[] bytes) {
      out.writeBinary(bytes);
    } else if (value instanceof ObjectId id) {
      out.writeStartObject();
      out.writeStringField("$oid", id.hex());
      out.writeEndObject();
    } else {
      out.writeString(value.toString());
    }
  }
}
