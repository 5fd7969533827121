package io.spacecloud.engine.dispatch;

import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.Explanation;
import io.spacecloud.api.rule.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What becomes of the requests that take effect together, or not at all. For one thread. */
class Hearings {
  /** Nobody wants to know. */
  static final Hearings OFF = new Hearings();

  Hearings() {}

  static Hearings of(
      Auditor auditor,
      Policy policy,
      Authority authority,
      Function<CollectionRequest, Explanation> explainer) {
    return auditor.isOff() ? OFF : new On(auditor, policy, authority, explainer);
  }

  /** For what is explained as it begins. */
  static Hearings of(Auditor auditor, Policy policy, Authority authority) {
    return of(
        auditor,
        policy,
        authority,
        request -> {
          throw new AssertionError("a request on a collection");
        });
  }

  /** A request begins, and is the present one. */
  void begin(CollectionRequest request) {}

  /** Something begins that touches no rows, and is the present request. */
  void begin(Access access, Supplier<Explanation> why) {}

  /** How many requests have begun. */
  int size() {
    return 0;
  }

  /** The request of that number is the present one again. */
  void resume(int number) {}

  /** A rule was asked about the present request. */
  void judged(Verdict verdict) {}

  /** The present request ran. */
  void ran(long rows) {}

  /** All ran, for so much each. */
  void ranAll(long count) {}

  /** The present request failed, the others perhaps not. */
  void failed(Throwable cause) {}

  /** All is settled. */
  void end() {}

  /** Nothing took effect. */
  void rolledBack(Throwable cause) {}

  /** Does the work, and tells what became of it. */
  final <T extends @Nullable Object> T around(Supplier<T> work) {
    T result;
    try {
      result = work.get();
    } catch (RuntimeException | Error e) {
      rolledBack(e);
      end();
      throw e;
    }
    end();
    return result;
  }

  private static final class On extends Hearings {
    private final Auditor auditor;
    private final Policy policy;
    private final Authority authority;
    private final Function<CollectionRequest, Explanation> explainer;
    private final List<Hearing> all = new ArrayList<>();
    private @Nullable Hearing current;

    On(
        Auditor auditor,
        Policy policy,
        Authority authority,
        Function<CollectionRequest, Explanation> explainer) {
      this.auditor = auditor;
      this.policy = policy;
      this.authority = authority;
      this.explainer = explainer;
    }

    @Override
    void begin(CollectionRequest request) {
      begin(Access.of(request), () -> explainer.apply(request));
    }

    @Override
    void begin(Access access, Supplier<Explanation> why) {
      Hearing hearing = new Hearing(auditor, authority, access, policy.place(access));
      all.add(hearing);
      current = hearing;
      if (auditor.explains() && !authority.inside()) {
        try {
          hearing.explained(why.get());
        } catch (RuntimeException e) {
          // what is wrong with the request comes out when it runs
        }
      }
    }

    @Override
    int size() {
      return all.size();
    }

    @Override
    void resume(int number) {
      current = all.get(number);
    }

    @Override
    void judged(Verdict verdict) {
      if (current != null) {
        current.judged(verdict);
      }
    }

    @Override
    void ran(long rows) {
      if (current != null) {
        current.ran(rows);
      }
    }

    @Override
    void ranAll(long count) {
      all.forEach(each -> each.ran(count));
    }

    @Override
    void failed(Throwable cause) {
      if (current != null) {
        current.failed(cause);
        current = null;
      }
    }

    @Override
    void rolledBack(Throwable cause) {
      if (current != null && !current.hasRun()) {
        failed(cause);
      }
      all.forEach(Hearing::rolledBack);
    }

    @Override
    void end() {
      all.forEach(Hearing::end);
      all.clear();
    }
  }
}
