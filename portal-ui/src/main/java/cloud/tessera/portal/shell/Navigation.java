package cloud.tessera.portal.shell;

import cloud.tessera.portal.home.HomeView;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.quota.term.Caller;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.List;

/** Where a caller can go: the pages whose rights they have, in sections. */
final class Navigation {
    private static final List<Section> SECTIONS =
            List.of(new Section(null, new Place("home", HomeView.class, VaadinIcon.HOME)));

    private record Place(String name, Class<? extends Component> page, VaadinIcon icon) {
        boolean opensTo(Caller caller) {
            return Arrays.stream(page.getAnnotation(RolesAllowed.class).value())
                    .anyMatch(right -> Rights.has(caller, right));
        }
    }

    private record Section(
            @org.jspecify.annotations.Nullable String name, Place... places) {}

    private Navigation() {}

    static List<SideNav> sections(Caller caller) {
        return SECTIONS.stream()
                .map(section -> of(section, caller))
                .filter(nav -> !nav.getItems().isEmpty())
                .toList();
    }

    private static SideNav of(Section section, Caller caller) {
        var nav = new SideNav();
        if (section.name() != null) {
            nav.setLabel(Texts.text("nav." + section.name()));
        } else {
            nav.getElement().setAttribute("aria-label", Texts.text("nav.main"));
        }
        for (Place place : section.places()) {
            if (place.opensTo(caller)) {
                nav.addItem(new SideNavItem(
                        Texts.text("nav." + place.name()),
                        place.page(),
                        place.icon().create()));
            }
        }
        return nav;
    }
}
