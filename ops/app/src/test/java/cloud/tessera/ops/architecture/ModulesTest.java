package cloud.tessera.ops.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The chain of modules, the rooms in them, and which libraries live where. */
@AnalyzeClasses(packages = "cloud.tessera", importOptions = DoNotIncludeTests.class)
class ModulesTest {
    private static final String QUOTA = "cloud.tessera.quota..";
    private static final String BILLING = "cloud.tessera.billing..";
    private static final String INVENTORY = "cloud.tessera.inventory..";
    private static final String API = "cloud.tessera.api..";
    private static final String PORTAL = "cloud.tessera.portal..";
    private static final String OPS = "cloud.tessera.ops..";

    @ArchTest
    static final ArchRule quota_stands_leftmost = stays(QUOTA, BILLING, INVENTORY, API, PORTAL, OPS);

    @ArchTest
    static final ArchRule billing_knows_only_quota = stays(BILLING, INVENTORY, API, PORTAL, OPS);

    @ArchTest
    static final ArchRule inventory_knows_no_door = stays(INVENTORY, API, PORTAL, OPS);

    @ArchTest
    static final ArchRule the_api_does_not_know_the_portal = stays(API, PORTAL, OPS);

    @ArchTest
    static final ArchRule the_portal_does_not_know_the_api = stays(PORTAL, API, OPS);

    private static ArchRule stays(String module, String... forbidden) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }

    @ArchTest
    static final ArchRule rooms_form_no_circles =
            slices().matching("cloud.tessera.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule doors_never_speak_sql = noClasses()
            .that()
            .resideInAnyPackage(API, PORTAL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jooq..", "org.postgresql..", "org.flywaydb..");

    @ArchTest
    static final ArchRule vaadin_and_jetty_stay_in_the_portal = noClasses()
            .that()
            .resideOutsideOfPackage(PORTAL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.vaadin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule the_types_of_http_stay_in_the_gateway = noClasses()
            .that()
            .resideInAnyPackage(QUOTA, BILLING, INVENTORY, PORTAL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut.http..", "io.netty..");

    @ArchTest
    static final ArchRule stripe_stays_in_its_room = noClasses()
            .that()
            .resideOutsideOfPackage("cloud.tessera.billing.stripe..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.stripe..");

    @ArchTest
    static final ArchRule placement_is_pure = noClasses()
            .that()
            .resideInAPackage("cloud.tessera.inventory.placement..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "cloud.tessera.quota.transaction..",
                    "org.jooq..",
                    "java.sql..",
                    "javax.sql..",
                    "java.io..",
                    "java.nio.file..",
                    "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");
}
