package cloud.tessera.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.ops.database.StartUpProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodListTest {
    private static final String HEADER =
            "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n";

    @TempDir
    Path directory;

    @Test
    void pods_with_a_gpu_are_read_and_others_left_out() throws IOException {
        List<Pod> pods = read(HEADER
                + "p0,4000,8192,0,0,,LS,Running,0,10,0\n"
                + "p1,4000,8192,1,460,T4|G2|T4,LS,Running,5,3605,5\n"
                + "p2,9001,8193,2,1000,,LS,Running,0,10,\n");

        assertThat(pods)
                .containsExactly(
                        new Pod("p1", 4000, 8192, 1, 460, List.of("T4", "G2"), 5, 3605),
                        new Pod("p2", 9001, 8193, 2, 1000, List.of(), 0, 10));
    }

    @Test
    void where_times_do_not_matter_they_may_be_missing_and_pods_without_a_gpu_are_kept() throws IOException {
        Path file = Files.writeString(
                directory.resolve("pods.csv"),
                "name,cpu_milli,memory_mib,num_gpu,gpu_milli\np0,1,2,0,0\np1,3,4,1,460\n");
        assertThat(PodList.readUntimed(file))
                .containsExactly(
                        new Pod("p0", 1, 2, 0, 0, List.of(), 0, 0), new Pod("p1", 3, 4, 1, 460, List.of(), 0, 0));
    }

    @Test
    void a_part_of_a_card_is_thousandths_and_whole_cards_of_one_pod_lie_together() {
        assertThat(new Pod("p", 4000, 8192, 1, 460, List.of(), 0, 1).shape("T4"))
                .isEqualTo(new Shape("T4", Shape.THOUSANDTH, 460, false, 4000, 8192));
        assertThat(new Pod("p", 4000, 8192, 1, 1000, List.of(), 0, 1).shape("T4"))
                .isEqualTo(new Shape("T4", null, 1, false, 4000, 8192));
        assertThat(new Pod("p", 9001, 8193, 2, 1000, List.of(), 0, 1).shape("T4"))
                .isEqualTo(new Shape("T4", null, 2, true, 4501, 4097));
    }

    @Test
    void the_organization_is_the_crc32_of_the_name() {
        // zlib.crc32(b"openb-pod-0000") = 4089198856
        assertThat(pod("openb-pod-0000").organization(20)).isEqualTo(16);
        assertThat(pod("openb-pod-0000").organization(7)).isEqualTo(1);
    }

    @Test
    void a_list_without_times_is_refused() {
        assertRefused(
                "name,cpu_milli,memory_mib,num_gpu,gpu_milli\np,1,1,1,1000\n",
                "pods.csv has no times (column creation_time), and a pod without times cannot be replayed.");
    }

    @Test
    void a_row_that_makes_no_sense_is_named_by_its_line() {
        assertRefused(
                HEADER + "p0,1,1,0,0,,LS,Running,0,1,0\np1,1,1,1,1000,,LS,Running,,7,0\n",
                "pods.csv, line 3: creation_time is \"\", not a whole number from 0 to 2147483647.");
        assertRefused(
                HEADER + "p0,1,1,2,500,,LS,Running,0,1,0\n",
                "pods.csv, line 2: parts of several cards (num_gpu 2, gpu_milli 500) are not a thing that is sold.");
        assertRefused(
                HEADER + "p0,1,1,1,1001,,LS,Running,0,1,0\n",
                "pods.csv, line 2: gpu_milli is \"1001\", not a whole number from 1 to 1000.");
        assertRefused(HEADER + "p0,1,1,1\n", "pods.csv, line 2: the row has 4 fields, not as many as the header.");
    }

    @Test
    void a_file_that_is_not_there_is_refused() {
        Path missing = directory.resolve("missing.csv");
        assertThatThrownBy(() -> PodList.read(missing))
                .isInstanceOf(StartUpProblem.class)
                .hasMessage("The pod list " + missing + " does not exist.");
    }

    private static Pod pod(String name) {
        return new Pod(name, 1, 1, 1, 1000, List.of(), 0, 1);
    }

    private List<Pod> read(String text) throws IOException {
        return PodList.read(Files.writeString(directory.resolve("pods.csv"), text));
    }

    private void assertRefused(String text, String sentence) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(StartUpProblem.class).hasMessage(sentence);
    }
}
