package cloud.tessera.portal.home;

import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;

/** The first page behind the door. */
@Prototype
@RolesAllowed({Rights.SEE_WORK, Rights.SEE_PLATFORM})
@Route("")
public class HomeView extends PortalPage {
    private static final long serialVersionUID = 1;

    HomeView(Visits visits) {
        head(Texts.text("home.hello", visits.require().who().name()), Texts.text("home.lead"));
    }
}
