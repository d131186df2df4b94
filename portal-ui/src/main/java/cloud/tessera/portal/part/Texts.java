package cloud.tessera.portal.part;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.i18n.I18NProvider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Every text that the portal says, from one bundle, {@code texts.properties}. {@code {0}} and the like stand for what is
 * put in. Beside English there is a pseudo-locale, {@code en-XA}, which marks what comes from the bundle, so that a test
 * finds what does not.
 */
@Singleton
public class Texts implements I18NProvider {
    /** Asked for by a browser, each text comes between {@code ⟦} and {@code ⟧}. */
    public static final Locale PSEUDO = Locale.forLanguageTag("en-XA");

    private static final long serialVersionUID = 1;
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("cloud.tessera.portal.texts", Locale.ROOT, Texts.class.getClassLoader());

    /** The text of a key for the viewer. A key that is not there is a bug. */
    public static String text(String key, Object... arguments) {
        UI ui = UI.getCurrent();
        return translate(key, ui == null ? Locale.ENGLISH : ui.getLocale(), arguments);
    }

    /** The text of {@code key.one} for one and of {@code key.many} for any other number, which is {@code {0}}. */
    public static String count(String key, long number, Object... more) {
        Object[] arguments = new Object[more.length + 1];
        arguments[0] = number;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return text(key + (number == 1 ? ".one" : ".many"), arguments);
    }

    /** The title of a page in the browser, from its name's key. */
    public static String title(String key) {
        return text(key) + " · Tessera";
    }

    private static String translate(String key, Locale locale, Object... arguments) {
        String text = BUNDLE.getString(key);
        for (int i = 0; i < arguments.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
        }
        return PSEUDO.equals(locale) ? "⟦" + text + "⟧" : text;
    }

    @Override
    public List<Locale> getProvidedLocales() {
        return List.of(Locale.ENGLISH, PSEUDO);
    }

    @Override
    public String getTranslation(String key, Locale locale, Object... params) {
        return translate(key, locale, params);
    }
}
