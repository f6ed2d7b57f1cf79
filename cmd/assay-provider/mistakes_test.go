package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// TestMistakesSayWhatToWrite: what is wrong on the command line is told before anything begins, by its
// flag and with what is right.
func TestMistakesSayWhatToWrite(t *testing.T) {
	dir := t.TempDir()
	there := []string{
		"serve", "--origin", "provider.example/assay", "--node", "http://127.0.0.1:1", "--prices", dir,
		"--pay", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", filepath.Join(dir, "served"),
	}
	with := func(flag, value string) []string {
		return append(there[:len(there):len(there)], flag, value)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"serve"}, "write assay-provider serve DIR"},
		{[]string{"demo", "a", "b"}, "write assay-provider demo [DIR]"},
		{[]string{"demo", "--day", "-5s", dir}, "--day is a time, as 10s"},
		{[]string{"demo", "--rate", "-1", dir}, "0 for all"},
		{[]string{"demo", "--rate", "NaN", dir}, "0 for all"},
		{[]string{"demo", "--cheat", "lie", dir}, "write short, replay, fee, oversell"},
		{[]string{"demo", "--http", "127.0.0.1:99999", dir}, "as 127.0.0.1:8090"},
		{with("--origin", "a b"), "as provider.example/assay"},
		{with("--node", ""), "as http://127.0.0.1:8332"},
		{with("--prices", filepath.Join(dir, "none")), "2026-11-28 76123.45 SOURCE"},
		{with("--pay", "bc1qfoo"), "copy it again"},
		{with("--node-login", filepath.Join(dir, "none")), "--node-login"},
		{with("--server", "256"), "from 1 to 255"},
		{with("--level", "9"), "from 8 to 63"},
	} {
		cmd := root()
		cmd.SetArgs(c.args)
		cmd.SetOut(io.Discard)
		if err := cmd.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.args, err, c.want)
		}
	}
}
