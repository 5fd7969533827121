package io.spacecloud.engine.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import io.spacecloud.api.contract.FileStoreContract;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.spi.FileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * File systems that take several names for one, and such that hold no directories open. They stand
 * in for those of systems that the tests do not run on.
 */
class InexactDisksTest {
  private static Path directory(FileSystem disk) {
    return disk.getRootDirectories().iterator().next().resolve("files");
  }

  abstract static class Disk extends FileStoreContract {
    private final FileSystem disk;

    Disk(Configuration configuration) {
      this.disk = Jimfs.newFileSystem(configuration);
    }

    @Override
    protected FileStore open() {
      return LocalFileStore.open(directory(disk));
    }

    @Override
    protected int many() {
      return 1_000;
    }

    @Override
    protected void release() throws IOException {
      disk.close();
    }
  }

  @Nested
  class OfMacOs extends Disk {
    OfMacOs() {
      super(Configuration.osX());
    }
  }

  @Nested
  class OfWindows extends Disk {
    OfWindows() {
      super(Configuration.windows());
    }
  }

  /** Its held directories rename onto no file, so that it cannot be held to the whole contract. */
  @ParameterizedTest
  @CsvSource({"/readme,/README", "/README,/readme", "/\u00e9,/\u00c9", "/\u00e9/x,/\u00c9/x"})
  void aHeldDirectoryTellsOneNameFromAnotherThatLeadsThere(String one, String other)
      throws IOException {
    try (FileSystem disk =
            Jimfs.newFileSystem(
                Configuration.unix().toBuilder()
                    .setNameCanonicalNormalization(
                        PathNormalization.NFD, PathNormalization.CASE_FOLD_ASCII)
                    .build());
        FileStore store = LocalFileStore.open(directory(disk))) {
      assertThat(Files.newDirectoryStream(directory(disk)))
          .isInstanceOf(java.nio.file.SecureDirectoryStream.class);
      write(store, one);
      FilePath alias = FilePath.of(other);
      boolean folds = Files.exists(directory(disk).resolve(other.substring(1)));
      assertThat(store.stat(alias)).isNull();
      assertThat(store.open(alias, 0, 1)).isNull();
      assertThat(store.delete(alias, true)).isFalse();
      assertThat(store.move(alias, FilePath.of("/moved"))).isFalse();
      if (folds) {
        assertThatThrownBy(() -> write(store, other)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> write(store, other + "/deep"))
            .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> store.move(FilePath.of(one), alias))
            .isInstanceOf(ConflictException.class);
      } else {
        write(store, other);
      }
      try (var file = store.open(FilePath.of(one), 0, 100)) {
        assertThat(new String(file.content().readAllBytes(), UTF_8)).isEqualTo(one);
      }
    }
  }

  private static void write(FileStore store, String path) throws IOException {
    store.write(FilePath.of(path), new ByteArrayInputStream(path.getBytes(UTF_8)), null, null);
  }
}
