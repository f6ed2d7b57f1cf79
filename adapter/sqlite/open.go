package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/assaymining/assay/need"
)

// Open opens the store for reading and writing, and makes it, readable by its owner alone, if it is
// not there. A new store comes to its name whole or not at all.
func Open(path string) (*Store, error) { return open(path, "") }

func open(path, more string) (*Store, error) {
	if err := makeFolder(path); err != nil {
		return nil, err
	}
	if !Exists(path) {
		if err := create(path, more); err != nil {
			return nil, fmt.Errorf("open store %s: %w", path, explain(err))
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, unwritable(err)
	}
	f.Close()
	s, err := connect(path, more)
	if err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		s.Close()
		return nil, fmt.Errorf("open store %s: %w", path, explain(err))
	}
	return s, nil
}

func makeFolder(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("open store: %w", err)
	}
	return nil
}

func unwritable(err error) error {
	return fmt.Errorf("open store: %w; give a place that can be written with %s", err, need.Store.As("FILE"))
}

// create makes an empty store beside its place and then gives it its name, so that a cut leaves no file
// without tables where a store is looked for. Another one that came there meanwhile stays.
func create(path, more string) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*") // readable by its owner alone
	if err != nil {
		return unwritable(err)
	}
	f.Close()
	defer os.Remove(f.Name())
	s, err := connect(f.Name(), more)
	if err != nil {
		return err
	}
	if err := errors.Join(s.prepare(), s.Close()); err != nil {
		os.Remove(f.Name() + "-journal")
		return err
	}
	switch err := os.Link(f.Name(), path); { // unlike a renaming, a link never replaces
	case err == nil, errors.Is(err, os.ErrExist):
		return nil
	}
	return os.Rename(f.Name(), path) // a file system without links
}

// OpenRead opens the store for reading only. What a killed update left half done is rolled back, in the
// file where it can be written, else in a copy that goes when the store is closed. A store that is not there
// gives fs.ErrNotExist, one without tables ErrEmpty.
func OpenRead(path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s, err := reader(path)
	if err != nil && stuck(err) {
		s, err = copied(path)
	}
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, explain(err))
	}
	return s, nil
}

// reader is a connection that may roll back a journal but not change anything else. Where the file cannot
// be written SQLite falls back to reading it.
func reader(path string) (*Store, error) {
	s, err := connect(path, "&_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// stuck reports whether a file could not be read because its journal could not be rolled back.
func stuck(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return true
	}
	return false
}

// copies is how often a store that changes under the copying is copied.
const copies = 5

// copied opens a copy of file and journal in a private directory.
func copied(path string) (*Store, error) {
	for range copies {
		before := stateOf(path)
		dir, err := os.MkdirTemp("", "assay-store-*")
		if err != nil {
			return nil, err
		}
		to := filepath.Join(dir, "facts.sqlite")
		err = errors.Join(copyFile(to, path), copyFile(to+"-journal", path+"-journal"))
		if err == nil && stateOf(path) != before {
			os.RemoveAll(dir)
			continue
		}
		var s *Store
		if err == nil {
			s, err = reader(to)
		}
		if err == nil {
			if err = s.Integrity(context.Background()); err != nil { // it may have changed unseen
				s.Close()
			}
		}
		if err != nil {
			os.RemoveAll(dir)
			return nil, err
		}
		s.path, s.copied = path, dir
		return s, nil
	}
	return nil, errBusy
}

// stateOf is size and time of a store and its journal.
func stateOf(path string) (state [2]string) {
	for i, name := range []string{path, path + "-journal"} {
		if info, err := os.Stat(name); err == nil {
			state[i] = fmt.Sprint(info.Size(), info.ModTime().UnixNano())
		}
	}
	return state
}

// copyFile copies a file for its owner alone; one that is not there is left out.
func copyFile(to, from string) error {
	in, err := os.Open(from)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// Lock claims the store for one update until release is called or the process ends, however it ends;
// errBusy: another one has it. Readers are not held up. The claim is SQLite's own exclusive lock of an empty
// file beside the store, since that works on every system that the store works on.
func Lock(path string) (release func(), err error) {
	if err := makeFolder(path); err != nil {
		return nil, err
	}
	beside := path + ".lock"
	f, err := os.OpenFile(beside, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, unwritable(err)
	}
	f.Close()
	s, err := dial(beside, "&_pragma=busy_timeout(0)")
	if err != nil {
		return nil, err
	}
	if _, err := s.db.Exec("BEGIN EXCLUSIVE"); err != nil {
		s.Close()
		var e *sqlite.Error
		if errors.As(err, &e) && e.Code()&0xff == lib.SQLITE_BUSY {
			err = errBusy
		}
		return nil, fmt.Errorf("update store %s: %w", path, err)
	}
	return func() { s.Close() }, nil
}

// connect opens a file that is there, as stores are opened.
func connect(path, more string) (*Store, error) {
	return dial(path, "&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"+
		"&_txlock=immediate"+more)
}

func dial(path, options string) (*Store, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	name := (&url.URL{Scheme: "file", Path: filepath.ToSlash(full)}).String()
	db, err := sql.Open("sqlite", name+"?mode=rw"+options)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	return &Store{db: db, path: path}, nil
}
