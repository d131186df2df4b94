package cloud.tessera.portal.shell;

import cloud.tessera.portal.part.Texts;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.micronaut.context.annotation.Prototype;

/** For an address that leads nowhere, or nowhere for the viewer: the two look the same on purpose. */
@Prototype
@AnonymousAllowed
class NotFoundPage extends TroublePage implements HasErrorParameter<NotFoundException> {
    private static final long serialVersionUID = 1;

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        say(Texts.text("trouble.notfound"), Texts.text("trouble.notfound.more"));
        return HttpStatusCode.NOT_FOUND.getCode();
    }
}
