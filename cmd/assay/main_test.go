package main

import (
	"flag"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite goldens, and the outputs shown in README and docs")

// TestMain lets scripts run this test binary as the program.
func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"assay": main}) }

// TestScripts runs the manual: one script per behaviour in testdata. $EXAMPLES is the folder of
// example offers. Lines after "--" in a failing "cmp" are rewritten with -update.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setup,
	})
}

// setup gives scripts an empty environment but for what they name.
func setup(env *testscript.Env) error {
	examples, err := filepath.Abs(filepath.Join("..", "..", "examples"))
	if err != nil {
		return err
	}
	env.Setenv("EXAMPLES", examples)
	env.Setenv("NO_COLOR", "")
	env.Setenv("COLUMNS", "80")
	return nil
}
