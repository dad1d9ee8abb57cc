// A program that uses node-qemu's QMPClient as it is meant to be used: argument 1 is the
// socket.  Exits with 0 when the board did all that was asked of it.
//
// SPDX-License-Identifier: MIT
"use strict";
const assert = require("node:assert/strict");
const { QMPClient } = require("node-qemu");

async function talk(socketPath) {
    const client = new QMPClient({ socketPath });
    const events = [];

    client.on("rawEvent", (event) => events.push(event.event));
    await client.connect();
    assert.equal((await client.queryVersion()).qemu.major, 7);
    await client.stop();
    assert.equal((await client.queryStatus()).status, "paused");
    await client.cont();
    assert.equal((await client.queryStatus()).status, "running");
    await client.systemReset();

    /* The client sends one at a time; the order must be kept all the same. */
    const ids = Array.from({ length: 50 }, (_, id) => id);
    assert.deepEqual(await Promise.all(ids.map((id) => client.execute("guest-sync", { id }))), ids);

    assert.ok((await client.queryQmpSchema()).length > 0);
    await assert.rejects(client.execute("no-such-command"), { qmpClass: "CommandNotFound" });
    await client.quit();
    assert.deepEqual(events, ["STOP", "RESUME", "RESET", "SHUTDOWN"]);
    await client.close();
}

talk(process.argv[2]).catch((error) => {
    console.error(error);
    process.exit(1);
});
