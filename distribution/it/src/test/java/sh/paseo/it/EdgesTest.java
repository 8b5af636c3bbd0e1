package sh.paseo.it;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rules of the core cannot see from there: the command line and the plugins. */
class EdgesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    static Stream<Path> plugins() throws IOException {
        try (var folders = Files.list(ROOT.resolve("plugins"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void aPluginUsesTheApiAndItself(Path plugin) {
        var classes = classesOf(plugin);
        var own = commonPackage(classes);
        check(noClasses().should().dependOnClassesThat(
                resideInAPackage("sh.paseo..").and(DescribedPredicate.not(resideInAnyPackage("sh.paseo.api..", own + "..")))), classes);
        check(noClasses().should().dependOnClassesThat(resideInAnyPackage("org.pf4j..", "io.helidon..", "org.slf4j..", "java.sql..")),
                classes);
        check(noClasses().should().dependOnClassesThat().areAssignableTo(ProcessBuilder.class), classes);
        check(slices().matching("sh.paseo.(**)").should().beFreeOfCycles(), classes);
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void aPluginSaysNothingOnTheStandardStreams(Path plugin) {
        check(quiet(""), classesOf(plugin));
    }

    @Test
    void theCommandLineUsesTheWireAndNothingOfTheDaemon() {
        check(noClasses().should().dependOnClassesThat(resideInAPackage("sh.paseo..").and(DescribedPredicate.not(
                resideInAnyPackage("sh.paseo.cli..", "sh.paseo.protocol..", "sh.paseo.websocket..", "sh.paseo.api..")))), commandLine());
    }

    @Test
    void inTheCommandLineOnlyDaemonLauncherStartsPrograms() {
        check(noClasses().that().doNotHaveSimpleName("DaemonLauncher")
                .should().dependOnClassesThat().areAssignableTo(ProcessBuilder.class), commandLine());
    }

    @Test
    void inTheCommandLineOnlyMainAndTerminalTouchTheStandardStreams() {
        check(quiet("Terminal"), commandLine());
    }

    @Test
    void packagesOfTheCommandLineHaveNoCycle() {
        check(slices().matching("sh.paseo.(**)").should().beFreeOfCycles(), commandLine());
    }

    @Test
    void nothingOfTheCommandLineOrAPluginIsNamedForWhatItIsNot() throws IOException {
        var words = List.of("Util", "Utils", "Common", "Helper", "Helpers", "Misc", "Impl", "Manager", "Service");
        var bad = Stream.concat(plugins().map(EdgesTest::classesOf), Stream.of(commandLine())).flatMap(JavaClasses::stream)
                .map(JavaClass::getSimpleName).filter(name -> words.stream().anyMatch(name::endsWith)).toList();
        assertEquals(List.of(), bad);
    }

    private static ArchRule quiet(String alsoAllowed) {
        var rule = noClasses().that().haveSimpleNameNotEndingWith("Main");
        if (!alsoAllowed.isEmpty()) {
            rule = rule.and().haveNameNotMatching(".*\\." + alsoAllowed + "(\\$.*)?");
        }
        return rule.should().accessField(System.class, "out").orShould().accessField(System.class, "err")
                .orShould().accessField(System.class, "in").orShould().callMethod(System.class, "exit", int.class);
    }

    private static JavaClasses commandLine() {
        var classes = classesOf(ROOT.resolve("core/cli"));
        assertTrue(classes.size() >= 20, classes.size() + " classes were seen");
        return classes;
    }

    private static JavaClasses classesOf(Path module) {
        var classes = new ClassFileImporter().importPath(module.resolve("target/classes"));
        assertFalse(classes.isEmpty(), "no classes of " + module);
        return classes;
    }

    private static String commonPackage(JavaClasses classes) {
        return classes.stream().map(JavaClass::getPackageName).min((a, b) -> a.length() - b.length()).orElseThrow();
    }

    private static void check(ArchRule rule, JavaClasses classes) {
        rule.allowEmptyShould(true).check(classes);
    }
}
