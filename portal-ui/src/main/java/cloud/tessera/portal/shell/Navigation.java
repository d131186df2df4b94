package cloud.tessera.portal.shell;

import cloud.tessera.portal.capacity.FindCapacityView;
import cloud.tessera.portal.capacity.WhatForView;
import cloud.tessera.portal.home.HomeView;
import cloud.tessera.portal.invoice.InvoicesView;
import cloud.tessera.portal.operator.AllInvoicesView;
import cloud.tessera.portal.operator.DemandView;
import cloud.tessera.portal.operator.DemoView;
import cloud.tessera.portal.operator.FleetView;
import cloud.tessera.portal.operator.MaintenanceView;
import cloud.tessera.portal.operator.OrganizationsView;
import cloud.tessera.portal.operator.PricesView;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.team.ApiKeysView;
import cloud.tessera.portal.team.AuditView;
import cloud.tessera.portal.team.MembersView;
import cloud.tessera.portal.team.ProjectsView;
import cloud.tessera.portal.usage.UsageView;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.work.AllocationsView;
import cloud.tessera.portal.work.ReservationsView;
import cloud.tessera.portal.work.ServicesView;
import cloud.tessera.portal.work.WaitlistView;
import cloud.tessera.quota.term.Caller;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import io.micronaut.context.BeanContext;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a caller can go: the pages whose rights they have, in sections. */
final class Navigation {
    private static final List<Section> SECTIONS = List.of(
            Section.of(
                    null,
                    new Place("home", HomeView.class, VaadinIcon.HOME),
                    new Place("capacity", FindCapacityView.class, VaadinIcon.SEARCH),
                    new Place("whatfor", WhatForView.class, VaadinIcon.LIGHTBULB)),
            Section.of(
                    "work",
                    new Place("reservations", ReservationsView.class, VaadinIcon.CALENDAR),
                    new Place("waitlist", WaitlistView.class, VaadinIcon.HOURGLASS),
                    new Place("allocations", AllocationsView.class, VaadinIcon.BOLT),
                    new Place("services", ServicesView.class, VaadinIcon.CLUSTER)),
            Section.of(
                    "money",
                    new Place("usage", UsageView.class, VaadinIcon.CHART),
                    new Place("invoices", InvoicesView.class, VaadinIcon.INVOICE)),
            Section.of(
                    "team",
                    new Place("members", MembersView.class, VaadinIcon.USERS),
                    new Place("projects", ProjectsView.class, VaadinIcon.FOLDER),
                    new Place("keys", ApiKeysView.class, VaadinIcon.KEY)),
            Section.of(
                    "platform",
                    new Place("fleet", FleetView.class, VaadinIcon.SERVER),
                    new Place("maintenance", MaintenanceView.class, VaadinIcon.TOOLS),
                    new Place("demand", DemandView.class, VaadinIcon.TRENDING_UP),
                    new Place("organizations", OrganizationsView.class, VaadinIcon.OFFICE),
                    new Place("invoices", AllInvoicesView.class, VaadinIcon.INVOICE),
                    new Place("prices", PricesView.class, VaadinIcon.TAGS),
                    new Place("demo", DemoView.class, VaadinIcon.MAGIC)),
            Section.of("record", new Place("audit", AuditView.class, VaadinIcon.RECORDS)));

    private record Place(String name, Class<? extends Component> page, VaadinIcon icon) {
        boolean opensTo(Caller caller, BeanContext beans) {
            // The platform's people have no home of their own: theirs leads to the fleet.
            boolean home = page == HomeView.class && caller.organization().isEmpty();
            return !home
                    && beans.containsBean(page)
                    && Arrays.stream(page.getAnnotation(RolesAllowed.class).value())
                            .anyMatch(right -> Rights.has(caller, right));
        }
    }

    private record Section(@Nullable String name, List<Place> places) {
        static Section of(@Nullable String name, Place... places) {
            return new Section(name, List.of(places));
        }
    }

    private Navigation() {}

    static List<SideNav> sections(Caller caller, BeanContext beans) {
        return SECTIONS.stream()
                .map(section -> of(section, caller, beans))
                .filter(nav -> !nav.getItems().isEmpty())
                .toList();
    }

    private static SideNav of(Section section, Caller caller, BeanContext beans) {
        var nav = new SideNav();
        if (section.name() != null) {
            nav.setLabel(Texts.text("nav." + section.name()));
        } else {
            nav.getElement().setAttribute("aria-label", Texts.text("nav.main"));
        }
        for (Place place : section.places()) {
            if (place.opensTo(caller, beans)) {
                nav.addItem(new SideNavItem(
                        Texts.text("nav." + place.name()),
                        place.page(),
                        place.icon().create()));
            }
        }
        return nav;
    }
}
