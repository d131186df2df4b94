package cloud.tessera.portal.shell;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Inline;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.component.page.Viewport;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.theme.aura.Aura;

/** What holds for every page: the look, push, and light or dark before the first paint. */
@Push
@Viewport("width=device-width, initial-scale=1")
@StyleSheet(Aura.STYLESHEET)
@StyleSheet("portal/tessera.css")
public class AppShell implements AppShellConfigurator {
    private static final long serialVersionUID = 1;

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.addFavIcon("icon", "portal/mark.svg", "any");
        settings.addInlineFromFile(
                Inline.Position.PREPEND, "META-INF/resources/portal/scheme.js", Inline.Wrapping.JAVASCRIPT);
    }
}
