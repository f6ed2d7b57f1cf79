package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Secrets are made once, readable by their owner alone, and told of without being shown; a folder's signing
// key is its provider's and no other's.
func TestKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "provider")
	first, err := openKeys(dir, "provider.example/assay")
	if err != nil {
		t.Fatal(err)
	}
	again, err := openKeys(dir, "provider.example/assay")
	if err != nil || len(again.made) > 0 {
		t.Fatalf("made again: %v, %v", again.made, err)
	}
	if again.operator != first.operator || again.salt != first.salt || again.authority != first.authority ||
		again.signer.Public != first.signer.Public {
		t.Error("other keys than before")
	}
	var told, later bytes.Buffer
	first.tell(&told, "127.0.0.1:8090")
	again.tell(&later, "127.0.0.1:8090")
	if strings.Contains(later.String(), operatorKey) ||
		!strings.Contains(later.String(), first.signer.Public) {
		t.Errorf("told at the second start: %s", later.String())
	}
	if len(first.made) != 4 {
		t.Errorf("made: %v", first.made)
	}
	for _, name := range first.made {
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
		text, _ := os.ReadFile(path)
		secret, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
		if secret == "" || strings.Contains(told.String(), secret) ||
			!strings.Contains(told.String(), name) {
			t.Errorf("%s is shown, or not told of: %s", name, told.String())
		}
	}
	text := []byte("assay/day/v1\n")
	one, err := first.signer.Sign(text)
	two, err2 := again.signer.Sign(text)
	if err != nil || err2 != nil || len(one) == 0 || !bytes.Equal(one, two) {
		t.Errorf("%s, %s, %v %v", one, two, err, err2)
	}
	if _, err := openKeys(dir, "other.example"); err == nil ||
		!strings.Contains(err.Error(), "signing.key") {
		t.Errorf("another provider's key is taken: %v", err)
	}
}

// A file that a full disk left short is no key: nobody's operator, and no salt that everybody knows.
func TestShortSecretsAreRefused(t *testing.T) {
	for _, name := range []string{operatorKey, saltKey, authorityKey, signingKey} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte("\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := openKeys(dir, "farm.example"); err == nil ||
			!strings.Contains(err.Error(), "remove it") {
			t.Errorf("an empty %s is taken: %v", name, err)
		}
	}
}

// What cannot be written whole is not there: at the next start it is made, and not read.
func TestSecretsAreWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "taken")
	if err := os.MkdirAll(filepath.Join(path, "x"), 0o700); err != nil { // nothing can be renamed to it
		t.Fatal(err)
	}
	if err := putWhole(path, "secret\n"); err == nil {
		t.Error("a file took the place of a folder")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What a node, a database or a file's name says in an error commands no terminal.
func TestErrorsCommandNoTerminal(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	was := os.Stderr
	os.Stderr = w
	complain(errors.New("the node says \x1b]0;owned\x07\u202e\u009b31m"))
	os.Stderr = was
	w.Close()
	b, err := io.ReadAll(r)
	if err != nil || !strings.HasPrefix(string(b), "assay-provider: the node says ") ||
		strings.ContainsAny(string(b), "\x1b\x07\u202e\u009b") {
		t.Errorf("%q, %v", b, err)
	}
}

// Every verb is walked with commands to a terminal in its arguments, in each of its flags, in names of
// folders and in what a node answers: none reaches either stream.
func TestNothingCommandsATerminal(t *testing.T) {
	t.Chdir(t.TempDir())
	const nasty = "x\x1b[2J\x1b]0;owned\x07\u202e\u009b31m\u200by"
	node := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, nasty, http.StatusTeapot)
	}))
	defer node.Close()
	login := filepath.Join(t.TempDir(), "login")
	if err := os.WriteFile(login, []byte("a:b"), 0o600); err != nil {
		t.Fatal(err)
	}
	runs := 0
	try := func(args ...string) {
		said := printed(t, func() {
			ctx, done := context.WithTimeout(t.Context(), 3*time.Second)
			defer done()
			cmd := root()
			cmd.SetArgs(args)
			if err := cmd.ExecuteContext(ctx); err != nil {
				complain(err)
			}
		})
		if runs++; said == "" {
			t.Errorf("%+q says nothing", args)
		}
		if strings.ContainsAny(said, "\x1b\x07\u202e\u009b\u200b") {
			t.Errorf("%+q lets through %+q", args, said)
		}
	}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		path := strings.Fields(cmd.CommandPath())[1:]
		with := func(more ...string) []string { return append(append([]string{}, path...), more...) }
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
		try(with("--" + nasty)...)
		try(with(nasty, nasty)...)
		cmd.Flags().VisitAll(func(f *pflag.Flag) { try(with("--"+f.Name+"="+nasty, nasty)...) })
	}
	walk(root())
	// A folder's name where all is well, as far as a node lets it be: keys are told of, and what was not
	// answered.
	serve := []string{"serve", "--origin", "a.example", "--node", node.URL, "--node-login", login,
		"--pay", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "--prices", login,
		"--v1", "127.0.0.1:0", "--v2", "127.0.0.1:0", "--http", "127.0.0.1:0"}
	try(append(serve, nasty)...)
	try(append(serve, "--facility", nasty, nasty)...)
	if runs < 20 {
		t.Errorf("only %d runs", runs)
	}
}

// printed is what reaches both streams while something runs.
func printed(t *testing.T, run func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	all := make(chan []byte)
	go func() {
		b, _ := io.ReadAll(r)
		all <- b
	}()
	out, errs := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = w, w
	func() {
		defer func() { os.Stdout, os.Stderr = out, errs }()
		run()
	}()
	w.Close()
	return string(<-all)
}
