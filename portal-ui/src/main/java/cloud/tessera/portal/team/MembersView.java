package cloud.tessera.portal.team;

import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.tenant.Members;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;

/** Who belongs to the caller's organization. */
@Prototype
@RolesAllowed(Rights.SEE_MEMBERS)
@Route("members")
public class MembersView extends PortalPage {
    private static final long serialVersionUID = 1;

    MembersView(Visits visits, Members members) {
        head(Texts.text("nav.members"), Texts.text("members.lead"));
        add(new MemberPanel(visits, members, visits.caller().requireOrganization()));
    }
}
