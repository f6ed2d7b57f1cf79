package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
