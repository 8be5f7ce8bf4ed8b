// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.compiler.Environment;
import dev.bursar.compiler.command.BursarCommand;
import dev.bursar.launcher.doctor.DoctorCommand;
import dev.bursar.launcher.reconcile.ReconcileCommand;
import dev.bursar.launcher.restore.RestoreCommand;
import java.util.function.ToIntFunction;

/** The command line, inside the isolated loader. */
public final class CommandLineEntry implements ToIntFunction<String[]> {

    @Override
    public int applyAsInt(String[] arguments) {
        return BursarCommand.commandLine(Vendors.ALL.get(0), Environment.OF_PROCESS)
                .addSubcommand(new DoctorCommand(Hooks.ALL))
                .addSubcommand(new ReconcileCommand(Vendors.ALL, Environment.OF_PROCESS))
                .addSubcommand(new RestoreCommand(Vendors.ALL.get(0)))
                .execute(arguments);
    }
}
