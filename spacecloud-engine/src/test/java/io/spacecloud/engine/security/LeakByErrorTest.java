package io.spacecloud.engine.security;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.SpaceCloudException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What cannot be read does not leak by an error, a count or a conflict (class 11).
 *
 * <p>Falls if {@code Judge.granted} threw the reason, if {@code Authorizer.readable} left out the
 * read residual, if {@code Databases.target} told undeclared from missing, or if {@code
 * Literals.mismatch} showed the value.
 */
class LeakByErrorTest {
  private static final String MINE = House.rules("{rule: filter, find: {owner: args.auth.id}}");

  private static String error(Runnable request) {
    try {
      request.run();
    } catch (SpaceCloudException e) {
      assertThat(e.getCause()).isNull();
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    return "none";
  }

  @ParameterizedTest
  @EnumSource
  void aDenialTellsNothingButItself(Door door) {
    House house =
        House.of(
            House.rules(
                "{rule: match, name: a-name-of-a-rule, eval: ==, type: string, f1:"
                    + " args.auth.role, f2: a-secret-role}"));
    assertThat(error(() -> door.enter(house.as(Map.of("id", "eve", "role", "my-role")))))
        .isEqualTo("AccessDeniedException: denied");
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalNamesThePlaceAndNotTheValue(Door door) {
    House house = House.of(House.OPEN);
    String error =
        error(
            () -> {
              if (door.brings()) {
                door.create(house.ann(), Map.of("id", "9", "n", "#value"));
              } else {
                door.find(house.ann(), field("n").eq("#value"));
              }
            });
    assertThat(error)
        .startsWith("InvalidRequestException: ")
        .contains("n")
        .doesNotContain("#value");
  }

  @ParameterizedTest
  @EnumSource
  void whatADatabaseSaysStaysInside(Door door) {
    House house = House.of(House.OPEN);
    house.backend.failNext(new IllegalStateException("SELECT \"pin\" FROM t WHERE x = '#value'"));
    try {
      door.enter(house.ann());
    } catch (SpaceCloudException e) {
      assertThat(e.getMessage()).doesNotContain("#value").doesNotContain("SELECT");
    } catch (IllegalStateException e) {
      assertThat(e.getMessage()).as("a backend's own bug is the embedder's to see").isNotNull();
    }
    house.backend.failNext(
        new BackendException(BackendException.Reason.DOWN, "the database cannot be reached", null));
    assertThat(error(() -> door.enter(house.ann()))).doesNotContain("todos");
  }

  @Test
  void whatIsNotDeclaredIsNotTherePresentOrNot() {
    House house = House.of(House.OPEN);
    Set<String> answers = new LinkedHashSet<>();
    for (String collection : List.of("secret", "nothing", "todos2", "TODOS", "default")) {
      answers.add(error(() -> house.ann().read(Read.all("db", collection))));
      answers.add(error(() -> house.ann().delete(Delete.all("db", collection))));
      answers.add(error(() -> house.ann().create(Create.one("db", collection, Map.of("id", "1")))));
      answers.add(error(() -> house.ann().explain(Read.all("db", collection))));
    }
    assertThat(answers).containsExactly("NotFoundException: no such collection");
    assertThatThrownBy(() -> house.ann().read(Read.all("none", "todos")))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("no such database");
  }

  @Test
  void countsTellNothingOfRowsThatCannotBeRead() {
    String readsOwn =
        House.OPEN.replace(
            "read: {rule: authenticated}", "read: {rule: filter, find: {owner: args.auth.id}}");
    for (String id : List.of("1", "2", "77")) {
      House house = House.of(readsOwn);
      long mine = id.equals("1") ? 1 : 0;
      var ann = house.ann();
      assertThat(
              ann.update(Update.all("db", "todos").where(field("id").eq(id)).set("n", 5))
                  .affected())
          .isEqualTo(mine);
      assertThat(ann.delete(Delete.all("db", "todos").where(field("id").eq(id))).affected())
          .isEqualTo(mine);
      assertThat(ann.delete(Delete.all("db", "todos").where(field("n").gte(0))).affected())
          .isEqualTo(id.equals("1") ? 1 : 2);
    }
  }

  @Test
  void aConflictIsTheSameForWhateverStandsInTheWay() {
    House house = House.of(MINE);
    var ann = house.ann();
    Set<String> answers = new LinkedHashSet<>();
    for (String id : List.of("1", "2")) {
      answers.add(
          error(() -> ann.create(Create.one("db", "todos", Map.of("id", id, "owner", "ann")))));
    }
    assertThat(answers).hasSize(1).allMatch(each -> !each.contains("bob"));
    assertThat(
            error(
                () ->
                    ann.update(
                        Update.upsert("db", "todos")
                            .where(field("id").eq("2"))
                            .set("owner", "ann"))))
        .startsWith("ConflictException: ")
        .doesNotContain("bob");
  }

  @Test
  void whatIsPrintedHoldsNoSecret() {
    House house = House.of(House.OPEN);
    String token = house.cloud.tokens().issue(Map.of("id", "#id"), java.time.Duration.ofHours(1));
    for (Object each :
        List.of(
            house.cloud.session(token),
            house.cloud.session(token).caller(),
            house.cloud.tokens(),
            House.config(House.OPEN),
            House.config(House.OPEN).tokens(),
            house.cloud)) {
      assertThat(each.toString())
          .as("%s", each.getClass())
          .doesNotContain(House.SECRET)
          .doesNotContain(token)
          .doesNotContain("#id");
    }
  }
}
