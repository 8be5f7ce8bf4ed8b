// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.credential.CredentialException;
import dev.bursar.runtime.credential.Credentials;
import dev.bursar.runtime.credential.Seal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.policy.SealSettings;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps, where the policy says so, the request of each call that moves money in the record of its admission, encrypted, so that it can be repeated
 * should its outcome never become known. What was sealed opens only for that very record. Thread-safe.
 */
final class Sealing {

    private final @Nullable SealSettings settings;
    private final Credentials credentials;
    private volatile @Nullable Seal seal;

    /** @param settings {@code null}: nothing is kept */
    Sealing(@Nullable SealSettings settings, Credentials credentials) {
        this.settings = settings;
        this.credentials = credentials;
    }

    /** Makes the key ahead of the first call that needs it, which will tell what is wrong with it. */
    void warmUp() {
        if (settings != null) {
            try {
                known(settings).seal(new byte[0], new byte[0]);
            } catch (CredentialException e) {
                // The first call that moves money is refused for it, and told why.
            }
        }
    }

    /**
     * @param admission about to be written
     * @return the same, with the request sealed in it if it is to be kept and can be, and the reason if it cannot
     * @throws Turned if the policy says that requests are kept and there is no secret to seal them with
     */
    Entry seal(Entry admission, Identified call, Keyed keyed) throws Turned {
        if (settings == null
                || admission.kind() != Kind.ADMITTED
                || admission.amount() == null
                || keyed.key() == null) {
            return admission;
        }
        byte[] body = call.view().body();
        if (body == null) {
            return without(admission, "its body could not be read");
        }
        if (Seal.length(body.length) > Entry.LONGEST_SEALED) {
            return without(admission, "it is too large");
        }
        byte[] plain = request(call, keyed.key(), body).bytes();
        if (Seal.length(plain.length) > Entry.LONGEST_SEALED) {
            return without(admission, "it is too large");
        }
        try {
            return admission
                    .change()
                    .sealed(known(settings).seal(plain, about(admission)))
                    .build();
        } catch (CredentialException e) {
            throw new Turned(
                    503,
                    "bursar_seal",
                    "the request cannot be sealed as the policy says, so it is not sent: " + e.getMessage());
        }
    }

    private static KeptRequest request(Identified call, String key, byte[] body) {
        TreeMap<String, String> headers = new TreeMap<>();
        for (String name : call.vendor().tellingHeaders()) {
            String value = call.headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new KeptRequest(
                call.view().method(),
                Objects.requireNonNull(Origin.of(URI.create(call.view().url()))),
                call.target(),
                key,
                headers,
                body);
    }

    private static Entry without(Entry admission, String why) {
        return admission.reason() == null
                ? admission.change().reason("not sealed: " + why).build()
                : admission;
    }

    /** @throws CredentialException with a message that goes on from "the request": why it cannot be had */
    KeptRequest open(Entry admission) throws CredentialException {
        String sealed = admission.sealed();
        if (sealed == null) {
            throw new CredentialException("it was not kept");
        }
        if (settings == null) {
            throw new CredentialException("the policy has no `seal` to open it with");
        }
        try {
            return KeptRequest.of(known(settings).open(sealed, about(admission)));
        } catch (IOException e) {
            throw new CredentialException("what was kept cannot be read");
        }
    }

    private Seal known(SealSettings from) throws CredentialException {
        Seal known = seal;
        if (known == null) {
            synchronized (this) {
                known = seal;
                if (known == null) {
                    known = Seal.of(credentials.get(from.source()));
                    seal = known;
                }
            }
        }
        return known;
    }

    /** Everything that says whose call it is, what was asked and when: a request that is moved to another record does not open there. */
    private static byte[] about(Entry admission) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, admission.time()));
            for (String part : new @Nullable String[] {
                admission.call(),
                admission.caller(),
                admission.run(),
                admission.vendor(),
                admission.operation(),
                admission.key(),
                admission.bodyHash(),
                String.valueOf(admission.amount())
            }) {
                out.writeBoolean(part != null);
                out.writeUTF(part == null ? "" : part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
