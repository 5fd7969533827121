package io.spacecloud.examples.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A sign-in with a wrong password, for an account that is not there, and one that succeeds. */
@State(Scope.Benchmark)
public class SignInBenchmark {
  @Param({"h2", "postgres"})
  public String kind;

  private Accounts accounts;

  @Setup
  public void open() throws IOException, SQLException {
    accounts = Accounts.open(kind);
  }

  @TearDown
  public void close() throws IOException {
    accounts.close();
  }

  @Benchmark
  public Object baseline() {
    return accounts.fail(Accounts.ADA);
  }

  @Benchmark
  public Object unknown() {
    return accounts.fail(Accounts.NOBODY);
  }

  @Benchmark
  public Object right() {
    return accounts.succeed();
  }
}
