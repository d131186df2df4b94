package cloud.tessera.portal.usage;

import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.invoicing.Usage;
import cloud.tessera.billing.invoicing.UsageDay;
import cloud.tessera.portal.part.Downloads;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a month's use comes to, by day and by what was used, training and inference apart. */
@Prototype
@RolesAllowed(Rights.SEE_COSTS)
@Route("usage")
public class UsageView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private static final int MONTHS = 12;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

    private final transient Visits visits;
    private final transient Usage usage;
    private final transient Invoices invoices;
    private final transient Organization organization;
    private final YearMonth now;
    private final transient Map<ProjectId, String> projects;
    private final Select<YearMonth> month = new Select<>();
    private final Div answer = new Div();

    UsageView(
            Visits visits,
            Usage usage,
            Invoices invoices,
            Organizations organizations,
            Projects projects,
            Clock clock) {
        this.visits = visits;
        this.usage = usage;
        this.invoices = invoices;
        Caller caller = visits.caller();
        this.organization = organizations.get(caller, caller.requireOrganization());
        this.projects = projects.list(caller).stream().collect(Collectors.toMap(Project::id, Project::name));
        now = YearMonth.from(clock.instant().atZone(organization.zone()));
        month.setLabel(Texts.text("usage.month"));
        month.setItems(IntStream.range(0, MONTHS).mapToObj(now::minusMonths).toList());
        month.setItemLabelGenerator(NAME::format);
        month.setValue(now);
        month.addValueChangeListener(e -> {
            if (e.isFromClient()) {
                UI.getCurrent().getPage().getHistory().replaceState(null, new Location("usage", query(e.getValue())));
            }
            show(e.getValue());
        });
        head(
                Texts.text("nav.usage"),
                Texts.text("usage.lead", organization.zone().getId()),
                month);
        answer.addClassName("page-body");
        add(answer);
    }

    private static QueryParameters query(YearMonth month) {
        return QueryParameters.simple(Map.of("month", month.toString()));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        event.getLocation().getQueryParameters().getSingleParameter("month").ifPresent(text -> {
            try {
                YearMonth asked = YearMonth.parse(text);
                month.getListDataView()
                        .getItems()
                        .filter(asked::equals)
                        .findFirst()
                        .ifPresent(month::setValue);
            } catch (DateTimeException notAMonth) {
                // The running month is shown then.
            }
        });
        show(month.getValue());
    }

    private void show(YearMonth chosen) {
        answer.removeAll();
        var window = new TimeWindow(
                chosen.atDay(1).atStartOfDay(organization.zone()).toInstant(),
                chosen.plusMonths(1).atDay(1).atStartOfDay(organization.zone()).toInstant());
        List<UsageDay> days = usage.daily(visits.caller(), organization.id(), window);
        if (days.isEmpty()) {
            answer.add(new Empty(
                    Texts.text("usage.none", NAME.format(chosen)),
                    Texts.text("usage.none.next"),
                    new Anchor("capacity", Texts.text("nav.capacity"))));
            return;
        }
        var month = new UsageMonth(chosen, days, organization.currency());
        String file = "tessera-usage-" + chosen + ".csv";
        Anchor csv = Downloads.link(
                Texts.text("usage.csv"),
                file,
                "text/csv",
                () -> month.csv(projects).getBytes(StandardCharsets.UTF_8));
        answer.add(UsagePanels.figures(month), UsagePanels.cost(month), UsagePanels.hours(month));
        answer.add(UsagePanels.byWhat(month, projects, csv), fit(month));
    }

    private Component fit(UsageMonth month) {
        Caller caller = visits.caller();
        if (month.month().equals(now)) {
            return UsageAndInvoice.running(month, invoices.runningTotal(caller, organization.id()));
        }
        return UsageAndInvoice.over(
                month,
                invoices.list(caller, organization.id(), Page.Request.first(Page.MOST)).items().stream()
                        .filter(invoice -> invoice.month().equals(month.month()))
                        .findFirst());
    }
}
