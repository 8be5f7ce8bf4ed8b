// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import dev.bursar.it.faults.kind.AgentOfTwoKilled;
import dev.bursar.it.faults.kind.ClockJumps;
import dev.bursar.it.faults.kind.Deleted;
import dev.bursar.it.faults.kind.DiskErrors;
import dev.bursar.it.faults.kind.FullFileSystem;
import dev.bursar.it.faults.kind.KilledAtAStep;
import dev.bursar.it.faults.kind.KilledOpening;
import dev.bursar.it.faults.kind.KilledTurning;
import dev.bursar.it.faults.kind.PowerLoss;
import dev.bursar.it.faults.kind.ReadOnly;
import dev.bursar.it.faults.kind.RedisAway;
import dev.bursar.it.faults.kind.RedisEmptied;
import dev.bursar.it.faults.kind.RedisKilledInScripts;
import dev.bursar.it.faults.kind.RedisLosesWrites;
import dev.bursar.it.faults.kind.Replaced;
import dev.bursar.it.faults.kind.SamePid;
import dev.bursar.it.faults.kind.SlowDisk;
import dev.bursar.it.faults.kind.TwoProcesses;
import dev.bursar.it.faults.kind.VendorFault;
import java.util.ArrayList;
import java.util.List;

/** All kinds of fault, in the order of the table. A new one is a class beside those, and a line here. */
final class Kinds {

    static final List<Kind> ALL = all();

    private Kinds() {}

    private static List<Kind> all() {
        List<Kind> all = new ArrayList<>(List.of(
                new KilledAtAStep(),
                new KilledOpening(),
                new KilledTurning(),
                new PowerLoss(),
                new FullFileSystem(),
                DiskErrors.full(),
                DiskErrors.eio(),
                DiskErrors.readOnly(),
                DiskErrors.underTheMap(),
                new ReadOnly(),
                new Deleted(),
                new Replaced(),
                new SlowDisk(),
                new ClockJumps(),
                new TwoProcesses(),
                new SamePid(),
                new RedisAway(),
                new RedisEmptied(),
                new RedisKilledInScripts(),
                new RedisLosesWrites(),
                new AgentOfTwoKilled()));
        all.addAll(VendorFault.ALL);
        return List.copyOf(all);
    }
}
