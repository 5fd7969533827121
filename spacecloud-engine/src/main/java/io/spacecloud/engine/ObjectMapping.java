package io.spacecloud.engine;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.DocumentMapper;
import io.spacecloud.api.value.ObjectId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes records and beans of documents; times pass through Jackson as the objects they are. */
final class ObjectMapping implements DocumentMapper {
  static final ObjectMapping INSTANCE = new ObjectMapping();

  /** Made for the first document that is mapped: it takes as long as all else of a first read. */
  private static final class Lazy {
    static final ObjectMapper MAPPER =
        new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(
                new SimpleModule()
                    .addSerializer(new Embedded<>(Instant.class))
                    .addSerializer(new Embedded<>(LocalDate.class))
                    .addSerializer(new Embedded<>(LocalTime.class))
                    .addSerializer(new Embedded<>(ObjectId.class))
                    .addDeserializer(Instant.class, scalar(Instant.class, Instant::parse))
                    .addDeserializer(LocalDate.class, scalar(LocalDate.class, LocalDate::parse))
                    .addDeserializer(LocalTime.class, scalar(LocalTime.class, LocalTime::parse))
                    .addDeserializer(ObjectId.class, scalar(ObjectId.class, ObjectId::new))
                    .addDeserializer(
                        OffsetDateTime.class, scalar(OffsetDateTime.class, OffsetDateTime::parse)));
  }

  @Override
  public <T> T map(Document document, Class<T> type) {
    try {
      return Lazy.MAPPER.convertValue(document, type);
    } catch (IllegalArgumentException e) {
      // The cause quotes values; its path only names fields.
      String where = e.getCause() instanceof JsonMappingException m ? m.getPathReference() : "";
      throw new IllegalArgumentException(
          "a document does not fit " + type.getName() + (where.isEmpty() ? "" : " at " + where));
    }
  }

  private static <T> Scalar<T> scalar(Class<T> type, Function<String, T> parser) {
    return new Scalar<>(type, parser);
  }

  /** Writes a value as itself: the generator is a buffer of tokens. */
  private static final class Embedded<T> extends StdScalarSerializer<T> {
    private static final long serialVersionUID = 1L;

    Embedded(Class<T> type) {
      super(type);
    }

    @Override
    public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeEmbeddedObject(value);
    }
  }

  /** Takes a value as itself, or as the text that a JSON column holds. */
  private static final class Scalar<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;
    private final transient Function<String, T> parser;

    Scalar(Class<T> type, Function<String, T> parser) {
      super(type);
      this.parser = parser;
    }

    @Override
    @SuppressWarnings("unchecked") // the handled class is T's
    public @Nullable T deserialize(JsonParser source, DeserializationContext context)
        throws IOException {
      if (source.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT) {
        Object value = source.getEmbeddedObject();
        Object wanted =
            handledType() == OffsetDateTime.class && value instanceof Instant instant
                ? instant.atOffset(ZoneOffset.UTC)
                : value;
        if (handledType().isInstance(wanted)) {
          return (T) wanted;
        }
      } else if (source.currentToken() == JsonToken.VALUE_STRING) {
        return parser.apply(source.getText());
      }
      return (T) context.handleUnexpectedToken(handledType(), source);
    }
  }
}
