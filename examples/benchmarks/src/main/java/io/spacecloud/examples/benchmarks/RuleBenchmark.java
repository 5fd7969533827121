package io.spacecloud.examples.benchmarks;

import static io.spacecloud.api.condition.Conditions.field;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.spacecloud.api.request.Operation;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.rule.RowReader;
import io.spacecloud.api.rule.RuleInput;
import io.spacecloud.api.rule.Verdict;
import io.spacecloud.engine.ProjectConfig;
import io.spacecloud.engine.rules.Ciphers;
import io.spacecloud.engine.rules.DeclarativeRules;
import java.time.Clock;
import java.util.Map;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@code role == admin or (auth.id == find.userId and op == one)}, granted by the second half. */
@State(Scope.Benchmark)
public class RuleBenchmark {
  private static final String CONFIG =
      """
      id: benchmark
      secret: a-secret-for-benchmarks-alone-0123456789
      modules:
        crud:
          db:
            type: sql-h2
            collections:
              todos:
                rules:
                  read:
                    rule: or
                    clauses:
                      - { rule: match, eval: ==, type: string, f1: args.auth.role, f2: admin }
                      - rule: and
                        clauses:
                          - { rule: match, eval: ==, type: string, f1: args.auth.id, f2: args.find.userId }
                          - { rule: match, eval: ==, type: string, f1: args.op, f2: one }
      """;

  private DeclarativeRules rules;
  private RuleInput input;
  private Map<String, Object> auth;
  private Map<String, Object> find;
  private Map<String, Object> activation;
  private CelRuntime.Program cel;
  private Enforcer casbin;
  private String op;

  @Setup
  public void open() throws Exception {
    rules =
        DeclarativeRules.compile(
            ProjectConfig.parse(CONFIG).databases(), Clock.systemUTC(), Ciphers.NONE);
    auth = Map.of("id", "u1", "role", "user");
    find = Map.of("userId", new String("u1"));
    op = new String("one");
    Read read = Read.one("db", "todos").where(field("userId").eq(find.get("userId")));
    input = new RuleInput(Operation.READ, Caller.of(auth), read, null, RowReader.NONE);
    activation = Map.of("auth", auth, "find", find, "op", op);
    cel = compileCel();
    casbin = compileCasbin();
    if (baseline() != 1
        || !(engine() instanceof Verdict.Granted)
        || !(boolean) cel()
        || !jcasbin()) {
      throw new IllegalStateException("not everyone grants");
    }
  }

  private static CelRuntime.Program compileCel() throws Exception {
    MapType map = MapType.create(SimpleType.STRING, SimpleType.DYN);
    CelCompiler compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .addVar("auth", map)
            .addVar("find", map)
            .addVar("op", SimpleType.STRING)
            .build();
    CelAbstractSyntaxTree tree =
        compiler
            .compile("auth.role == 'admin' || (auth.id == find.userId && op == 'one')")
            .getAst();
    return CelRuntimeFactory.standardCelRuntimeBuilder().build().createProgram(tree);
  }

  private static Enforcer compileCasbin() {
    Model model = new Model();
    model.addDef("r", "r", "role, id, userId, op");
    model.addDef("p", "p", "role, op");
    model.addDef("e", "e", "some(where (p.eft == allow))");
    model.addDef("m", "m", "r.role == p.role || (r.id == r.userId && r.op == p.op)");
    Enforcer enforcer = new Enforcer(model);
    enforcer.enableLog(false);
    enforcer.addPolicy("admin", "one");
    return enforcer;
  }

  /** By hand, over the same maps. */
  @Benchmark
  public int baseline() {
    Object role = auth.get("role");
    if ("admin".equals(role)) {
      return 1;
    }
    Object id = auth.get("id");
    return id != null && id.equals(find.get("userId")) && "one".equals(op) ? 1 : 0;
  }

  @Benchmark
  public Verdict engine() {
    return rules.evaluate(input);
  }

  @Benchmark
  public Object cel() throws Exception {
    return cel.eval(activation);
  }

  @Benchmark
  public boolean jcasbin() {
    return casbin.enforce(auth.get("role"), auth.get("id"), find.get("userId"), op);
  }
}
