package io.spacecloud.engine.files;

import io.spacecloud.api.contract.FileStoreContract;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.spi.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class LocalFileStoreTest extends FileStoreContract {
  @TempDir private Path directory;

  @Override
  protected FileStore open() {
    return LocalFileStore.open(directory);
  }

  /** By the locale of the process, where the system goes by that. */
  static boolean isSpelt(String name) {
    return Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name);
  }

  @Override
  protected boolean spells(String name) {
    return isSpelt(name);
  }

  @Override
  protected void fill(FilePath folder, int files) {
    Path path = directory.resolve(folder.toString().substring(1));
    try {
      for (int i = 0; i < files; i++) {
        Files.writeString(path.resolve(String.valueOf(i)), "x");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected List<byte[]> lookalikes() {
    return List.of(
        "\0sc-type".getBytes(StandardCharsets.US_ASCII),
        "\0\0\0sc-type".getBytes(StandardCharsets.US_ASCII),
        "a/b\0\3\0sc-type".getBytes(StandardCharsets.US_ASCII),
        "c/d\0\3\0sc-type\0\3\0sc-type".getBytes(StandardCharsets.US_ASCII));
  }
}
