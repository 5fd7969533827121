package io.spacecloud.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was let in is told and counted out once, when it is over, however that comes about. */
class AdmittedTest {
  private final List<String> told = new ArrayList<>();
  private final AtomicInteger left = new AtomicInteger();
  private final Admitted admitted =
      new Admitted(
          left::incrementAndGet,
          new Hearings() {
            @Override
            void ranAll(long count) {
              told.add("ran " + count);
            }

            @Override
            void rolledBack(Throwable cause) {
              told.add("failed: " + cause.getMessage());
            }

            @Override
            void end() {
              told.add("end");
            }
          });

  private void assertOver(String... events) {
    assertThat(told).containsExactly(events);
    assertThat(left).hasValue(1);
  }

  @Test
  void aDownloadIsOverWhenItIsClosed() throws IOException {
    AtomicInteger closed = new AtomicInteger();
    InputStream content =
        new ByteArrayInputStream(new byte[] {1, -1, 3, 4}) {
          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    ReadStream stream = new ReadStream(content, admitted);
    assertThat(stream.read()).isEqualTo(1);
    assertThat(stream.read()).isEqualTo(255);
    byte[] rest = new byte[4];
    assertThat(stream.read(rest, 1, 3)).isEqualTo(2);
    assertThat(rest).containsExactly(0, 3, 4, 0);
    assertThat(stream.read()).isEqualTo(-1);
    assertThat(told).isEmpty();
    stream.close();
    assertThat(closed).hasValue(1);
    assertOver("ran 4", "end");
  }

  @Test
  void aDownloadThatFailsIsToldSo() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }

          @Override
          public void close() throws IOException {
            throw new IOException("not closed");
          }
        };
    ReadStream stream = new ReadStream(broken, admitted);
    assertThatThrownBy(stream::read).hasMessage("broken");
    assertThatThrownBy(stream::close).hasMessage("not closed");
    assertOver("failed: broken", "ran 0", "end");
  }

  @Test
  void aCallIsOverWhenItEnds() {
    CompletableFuture<Object> call = new CompletableFuture<>();
    CompletableFuture<Object> counted = Calls.counted(admitted, call);
    assertThat(counted).isNotDone();
    assertThat(told).isEmpty();
    call.complete("reply");
    assertThat(counted).isCompletedWithValue("reply");
    assertOver("end");
  }

  @Test
  void aCallThatIsCancelledCancelsWhatItIsMadeOf() {
    CompletableFuture<Object> call = new CompletableFuture<>();
    Calls.counted(admitted, call).cancel(false);
    assertThat(call).isCancelled();
    assertThat(left).hasValue(1);
  }

  /** However a bus wraps it. */
  @Test
  void aCallEndsByWhatItFailedBy() {
    IllegalStateException cause = new IllegalStateException("why");
    for (Throwable failure :
        List.of(cause, new CompletionException(cause), new ExecutionException(cause))) {
      CompletableFuture<Object> counted =
          Calls.counted(new AdmittedTest().admitted, CompletableFuture.failedFuture(failure));
      assertThatThrownBy(() -> Calls.await(counted)).isSameAs(cause);
    }
    assertThatThrownBy(() -> Calls.await(CompletableFuture.failedFuture(cause))).isSameAs(cause);
    CompletionException alone = new CompletionException("alone", null);
    assertThatThrownBy(() -> Calls.await(CompletableFuture.failedFuture(alone))).isSameAs(alone);
    Calls.counted(admitted, CompletableFuture.failedFuture(new CompletionException(cause)));
    assertOver("failed: why", "end");
  }
}
