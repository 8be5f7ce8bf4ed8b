// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.ChronicleJournal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Pseudonyms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a call is about, in the journal: the same for the same, and nobody who cannot know reads who it is. */
class SubjectTest {

    @TempDir
    Path temp;

    private final House house = new House(Policies.policy(
            Mode.ENFORCE,
            Policies.caller("Billing")
                    .allow("POST /v1/charges")
                    .allow("POST /v1/customers/{customer}")
                    .allow("GET /v1/customers/{customer}")
                    .cap("100.00 USD", Window.DAY)));

    private List<String> subjects() {
        return house.journal.entries().stream()
                .map(entry -> Objects.requireNonNullElse(entry.subject(), "nobody"))
                .toList();
    }

    @Test
    void is_in_every_record_of_a_call_and_the_same_for_the_same_customer_whatever_is_done() {
        house.run("Billing", () -> {
            house.client().charge("amount=3000&currency=usd&customer=cus_1").charged("ch_1", 3_000);
            house.client().post(Client.CUSTOMER, "name=Ada").answered(200, "{}");
            house.client().get(Client.CUSTOMER).answered(200, "{}");
            // beyond the cap, and not allowed at all
            house.client().charge("amount=900000&currency=usd&customer=cus_1").answer();
            house.client().post(Client.REFUNDS, "charge=ch_1&customer=cus_1").answer();
            return null;
        });
        String expected = Objects.requireNonNull(House.PSEUDONYMS.of("cus_1"));
        assertThat(expected).matches("[0-9a-f]{32}");
        assertThat(subjects()).hasSizeGreaterThan(6).containsOnly(expected);
        assertThat(house.journal.entries()).extracting(Entry::kind).contains(Kind.ADMITTED, Kind.SETTLED, Kind.REFUSED);
    }

    @Test
    void is_another_for_another_customer_and_nobody_where_the_request_names_none() {
        house.run("Billing", () -> {
            house.client().charge("amount=100&currency=usd&customer=cus_1").charged("ch_1", 100);
            house.client().charge("amount=100&currency=usd&customer=cus_2").charged("ch_2", 100);
            house.client().charge("amount=100&currency=usd&source=tok_1").charged("ch_3", 100);
            house.client()
                    .charge("amount=100&currency=usd&source=tok_2&receipt_email=Ada@Example.com")
                    .charged("ch_4", 100);
            return null;
        });
        assertThat(house.journal.of(Kind.ADMITTED))
                .extracting(Entry::subject)
                .containsExactly(
                        House.PSEUDONYMS.of("cus_1"),
                        House.PSEUDONYMS.of("cus_2"),
                        null,
                        House.PSEUDONYMS.of("ada@example.com"));
    }

    @Test
    void stands_nowhere_in_the_state_directory_as_it_was_said() throws Exception {
        house.run("Billing", () -> {
            house.client()
                    .charge("amount=100&currency=usd&customer=cus_Secret1&receipt_email=ada@example.com")
                    .charged("ch_1", 100);
            house.client()
                    .get("https://api.stripe.com/v1/customers/cus_Secret1")
                    .answered(200, "{}");
            house.client()
                    .charge("amount=100&currency=usd&source=tok_2&receipt_email=ada@example.com")
                    .charged("ch_2", 100);
            return null;
        });
        try (Journal journal = ChronicleJournal.open(temp, recorded -> {})) {
            for (Entry entry : house.journal.entries()) {
                journal.write(entry);
            }
        }
        String all = content(temp);
        assertThat(all).contains(Objects.requireNonNull(House.PSEUDONYMS.of("cus_Secret1")));
        assertThat(all).doesNotContain("cus_Secret1", "ada@example.com", "example.com");
    }

    @Test
    void is_told_with_a_key_that_is_made_once_and_kept_from_other_users() throws Exception {
        assertThat(Pseudonyms.find(temp)).isNull();
        String name = Pseudonyms.ofState(temp).of("cus_1");
        assertThat(Pseudonyms.ofState(temp).of("cus_1")).isEqualTo(name);
        assertThat(Objects.requireNonNull(Pseudonyms.find(temp)).of("cus_1")).isEqualTo(name);
        assertThat(Files.getPosixFilePermissions(temp.resolve("pseudonym.key")))
                .allMatch(one -> one.name().startsWith("OWNER_"));
        Path other = Files.createDirectory(temp.resolve("other"));
        assertThat(Pseudonyms.ofState(other).of("cus_1")).isNotEqualTo(name);

        Files.writeString(temp.resolve("pseudonym.key"), "");
        assertThatThrownBy(() -> Pseudonyms.ofState(temp))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("restore it");
    }

    private static String content(Path directory) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
