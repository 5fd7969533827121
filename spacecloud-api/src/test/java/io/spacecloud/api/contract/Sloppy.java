package io.spacecloud.api.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Capability;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;

/** The reference with one mistake. */
class Sloppy implements Harness {
  static final int REQUESTS = 20_000;

  private final Harness harness = new ReferenceHarness();

  @Override
  public String database() {
    return harness.database();
  }

  @Override
  public Set<Capability> capabilities() {
    return harness.capabilities();
  }

  @Override
  public void createTable(TableSpec table) {
    harness.createTable(table);
  }

  @Override
  public Result execute(Request request) {
    return harness.execute(request);
  }

  static Harness reads(UnaryOperator<Read> mistake) {
    return changing(request -> request instanceof Read read ? mistake.apply(read) : request);
  }

  static Harness updates(UnaryOperator<Update> mistake) {
    return changing(request -> request instanceof Update update ? mistake.apply(update) : request);
  }

  static Harness changing(UnaryOperator<Request> mistake) {
    return new Sloppy() {
      @Override
      public Result execute(Request request) {
        return super.execute(mistake.apply(request));
      }
    };
  }

  /** That the differential test finds it out. */
  static AbstractThrowableAssert<?, ? extends Throwable> assertFound(Harness sloppy) {
    return assertThatThrownBy(() -> Differential.of(sloppy).run(1, REQUESTS))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("replay with -Dspacecloud.seed=");
  }
}
