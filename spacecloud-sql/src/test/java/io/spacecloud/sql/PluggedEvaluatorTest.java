package io.spacecloud.sql;

import static io.spacecloud.api.condition.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spacecloud.api.error.AccessDeniedException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.Session;
import io.spacecloud.engine.SpaceCloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application's own evaluator, which declarative rules could not express: a tree of people. */
class PluggedEvaluatorTest {
  /**
   * A caller may see and delete what belongs to them or to anyone below them; people are not for
   * them.
   */
  private static final class Hierarchy implements RuleEvaluator {
    @Override
    public Verdict evaluate(RuleInput input) {
      if (!(input.caller().claims().get("id") instanceof String id)
          || input.request().collection().equals("people")) {
        return new Verdict.Denied("hierarchy", null, "nobody's business", null);
      } else if (id.equals("troubled")) {
        throw new IllegalStateException("the tree is broken");
      }
      return input.operation() == Operation.CREATE
          ? new Verdict.Denied("hierarchy", "read-only", "documents are made elsewhere", null)
          : Verdict.where(field("owner").in(below(input, id)));
    }

    private static Set<String> below(RuleInput input, String id) {
      Set<String> all = new HashSet<>(Set.of(id));
      List<String> open = new ArrayList<>(all);
      while (!open.isEmpty()) {
        Read reports = Read.all("db", "people").where(field("boss").in(open));
        open.clear();
        for (Document person : input.reader().read(reports)) {
          if (all.add((String) person.get("id"))) {
            open.add((String) person.get("id"));
          }
        }
      }
      return all;
    }
  }

  private SpaceCloud cloud;

  @BeforeEach
  void open() {
    Databases database = Databases.H2;
    database.execute("DROP TABLE IF EXISTS \"people\"");
    database.execute("DROP TABLE IF EXISTS \"papers\"");
    database.execute(
        "CREATE TABLE \"people\" (\"id\" VARCHAR(9) PRIMARY KEY, \"boss\" VARCHAR(9))");
    database.execute("CREATE TABLE \"papers\" (\"id\" INTEGER PRIMARY KEY, \"owner\" VARCHAR(9))");
    cloud =
        SpaceCloud.builder()
            .config(
                ProjectConfig.builder()
                    .id("tree")
                    .secret("a-secret-for-this-test-alone-0123456789")
                    .database("db")
                    .collection("db", "people")
                    .collection("db", "papers")
                    .build())
            .backend("db", SqlBackend.of(database.dataSource()))
            .rules(new Hierarchy())
            .build();
    List<Map<String, ?>> people = new ArrayList<>();
    for (String pair : List.of("ceo:", "ann:ceo", "bob:ann", "cat:bob", "dan:ceo")) {
      String[] names = pair.split(":", -1);
      people.add(
          names[1].isEmpty() ? Map.of("id", names[0]) : Map.of("id", names[0], "boss", names[1]));
    }
    cloud.trusted().create(Create.all("db", "people", people));
    for (int i = 0; i < 5; i++) {
      cloud
          .trusted()
          .create(Create.one("db", "papers", Map.of("id", i, "owner", people.get(i).get("id"))));
    }
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Session as(String id) {
    return cloud.session(cloud.tokens().issue(Map.of("id", id), Duration.ofHours(1)));
  }

  private List<Object> seen(String id) {
    return as(id).read(Read.all("db", "papers")).documents().stream()
        .map(paper -> paper.get("owner"))
        .toList();
  }

  @Test
  void everyoneSeesWhatIsBelowThem() {
    assertThat(seen("ceo")).containsExactlyInAnyOrder("ceo", "ann", "bob", "cat", "dan");
    assertThat(seen("ann")).containsExactlyInAnyOrder("ann", "bob", "cat");
    assertThat(seen("cat")).containsExactly("cat");
    assertThat(seen("eve")).isEmpty();
  }

  @Test
  void writesAreJudgedWithinTheirTransaction() {
    assertThat(as("ann").delete(Delete.all("db", "papers")).affected()).isEqualTo(3);
    assertThat(seen("ceo")).containsExactlyInAnyOrder("ceo", "dan");
  }

  @Test
  void whatItDeniesOrFailsToJudgeIsDenied() {
    assertThatThrownBy(() -> as("ann").read(Read.all("db", "people")))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> as("troubled").read(Read.all("db", "papers")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageNotContaining("tree");
    assertThatThrownBy(() -> as("ann").create(Create.one("db", "papers", Map.of("id", 9))))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> cloud.anonymous().count(Read.count("db", "papers")))
        .isInstanceOf(AccessDeniedException.class);
  }
}
