package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.TRUE;
import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.TransactionOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is checked cannot change before it is written (class 17): the residual is in the statement,
 * what a row must satisfy afterwards in its transaction, and a rule that reads in it, too.
 *
 * <p>Falls with the residual in {@code Authorizer.bounded}, {@code Change.where}, {@code remove} or
 * {@code pipeline}, with the check in {@code modify}, with the strongest isolation in {@code
 * Dispatcher.write}, {@code batch} or {@code transaction}, or if {@code BatchPlan.prepare} settled
 * what depends on data. What databases make of it under concurrent writers is the SQL module's
 * {@code ConcurrencyTest}'s.
 */
class CheckAndWriteApartTest {
  private static final Condition MINE = field("owner").eq("ann");
  private static final String FILTERED = House.rules("{rule: filter, find: {owner: args.auth.id}}");
  private static final String READING =
      House.rules("{rule: query, db: db, col: todos, find: {owner: args.auth.id}}");

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void theResidualIsInTheStatement(Door door) {
    House house = House.of(FILTERED);
    door.find(house.ann(), field("n").gte(1));

    assertThat(house.backend.commands()).hasSize(1);
    assertThat(where(house.backend.commands().get(0)).toString())
        .contains(MINE.toString())
        .contains(field("n").gte(1).toString());
  }

  private static Condition where(Command command) {
    if (command instanceof Command.Query query) {
      return query.request().where();
    } else if (command instanceof Command.Modify modify) {
      return modify.request().where();
    } else if (command instanceof Command.Remove remove) {
      return remove.request().where();
    }
    return ((Stage.Match) ((Command.Pipeline) command).request().stages().get(0)).condition();
  }

  @Test
  void whatARowMustSatisfyAfterwardsGoesWithTheWrite() {
    String rules = FILTERED.replaceFirst("owner", "owner: args.auth.id, n");
    House house =
        House.of(
            House.OPEN.replace(
                "update: {rule: authenticated}",
                "update: {rule: filter, find: {n: {$lt: 10}, owner: args.auth.id}}"));
    assertThat(rules).isNotEmpty();
    house.ann().update(Update.all("db", "todos").inc("n", 1));

    Command.Modify modify = (Command.Modify) house.backend.commands().get(0);
    assertThat(modify.check()).isEqualTo(field("n").lt(10));
    String before = house.stored();
    assertThatThrownBy(() -> house.ann().update(Update.all("db", "todos").inc("n", 7)))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.stored()).isEqualTo(before);
  }

  @Test
  void withoutTransactionsWhatCannotBeDecidedBeforeIsRefused() {
    House house =
        House.of(
            House.OPEN.replace(
                "update: {rule: authenticated}", "update: {rule: filter, find: {n: {$lt: 10}}}"));
    house.backend.without(Capability.TRANSACTIONS);
    String before = house.stored();
    assertThatThrownBy(() -> house.ann().update(Update.all("db", "todos").inc("n", 1)))
        .isInstanceOf(UnsupportedFeatureException.class);
    assertThatThrownBy(() -> house.ann().update(Update.all("db", "todos").set("n", 11)))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.stored()).isEqualTo(before);
    assertThat(house.ann().update(Update.all("db", "todos").set("n", 9)).affected()).isEqualTo(3);
  }

  @Test
  void aRuleThatReadsIsAskedInTheWritesOwnTransactionAtTheStrongestIsolation() {
    for (Runnable write : writes()) {
      write.run();
    }
  }

  private static List<Runnable> writes() {
    return List.of(
        () -> strongest(House.of(READING), Door.CREATE_ONE),
        () -> strongest(House.of(READING), Door.UPDATE_ALL),
        () -> strongest(House.of(READING), Door.DELETE_ONE),
        () -> strongest(House.of(READING), Door.BATCH_CREATE),
        () -> strongest(House.of(READING), Door.BATCH_DELETE),
        () -> strongest(House.of(READING), Door.TRANSACTION_CREATE),
        () -> strongest(House.of(READING), Door.TRANSACTION_UPDATE));
  }

  private static void strongest(House house, Door door) {
    door.enter(house.ann());
    assertThat(house.backend.transactions())
        .as("%s", door)
        .hasSize(1)
        .allMatch(TransactionOptions::strongest);
    assertThat(house.backend.commands().get(0)).isInstanceOf(Command.Query.class);
  }

  @Test
  void ruleThatReadsIsAskedAgainForEachItem() {
    House house =
        House.of(
            House.OPEN.replace(
                "create: {rule: authenticated}",
                "create: {rule: not, clause: {rule: query, db: db, col: todos, find: {note:"
                    + " taken}}}"));
    assertThatThrownBy(
            () ->
                house
                    .ann()
                    .batch(
                        Batch.of(
                            "db",
                            Create.one("db", "todos", Map.of("id", "8", "note", "taken")),
                            Create.one("db", "todos", Map.of("id", "9", "note", "taken")))))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.backend.rows("todos")).hasSize(3);
  }

  @Test
  void aTransactionEndsByTheRulesThatItBeganWith() {
    House house = House.of(House.OPEN);
    house
        .ann()
        .transaction(
            "db",
            tx -> {
              tx.create(Create.one("db", "todos", Map.of("id", "8")));
              house.cloud.reload(House.config(House.rules("{rule: deny}")));
              tx.create(Create.one("db", "todos", Map.of("id", "9")));
            });
    assertThat(house.backend.rows("todos")).hasSize(5);
    assertThatThrownBy(() -> house.ann().read(Read.all("db", "todos").where(TRUE)))
        .isInstanceOf(AccessDeniedException.class);
  }
}
