package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/assaymining/assay/market"
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

// Facts that were made up are told when a frozen audit is verified and when it is shown again, though every hash is right;
// a signature leaves the file its owner's alone.
func TestInventedFactsOfAnAudit(t *testing.T) {
	dir := t.TempDir()
	var invented strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(string(market.Embedded().CSV())), "\n") {
		cells := strings.Split(line, ",")
		if i > 0 && cells[0] >= "2026-03-01" && cells[0] <= "2026-03-31" {
			difficulty, err := strconv.ParseFloat(cells[1], 64)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			cells[1] = strconv.FormatFloat(difficulty*3, 'f', -1, 64)
		}
		invented.WriteString(strings.Join(cells, ",") + "\n")
	}
	history, frozen := filepath.Join(dir, "history.csv"), filepath.Join(dir, "audit.evidence")
	if err := os.WriteFile(history, []byte(invented.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	assay := func(args ...string) (int, string, string) {
		var out, says bytes.Buffer
		code := run(t.Context(), args, program{in: strings.NewReader(""), out: &out, err: &says, env: func(string) string { return "" }})
		return code, out.String(), says.String()
	}
	must := func(args ...string) {
		if code, _, says := assay(args...); code != answered {
			t.Fatalf("%v: %s", args, says)
		}
	}
	must("audit", "--history", history, "--hashrate", "30TH/s", "--from", "2026-03-01", "--to", "2026-03-31", "--received", "0.0001BTC", "--evidence", frozen)
	if code, out, says := assay("evidence", "verify", frozen); code != unable || !strings.Contains(out, "WRONG") || !strings.Contains(says, "further from those that come with assay") {
		t.Errorf("verify: exit code %d: %s%s", code, out, says)
	}
	if _, _, says := assay("audit", frozen); !strings.Contains(says, "warning") || !strings.Contains(says, "31 days") {
		t.Errorf("shown again: %s", says)
	}
	must("evidence", "key", "example.com/alice", "--out", filepath.Join(dir, "alice"))
	must("evidence", "sign", frozen, "--key", filepath.Join(dir, "alice.key"))
	if info, err := os.Stat(frozen); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("signed, the file is %v: %v", info.Mode(), err)
	}
}
