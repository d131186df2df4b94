package cloud.tessera.portal.shell;

import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.micronaut.context.annotation.Prototype;

/** For a page whose use case refused to show it. */
@Prototype
@AnonymousAllowed
class RefusedPage extends TroublePage implements HasErrorParameter<Refused> {
    private static final long serialVersionUID = 1;

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Refused> parameter) {
        Refusal refusal = parameter.getException().refusal();
        return switch (refusal.kind()) {
            case UNAUTHENTICATED -> {
                event.rerouteTo("sign-in");
                yield HttpStatusCode.UNAUTHORIZED.getCode();
            }
            case NOT_FOUND -> {
                say(Texts.text("trouble.notfound"), refusal.detail(), Texts.text("trouble.notfound.more"));
                yield HttpStatusCode.NOT_FOUND.getCode();
            }
            case FORBIDDEN -> {
                say(Texts.text("trouble.forbidden"), refusal.detail());
                yield HttpStatusCode.FORBIDDEN.getCode();
            }
            case INVALID, CONFLICT, STALE, LIMIT, TOO_MANY -> {
                say(Texts.text("trouble.refused"), refusal.detail(), Texts.text("trouble.unchanged"));
                yield HttpStatusCode.CONFLICT.getCode();
            }
        };
    }
}
