package io.spacecloud.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.file.OpenFile;
import io.spacecloud.api.file.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Contents that tell whether they are whole: what is in them follows from name and version. */
final class Sealed {
  private static final int STEP = 1_000;

  private Sealed() {}

  private static byte[] content(String name, long version, int maxBytes) {
    Random random = new Random(version * 31 + name.hashCode());
    byte[] head = (name + " " + version + " " + maxBytes + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + random.nextInt(maxBytes)];
    random.nextBytes(all);
    System.arraycopy(head, 0, all, 0, head.length);
    return all;
  }

  private static String type(long version) {
    return "sealed/v" + version;
  }

  /** Comes in small parts. */
  static Upload upload(String name, long version, int maxBytes) {
    byte[] content = content(name, version, maxBytes);
    InputStream slow =
        new ByteArrayInputStream(content) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, STEP));
          }
        };
    return Upload.of(slow).withContentType(type(version));
  }

  /** The version of a file that is whole, its type being that of its content. */
  static long version(OpenFile file) throws IOException {
    byte[] content = file.content().readAllBytes();
    int end = 0;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    String[] head = new String(content, 0, end, StandardCharsets.UTF_8).split(" ", -1);
    assertThat(head).as("the head of %s", file.entry()).hasSize(3);
    long version = Long.parseLong(head[1]);
    byte[] whole = content(head[0], version, Integer.parseInt(head[2]));
    assertThat(Arrays.equals(content, whole)).as("%s is whole", file.entry()).isTrue();
    assertThat(file.entry().bytes()).isEqualTo(content.length);
    assertThat(file.entry().contentType()).isEqualTo(type(version));
    return version;
  }
}
