// SPDX-License-Identifier: Apache-2.0
/** Lets an application tell Bursar who is calling, where a run begins and what is tried again; does nothing where the agent is absent. */
module dev.bursar.api {
    requires static org.jspecify;

    exports dev.bursar.api;
}
