package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// unpacked is the folder of a store that an update left when it was killed: blocks, and a journal that must be rolled back.
func unpacked(t *testing.T) (data string) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "killed-store.tgz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data = t.TempDir()
	for files := tar.NewReader(z); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return data
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeDir {
			continue
		}
		content, err := io.ReadAll(files)
		if err == nil {
			path := filepath.Join(data, "assay", filepath.Base(h.Name))
			err = errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// No verb that reads facts stops at a store that a killed update left, whether it may write there or not.
func TestVerbsReadWhatAKilledUpdateLeft(t *testing.T) {
	example := filepath.Join("..", "..", "examples", "teaching.yaml")
	for _, args := range [][]string{{"evaluate", example}, {"compare", example}, {"replay", example}, {"flags", example}, {"forecast", "--json"},
		{"data", "status"}, {"audit", "--hashrate", "30TH/s", "--from", "2026-03-01", "--to", "2026-03-31", "--received", "0.0004BTC"}} {
		for _, sealed := range []bool{false, true} {
			data := unpacked(t)
			if sealed {
				dir := filepath.Join(data, "assay")
				if err := os.Chmod(dir, 0o500); err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { os.Chmod(dir, 0o700) })
			}
			var out, says bytes.Buffer
			code := run(t.Context(), args, program{in: strings.NewReader(""), out: &out, err: &says, env: func(name string) string {
				if name == "XDG_DATA_HOME" {
					return data
				}
				return ""
			}})
			if code != answered || out.Len() == 0 {
				t.Errorf("%s, sealed %v: exit code %d: %s", args[0], sealed, code, says.String())
			}
		}
	}
}
