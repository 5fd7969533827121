package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnauthenticatedException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.Transaction;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * There is no second door (class 3): through each, the rules decide, and a token that is no good is
 * not the same as none.
 *
 * <p>Fails without the throw in {@code Judge#granted}, or without its call in {@code
 * Authorizer#query}, {@code #insertion}, {@code #change}, {@code #remove} or {@code #pipeline}
 * (twice); without {@code Authorizer#restrict} in {@code Dispatcher#stream} or {@code #authorize}
 * in {@code OpenTransaction#single} and {@code BatchPlan}; without {@code Authorizer#readable}
 * demanding a key by {@code KeyEqualities#isExactly} where nothing may be read. Without {@code
 * CompiledRule#evaluate} denying callers who are not verified ({@code AuthenticatedNode} is a
 * second lock), without the checks of declared collections and enabled databases in {@code
 * Databases#target}, {@code #database} and {@code Policy#database}; without {@code OpenTransaction}
 * asking whether it is over, which database is meant ({@code #execute}) and whether a batch broke
 * off ({@code #requireWhole}); without the refusals of {@code Tokens#verify}. That backends are
 * reached from dispatch alone is {@code ArchitectureTest}'s.
 */
class SecondDoorTest {
  @ParameterizedTest
  @EnumSource
  void whatIsDeniedIsDeniedThroughEachAndReachesNoDatabase(Door door) {
    House house = House.of(House.rules("{rule: deny}"));
    String before = house.stored();

    assertThatThrownBy(() -> door.enter(house.ann())).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> door.enter(house.cloud.anonymous()))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.backend.commands()).isEmpty();
    assertThat(house.stored()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAllowedToVerifiedCallersIsNotToOthers(Door door) {
    House house = House.of(House.OPEN);

    assertThatThrownBy(() -> door.enter(house.cloud.anonymous()))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.backend.commands()).isEmpty();
    door.enter(house.ann());
    assertThat(house.backend.commands()).isNotEmpty();
  }

  /** Whatever a rule says, unless it is {@code allow} and nothing else. */
  @ParameterizedTest
  @EnumSource
  void whoIsNotVerifiedComesInByNone(Door door) {
    for (String rule :
        List.of(
            "{rule: match, eval: ==, type: string, f1: x, f2: x}",
            "{rule: filter, find: {owner: ann}}",
            "{rule: not, clause: {rule: deny}}",
            "{rule: not, clause: {rule: authenticated}}",
            "{rule: and, clauses: [{rule: allow}]}",
            "{rule: or, clauses: [{rule: allow}, {rule: authenticated}]}",
            "{rule: query, db: db, col: todos, find: {id: '1'}}")) {
      House house = House.of(House.rules(rule));
      assertThatThrownBy(() -> door.enter(house.cloud.anonymous()), rule)
          .isInstanceOf(AccessDeniedException.class);
      assertThat(house.backend.commands()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#finding")
  void aFilterRestrictsEach(Door door) {
    House house = House.of(House.rules("{rule: filter, find: {owner: args.auth.id}}"));

    var result = door.find(house.as(Map.of("id", "eve")), field("id").eq("1"));
    assertThat(result.documents()).isEmpty();
    assertThat(result.values()).isEmpty();
    assertThat(result.count() + result.affected()).isZero();
    assertThat(house.stored()).contains("#note1");
  }

  @ParameterizedTest
  @MethodSource("io.spacecloud.engine.security.Door#creating")
  void aFilterRestrictsWhatIsMade(Door door) {
    House house = House.of(House.rules("{rule: filter, find: {owner: args.auth.id}}"));

    assertThatThrownBy(() -> door.create(house.ann(), Map.of("id", "9", "owner", "bob")))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(house.backend.rows("todos")).hasSize(3);
  }

  @Test
  void aTokenThatIsNoGoodIsNotNone() {
    House house = House.of(House.rules("{rule: allow}"));
    assertThat(house.cloud.anonymous().count(Read.all("db", "todos"))).isEqualTo(3);
    for (String token : new String[] {"", " ", "null", "undefined", "a.b.c", "Bearer x"}) {
      assertThatThrownBy(() -> house.cloud.session(token))
          .as(token)
          .isInstanceOf(UnauthenticatedException.class);
    }
  }

  @Test
  void noTokenMakesASessionOfTheEmbeddersOwn() {
    House house = House.of(House.rules("{rule: deny}"));
    Session trusted = house.cloud.trusted();
    assertThat(trusted.count(Read.all("db", "todos"))).isEqualTo(3);
    String token =
        house.cloud.tokens().issue(Map.of("trusted", true, "id", "root"), Duration.ofHours(1));
    assertThatThrownBy(() -> house.cloud.session(token).read(Read.all("db", "todos")))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void everyWayOfSayingARequestIsJudged() {
    House house = House.of(House.rules("{rule: deny}"));
    Set<Way> ways = EnumSet.noneOf(Way.class);
    for (Request each : everything()) {
      ways.addAll(house.denied(house.ann(), each));
      house.denied(house.cloud.anonymous(), each);
    }
    assertThat(ways).isEqualTo(EnumSet.allOf(Way.class));
  }

  private static List<Request> everything() {
    List<Map<String, Object>> none = List.of();
    return List.of(
        Read.all("db", "todos"),
        Read.one("db", "todos"),
        Read.count("db", "todos"),
        Read.distinct("db", "todos", "n"),
        Aggregate.all("db", "todos", none),
        Aggregate.one("db", "todos", none),
        Create.one("db", "todos", Map.of("id", "9")),
        Create.all("db", "todos", List.of(Map.of("id", "9"), Map.of("id", "8"))),
        Update.all("db", "todos").set("n", 1),
        Update.one("db", "todos").set("n", 1),
        Update.upsert("db", "todos").where(field("id").eq("1")).set("n", 1),
        Delete.all("db", "todos"),
        Delete.one("db", "todos"));
  }

  @Test
  void explainingRunsNothing() {
    House house = House.of(House.OPEN);
    String before = house.stored();
    for (Request each : everything()) {
      assertThat(house.ann().explain(each).denial()).as("%s", each).isNull();
    }
    assertThat(house.backend.commands()).isEmpty();
    assertThat(house.stored()).isEqualTo(before);
  }

  /** A pipeline reads: who may not read may not aggregate, and the other way round. */
  @ParameterizedTest
  @ValueSource(strings = {"read", "aggr"})
  void aPipelineNeedsTheRuleForReadingToo(String missing) {
    House house =
        House.of(
            House.OPEN.replace(missing + ": {rule: authenticated}", missing + ": {rule: deny}"));
    house.denied(house.ann(), Aggregate.all("db", "todos", List.of(Map.of("$count", "x"))));
    house.denied(house.ann(), Aggregate.one("db", "todos", List.of(Map.of("$limit", 1))));
  }

  /** One that is denied at once, and one that is denied when those before it have run. */
  @ParameterizedTest
  @ValueSource(strings = {"{rule: deny}", "{rule: query, db: db, col: bare, find: {id: x}}"})
  void oneDeniedItemUndoesTheWholeBatchWhereverItStands(String rule) {
    House house = House.of(House.OPEN.replace("delete: {rule: authenticated}", "delete: " + rule));
    Session ann = house.ann();
    WriteRequest fine = Update.all("db", "todos").set("note", "x");
    WriteRequest denied = Delete.one("db", "todos");
    String before = house.stored();
    for (Batch batch :
        List.of(
            Batch.of("db", denied, fine),
            Batch.of("db", fine, denied),
            Batch.of("db", fine, denied, fine))) {
      denied(() -> ann.batch(batch));
      denied(() -> Way.TRANSACTION.send(ann, batch));
      try {
        ann.transaction(
            "db",
            tx -> {
              denied(() -> tx.batch(batch));
            });
      } catch (AccessDeniedException e) {
        assertThat(rule).as("some of it has run").contains("query");
      }
      assertThat(ann.explain(batch).denial()).isNotNull();
      assertThat(house.stored()).isEqualTo(before);
    }
  }

  private static void denied(ThrowingCallable request) {
    assertThatThrownBy(request).isInstanceOf(AccessDeniedException.class).hasMessage("denied");
  }

  @Test
  void aTransactionIsADoorToItsDatabaseAndWhileItLasts() {
    House house = House.of(House.rules("{rule: allow}"));
    AtomicReference<Transaction> kept = new AtomicReference<>();
    house
        .ann()
        .transaction(
            "db",
            tx -> {
              kept.set(tx);
              assertThatThrownBy(() -> tx.read(Read.all("other", "todos")))
                  .isInstanceOf(InvalidRequestException.class);
              assertThatThrownBy(() -> tx.read(Read.all("db", "secret")))
                  .isInstanceOf(NotFoundException.class);
            });
    assertThatThrownBy(() -> kept.get().read(Read.all("db", "todos")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(house.backend.commands()).isEmpty();
  }

  private static ProjectConfig config(String database) {
    String key = "{id: house, secret: " + House.SECRET + ", modules: {crud: {db: {";
    return ProjectConfig.parse(key + database + "}}}}");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotDeclaredOrNotEnabledIsNotThere(Door door) {
    House house = House.of(House.rules("{rule: allow}"));
    Session ann = house.ann();
    String rules = "{isRealtimeEnabled: true, rules: " + House.rules("{rule: allow}") + "}}";
    for (String database :
        List.of(
            "enabled: false, collections: {todos: " + rules,
            "collections: {bare: " + rules,
            "collections: {default: " + rules)) {
      house.cloud.reload(config(database));
      for (Session session : List.of(ann, house.cloud.anonymous())) {
        assertThatThrownBy(() -> door.enter(session), database)
            .isInstanceOf(NotFoundException.class);
      }
      boolean opened = !house.backend.transactions().isEmpty();
      assertThat(opened && database.startsWith("enabled: false")).isFalse();
    }
    assertThat(house.backend.commands()).isEmpty();
    house.cloud.reload(config("collections: {todos: " + rules));
    door.enter(ann);
  }

  /** What may be done to rows that may not be read is done to one that the key names. */
  @Test
  void writingIsNoDoorToWhatCannotBeRead() {
    House house = House.of(House.OPEN.replace("read: {rule: authenticated}", "read: {rule: deny}"));
    for (Condition find :
        List.of(
            Conditions.TRUE,
            field("owner").eq("ann"),
            field("id").in("1", "2"),
            field("id").gte("1"),
            Conditions.and(field("id").eq("1"), field("owner").eq("ann")),
            Conditions.or(field("id").eq("1"), field("id").eq("2")),
            Conditions.not(field("id").eq("1")))) {
      house.denied(house.ann(), Update.all("db", "todos").where(find).set("n", 1));
      house.denied(house.ann(), Update.one("db", "todos").where(find).set("n", 1));
      house.denied(house.ann(), Delete.all("db", "todos").where(find));
      house.denied(house.ann(), Delete.one("db", "todos").where(find));
    }
    Delete one = Delete.all("db", "todos").where(field("id").eq("1"));
    assertThat(house.ann().delete(one).affected()).isEqualTo(1);
  }
}
