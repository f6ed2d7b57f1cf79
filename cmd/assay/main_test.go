package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite goldens, and the outputs shown in README and docs")

// TestMain lets scripts run this test binary as the program.
func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"assay": main}) }

// TestScripts runs the manual: one script per behaviour in testdata. $EXAMPLES is the folder of
// example offers; "code 2 assay ..." wants that exit code. -update rewrites the files that a failing
// "cmp" wants.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setup,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"code": wantCode},
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
	for _, shift := range shifted() {
		name, by, _ := strings.Cut(shift, "=")
		env.Setenv(name, by)
	}
	return nil
}

// shifted is the variable by which a program that a test starts has the test's own clock (.ci/clocks).
func shifted() []string {
	const name = "ASSAY_CLOCK_SHIFT"
	if by := os.Getenv(name); by != "" {
		return []string{name + "=" + by}
	}
	return nil
}

// wantCode runs a command that must end with the exit code given first.
func wantCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command args...")
	}
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}
