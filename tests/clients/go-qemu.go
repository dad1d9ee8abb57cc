// A program that uses go-qemu's SocketMonitor as it is meant to be used: argument 1 is the
// socket.  Exits with 0 when the board did all that was asked of it.
//
// SPDX-License-Identifier: MIT
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/digitalocean/go-qemu/qmp"
)

const patience = 10 * time.Second

// run executes a command and returns its value.
func run(monitor qmp.Monitor, command string) (map[string]interface{}, error) {
	raw, err := monitor.Run([]byte(command))
	if err != nil {
		return nil, fmt.Errorf("%s: %v", command, err)
	}
	var reply struct{ Return map[string]interface{} }
	err = json.Unmarshal(raw, &reply)
	return reply.Return, err
}

// collect gathers the names of N events; the monitor stands still while nobody takes them.
func collect(events <-chan qmp.Event, n int) <-chan []string {
	done := make(chan []string, 1)
	go func() {
		var names []string
		for len(names) < n {
			event, open := <-events
			if !open {
				break
			}
			names = append(names, event.Event)
		}
		done <- names
	}()
	return done
}

// stopAndResume asks for the status on the way, and for a command there is none of.
func stopAndResume(monitor qmp.Monitor) error {
	for _, step := range []struct{ command, status string }{
		{`{"execute": "stop"}`, "paused"},
		{`{"execute": "cont"}`, "running"},
	} {
		if _, err := run(monitor, step.command); err != nil {
			return err
		}
		status, err := run(monitor, `{"execute": "query-status"}`)
		if err != nil {
			return err
		}
		if status["status"] != step.status {
			return fmt.Errorf("status after %s: %v", step.command, status)
		}
	}
	_, err := monitor.Run([]byte(`{"execute": "no-such-command"}`))
	if err == nil || err.Error() != "The command no-such-command has not been found" {
		return fmt.Errorf("an unknown command: %v", err)
	}
	return nil
}

func talk(path string) error {
	monitor, err := qmp.NewSocketMonitor("unix", path, patience)
	if err != nil {
		return err
	}
	if err := monitor.Connect(); err != nil {
		return fmt.Errorf("connect: %v", err)
	}
	if version := monitor.Version.String(); version != "7.2.0" {
		return fmt.Errorf("version %s", version)
	}
	events, err := monitor.Events(context.Background())
	if err != nil {
		return err
	}
	seen := collect(events, 3)
	if err := stopAndResume(monitor); err != nil {
		return err
	}
	if _, err := run(monitor, `{"execute": "quit"}`); err != nil {
		return err
	}
	if names := fmt.Sprint(<-seen); names != "[STOP RESUME SHUTDOWN]" {
		return fmt.Errorf("events %s", names)
	}
	return monitor.Disconnect()
}

func main() {
	time.AfterFunc(2*patience, func() { panic("no end in sight") })
	if err := talk(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "go-qemu:", err)
		os.Exit(1)
	}
}
