package io.spacecloud.api.file;

import io.spacecloud.api.error.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to become a file. It is read once, and stays open.
 *
 * @param length how many bytes there are; null where that is not known. Where it is told, it is
 *     held to
 * @param maxBytes how many there may be
 * @param contentType is kept with the file; null for none
 */
public record Upload(
    InputStream content, @Nullable Long length, long maxBytes, @Nullable String contentType) {
  private static final int MAX_TYPE = 255;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern TYPE =
      Pattern.compile(
          TOKEN + "/" + TOKEN + "(?: *; *" + TOKEN + "=(?:" + TOKEN + "|\"[ !#-\\[\\]-~]*+\"))*+");

  /**
   * @throws InvalidRequestException if the length is negative or more than there may be, or the
   *     content type is none
   */
  public Upload {
    if (length != null && (length < 0 || length > maxBytes)) {
      throw new InvalidRequestException("length", length < 0 ? "negative" : "too long");
    } else if (contentType != null
        && (contentType.length() > MAX_TYPE || !TYPE.matcher(contentType).matches())) {
      throw new InvalidRequestException("contentType", "malformed");
    }
  }

  /** All of a stream, however long it is. */
  public static Upload of(InputStream content) {
    return new Upload(content, null, Long.MAX_VALUE, null);
  }

  /** These bytes, as they are now. */
  public static Upload of(byte[] content) {
    InputStream copy = new ByteArrayInputStream(content.clone());
    return new Upload(copy, (long) content.length, Long.MAX_VALUE, null);
  }

  /** The same, exactly so long. */
  public Upload withLength(long bytes) {
    return new Upload(content, bytes, maxBytes, contentType);
  }

  /** The same, refused if it is longer. */
  public Upload withMaxBytes(long bytes) {
    return new Upload(content, length, bytes, contentType);
  }

  /** The same, of that type, such as {@code image/png}. */
  public Upload withContentType(@Nullable String type) {
    return new Upload(content, length, maxBytes, type);
  }
}
