package cloud.tessera.portal.part;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;

/** Asks before something that cannot be taken back, and says what it costs before anything else. */
public final class Ask {
    private Ask() {}

    /**
     * Asks, and acts on a yes.
     *
     * @param heading the question
     * @param consequence what happens, in money first
     * @param yes what the button that does it says
     */
    public static void before(String heading, String consequence, String yes, Runnable act) {
        var dialog = new ConfirmDialog(heading, consequence, yes, e -> act.run());
        dialog.setConfirmButtonTheme("error primary");
        dialog.setCancelable(true);
        dialog.setCancelText(Texts.text("ask.keep"));
        dialog.open();
    }
}
