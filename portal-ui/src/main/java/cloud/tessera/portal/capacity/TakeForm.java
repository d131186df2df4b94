package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.engine.Image;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.tenant.Project;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.Optional;

/** What is still to be said before something is taken: its name, what is started, and for which project. */
final class TakeForm extends Div {
    private static final long serialVersionUID = 1;
    private final TextField name = new TextField(Texts.text("take.name"));
    private final Select<Image> image = new Select<>();
    private final Select<Project> project = new Select<>();

    /** What was said. */
    record Said(String name, String image, Project project) {}

    TakeForm(String proposedName, List<Image> images, List<Project> projects) {
        addClassName("form");
        name.setValue(proposedName);
        name.setMaxLength(100);
        name.setRequired(true);
        image.setLabel(Texts.text("take.image"));
        image.setItems(images);
        image.setItemLabelGenerator(Image::name);
        image.addValueChangeListener(e ->
                image.setHelperText(e.getValue() == null ? "" : e.getValue().description()));
        images.stream().findFirst().ifPresent(image::setValue);
        project.setLabel(Texts.text("take.project"));
        project.setItems(projects);
        project.setItemLabelGenerator(Project::name);
        projects.stream().findFirst().ifPresent(project::setValue);
        add(name, image, project);
    }

    /** Chooses the project, where it is decided already. */
    void fix(Project decided) {
        project.setValue(decided);
        project.setReadOnly(true);
    }

    Optional<Said> said() {
        boolean complete = !name.isEmpty() && image.getValue() != null && project.getValue() != null;
        name.setInvalid(name.isEmpty());
        name.setErrorMessage(Texts.text("take.name.missing"));
        return complete
                ? Optional.of(new Said(name.getValue(), image.getValue().name(), project.getValue()))
                : Optional.empty();
    }

    static Button primary(String text, Runnable act) {
        var button = new Button(text, e -> act.run());
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        button.setDisableOnClick(true);
        button.addClickListener(e -> button.setEnabled(true));
        return button;
    }
}
