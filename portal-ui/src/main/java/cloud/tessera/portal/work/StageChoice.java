package cloud.tessera.portal.work;

import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.portal.part.Texts;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Chooses which of a list are shown, by where they stand. The choice is a part of the page's address: {@code ?state=}. */
final class StageChoice extends Select<Optional<Stage>> {
    private static final long serialVersionUID = 1;
    private static final String NAME = "state";

    /**
     * @param path the page's own path
     * @param stages those that there may be some of
     * @param chosen called with each choice; empty is all
     */
    StageChoice(String path, List<Stage> stages, Consumer<@Nullable Stage> chosen) {
        List<Optional<Stage>> choices = new ArrayList<>();
        choices.add(Optional.empty());
        stages.forEach(stage -> choices.add(Optional.of(stage)));
        setItems(choices);
        setItemLabelGenerator(StageChoice::name);
        setAriaLabel(Texts.text("stage"));
        setId("stage");
        setValue(Optional.empty());
        addValueChangeListener(e -> {
            if (e.isFromClient()) {
                UI.getCurrent().getPage().getHistory().replaceState(null, new Location(path, query(e.getValue())));
            }
            chosen.accept(e.getValue().orElse(null));
        });
    }

    private static String name(Optional<Stage> stage) {
        return Texts.text("stage." + stage.map(Stage::text).orElse("all"));
    }

    private static QueryParameters query(Optional<Stage> stage) {
        return stage.map(s -> QueryParameters.simple(Map.of(NAME, s.text()))).orElseGet(QueryParameters::empty);
    }

    /** Chooses what an address says; what it does not know is all. */
    void choose(QueryParameters query) {
        String asked = query.getSingleParameter(NAME).orElse("");
        setValue(getListDataView()
                .getItems()
                .filter(choice -> choice.map(Stage::text).orElse("").equals(asked))
                .findFirst()
                .orElse(Optional.empty()));
    }
}
