package main

import (
	"bytes"
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
