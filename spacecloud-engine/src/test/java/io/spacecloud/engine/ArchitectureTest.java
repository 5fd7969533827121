package io.spacecloud.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.spacecloud.api.file.FilePath;
import io.spacecloud.api.rule.RuleEvaluator;
import io.spacecloud.api.spi.CommandExecutor;
import io.spacecloud.api.spi.FileStore;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String DISPATCH = "io.spacecloud.engine.dispatch";
  private static final Set<String> DOORS = Set.of("execute", "stream", "inTransaction");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("test-classes"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.spacecloud.api", "io.spacecloud.engine");

  private static DescribedPredicate<JavaMethodCall> runningOnABackend() {
    return describe(
        "running something on a backend",
        call ->
            call.getTargetOwner().isAssignableTo(CommandExecutor.class)
                && DOORS.contains(call.getName()));
  }

  @Test
  void onlyDispatchReachesABackend() {
    noClasses()
        .that()
        .resideOutsideOfPackage(DISPATCH)
        .should()
        .callMethodWhere(runningOnABackend())
        .check(classes);
  }

  @Test
  void dispatchDoesReachBackendsSoThatTheRuleSaysSomething() {
    assertThat(classes.getPackage(DISPATCH).getClasses())
        .anyMatch(c -> c.getMethodCallsFromSelf().stream().anyMatch(runningOnABackend()::test));
  }

  @Test
  void onlyTheAuthorizerMakesCommandsThatTouchRows() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(DISPATCH + ".Authorizer")
        .and(resideInAnyPackage("io.spacecloud.engine.."))
        .should()
        .callConstructorWhere(
            describe(
                "a command other than what the engine reads for rules and live queries",
                call ->
                    call.getTargetOwner().getName().startsWith("io.spacecloud.api.spi.Command$")
                        && !call.getOriginOwner().getSimpleName().equals("Scope")))
        .check(classes);
  }

  private static DescribedPredicate<JavaMethodCall> askingAFileStore() {
    return describe(
        "asking a file store",
        call ->
            call.getTargetOwner().isAssignableTo(FileStore.class)
                && !call.getOriginOwner().equals(call.getTargetOwner())
                && call.getTarget().getRawParameterTypes().stream()
                    .anyMatch(type -> type.isEquivalentTo(FilePath.class)));
  }

  @Test
  void onlyTheFileDispatcherReachesAFileStore() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(DISPATCH + ".FileDispatcher")
        .should()
        .callMethodWhere(askingAFileStore())
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("io.spacecloud.engine.files")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.spacecloud.engine..")
                .and(resideOutsideOfPackages("io.spacecloud.engine.files")))
        .check(classes);
    assertThat(
            classes.get(DISPATCH + ".FileDispatcher").getMethodCallsFromSelf().stream()
                .filter(askingAFileStore())
                .map(JavaMethodCall::getName)
                .distinct())
        .containsExactlyInAnyOrder(
            "write", "open", "stat", "list", "createFolder", "delete", "move");
  }

  @Test
  void onlyTheJudgeAsksTheRules() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(DISPATCH + ".Judge")
        .and(resideInAnyPackage("io.spacecloud.engine.."))
        .and(resideOutsideOfPackages("io.spacecloud.engine.rules", "io.spacecloud.engine.testing"))
        .should()
        .callMethodWhere(
            describe(
                "asking an evaluator of rules",
                call ->
                    call.getTargetOwner().isAssignableTo(RuleEvaluator.class)
                        && call.getName().equals("evaluate")))
        .check(classes);
    assertThat(
            classes.get(DISPATCH + ".Judge").getMethodCallsFromSelf().stream()
                .filter(call -> call.getName().equals("evaluate"))
                .map(call -> call.getTarget().getRawParameterTypes().get(0).getSimpleName()))
        .contains("RuleInput", "CallInput", "FileInput");
  }

  @Test
  void onlyTheAuthorizerJudgesForItsCallers() {
    noClasses()
        .that()
        .resideOutsideOfPackage(DISPATCH)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(DISPATCH + ".Judge")
        .check(classes);
  }

  @Test
  void theApiDependsOnNothing() {
    classes()
        .that(resideInAnyPackage("io.spacecloud.api.."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("io.spacecloud.api..", "java..", "org.jspecify.."))
        .check(classes);
  }

  @Test
  void theEngineKnowsNoBackendOfItsOwn() {
    noClasses()
        .that()
        .resideInAPackage("io.spacecloud.engine..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.spacecloud..")
                .and(resideOutsideOfPackages("io.spacecloud.api..", "io.spacecloud.engine..")))
        .check(classes);
  }

  @Test
  void nothingGoesBackUp() {
    noClasses()
        .that()
        .resideInAPackage("io.spacecloud.engine.binding..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(DISPATCH, "io.spacecloud.engine.rules", "io.spacecloud.engine"))
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage(DISPATCH)
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.spacecloud.engine"))
        .check(classes);
  }
}
