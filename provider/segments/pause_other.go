//go:build !linux

package segments

import "time"

// pause waits as well as the runtime does.
type pause struct{}

func newPause() (*pause, error) { return &pause{}, nil }

func (*pause) sleep(d time.Duration) { time.Sleep(d) }

func (*pause) close() {}
