package sqlite

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets a test read a store as another user, who may not write it.
func TestMain(m *testing.M) {
	if path := os.Getenv("SQLITE_CHILD"); path != "" {
		s, err := OpenRead(path)
		if err == nil {
			_, high, _, rangeErr := s.Range()
			left := s.copied
			err = errors.Join(rangeErr, s.Close())
			if _, gone := os.Stat(left); high != 99 || left == "" || !errors.Is(gone, os.ErrNotExist) {
				err = errors.Join(err, errors.New("wrong blocks, no copy, or a copy that stays"))
			}
		}
		if err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// killed makes a store as a kill leaves it: the blocks 0 to 99, and then the file and the synced journal of a
// step that was half written over it.
func killed(t *testing.T, dir string) string {
	t.Helper()
	ctx, from := context.Background(), filepath.Join(t.TempDir(), "facts.sqlite")
	s, err := open(from, "&_pragma=cache_size(5)") // so that SQLite writes pages before the end of the step
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.PutBlocks(ctx, "node", source, run(0, 100), nil); err != nil {
		t.Fatal(err)
	}
	tx, err := s.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("UPDATE blocks SET fees = 7"); err != nil {
		t.Fatal(err)
	}
	for _, b := range run(100, 3000) {
		if _, err := tx.Exec("INSERT INTO blocks VALUES (?, ?, 1, 1)", b.Height, b.Header[:]); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "facts.sqlite")
	if err := errors.Join(copyFile(path, from), copyFile(path+"-journal", from+"-journal")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path + "-journal")
	if err != nil || info.Size() < 4096 {
		t.Fatalf("no journal was left: %v", err)
	}
	return path
}

// TestReadersHeal: a reader rolls back what a killed update left, and gives the figures before it.
func TestReadersHeal(t *testing.T) {
	path := killed(t, t.TempDir())
	s, err := OpenRead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := len(blocks(t, s)); got != 100 || s.copied != "" {
		t.Errorf("%d blocks, want 100; copy %q", got, s.copied)
	}
	if err := s.Integrity(context.Background()); err != nil {
		t.Error(err)
	}
	err = s.PutBlocks(context.Background(), "node", source, run(100, 1), nil)
	if !errors.Is(err, ErrReadOnly) {
		t.Errorf("written through a reader: %v", err)
	}
	if info, err := os.Stat(path + "-journal"); err == nil && info.Size() > 0 {
		t.Error("the journal is still there")
	}
}

// TestReadersHealBesideTheFile: where the store cannot be written, a copy is healed; it goes with the reader.
func TestReadersHealBesideTheFile(t *testing.T) {
	dir, err := os.MkdirTemp("", "sqlite") // not t.TempDir: others must be able to enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		os.Chmod(dir, 0o755)
		os.RemoveAll(dir)
	})
	path := killed(t, dir)
	binary := filepath.Join(dir, "test")
	err = copyFile(binary, os.Args[0])
	for _, name := range []string{path, path + "-journal"} {
		err = errors.Join(err, os.Chmod(name, 0o444))
	}
	if err := errors.Join(err, os.Chmod(binary, 0o755), os.Chmod(dir, 0o555)); err != nil {
		t.Fatal(err)
	}
	before := stateOf(path)
	cmd := exec.Command(binary)
	cmd.Env = append(os.Environ(), "SQLITE_CHILD="+path, "TMPDIR=/tmp")
	if os.Geteuid() == 0 { // the superuser may write everywhere: be nobody
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	cmd.Dir = "/"
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	if stateOf(path) != before {
		t.Error("the store was changed")
	}
}

// TestEmptyStore: a file of no bytes, as a cut first update of old left it, is no store for a reader and
// becomes one for a writer. Nothing is left beside a new store.
func TestEmptyStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "facts.sqlite")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenRead(path); !errors.Is(err, ErrEmpty) ||
		!strings.Contains(err.Error(), "assay data update") {
		t.Errorf("read: %v", err)
	}
	for range 2 { // in the place of the empty one, then anew
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		if s, err = OpenRead(path); err != nil {
			t.Fatal(err)
		}
		s.Close()
		entries, _ := os.ReadDir(filepath.Dir(path))
		if len(entries) != 1 {
			t.Errorf("beside the store: %v", entries)
		}
		os.Remove(path)
	}
}

// TestLock: one update works, another is told so at once; readers and the time after are free.
func TestLock(t *testing.T) {
	path := temp(t)
	release, err := Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	began := time.Now()
	if _, err := Lock(path); !errors.Is(err, errBusy) || time.Since(began) > 5*time.Second {
		t.Errorf("a second update: %v after %v", err, time.Since(began))
	}
	if r, err := OpenRead(path); err != nil {
		t.Errorf("a reader beside an update: %v", err)
	} else {
		r.Close()
	}
	release()
	again, err := Lock(path)
	if err != nil {
		t.Fatalf("after the first: %v", err)
	}
	again()
}
