package io.spacecloud.examples.rules;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.AuditEvent.Decision;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.testing.Coverage.Reached;
import io.spacecloud.engine.testing.RulesTester;
import io.spacecloud.engine.testing.TestCaller;
import io.spacecloud.sql.SqlBackend;
import io.spacecloud.sql.SqlConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copy this class and the YAML; then make the rules your own. */
class OrderRulesTest {
  private static final List<Map<String, Object>> ORDERS =
      List.of(
          Map.of("id", 1, "customer", "ann", "total", 10, "state", "open", "margin", 3),
          Map.of("id", 2, "customer", "bob", "total", 20, "state", "open", "margin", 5),
          Map.of("id", 3, "customer", "ann", "total", 30, "state", "sent", "margin", 7));
  private static final RulesTester RULES = RulesTester.of(config()).given("db", "orders", ORDERS);
  private static final TestCaller ANN = RULES.as(Map.of("id", "ann", "role", "customer"));
  private static final TestCaller STAFF = RULES.as(Map.of("id", "sue", "role", "staff"));
  private static final Read ALL = Read.all("db", "orders");

  private static ProjectConfig config() {
    try {
      return ProjectConfig.load(
          Path.of("src/main/resources/space-cloud.yaml"),
          name -> "any secret will do for rules if it is long enough");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void customersSeeTheirOwnOrdersAndNoMargin() {
    ANN.read(ALL).sees(1, 3).hides("margin");
    ANN.read(ALL.where(field("margin").gt(1))).isDenied();
    ANN.read(ALL.where(field("id").eq("1"))).isInvalid();
    STAFF.read(ALL.sort("-margin")).seesInOrder(3, 2, 1);
    RULES.anonymous().read(ALL).isDenied();
  }

  @Test
  void whoeverOrdersIsTheCustomer() {
    RULES
        .as(Map.of("id", "eve"))
        .create(Create.one("db", "orders", Map.of("id", 4, "customer", "bob", "state", "open")))
        .isAllowed()
        .then(STAFF)
        .read(ALL.where(field("customer").eq("eve")))
        .sees(4);
    ANN.create(Create.one("db", "orders", Map.of("id", 4, "customer", "ann", "state", "sent")))
        .isDenied()
        .byRule("a new one");
  }

  @Test
  void anOpenOrderCanBeCancelledByItsCustomer() {
    Update cancel = Update.all("db", "orders").set("state", "cancelled");
    ANN.update(cancel).affects(1);
    ANN.update(cancel.where(field("id").eq(2))).affects(0);
    ANN.update(Update.all("db", "orders").set("total", 0)).isDenied();
    ANN.update(Update.all("db", "orders").set("state", "sent")).isDenied().byRule("cancel mine");
    ANN.delete(Delete.all("db", "orders")).isDenied().byRule("never");
  }

  @ParameterizedTest
  @CsvSource({"ann, customer, RESTRICTED", "sue, staff, GRANTED", "eve, guest, DENIED"})
  void aTableSaysTheSameOfManyCallers(String id, String role, Decision decision) {
    RULES.as(Map.of("id", id, "role", role)).read(ALL).is(decision);
  }

  @Test
  void theSameRulesHoldOnADatabase() {
    try (SqlBackend h2 = SqlBackend.connect(SqlConfig.of("jdbc:h2:mem:" + UUID.randomUUID()))) {
      TestCaller ann = RULES.on("db", h2).as(Map.of("id", "ann", "role", "customer"));
      ann.read(ALL).sees(1, 3).hides("margin");
      ann.update(Update.all("db", "orders").set("state", "cancelled")).affects(1);
    }
  }

  /** After the whole class: a single test of it does not reach every rule. */
  @AfterAll
  static void writeCoverage() throws IOException {
    Files.writeString(Path.of("target/rules-coverage.html"), RULES.coverage().toHtml());
    assertThat(RULES.coverage().missing(Reached.ONE_WAY)).isEmpty();
  }
}
