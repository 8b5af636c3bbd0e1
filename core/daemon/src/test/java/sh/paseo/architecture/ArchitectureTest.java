package sh.paseo.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edges between the packages of the core, one door per library, who may do what. Plugins and the command line have their own test. */
class ArchitectureTest {
    /** A rule over no classes holds too, so the number of classes seen is checked; raise it as the code grows. */
    private static final int AT_LEAST = 500;

    private static final Set<String> MODULES = Set.of("api", "protocol", "engine", "websocket", "crypto", "hosting", "daemon");

    private static JavaClasses ours;

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(MODULES.stream().map(module -> "sh.paseo." + module).toList());
    }

    @Test
    void everyModuleOfTheCoreIsSeen() {
        var seen = ours.stream().map(type -> type.getPackageName().split("\\.")[2]).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(MODULES), seen);
        assertTrue(ours.size() >= AT_LEAST, "only " + ours.size() + " classes were seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "protocol", "engine api", "websocket api", "crypto", "hosting websocket api",
        "daemon api protocol engine websocket hosting crypto"})
    void aModuleUsesOnlyThoseItMay(String edge) {
        var allowed = Arrays.stream(edge.split(" ")).map(module -> "sh.paseo." + module + "..").toArray(String[]::new);
        var forbidden = resideInAPackage("sh.paseo..").and(DescribedPredicate.not(resideInAnyPackage(allowed)));
        check(noClasses().that().resideInAPackage(allowed[0]).should().dependOnClassesThat(forbidden));
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.helidon.. hosting", "org.eclipse.yasson.. protocol", "org.eclipse.parsson.. protocol",
        "org.pf4j.. daemon.plugins", "java.sql.. daemon.storage", "javax.sql.. daemon.storage", "org.sqlite.. daemon.storage",
        "org.slf4j.. none", "org.bouncycastle.. crypto"})
    void aLibraryHasOneDoor(String door) {
        var library = door.split(" ")[0];
        var only = "sh.paseo." + door.split(" ")[1] + "..";
        check(noClasses().that().resideOutsideOfPackage(only).should().dependOnClassesThat().resideInAPackage(library));
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage", "processes", "plugins"})
    void theWireVocabularyStaysOutOf(String part) {
        check(noClasses().that().resideInAPackage("sh.paseo.daemon." + part + "..").should().dependOnClassesThat().resideInAPackage(
                "sh.paseo.protocol.."));
    }

    @Test
    void onlyProcessesStartsPrograms() {
        check(noClasses().that().resideOutsideOfPackage("sh.paseo.daemon.processes..")
                .should().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
                .orShould().callMethodWhere(Calls.to(Runtime.class, "exec")));
    }

    @Test
    void theEngineTouchesNeitherFilesNorSocketsNorProcesses() {
        var outside = resideInAnyPackage("java.net..", "java.nio.channels..", "javax.net..")
                .or(Calls.named("java.nio.file.Files", "java.nio.file.FileSystems", "java.io.File", "java.io.FileInputStream",
                        "java.io.FileOutputStream", "java.io.RandomAccessFile", "java.lang.ProcessBuilder", "java.lang.Process",
                        "java.lang.ProcessHandle"));
        check(noClasses().that().resideInAPackage("sh.paseo.engine..").should().dependOnClassesThat(outside));
    }

    @Test
    void theEngineIsToldTheTimeAndReadsNoEnvironment() {
        check(noClasses().that().resideInAPackage("sh.paseo.engine..")
                .should().callMethodWhere(Calls.to(Thread.class, "sleep"))
                .orShould().callMethodWhere(Calls.to(System.class, "currentTimeMillis", "nanoTime", "getenv", "getProperty"))
                .orShould().callMethodWhere(Calls.to(java.time.Clock.class, "systemUTC", "systemDefaultZone", "system"))
                .orShould().callMethodWhere(Calls.to(java.util.UUID.class, "randomUUID"))
                .orShould().callMethodWhere(Calls.to(java.time.InstantSource.class, "system"))
                .orShould().callMethodWhere(Calls.withoutArguments(java.time.Instant.class, "now"))
                .orShould().dependOnClassesThat().areAssignableTo(java.util.Random.class));
    }

    @Test
    void onlyMainsTouchTheStandardStreamsAndExit() {
        check(noClasses().that().haveSimpleNameNotEndingWith("Main")
                .should().callMethodWhere(Calls.to(System.class, "exit", "setOut", "setErr", "setIn"))
                .orShould().callMethodWhere(Calls.to(Runtime.class, "exit", "halt"))
                .orShould().accessField(System.class, "out")
                .orShould().accessField(System.class, "err")
                .orShould().accessField(System.class, "in"));
    }

    @Test
    void packagesHaveNoCycle() {
        check(slices().assignedFrom(new Packages()).should().beFreeOfCycles());
    }

    @Test
    void nothingIsNamedForWhatItIsNot() {
        var words = List.of("util", "utils", "common", "helper", "helpers", "misc", "impl", "manager", "service");
        var badTypes = ours.stream().map(JavaClass::getSimpleName)
                .filter(name -> words.stream().anyMatch(word -> Calls.endsInWord(name, word)));
        var badPackages = ours.stream().map(JavaClass::getPackageName).distinct()
                .filter(name -> Arrays.stream(name.split("\\.")).anyMatch(words::contains));
        assertEquals(List.of(), Stream.concat(badTypes, badPackages).sorted().toList());
    }

    @Test
    void typesOfTheApiNeedTheJdkTheApiAndJsonOnly() {
        check(classes().that().resideInAPackage("sh.paseo.api..").should().onlyDependOnClassesThat(
                resideInAnyPackage("sh.paseo.api..", "java..", "jakarta.json", "jakarta.json.stream", "jakarta.json.bind",
                        "jakarta.json.bind.annotation")));
    }

    /**
     * A package is a slice. The message groups of the wire refer to each other as the protocol does (a page holds an agent, an agent its
     * permissions, a permission a detail of a page), so they count as one.
     */
    private static final class Packages implements SliceAssignment {
        private static final String WIRE = "sh.paseo.protocol";

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            var name = type.getPackageName();
            return SliceIdentifier.of(name.startsWith(WIRE + ".") ? WIRE : name);
        }

        @Override
        public String getDescription() {
            return "packages, the wire as one";
        }
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(ours);
    }
}
