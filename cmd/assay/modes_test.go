//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestPrivateFiles: what tells the reader's money, and keys, are for their owner alone; all else is as the user's
// mask says. A file that is replaced does not become more open.
func TestPrivateFiles(t *testing.T) {
	offered, err := filepath.Abs(filepath.Join("..", "..", "examples", "bitfufu-classic-2021.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	defer syscall.Umask(syscall.Umask(0o027))
	mode := func(name string) os.FileMode {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	do := func(args ...string) {
		if _, errs, code := called(t, "", args...); code != answered {
			t.Fatal(errs)
		}
	}
	do("evaluate", "--paths", "0", "--evidence", "plain", "--html", "plain.html", offered)
	do("evaluate", "--paths", "0", "--evidence", "budget", "--budget", "500USD", "--html", "budget.html", offered)
	do("evaluate", "--paths", "0", "--evidence", "tax", "--tax-income", "30%", offered)
	do("evidence", "key", "example.com/alice", "--out", "alice")
	do("evidence", "sign", "budget", "--key", "alice.key")
	do("evidence", "sign", "plain", "--key", "alice.key")
	for name, want := range map[string]os.FileMode{"plain": 0o640, "plain.html": 0o640, "budget": 0o600,
		"budget.html": 0o600, "tax": 0o600, "alice.key": 0o600, "alice.pub": 0o640} {
		if got := mode(name); got != want {
			t.Errorf("%s has mode %04o, want %04o", name, got, want)
		}
	}
	entries, _ := os.ReadDir(".")
	if len(entries) != 7 {
		t.Errorf("something was left beside the files: %v", entries)
	}
}
