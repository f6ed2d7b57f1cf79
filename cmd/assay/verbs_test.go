package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestEveryVerbShowsAnExample walks the tree of verbs: each that does something has a one-line
// description, an example that calls it, and no flag without an explanation.
func TestEveryVerbShowsAnExample(t *testing.T) {
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
		if cmd.Hidden || cmd.Name() == "help" || strings.Contains(cmd.CommandPath(), "completion") {
			return
		}
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s: the description %q is missing or ends with a full stop", cmd.CommandPath(), cmd.Short)
		}
		if !strings.Contains(cmd.Example, cmd.CommandPath()) {
			t.Errorf("%s: no example calls it", cmd.CommandPath())
		}
		for line := range strings.Lines(cmd.Example) {
			if !strings.HasPrefix(line, "  ") || len(line) > 100 {
				t.Errorf("%s: example line %q is not indented by two, or too long", cmd.CommandPath(), line)
			}
		}
	}
	walk(rootCommand(&program{env: func(string) string { return "" }}))
}
