package cloud.tessera.ops.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Tx;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What holds inside the modules: who asks, who touches tables, time, names and numbers. */
@AnalyzeClasses(packages = "cloud.tessera", importOptions = DoNotIncludeTests.class)
class RulesTest {
    private static final Set<String> CLOCKS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalTime",
            "java.time.LocalDateTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime",
            "java.time.YearMonth",
            "java.time.Year");

    /** Facades whose first word is not who asks, because nobody does: the ground that the others stand on. */
    private static final Set<String> NOT_ASKED_BY_ANYONE = Set.of("cloud.tessera.quota.transaction.Leases");

    /** Leases and sessions outlive a clock that a simulation moves; MovableClock is what it moves. */
    private static final Set<String> MACHINE_TIME = Set.of(
            "cloud.tessera.quota.transaction.Leases",
            "cloud.tessera.quota.access.SignIn",
            "cloud.tessera.quota.access.SecondFactors",
            "cloud.tessera.quota.access.SigningKeys",
            "cloud.tessera.quota.access.RefreshTokens",
            "cloud.tessera.quota.tenant.Members",
            "cloud.tessera.api.access.AccessTokens",
            "cloud.tessera.quota.term.MovableClock");

    @ArchTest
    static final ArchRule facades_ask_first_who_is_calling = methods()
            .that()
            .arePublic()
            .and()
            .areNotStatic()
            .and()
            .areDeclaredInClassesThat(describe("are facades", RulesTest::isFacade))
            .should(new ArchCondition<>("take Caller or the Tx of another room first, or find out who calls") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    // Signing in finds out who calls; then there is a request and no caller yet.
                    boolean asks = firstParameter(method)
                                    .filter(type -> type.isAssignableTo(Caller.class) || type.isEquivalentTo(Tx.class))
                                    .isPresent()
                            || method.getRawParameterTypes().stream()
                                    .anyMatch(type -> type.isEquivalentTo(Caller.Request.class));
                    events.add(new SimpleConditionEvent(method, asks, method.getFullName()));
                }
            });

    private static boolean isFacade(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.isAnnotatedWith(Singleton.class)
                && Stream.of("quota", "billing", "inventory")
                        .anyMatch(module -> type.getPackageName().startsWith("cloud.tessera." + module + "."))
                && !NOT_ASKED_BY_ANYONE.contains(type.getName());
    }

    private static Optional<JavaClass> firstParameter(JavaCodeUnit method) {
        return method.getRawParameterTypes().stream().findFirst();
    }

    @ArchTest
    static final ArchRule stores_are_seen_by_their_room_alone =
            classes().that().haveSimpleNameEndingWith("Store").should().bePackagePrivate();

    @ArchTest
    static final ArchRule only_stores_touch_the_tables_of_quota = onlyStoresTouch("quota");

    @ArchTest
    static final ArchRule only_stores_touch_the_tables_of_billing = onlyStoresTouch("billing");

    @ArchTest
    static final ArchRule only_stores_touch_the_tables_of_inventory = onlyStoresTouch("inventory");

    private static ArchRule onlyStoresTouch(String module) {
        String tables = "cloud.tessera." + module + ".tables..";
        return noClasses()
                .that()
                .resideOutsideOfPackage(tables)
                .and(describe("are no stores of " + module, type -> !isStore(type, module)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(tables);
    }

    /** The room {@code transaction} is the ground of all stores and keeps its own tables. */
    private static boolean isStore(JavaClass type, String module) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return type.getPackageName().equals("cloud.tessera.quota.transaction")
                || (type.getPackageName().startsWith("cloud.tessera." + module + ".")
                        && outermost.getSimpleName().endsWith("Store"));
    }

    @ArchTest
    static final ArchRule time_is_read_from_a_clock_that_is_given = noClasses()
            .that()
            .resideInAnyPackage(
                    "cloud.tessera.quota..",
                    "cloud.tessera.billing..",
                    "cloud.tessera.inventory..",
                    "cloud.tessera.api..",
                    "cloud.tessera.portal..")
            .and(describe("are not told to live in the machine's time", type -> !MACHINE_TIME.contains(type.getName())))
            .should()
            .callMethodWhere(target(describe("reads the machine's clock", RulesTest::readsTheMachinesClock)));

    private static boolean readsTheMachinesClock(com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget t) {
        String owner = t.getOwner().getName();
        return (t instanceof MethodCallTarget
                        && CLOCKS.contains(owner)
                        && t.getName().equals("now")
                        && (t.getRawParameterTypes().isEmpty()
                                || !t.getRawParameterTypes().getFirst().isEquivalentTo(Clock.class)))
                || (owner.equals(Clock.class.getName()) && t.getName().startsWith("system"))
                || (owner.equals("java.lang.System") && t.getName().equals("currentTimeMillis"))
                || (owner.equals("java.util.UUID") && t.getName().equals("randomUUID"));
    }

    @ArchTest
    static final ArchRule billing_has_no_floating_point = classes()
            .that()
            .resideInAPackage("cloud.tessera.billing..")
            .and()
            // A page is laid out in points, which are not money.
            .haveSimpleNameNotEndingWith("Pdf")
            .should(new ArchCondition<>("have no double and no float") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    Stream<String> fields = type.getFields().stream()
                            .filter(f -> floating(f.getRawType()))
                            .map(f -> f.getFullName());
                    Stream<String> methods = type.getCodeUnits().stream()
                            .filter(m -> floating(m.getRawReturnType())
                                    || m.getRawParameterTypes().stream().anyMatch(RulesTest::floating))
                            .map(m -> m.getFullName());
                    Stream.concat(fields, methods)
                            .forEach(name -> events.add(SimpleConditionEvent.violated(type, name + " is floating")));
                }
            });

    private static boolean floating(JavaClass type) {
        return List.of("double", "float", "java.lang.Double", "java.lang.Float").contains(type.getName());
    }

    @ArchTest
    static final ArchRule every_package_says_what_may_be_null = classes()
            .that()
            .resideOutsideOfPackage("..tables..")
            .should(new ArchCondition<>("live in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
                }
            });

    @ArchTest
    static final ArchRule names_say_what_a_class_is = classes()
            .should(new ArchCondition<>("not be called by what they are not") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean named = Stream.of("Impl", "Dto", "DTO", "Mapper", "Util", "Utils", "Helper", "Manager")
                            .noneMatch(type.getSimpleName()::endsWith);
                    events.add(new SimpleConditionEvent(type, named, type.getName()));
                }
            });

    @ArchTest
    static final ArchRule nothing_is_common = noClasses().should().resideInAnyPackage("..common..", "..util..");

    @ArchTest
    static final ArchRule constructors_say_what_a_class_needs =
            noFields().should().beAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule only_commands_write_to_the_terminal = noClasses()
            .that()
            .resideOutsideOfPackage("cloud.tessera.ops..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}
