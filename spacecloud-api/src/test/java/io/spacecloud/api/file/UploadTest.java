package io.spacecloud.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.InvalidRequestException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
  private static final Upload NOTHING = Upload.of(InputStream.nullInputStream());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "image/svg+xml",
        "text/plain;charset=utf-8",
        "text/plain; charset=utf-8; format=flowed",
        "multipart/mixed; boundary=\"a b, (c)\"",
        "application/vnd.oasis.opendocument.text"
      })
  void isAContentType(String type) {
    assertThat(NOTHING.withContentType(type).contentType()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/",
        "a/",
        "/b",
        "a/b/c",
        "a /b",
        "a/b;",
        "a/b; c",
        "a/b; c=",
        "a/b; c=\"d",
        "a/b\r\nSet-Cookie: x=y",
        "a/b\n",
        "a/b; c=\"\r\n\"",
        "a/b\u0000",
        "ä/b",
        "a/b; c=\"é\"",
        "a/b, c/d"
      })
  void isNoContentType(String type) {
    assertThatThrownBy(() -> NOTHING.withContentType(type))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("contentType: malformed");
  }

  @Test
  void aLongTypeIsRefusedAtOnce() {
    for (String type :
        new String[] {
          "a/" + "b".repeat(254),
          "a/b" + "; c=d".repeat(100_000),
          "a/b; c=\"" + " ".repeat(240),
          "a/b" + " ".repeat(250) + "!"
        }) {
      assertThatThrownBy(() -> NOTHING.withContentType(type))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void aLengthIsWithinItsBound() {
    assertThatThrownBy(() -> NOTHING.withLength(-1)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> NOTHING.withMaxBytes(10).withLength(11))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("length: too long");
    assertThatThrownBy(() -> NOTHING.withLength(11).withMaxBytes(10))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(NOTHING.withMaxBytes(10).withLength(10).length()).isEqualTo(10);
  }

  @Test
  void bytesAreTakenAsTheyAre() throws Exception {
    byte[] content = {1, 2, 3};
    Upload upload = Upload.of(content);
    Arrays.fill(content, (byte) 9);
    assertThat(upload.content().readAllBytes()).containsExactly(1, 2, 3);
    assertThat(upload.length()).isEqualTo(3);
  }
}
