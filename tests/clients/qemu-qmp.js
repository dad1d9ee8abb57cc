// A program that uses qemu-qmp as it is meant to be used: argument 1 is the socket.  Exits
// with 0 when the board did all that was asked of it.
//
// SPDX-License-Identifier: MIT
"use strict";
const assert = require("node:assert/strict");
const { promisify } = require("node:util");
const QMP = require("qemu-qmp");

async function talk(path) {
    const client = new QMP();
    const execute = promisify(client.execute.bind(client));
    const events = [];

    /* The client is a stream, which has a "resume" of its own: that one names no event. */
    for (const name of ["stop", "resume", "shutdown"])
        client.on(name, (event) => event && events.push(event));
    await promisify(client.connect.bind(client))(path);
    assert.equal(client.version.qemu.major, 7);

    /* These leave without waiting for each other, glued together. */
    const [before, , paused] = await Promise.all([
        execute("query-status"), execute("stop"), execute("query-status"),
    ]);
    assert.equal(before.status, "running");
    assert.equal(paused.status, "paused");
    await execute("cont");
    assert.equal(await execute("guest-sync", { id: 42 }), 42);
    await assert.rejects(execute("no-such-command"), /has not been found/);
    await execute("quit");
    assert.deepEqual(events, ["STOP", "RESUME", "SHUTDOWN"]);
}

talk(process.argv[2]).catch((error) => {
    console.error(error);
    process.exit(1);
});
