// measure runs a program to its end and writes what it used: measure REPORT PROGRAM [ARGUMENT...].
//
// The kernel counts a program's memory from before it is executed, when it still is its parent: that has to be a small one, which Node is
// not. Interrupts go to the program alone, which may be in the same process group: who measures stays to write the report.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

type report struct {
	UserSeconds   float64 `json:"userSeconds"`
	SystemSeconds float64 `json:"systemSeconds"`
	WallSeconds   float64 `json:"wallSeconds"`
	PeakBytes     int64   `json:"peakBytes"`
	// Exit code, or the negative number of the signal that ended it.
	Exit int `json:"exit"`
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: measure REPORT PROGRAM [ARGUMENT...]")
		os.Exit(64)
	}
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)

	command := exec.Command(os.Args[2], os.Args[3:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	begin := time.Now()
	if err := command.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(127)
	}
	go func() {
		for received := range signals {
			_ = command.Process.Signal(received)
		}
	}()
	err := command.Wait()
	wall := time.Since(begin)
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(126)
	}
	if err := write(os.Args[1], command.ProcessState, wall); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(126)
	}
	os.Exit(max(command.ProcessState.ExitCode(), 0))
}

func write(file string, state *os.ProcessState, wall time.Duration) error {
	status, ok := state.Sys().(syscall.WaitStatus)
	usage, known := state.SysUsage().(*syscall.Rusage)
	if !ok || !known {
		return errors.New("this system does not tell what a process used")
	}
	exit := status.ExitStatus()
	if status.Signaled() {
		exit = -int(status.Signal())
	}
	content, err := json.Marshal(report{
		UserSeconds:   state.UserTime().Seconds(),
		SystemSeconds: state.SystemTime().Seconds(),
		WallSeconds:   wall.Seconds(),
		PeakBytes:     usage.Maxrss * 1024,
		Exit:          exit,
	})
	if err != nil {
		return err
	}
	// Whole or not at all: a reader may wait for the file.
	if err := os.WriteFile(file+".part", content, 0o644); err != nil {
		return err
	}
	return os.Rename(file+".part", file)
}
