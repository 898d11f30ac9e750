package org.failovermon.app.layering;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Which part of the house may use which (see ARCHITECTURE.md). Each rule says in its message what
 * to use instead.
 */
class LayeringTest {
  private static final String ROOT = "org.failovermon.";
  private static final String ENGINE = ROOT + "engine..";
  private static final String DECIDE = ROOT + "engine.decide..";
  private static final String MODEL = ROOT + "engine.model..";

  private static JavaClasses classes = new ClassFileImporter().importClasses();

  @BeforeAll
  static void load() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.failovermon");
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(classes);
  }

  @Test
  void theEngineKnowsNoneOfItsUsers() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "app..", ROOT + "dsl..", ROOT + "db..")
            .because(
                "modules depend one way; let the engine declare what it needs as an interface in"
                    + " engine.port, implement it over there, and hand it in from app"));
  }

  @Test
  void theDatabaseAndTheLanguageKnowOnlyTheEngine() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "db..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "app..", ROOT + "dsl..")
            .because("db → engine and nothing else; what both need belongs into engine.model"));
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "dsl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "app..", ROOT + "db..")
            .because("dsl → engine and nothing else; what both need belongs into engine.model"));
  }

  @Test
  void decisionsArePure() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(DECIDE, MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "groovy..",
                "org.codehaus.groovy..",
                "org.apache.groovy..",
                "java.sql..",
                "javax.sql..",
                "org.sqlite..",
                "org.quartz..",
                "java.util.concurrent..",
                "java.net..",
                "java.io..",
                "java.nio..",
                "java.lang.foreign..",
                "org.slf4j..",
                "ch.qos.logback..")
            .because(
                "a decision takes policy, state and event and returns the next state, commands and"
                    + " a reason; let engine.shell do the rest and hand in what is needed as a"
                    + " value"));
  }

  @Test
  void decisionsAreHandedTheTimeAndStartNothing() {
    for (Class<?> type : List.of(Thread.class, java.time.Clock.class, Runtime.class)) {
      check(
          noClasses()
              .that()
              .resideInAnyPackage(DECIDE, MODEL)
              .should()
              .dependOnClassesThat()
              .areAssignableTo(type)
              .because("the shell owns " + type.getSimpleName() + "; time comes as a parameter"));
    }
    check(
        noClasses()
            .that()
            .resideInAnyPackage(DECIDE, MODEL)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because(
                "the same state and event give the same decision; take nowNanos or an Instant as a"
                    + " parameter, the shell has engine.port.Clock"));
  }

  @Test
  void theEnginesThreadNeverMeetsHttpOrTheCommandLine() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ENGINE, ROOT + "db..", ROOT + "dsl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.eclipse.jetty..", "picocli..", "tools.jackson..", "org.tomlj..")
            .because("these are the business of app; return a record and let app show it"));
  }

  @Test
  void onlyTheSchedulePackageKnowsQuartz() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.failovermon..")
            .and()
            .resideOutsideOfPackage(ROOT + "engine.schedule..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.quartz..")
            .because("engine.port.Schedule says when; engine.schedule.Cron answers about cron"));
  }

  @Test
  void noPackageIsNamedForNothing() {
    Set<String> bad = new TreeSet<>();
    classes.forEach(
        type -> {
          for (String part : type.getPackageName().split("\\.", -1)) {
            if (Set.of("util", "utils", "common", "manager", "helper", "misc").contains(part)) {
              bad.add(type.getPackageName());
            }
          }
        });
    assertEquals(Set.of(), bad, "name a package for the concept that lives in it");
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    Path root = Path.of(System.getProperty("failovermon.root", ".."));
    List<Path> silent = new ArrayList<>();
    for (String module : List.of("engine", "dsl", "db", "app")) {
      Path main = root.resolve(module).resolve("src/main/java");
      Path test = root.resolve(module).resolve("src/test/java");
      silent.addAll(silentPackages(main, List.of(main)));
      silent.addAll(silentPackages(test, List.of(main, test)));
    }
    assertEquals(
        List.of(), silent, "add a package-info.java with a sentence and @NullMarked to these");
  }

  /** Packages under a source folder that none of the folders says something about. */
  private static List<Path> silentPackages(Path folder, List<Path> saidIn) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> folder.relativize(file.getParent()))
          .distinct()
          .filter(
              each ->
                  saidIn.stream()
                      .noneMatch(
                          sources ->
                              Files.exists(sources.resolve(each).resolve("package-info.java"))))
          .toList();
    }
  }
}
