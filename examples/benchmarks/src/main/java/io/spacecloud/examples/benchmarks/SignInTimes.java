package io.spacecloud.examples.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Whether somebody with a clock can tell why a sign-in failed: sign-ins that fail for one reason or
 * another, in random order, and how often one for another reason takes longer than one for a wrong
 * password. Half of the times is what chance gives; which machine it is, and what else it does,
 * concerns both alike.
 */
public final class SignInTimes {
  private static final int WARM_UPS = 50;

  private final Accounts accounts;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Random random = new Random(1);
  private final Map<String, List<long[]>> times = new LinkedHashMap<>();

  private SignInTimes(Accounts accounts) {
    this.accounts = accounts;
  }

  /**
   * Measures and prints.
   *
   * @param arguments the database, h2 or postgres, and how many sign-ins of each kind
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    String kind = arguments.length > 0 ? arguments[0] : "h2";
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
    try (Accounts accounts = Accounts.open(kind)) {
      List<String> emails = List.of(Accounts.ADA, Accounts.NOBODY, Accounts.DATED);
      new SignInTimes(accounts).run(kind + ", no bcrypt met", emails, rounds);
      accounts.fail(Accounts.BCRYPT);
      List<String> all = List.of(Accounts.ADA, Accounts.NOBODY, Accounts.DATED, Accounts.BCRYPT);
      new SignInTimes(accounts).run(kind + ", bcrypt met", all, rounds);
    }
  }

  private void run(String title, List<String> emails, int rounds) {
    for (int i = 0; i < WARM_UPS + rounds; i++) {
      List<String> order = new ArrayList<>(emails);
      Collections.shuffle(order, random);
      for (String email : order) {
        long[] taken = measure(email);
        if (i >= WARM_UPS) {
          times.computeIfAbsent(email, key -> new ArrayList<>()).add(taken);
        }
      }
    }
    System.out.println();
    System.out.println(
        "| " + title + " | wall ms | longer than wrong | CPU ms | longer than wrong |");
    System.out.println("|---|---|---|---|---|");
    emails.forEach(email -> System.out.println(row(email)));
  }

  private long[] measure(String email) {
    long cpu = threads.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    accounts.fail(email);
    return new long[] {System.nanoTime() - wall, threads.getCurrentThreadCpuTime() - cpu};
  }

  private String row(String email) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %s | %.1f | %s |",
        email.substring(0, email.indexOf('@')),
        median(email, 0),
        longer(email, 0),
        median(email, 1),
        longer(email, 1));
  }

  private double median(String email, int which) {
    List<Long> sorted = times.get(email).stream().map(each -> each[which]).sorted().toList();
    return sorted.get(sorted.size() / 2) / 1e6;
  }

  /** In how many of all pairs it takes longer, and the error of two times what chance makes. */
  private String longer(String email, int which) {
    double longer = 0;
    List<long[]> own = times.get(email);
    List<long[]> wrong = times.get(Accounts.ADA);
    for (long[] a : own) {
      for (long[] b : wrong) {
        longer += a[which] > b[which] ? 1 : a[which] == b[which] ? 0.5 : 0;
      }
    }
    double n = own.size();
    double error = 2 * Math.sqrt((2 * n + 1) / (12 * n * n));
    return String.format(Locale.ROOT, "%.3f ± %.3f", longer / (n * n), error);
  }
}
